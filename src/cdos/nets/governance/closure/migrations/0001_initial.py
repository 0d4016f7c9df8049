"""Answers with their scores, for staff who may see the matter, work in the unit that answered, or oversee its area."""

from django.db import migrations, models

from cdos.base.fence import api as fence
from cdos.base.fence.api import fenced

OF_MATTER = f"matter_id = ANY ({fence.ADMITTED}) OR EXISTS (SELECT FROM matters_matter m WHERE m.id = matter_id)"
ANSWER = f"""{fence.STAFF} AND (
  unit = ANY ({fence.UNITS})
  OR district = ANY ({fence.AREAS}) OR street = ANY ({fence.AREAS}) OR community = ANY ({fence.AREAS})
  OR {OF_MATTER})
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [("matters", "0002_fence"), ("fence", "0001_functions")]

    operations = [
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('matter_id', models.BigIntegerField()),
                ('number', models.CharField(max_length=40)),
                ('entry_id', models.BigIntegerField(unique=True)),
                ('at', models.DateTimeField()),
                ('unit', models.CharField(blank=True, default='', max_length=60)),
                ('item_code', models.CharField(blank=True, default='', max_length=20)),
                ('item_name', models.CharField(blank=True, default='', max_length=120)),
                ('district', models.CharField(blank=True, default='', max_length=6)),
                ('street', models.CharField(blank=True, default='', max_length=9)),
                ('community', models.CharField(blank=True, default='', max_length=12)),
                ('outcome', models.CharField(blank=True, default='', max_length=12)),
                ('length', models.PositiveIntegerField(default=0)),
                ('score', models.FloatField(default=0)),
                ('hollow', models.BooleanField(default=False)),
                ('judge', models.CharField(max_length=10)),
                ('version', models.CharField(blank=True, default='', max_length=16)),
                ('by_length', models.FloatField(null=True)),
                ('sent_anyway', models.BooleanField(default=False)),
                ('suspicion', models.FloatField(default=0)),
                ('reasons', models.JSONField(default=list)),
                ('signs', models.JSONField(default=list)),
                ('standing', models.CharField(default='clear', max_length=10)),
                ('judged_by', models.CharField(blank=True, default='', max_length=100)),
                ('judged_account', models.BigIntegerField(null=True)),
                ('judged_at', models.DateTimeField(null=True)),
                ('note', models.CharField(blank=True, default='', max_length=500)),
            ],
            options={
                'indexes': [models.Index(fields=['-at'], name='closure_answer_at'), models.Index(fields=['matter_id'], name='closure_answer_matter'), models.Index(condition=models.Q(('standing', 'suspect')), fields=['-suspicion', '-at'], name='closure_answer_suspect')],
                'constraints': [models.CheckConstraint(condition=models.Q(('standing__in', ['clear', 'suspect', 'sound', 'hollow'])), name='closure_standing'), models.CheckConstraint(condition=models.Q(('score__range', (0, 1)), ('suspicion__range', (0, 1))), name='closure_shares')],
            },
        ),
        migrations.CreateModel(
            name='Warned',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('matter_id', models.BigIntegerField()),
                ('digest', models.CharField(max_length=64)),
                ('account_id', models.BigIntegerField(null=True)),
                ('at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('matter_id', 'digest'), name='closure_warned_once')],
            },
        ),
        fenced("closure_answer", ANSWER),
        fenced("closure_warned", f"{fence.STAFF} AND ({OF_MATTER})"),
    ]
