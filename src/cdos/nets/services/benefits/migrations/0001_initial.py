"""Programmes, entitlements and nights; an entitlement is seen by its own party alone, whatever a page asks."""

import django.db.models.deletion
from django.db import migrations, models

from cdos.base.fence.api import PARTY, fenced

OF_PARTY = "EXISTS (SELECT FROM benefits_entitlement e WHERE e.id = entitlement_id)"


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('fence', '0001_functions'),
    ]

    operations = [
        migrations.CreateModel(
            name='Entitlement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=40, unique=True)),
                ('programme', models.CharField(max_length=40)),
                ('version', models.PositiveIntegerField()),
                ('title', models.CharField(max_length=120)),
                ('unit', models.CharField(max_length=60)),
                ('party_id', models.BigIntegerField()),
                ('period', models.CharField(max_length=8)),
                ('year', models.PositiveSmallIntegerField()),
                ('fen', models.PositiveBigIntegerField()),
                ('group', models.CharField(blank=True, default='', max_length=40)),
                ('state', models.CharField(max_length=12)),
                ('district', models.CharField(blank=True, default='', max_length=12)),
                ('reason', models.CharField(blank=True, default='', max_length=300)),
                ('sealed', models.BinaryField(null=True)),
                ('account_tail', models.CharField(blank=True, default='', max_length=4)),
                ('matter', models.CharField(blank=True, default='', max_length=40)),
                ('made_at', models.DateTimeField()),
                ('expires_on', models.DateField(null=True)),
                ('reminded', models.BooleanField(default=False)),
                ('tried', models.BooleanField(default=False)),
                ('paid_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['party_id', '-made_at'], name='benefits_of_party'), models.Index(condition=models.Q(('state', 'offered')), fields=['expires_on'], name='benefits_offers'), models.Index(fields=['state', 'unit'], name='benefits_at_unit'), models.Index(condition=models.Q(('state', 'paid')), fields=['programme', '-paid_at'], name='benefits_published')],
                'constraints': [models.UniqueConstraint(fields=('programme', 'party_id', 'period'), name='benefits_once'), models.CheckConstraint(condition=models.Q(('state__in', ['offered', 'confirmed', 'checking', 'approved', 'sent', 'paid', 'failed', 'returned', 'declined', 'refused', 'cancelled', 'expired', 'recovering', 'recovered'])), name='benefits_state'), models.CheckConstraint(condition=models.Q(('fen__gt', 0)), name='benefits_of_something')],
            },
        ),
        migrations.CreateModel(
            name='NightRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField()),
                ('about', models.CharField(max_length=12)),
                ('people', models.PositiveBigIntegerField()),
                ('programmes', models.PositiveIntegerField()),
                ('pairs', models.PositiveBigIntegerField()),
                ('gained', models.PositiveBigIntegerField()),
                ('lost', models.PositiveBigIntegerField()),
                ('offered', models.PositiveBigIntegerField(default=0)),
                ('cpu_s', models.FloatField()),
                ('at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('on', 'about'), name='benefits_one_night')],
            },
        ),
        migrations.CreateModel(
            name='ProgrammeVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40)),
                ('version', models.PositiveIntegerField()),
                ('state', models.CharField(max_length=12)),
                ('title', models.CharField(max_length=120)),
                ('unit', models.CharField(max_length=60)),
                ('terms', models.JSONField()),
                ('author', models.CharField(blank=True, default='', max_length=100)),
                ('approver', models.CharField(blank=True, default='', max_length=100)),
                ('written_by', models.JSONField(default=list)),
                ('note', models.CharField(blank=True, default='', max_length=500)),
                ('updated_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('code', 'version'), name='benefits_one_version'), models.UniqueConstraint(condition=models.Q(('state', 'live')), fields=('code',), name='benefits_one_live'), models.UniqueConstraint(condition=models.Q(('state__in', ['draft', 'waiting'])), fields=('code',), name='benefits_one_open_draft'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'waiting', 'live', 'ended', 'refused'])), name='benefits_version_state')],
            },
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.CharField(max_length=20)),
                ('words', models.CharField(blank=True, default='', max_length=300)),
                ('by', models.CharField(blank=True, default='', max_length=100)),
                ('at', models.DateTimeField()),
                ('entitlement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='benefits.entitlement')),
            ],
        ),
        fenced("benefits_entitlement", f"party_id = {PARTY}"),
        fenced("benefits_step", OF_PARTY),
    ]
