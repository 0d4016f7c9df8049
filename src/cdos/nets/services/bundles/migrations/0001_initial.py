"""Versions of bundles, bundles under way and their deliveries; answers are sealed, rows of a matter follow its fence."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from cdos.base.fence.api import ADMITTED, UNITS, fenced

OF_MATTER = "{key} = ANY (" + ADMITTED + ") OR EXISTS (SELECT FROM matters_matter m WHERE m.id = {key})"
# A department sees what it is handed, and of the bundle nothing more.
DELIVERY = f"department = ANY ({UNITS}) OR " + OF_MATTER.format(key="run_id")


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('matters', '0005_due_lists'),
    ]

    operations = [
        migrations.CreateModel(
            name='Outage',
            fields=[
                ('department', models.CharField(max_length=60, primary_key=True, serialize=False)),
                ('until', models.DateTimeField()),
                ('by', models.CharField(max_length=100)),
            ],
        ),
        migrations.CreateModel(
            name='Received',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('department', models.CharField(max_length=60)),
                ('key', models.CharField(max_length=120)),
                ('item', models.CharField(max_length=80)),
                ('at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('department', 'key'), name='bundles_received_once')],
            },
        ),
        migrations.CreateModel(
            name='Run',
            fields=[
                ('matter', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='matters.matter')),
                ('number', models.CharField(max_length=40, unique=True)),
                ('code', models.CharField(max_length=60)),
                ('version', models.PositiveIntegerField(default=0)),
                ('party_id', models.BigIntegerField()),
                ('account_id', models.BigIntegerField(null=True)),
                ('sealed', models.BinaryField(null=True)),
                ('consents', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), blank=True, default=list, size=None)),
                ('sent_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('code', ''), _negated=True), name='bundles_run_has_code')],
            },
        ),
        migrations.CreateModel(
            name='Version',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=60)),
                ('version', models.PositiveIntegerField()),
                ('state', models.CharField(default='draft', max_length=10)),
                ('title', models.CharField(max_length=100)),
                ('body', models.JSONField()),
                ('author', models.CharField(max_length=100)),
                ('author_id', models.BigIntegerField(null=True)),
                ('approver', models.CharField(blank=True, default='', max_length=100)),
                ('approver_id', models.BigIntegerField(null=True)),
                ('written_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
                ('effective_from', models.DateField(null=True)),
                ('reason', models.CharField(blank=True, default='', max_length=500)),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'code'], name='bundles_version_state')],
                'constraints': [models.UniqueConstraint(fields=('code', 'version'), name='bundles_version_once'), models.UniqueConstraint(condition=models.Q(('state__in', ['draft', 'waiting'])), fields=('code',), name='bundles_one_open'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'waiting', 'live', 'ended', 'refused'])), name='bundles_version_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'live'), _negated=True), ('effective_from__isnull', False), _connector='OR'), name='bundles_live_has_a_day'), models.CheckConstraint(condition=models.Q(('approver_id__isnull', True), ('author_id__isnull', True), models.Q(('approver_id', models.F('author_id')), _negated=True), _connector='OR'), name='bundles_four_eyes')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=40)),
                ('item', models.CharField(max_length=80)),
                ('title', models.CharField(max_length=200)),
                ('department', models.CharField(max_length=60)),
                ('position', models.PositiveSmallIntegerField()),
                ('wave', models.PositiveSmallIntegerField()),
                ('after', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), blank=True, default=list, size=None)),
                ('fen', models.PositiveIntegerField(default=0)),
                ('days', models.FloatField(default=0)),
                ('state', models.CharField(default='waiting', max_length=10)),
                ('application', models.CharField(blank=True, default='', max_length=40)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('failure', models.CharField(blank=True, default='', max_length=300)),
                ('reason', models.CharField(blank=True, default='', max_length=300)),
                ('ready_at', models.DateTimeField(null=True)),
                ('last_at', models.DateTimeField(null=True)),
                ('next_at', models.DateTimeField(null=True)),
                ('delivered_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('until', models.DateTimeField(null=True)),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='bundles.run')),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'next_at'], name='bundles_delivery_state'), models.Index(condition=models.Q(('application', ''), _negated=True), fields=['application'], name='bundles_delivery_child')],
                'constraints': [models.UniqueConstraint(fields=('run', 'item'), name='bundles_delivery_once'), models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'ready', 'delivered', 'failed', 'given_up', 'done', 'refused', 'withdrawn', 'stopped'])), name='bundles_delivery_known'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['delivered', 'done']), _negated=True), models.Q(('application', ''), _negated=True), _connector='OR'), name='bundles_delivered_has_number')],
            },
        ),
        fenced("bundles_run", OF_MATTER.format(key="matter_id")),
        fenced("bundles_delivery", DELIVERY),
    ]
