"""Licences, seen by their holder and by the unit that gave them; what hangs on one is seen with it."""

import django.db.models.deletion
from django.db import migrations, models

from cdos.base.fence.api import PARTY, UNITS, fenced

OF_LICENCE = "EXISTS (SELECT FROM licences_licence l WHERE l.id = licence_id)"


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Licence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('identifier', models.CharField(max_length=90, unique=True)),
                ('type', models.CharField(max_length=40)),
                ('serial', models.BigIntegerField()),
                ('version', models.PositiveSmallIntegerField(default=1)),
                ('holder_id', models.BigIntegerField()),
                ('sealed', models.BinaryField()),
                ('number_blind', models.BinaryField()),
                ('issuer', models.CharField(max_length=60)),
                ('issued_on', models.DateField()),
                ('valid_until', models.DateField(null=True)),
                ('state', models.CharField(default='valid', max_length=12)),
                ('verify_code', models.CharField(max_length=16, unique=True)),
                ('matter', models.CharField(blank=True, default='', max_length=40)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('before', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='after', to='licences.licence')),
            ],
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('act', models.CharField(choices=[('issued', 'issued'), ('changed', 'changed'), ('suspended', 'suspended'), ('resumed', 'resumed'), ('withdrawn', 'withdrawn'), ('cancelled', 'cancelled'), ('revoked', 'revoked'), ('expired', 'expired'), ('moved_out', 'moved_out')], max_length=12)),
                ('by_account', models.BigIntegerField(null=True)),
                ('by_name', models.CharField(blank=True, default='', max_length=200)),
                ('unit', models.CharField(blank=True, default='', max_length=60)),
                ('reason', models.CharField(blank=True, default='', max_length=500)),
                ('matter', models.CharField(blank=True, default='', max_length=40)),
                ('licence', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='licences.licence')),
            ],
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.CharField(max_length=12)),
                ('reason', models.CharField(max_length=500)),
                ('basis', models.CharField(blank=True, default='', max_length=300)),
                ('asked_by', models.BigIntegerField()),
                ('asked_name', models.CharField(max_length=200)),
                ('asked_at', models.DateTimeField()),
                ('granted', models.BooleanField(null=True)),
                ('decided_by', models.BigIntegerField(null=True)),
                ('decided_name', models.CharField(blank=True, default='', max_length=200)),
                ('decided_at', models.DateTimeField(null=True)),
                ('note', models.CharField(blank=True, default='', max_length=500)),
                ('licence', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='proposals', to='licences.licence')),
            ],
        ),
        migrations.CreateModel(
            name='Type',
            fields=[
                ('code', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=100)),
                ('unit_function', models.CharField(max_length=40)),
                ('ordinal', models.PositiveSmallIntegerField()),
                ('holder', models.CharField(max_length=12)),
                ('valid_months', models.PositiveSmallIntegerField(null=True)),
                ('material', models.CharField(blank=True, default='', max_length=60)),
                ('fields', models.JSONField(default=list)),
                ('changed_at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('unit_function', 'ordinal'), name='licences_type_code_once'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='licences_type_named'), models.CheckConstraint(condition=models.Q(('holder__in', ['person', 'enterprise'])), name='licences_type_holder'), models.CheckConstraint(condition=models.Q(('ordinal__gt', 0), ('ordinal__lt', 1000)), name='licences_type_ordinal')],
            },
        ),
        migrations.CreateModel(
            name='Use',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(max_length=120)),
                ('ground', models.CharField(max_length=300)),
                ('by_name', models.CharField(max_length=200)),
                ('by_account', models.BigIntegerField(null=True)),
                ('unit', models.CharField(blank=True, default='', max_length=60)),
                ('at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('stopped_at', models.DateTimeField(null=True)),
                ('looks', models.PositiveIntegerField(default=0)),
                ('licence', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='uses', to='licences.licence')),
            ],
        ),
        migrations.CreateModel(
            name='Paper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=16, unique=True)),
                ('sha256', models.CharField(max_length=64, unique=True)),
                ('title', models.CharField(max_length=200)),
                ('matter', models.CharField(blank=True, default='', max_length=40)),
                ('issuer', models.CharField(max_length=60)),
                ('issued_on', models.DateField()),
                ('holder_id', models.BigIntegerField(null=True)),
                ('token', models.CharField(max_length=40)),
                ('expires_at', models.DateTimeField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('withdrawn_why', models.CharField(blank=True, default='', max_length=500)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('use', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='paper', to='licences.use')),
            ],
        ),
        migrations.AddIndex(
            model_name='licence',
            index=models.Index(fields=['holder_id', 'state'], name='licences_of_holder'),
        ),
        migrations.AddIndex(
            model_name='licence',
            index=models.Index(fields=['number_blind'], name='licences_number'),
        ),
        migrations.AddIndex(
            model_name='licence',
            index=models.Index(fields=['issuer', '-id'], name='licences_of_issuer'),
        ),
        migrations.AddIndex(
            model_name='licence',
            index=models.Index(condition=models.Q(('matter', ''), _negated=True), fields=['matter'], name='licences_of_matter'),
        ),
        migrations.AddIndex(
            model_name='licence',
            index=models.Index(condition=models.Q(('state__in', ['valid', 'suspended'])), fields=['valid_until'], name='licences_running_out'),
        ),
        migrations.AddConstraint(
            model_name='licence',
            constraint=models.UniqueConstraint(fields=('type', 'serial', 'version'), name='licences_version_once'),
        ),
        migrations.AddConstraint(
            model_name='licence',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['valid', 'suspended'])), fields=('type', 'serial'), name='licences_one_live_version'),
        ),
        migrations.AddConstraint(
            model_name='licence',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['valid', 'suspended', 'withdrawn', 'cancelled', 'expired', 'moved_out', 'revoked'])), name='licences_state'),
        ),
        migrations.AddConstraint(
            model_name='licence',
            constraint=models.CheckConstraint(condition=models.Q(('valid_until', None), ('valid_until__gte', models.F('issued_on')), _connector='OR'), name='licences_dates'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['licence', 'at'], name='licences_events'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(('act__in', ['revoked', 'withdrawn'])), name='licences_proposed_act'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('asked_by')), _negated=True), _connector='OR'), name='licences_four_eyes'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='licences_proposal_reasoned'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.UniqueConstraint(condition=models.Q(('granted', None)), fields=('licence',), name='licences_one_open_proposal'),
        ),
        migrations.AddIndex(
            model_name='use',
            index=models.Index(fields=['licence', '-at'], name='licences_uses'),
        ),
        migrations.AddIndex(
            model_name='use',
            index=models.Index(fields=['purpose', 'licence'], name='licences_use_purpose'),
        ),
        migrations.AddConstraint(
            model_name='use',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('purpose', ''), _negated=True), models.Q(('ground', ''), _negated=True)), name='licences_use_reasoned'),
        ),
        migrations.AddConstraint(
            model_name='use',
            constraint=models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('at'))), name='licences_use_ends'),
        ),
        migrations.AddIndex(
            model_name='paper',
            index=models.Index(condition=models.Q(('matter', ''), _negated=True), fields=['matter'], name='licences_paper_matter'),
        ),
        migrations.AddIndex(
            model_name='paper',
            index=models.Index(fields=['holder_id', '-id'], name='licences_paper_holder'),
        ),
        fenced("licences_licence", f"holder_id = {PARTY} OR issuer = ANY ({UNITS})"),
        fenced("licences_event", OF_LICENCE),
        fenced("licences_proposal", OF_LICENCE),
        fenced("licences_use", OF_LICENCE),
        fenced("licences_paper", f"holder_id = {PARTY} OR issuer = ANY ({UNITS})"),
    ]
