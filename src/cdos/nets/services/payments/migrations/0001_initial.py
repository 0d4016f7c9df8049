"""Fees, attempts to pay them, refunds and postings, with the second fence: who may see the matter sees its fee."""

import django.db.models.deletion
from django.db import migrations, models

from cdos.base.fence.api import ADMITTED, fenced

OF_MATTER = f"matter_id = ANY ({ADMITTED}) OR EXISTS (SELECT FROM matters_matter m WHERE m.id = matter_id)"
OF_PAYMENT = "EXISTS (SELECT FROM payments_payment p WHERE p.id = payment_id)"


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ("matters", "0004_retention"),
    ]

    operations = [
        migrations.CreateModel(
            name='DemoCharge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=60, unique=True)),
                ('fen', models.PositiveBigIntegerField()),
                ('title', models.CharField(max_length=200)),
                ('back', models.CharField(max_length=200)),
                ('state', models.CharField(default='open', max_length=12)),
                ('refunds', models.JSONField(default=dict)),
                ('deaf', models.PositiveSmallIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Payment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('matter_id', models.BigIntegerField()),
                ('number', models.CharField(max_length=40)),
                ('title', models.CharField(max_length=200)),
                ('fen', models.PositiveBigIntegerField()),
                ('refunded_fen', models.PositiveBigIntegerField(default=0)),
                ('state', models.CharField(default='open', max_length=12)),
                ('failure', models.CharField(blank=True, default='', max_length=300)),
                ('reference', models.CharField(max_length=40, unique=True)),
                ('attempts', models.PositiveIntegerField(default=0)),
                ('paid_by', models.CharField(blank=True, default='', max_length=60)),
                ('opened_at', models.DateTimeField()),
                ('paid_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['number'], name='payments_of_matter')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['open', 'paid', 'failed', 'refunding', 'refunded', 'cancelled'])), name='payments_state'), models.CheckConstraint(condition=models.Q(('fen__gt', 0), ('refunded_fen__lte', models.F('fen'))), name='payments_never_gives_more_back'), models.CheckConstraint(condition=models.Q(('state__in', ['open', 'failed', 'cancelled']), models.Q(('paid_by', ''), _negated=True), _connector='OR'), name='payments_paid_by_a_charge'), models.UniqueConstraint(condition=models.Q(('state__in', ['open', 'failed', 'paid', 'refunding'])), fields=('matter_id',), name='payments_one_live_a_matter')],
            },
        ),
        migrations.CreateModel(
            name='Charge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=60, unique=True)),
                ('provider', models.CharField(max_length=40)),
                ('state', models.CharField(default='open', max_length=12)),
                ('failure', models.CharField(blank=True, default='', max_length=300)),
                ('began_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('payment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='charges', to='payments.payment')),
            ],
        ),
        migrations.CreateModel(
            name='Posting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('department', models.CharField(max_length=60)),
                ('fen', models.BigIntegerField()),
                ('key', models.CharField(max_length=80)),
                ('at', models.DateTimeField()),
                ('payment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='postings', to='payments.payment')),
            ],
        ),
        migrations.CreateModel(
            name='Refund',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=80, unique=True)),
                ('charge', models.CharField(max_length=60)),
                ('fen', models.PositiveBigIntegerField()),
                ('reason', models.CharField(max_length=300)),
                ('parts', models.JSONField(default=list)),
                ('state', models.CharField(default='asked', max_length=12)),
                ('tries', models.PositiveIntegerField(default=0)),
                ('failure', models.CharField(blank=True, default='', max_length=300)),
                ('asked_at', models.DateTimeField()),
                ('done_at', models.DateTimeField(null=True)),
                ('payment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='refunds', to='payments.payment')),
            ],
        ),
        migrations.CreateModel(
            name='Share',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('department', models.CharField(max_length=60)),
                ('name', models.CharField(max_length=200)),
                ('fen', models.PositiveBigIntegerField()),
                ('refunded_fen', models.PositiveBigIntegerField(default=0)),
                ('payment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shares', to='payments.payment')),
            ],
        ),
        migrations.CreateModel(
            name='Heard',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('provider', models.CharField(max_length=40)),
                ('message', models.CharField(max_length=100)),
                ('at', models.DateTimeField()),
                ('charge', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='payments.charge')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('provider', 'message'), name='payments_heard_once')],
            },
        ),
        migrations.AddIndex(
            model_name='charge',
            index=models.Index(condition=models.Q(('state', 'open')), fields=['began_at'], name='payments_charge_open'),
        ),
        migrations.AddConstraint(
            model_name='charge',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'paid', 'failed', 'double'])), name='payments_charge_state'),
        ),
        migrations.AddIndex(
            model_name='posting',
            index=models.Index(fields=['department', 'at'], name='payments_posting_of'),
        ),
        migrations.AddConstraint(
            model_name='posting',
            constraint=models.UniqueConstraint(fields=('key', 'payment', 'department'), name='payments_posted_once'),
        ),
        migrations.AddConstraint(
            model_name='refund',
            constraint=models.CheckConstraint(condition=models.Q(('fen__gt', 0)), name='payments_refund_of_something'),
        ),
        migrations.AddConstraint(
            model_name='refund',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'done'])), name='payments_refund_state'),
        ),
        migrations.AddConstraint(
            model_name='share',
            constraint=models.CheckConstraint(condition=models.Q(('refunded_fen__lte', models.F('fen'))), name='payments_share_never_gives_more_back'),
        ),
        fenced("payments_payment", OF_MATTER),
        fenced("payments_share", OF_PAYMENT),
        fenced("payments_charge", OF_PAYMENT),
        fenced("payments_refund", OF_PAYMENT),
        fenced("payments_posting", OF_PAYMENT),
    ]
