"""Applications and drafts, with the second fence: who may see the matter sees its application."""

import django.db.models.deletion
from django.db import migrations, models

from cdos.base.fence import api as fence
from cdos.base.fence.api import fenced

OF_MATTER = f"matter_id = ANY ({fence.ADMITTED}) OR EXISTS (SELECT FROM matters_matter m WHERE m.id = matter_id)"


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('matters', '0005_due_lists'),
    ]

    operations = [
        migrations.CreateModel(
            name='Application',
            fields=[
                ('matter', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='matters.matter')),
                ('number', models.CharField(max_length=40, unique=True)),
                ('item', models.CharField(max_length=60)),
                ('item_version', models.PositiveIntegerField()),
                ('title', models.CharField(max_length=200)),
                ('party_id', models.BigIntegerField()),
                ('unit', models.CharField(max_length=60)),
                ('channel', models.CharField(max_length=20)),
                ('purpose', models.CharField(max_length=100)),
                ('parent', models.CharField(blank=True, default='', max_length=40)),
                ('sealed', models.BinaryField(null=True)),
                ('sources', models.JSONField(default=dict)),
                ('materials', models.JSONField(default=list)),
                ('legal_days', models.FloatField(default=0)),
                ('legal_unit', models.CharField(default='working_days', max_length=20)),
                ('promised_days', models.FloatField(default=0)),
                ('promised_unit', models.CharField(default='working_days', max_length=20)),
                ('fee_fen', models.PositiveBigIntegerField(default=0)),
                ('receipt_id', models.BigIntegerField(null=True)),
                ('outcome', models.CharField(blank=True, default='', max_length=10)),
                ('at_once', models.BooleanField(default=False)),
                ('reason', models.TextField(blank=True, default='')),
                ('clauses', models.JSONField(default=list)),
                ('decided_at', models.DateTimeField(null=True)),
                ('decided_by', models.BigIntegerField(null=True)),
                ('objection_until', models.DateField(null=True)),
                ('licence', models.CharField(blank=True, default='', max_length=120)),
                ('document', models.CharField(blank=True, default='', max_length=60)),
                ('asked', models.TextField(blank=True, default='')),
                ('asked_in', models.CharField(blank=True, default='', max_length=20)),
                ('grade', models.PositiveSmallIntegerField(null=True)),
                ('grade_reasons', models.JSONField(default=list)),
                ('grade_text', models.TextField(blank=True, default='')),
                ('graded_at', models.DateTimeField(null=True)),
                ('follow_up', models.CharField(blank=True, default='', max_length=40)),
                ('followed_up', models.BooleanField(default=False)),
            ],
            options={
                'indexes': [models.Index(fields=['party_id', '-matter'], name='applications_of_party'), models.Index(condition=models.Q(('parent', ''), _negated=True), fields=['parent'], name='applications_of_parent'), models.Index(condition=models.Q(('grade__isnull', False)), fields=['unit', 'graded_at'], name='applications_graded')],
                'constraints': [models.CheckConstraint(condition=models.Q(('outcome__in', ['', 'granted', 'refused'])), name='applications_outcome'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'refused'), _negated=True), models.Q(models.Q(('reason', ''), _negated=True), ('objection_until__isnull', False)), _connector='OR'), name='applications_refusal_has_reason_and_term'), models.CheckConstraint(condition=models.Q(('grade__isnull', True), ('grade__range', (1, 5)), _connector='OR'), name='applications_grade')],
            },
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account_id', models.BigIntegerField()),
                ('party_id', models.BigIntegerField()),
                ('item', models.CharField(blank=True, default='', max_length=60)),
                ('bundle', models.CharField(blank=True, default='', max_length=60)),
                ('channel', models.CharField(default='online', max_length=20)),
                ('key', models.CharField(max_length=40)),
                ('sealed', models.BinaryField()),
                ('saved_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('account_id', 'party_id', 'item', 'bundle'), name='applications_one_draft'), models.CheckConstraint(condition=models.Q(models.Q(('item', ''), _negated=True), models.Q(('bundle', ''), _negated=True), _connector='OR'), name='applications_draft_of_something')],
            },
        ),
        fenced("applications_application", OF_MATTER),
        fenced("applications_draft", "false"),  # the city itself finds the owner's; see `logic/drafts.py`
    ]
