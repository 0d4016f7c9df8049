"""Leads and their sources, with the second fence around what names a place or holds words."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from cdos.base.fence.api import ADMITTED, fenced

OF_LEAD = "{key} = ANY (" + ADMITTED + ") OR EXISTS (SELECT FROM matters_matter m WHERE m.id = {key})"


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('matters', '0004_retention'),
    ]

    operations = [
        migrations.CreateModel(
            name='Lead',
            fields=[
                ('matter', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='matters.matter')),
                ('number', models.CharField(max_length=40, unique=True)),
                ('title', models.CharField(max_length=200)),
                ('text', models.TextField()),
                ('channel', models.CharField(max_length=10)),
                ('source', models.CharField(blank=True, default='', max_length=40)),
                ('external_id', models.CharField(blank=True, default='', max_length=200)),
                ('device', models.CharField(blank=True, default='', max_length=120)),
                ('link', models.CharField(blank=True, default='', max_length=500)),
                ('files', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=64), blank=True, default=list, size=None)),
                ('item', models.CharField(blank=True, default='', max_length=20)),
                ('unit', models.CharField(blank=True, default='', max_length=60)),
                ('district', models.CharField(blank=True, default='', max_length=6)),
                ('address', models.CharField(blank=True, default='', max_length=300)),
                ('lon', models.FloatField(null=True)),
                ('lat', models.FloatField(null=True)),
                ('reported_at', models.DateTimeField()),
                ('reported_by', models.BigIntegerField(null=True)),
                ('state', models.CharField(max_length=20)),
                ('valid', models.BooleanField(null=True)),
                ('joined_to', models.CharField(blank=True, default='', max_length=40)),
                ('repeats', models.PositiveIntegerField(default=0)),
                ('last_repeat_at', models.DateTimeField(null=True)),
                ('solved_at', models.DateTimeField(null=True)),
                ('evidence', models.TextField(blank=True, default='')),
                ('complaint', models.CharField(blank=True, default='', max_length=40)),
                ('complaint_after', models.CharField(blank=True, default='', max_length=40)),
                ('looked_back_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['-reported_at'], name='leads_reported'), models.Index(condition=models.Q(('lon__isnull', False)), fields=['lon', 'lat'], name='leads_place'), models.Index(condition=models.Q(('looked_back_at__isnull', True), ('solved_at__isnull', False)), fields=['solved_at'], name='leads_to_look_back'), models.Index(condition=models.Q(('reported_by__isnull', False)), fields=['reported_by', '-reported_at'], name='leads_own')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('external_id', ''), _negated=True), fields=('source', 'external_id'), name='leads_once_a_source'), models.UniqueConstraint(condition=models.Q(models.Q(('device', ''), _negated=True), ('state__in', ['reported', 'handling'])), fields=('source', 'device'), name='leads_one_open_a_device')],
            },
        ),
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True)),
                ('name', models.CharField(max_length=100)),
                ('channel', models.CharField(max_length=10)),
                ('unit', models.CharField(blank=True, default='', max_length=60)),
                ('item', models.CharField(blank=True, default='', max_length=20)),
                ('active', models.BooleanField(default=True)),
                ('serial', models.PositiveIntegerField(default=1)),
                ('per_minute', models.PositiveIntegerField(default=60)),
                ('window_at', models.DateTimeField(null=True)),
                ('window_count', models.PositiveIntegerField(default=0)),
                ('feed_url', models.CharField(blank=True, default='', max_length=500)),
                ('fetched_at', models.DateTimeField(null=True)),
                ('error', models.CharField(blank=True, default='', max_length=300)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('code', ''), _negated=True), models.Q(('name', ''), _negated=True)), name='leads_source_named'), models.CheckConstraint(condition=models.Q(('channel__in', ['sensor', 'web'])), name='leads_source_channel'), models.CheckConstraint(condition=models.Q(('per_minute__gt', 0)), name='leads_source_rate')],
            },
        ),
        migrations.CreateModel(
            name='Alarm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=40)),
                ('external_id', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('lead', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='leads.lead')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('source', 'external_id'), name='leads_alarm_once')],
            },
        ),
        fenced("leads_lead", OF_LEAD.format(key="matter_id")),
        fenced("leads_alarm", OF_LEAD.format(key="lead_id")),
    ]
