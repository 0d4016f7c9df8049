"""Demonstration registers, consents and corrections. A register's rows are read by its adapter alone, never by a page."""

import django.db.models.deletion
from django.db import migrations, models

from cdos.base.fence.api import ADMITTED, PARTY, fenced

OF_MATTER = f"matter_id = ANY ({ADMITTED}) OR EXISTS (SELECT FROM matters_matter m WHERE m.id = matter_id)"


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('matters', '0005_due_lists'),
    ]

    operations = [
        migrations.CreateModel(
            name='ConsentRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('party_id', models.BigIntegerField()),
                ('account_id', models.BigIntegerField(null=True)),
                ('given_to', models.CharField(blank=True, default='', max_length=60)),
                ('source', models.CharField(max_length=40)),
                ('purpose', models.CharField(max_length=80)),
                ('given_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('used', models.PositiveIntegerField(default=0)),
                ('used_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['party_id', '-given_at'], name='registers_consents_of')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('party_id', 'purpose', 'source'), name='registers_one_open_consent'), models.CheckConstraint(condition=models.Q(('withdrawn_at__isnull', True), ('withdrawn_at__gte', models.F('given_at')), _connector='OR'), name='registers_withdrawn_after_given')],
            },
        ),
        migrations.CreateModel(
            name='CorrectionRow',
            fields=[
                ('matter', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='matters.matter')),
                ('number', models.CharField(max_length=40, unique=True)),
                ('party_id', models.BigIntegerField()),
                ('source', models.CharField(max_length=40)),
                ('field', models.CharField(max_length=60)),
                ('sealed', models.BinaryField()),
                ('state', models.CharField(default='asked', max_length=12)),
                ('asked_at', models.DateTimeField()),
                ('answer', models.TextField(blank=True, default='')),
                ('answered_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['party_id', '-asked_at'], name='registers_corrections_of')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'corrected', 'kept', 'withdrawn'])), name='registers_correction_state')],
            },
        ),
        migrations.CreateModel(
            name='RegisterRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=40)),
                ('party_id', models.BigIntegerField()),
                ('sealed', models.BinaryField()),
                ('as_of', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('party_id', 'source'), name='registers_one_row_a_party')],
            },
        ),
        fenced("registers_registerrow", "false"),
        fenced("registers_consentrow", f"party_id = {PARTY}"),
        fenced("registers_correctionrow", OF_MATTER),
    ]
