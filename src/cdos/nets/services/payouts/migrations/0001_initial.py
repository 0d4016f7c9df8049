"""Pools, payouts and tries, batches, receipts, differences; of these rows a person sees the own payouts at most."""

import cdos.nets.services.payouts.contracts
import django.db.models.deletion
from django.db import migrations, models

from cdos.base.fence.api import PARTY, fenced


class Migration(migrations.Migration):

    initial = True

    dependencies = [('fence', '0001_functions')]

    operations = [
        migrations.CreateModel(
            name='DemoOrder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=140, unique=True)),
                ('tail', models.CharField(max_length=2)),
                ('fen', models.PositiveBigIntegerField()),
                ('state', models.CharField(max_length=12)),
                ('failure', models.CharField(blank=True, default='', max_length=20)),
                ('reference', models.CharField(max_length=80, unique=True)),
                ('asked', models.PositiveSmallIntegerField(default=0)),
                ('paid_on', models.DateField(null=True)),
                ('returned_on', models.DateField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Pool',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=60, unique=True)),
                ('title', models.CharField(max_length=200)),
                ('unit', models.CharField(max_length=60)),
                ('year', models.PositiveIntegerField()),
                ('opened_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=30, unique=True)),
                ('state', models.CharField(default=cdos.nets.services.payouts.contracts.BatchState['MADE'], max_length=12)),
                ('count', models.PositiveIntegerField()),
                ('fen', models.PositiveBigIntegerField()),
                ('units', models.JSONField(default=list)),
                ('made_by', models.CharField(max_length=100)),
                ('made_account', models.BigIntegerField(null=True)),
                ('made_at', models.DateTimeField()),
                ('approved_by', models.CharField(blank=True, default='', max_length=100)),
                ('approved_account', models.BigIntegerField(null=True)),
                ('approved_at', models.DateTimeField(null=True)),
                ('reason', models.CharField(blank=True, default='', max_length=300)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['made', 'sending', 'sent', 'done', 'refused'])), name='payouts_batch_state'), models.CheckConstraint(condition=models.Q(('approved_account__isnull', True), ('made_account__isnull', True), models.Q(('approved_account', models.F('made_account')), _negated=True), _connector='OR'), name='payouts_four_eyes')],
            },
        ),
        migrations.CreateModel(
            name='Difference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('bank', models.CharField(max_length=40)),
                ('kind', models.CharField(max_length=12)),
                ('key', models.CharField(max_length=140)),
                ('unit', models.CharField(blank=True, default='', max_length=60)),
                ('ours_fen', models.BigIntegerField()),
                ('bank_fen', models.BigIntegerField()),
                ('found_at', models.DateTimeField()),
                ('settled_by', models.CharField(blank=True, default='', max_length=100)),
                ('settled_at', models.DateTimeField(null=True)),
                ('note', models.CharField(blank=True, default='', max_length=500)),
            ],
            options={
                'indexes': [models.Index(fields=['settled_by', '-day'], name='payouts_unsettled')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['missing', 'strange', 'amount', 'twice', 'late'])), name='payouts_mismatch'), models.UniqueConstraint(fields=('day', 'bank', 'kind', 'key'), name='payouts_differs_once')],
            },
        ),
        migrations.CreateModel(
            name='Payout',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=120, unique=True)),
                ('party_id', models.BigIntegerField()),
                ('title', models.CharField(max_length=200)),
                ('area', models.CharField(blank=True, default='', max_length=12)),
                ('fen', models.PositiveBigIntegerField()),
                ('state', models.CharField(max_length=12)),
                ('sealed', models.BinaryField(null=True)),
                ('failure', models.CharField(blank=True, default='', max_length=20)),
                ('reason', models.CharField(blank=True, default='', max_length=300)),
                ('asked_at', models.DateTimeField()),
                ('paid_at', models.DateTimeField(null=True)),
                ('tries', models.PositiveIntegerField(default=0)),
                ('recover_fen', models.PositiveBigIntegerField(default=0)),
                ('recovered_fen', models.PositiveBigIntegerField(default=0)),
                ('batch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='payouts', to='payouts.batch')),
                ('pool', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payouts', to='payouts.pool')),
            ],
        ),
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=80)),
                ('fen', models.PositiveBigIntegerField()),
                ('at', models.DateTimeField()),
                ('payout', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='payouts.payout')),
            ],
        ),
        migrations.CreateModel(
            name='Try',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=140, unique=True)),
                ('bank', models.CharField(max_length=40)),
                ('fen', models.PositiveBigIntegerField()),
                ('sealed', models.BinaryField(null=True)),
                ('state', models.CharField(default='open', max_length=12)),
                ('failure', models.CharField(blank=True, default='', max_length=20)),
                ('reference', models.CharField(blank=True, default='', max_length=80)),
                ('sent_at', models.DateTimeField()),
                ('asked_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('stated_on', models.DateField(null=True)),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='payouts.batch')),
                ('payout', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='payouts.payout')),
            ],
        ),
        migrations.AddIndex(
            model_name='payout',
            index=models.Index(fields=['pool', 'state', 'id'], name='payouts_of_pool'),
        ),
        migrations.AddIndex(
            model_name='payout',
            index=models.Index(fields=['state', 'id'], name='payouts_in_state'),
        ),
        migrations.AddIndex(
            model_name='payout',
            index=models.Index(fields=['party_id'], name='payouts_of_party'),
        ),
        migrations.AddConstraint(
            model_name='payout',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['reserved', 'approved', 'batched', 'sent', 'paid', 'failed', 'returned', 'cancelled', 'recovering', 'recovered'])), name='payouts_state'),
        ),
        migrations.AddConstraint(
            model_name='payout',
            constraint=models.CheckConstraint(condition=models.Q(('failure', ''), ('failure__in', ['no_account', 'name_mismatch', 'closed', 'frozen', 'limit', 'bank', 'returned']), _connector='OR'), name='payouts_failure'),
        ),
        migrations.AddConstraint(
            model_name='payout',
            constraint=models.CheckConstraint(condition=models.Q(('fen__gt', 0), ('recover_fen__lte', models.F('fen')), ('recovered_fen__lte', models.F('recover_fen'))), name='payouts_sums'),
        ),
        migrations.AddConstraint(
            model_name='payout',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['batched', 'sent']), _negated=True), models.Q(('batch__isnull', False), ('sealed__isnull', False)), _connector='OR'), name='payouts_sent_to_somebody'),
        ),
        migrations.AddConstraint(
            model_name='receipt',
            constraint=models.UniqueConstraint(fields=('payout', 'number'), name='payouts_receipt_once'),
        ),
        migrations.AddConstraint(
            model_name='receipt',
            constraint=models.CheckConstraint(condition=models.Q(('fen__gt', 0)), name='payouts_receipt_of_something'),
        ),
        migrations.AddIndex(
            model_name='try',
            index=models.Index(condition=models.Q(('state', 'open')), fields=['asked_at', 'id'], name='payouts_try_open'),
        ),
        migrations.AddIndex(
            model_name='try',
            index=models.Index(fields=['ended_at'], name='payouts_try_ended'),
        ),
        migrations.AddConstraint(
            model_name='try',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'paid', 'failed', 'returned', 'double'])), name='payouts_try_state'),
        ),
        migrations.AddConstraint(
            model_name='try',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'paid')), fields=('payout',), name='payouts_paid_once'),
        ),
        migrations.AddConstraint(
            model_name='try',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('payout',), name='payouts_one_at_the_bank'),
        ),
        fenced("payouts_payout", f"party_id = {PARTY}"),
        fenced("payouts_pool", "false"),
        fenced("payouts_batch", "false"),
        fenced("payouts_try", "false"),
        fenced("payouts_receipt", "false"),
        fenced("payouts_difference", "false"),
    ]
