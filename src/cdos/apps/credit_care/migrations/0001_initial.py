"""Agreements, visits and what banks and hospitals said, with the second fence: one's own, and who may see the matter."""

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

from cdos.base.fence.api import ADMITTED, PARTY, fenced

OWN = f"party_id = {PARTY}"
OF_MATTER = f"matter_id = ANY ({ADMITTED}) OR EXISTS (SELECT FROM matters_matter m WHERE m.id = matter_id)"
OF_VISIT = "EXISTS (SELECT FROM credit_care_visit v WHERE v.matter_id = visit_id)"


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ("matters", "0004_retention"),
    ]

    operations = [
        migrations.CreateModel(
            name='DemoOrder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=80, unique=True)),
                ('way', models.CharField(max_length=10)),
                ('fen', models.PositiveBigIntegerField()),
                ('state', models.CharField(max_length=10)),
            ],
        ),
        migrations.CreateModel(
            name='DemoWish',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=40, unique=True)),
                ('wish', models.CharField(max_length=10)),
            ],
        ),
        migrations.CreateModel(
            name='Agreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('party_id', models.BigIntegerField()),
                ('level', models.CharField(max_length=2)),
                ('limit_fen', models.PositiveBigIntegerField()),
                ('signed_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('code', models.CharField(blank=True, default='', max_length=12)),
                ('code_until', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('party_id',), name='credit_care_one_agreement'), models.UniqueConstraint(condition=models.Q(('code', ''), _negated=True), fields=('code',), name='credit_care_code_of_one'), models.CheckConstraint(condition=models.Q(('limit_fen__gt', 0)), name='credit_care_limit')],
            },
        ),
        migrations.CreateModel(
            name='Enquiry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('party_id', models.BigIntegerField()),
                ('asked_at', models.DateTimeField()),
                ('granted', models.BooleanField(null=True)),
                ('reason', models.CharField(blank=True, default='', max_length=300)),
                ('answered_at', models.DateTimeField(null=True)),
                ('answered_by', models.BigIntegerField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('answered_at', None)), fields=('party_id',), name='credit_care_one_enquiry')],
            },
        ),
        migrations.CreateModel(
            name='Visit',
            fields=[
                ('matter_id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('number', models.CharField(max_length=40, unique=True)),
                ('party_id', models.BigIntegerField(db_index=True)),
                ('hospital', models.CharField(max_length=40)),
                ('stay', models.CharField(max_length=60)),
                ('title', models.CharField(max_length=100)),
                ('opened_at', models.DateTimeField()),
                ('total_fen', models.PositiveBigIntegerField(null=True)),
                ('insurance_fen', models.PositiveBigIntegerField(default=0)),
                ('own_fen', models.PositiveBigIntegerField(default=0)),
                ('credit_fen', models.PositiveBigIntegerField(default=0)),
                ('repaid_fen', models.PositiveBigIntegerField(default=0)),
                ('refunded_fen', models.PositiveBigIntegerField(default=0)),
                ('claimed_fen', models.PositiveBigIntegerField(default=0)),
                ('refused', models.BooleanField(default=False)),
                ('cancelled', models.BooleanField(default=False)),
                ('overdue_at', models.DateTimeField(null=True)),
                ('defaulted_at', models.DateTimeField(null=True)),
                ('claimed_at', models.DateTimeField(null=True)),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='credit_care.agreement')),
            ],
        ),
        migrations.CreateModel(
            name='Transfer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=80, unique=True)),
                ('way', models.CharField(max_length=10)),
                ('fen', models.PositiveBigIntegerField()),
                ('state', models.CharField(default='asked', max_length=10)),
                ('failure', models.CharField(blank=True, default='', max_length=300)),
                ('tries', models.PositiveIntegerField(default=0)),
                ('asked_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='transfers', to='credit_care.visit')),
            ],
        ),
        migrations.CreateModel(
            name='Settlement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('settlement', models.CharField(max_length=60)),
                ('version', models.PositiveIntegerField()),
                ('total_fen', models.PositiveBigIntegerField()),
                ('insurance_fen', models.PositiveBigIntegerField()),
                ('own_fen', models.PositiveBigIntegerField()),
                ('cancelled', models.BooleanField(default=False)),
                ('at', models.DateTimeField()),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='settlements', to='credit_care.visit')),
            ],
        ),
        migrations.AddConstraint(
            model_name='visit',
            constraint=models.UniqueConstraint(fields=('hospital', 'stay'), name='credit_care_stay_once'),
        ),
        migrations.AddConstraint(
            model_name='visit',
            constraint=models.CheckConstraint(condition=models.Q(('repaid_fen__lte', models.F('credit_fen'))), name='credit_care_never_overpaid'),
        ),
        migrations.AddIndex(
            model_name='transfer',
            index=models.Index(condition=models.Q(('state', 'asked')), fields=['asked_at'], name='credit_care_asked'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.CheckConstraint(condition=models.Q(('fen__gt', 0)), name='credit_care_of_something'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'paid', 'refused'])), name='credit_care_transfer_state'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.CheckConstraint(condition=models.Q(('way__in', ['advance', 'collect', 'refund'])), name='credit_care_transfer_way'),
        ),
        migrations.AddConstraint(
            model_name='settlement',
            constraint=models.UniqueConstraint(fields=('visit', 'settlement', 'version'), name='credit_care_told_once'),
        ),
        migrations.AddConstraint(
            model_name='settlement',
            constraint=models.CheckConstraint(condition=models.Q(('total_fen', django.db.models.expressions.CombinedExpression(models.F('insurance_fen'), '+', models.F('own_fen')))), name='credit_care_sums_agree'),
        ),
        fenced("credit_care_agreement", OWN),
        fenced("credit_care_enquiry", OWN),
        fenced("credit_care_visit", OF_MATTER),
        fenced("credit_care_settlement", OF_VISIT),
        fenced("credit_care_transfer", OF_VISIT),
    ]
