"""Similar-case groups and campaigns, with the fence around them: who sees an area or a unit of a group sees its
figures, who sees an appeal sees that it is a member.
"""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

from cdos.base.fence import api as fence
from cdos.base.fence.api import fenced

CASE = f"areas::text[] && {fence.AREAS} OR units::text[] && {fence.UNITS}"
SEEN = "EXISTS (SELECT FROM matters_matter m WHERE m.id = {column})"
OF_MATTER = f"matter_id = ANY ({fence.ADMITTED}) OR " + SEEN.format(column="matter_id")


class Migration(migrations.Migration):

    initial = True

    dependencies = [("matters", "0002_fence")]

    operations = [
        migrations.CreateModel(
            name='Text',
            fields=[
                ('pk', models.CompositePrimaryKey('band', 'case_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('band', models.BigIntegerField()),
                ('case_id', models.BigIntegerField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name='Yardstick',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('messages', models.IntegerField()),
                ('data', models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(blank=True, default='', max_length=120)),
                ('place', models.CharField(blank=True, default='', max_length=80)),
                ('problem', models.CharField(blank=True, default='', max_length=80)),
                ('named_size', models.IntegerField(default=0)),
                ('data', models.BinaryField(default=b'')),
                ('size', models.IntegerField(default=1)),
                ('heat', models.FloatField(default=0)),
                ('people', models.IntegerField(default=0)),
                ('growth', models.FloatField(default=1)),
                ('severity', models.FloatField(default=1)),
                ('week', models.IntegerField(default=0)),
                ('weekly', models.FloatField(default=0)),
                ('trend', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), blank=True, default=list, size=None)),
                ('first_at', models.DateTimeField(null=True)),
                ('last_at', models.DateTimeField(null=True)),
                ('lon', models.FloatField(null=True)),
                ('lat', models.FloatField(null=True)),
                ('areas', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=12), blank=True, default=list, size=None)),
                ('units', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), blank=True, default=list, size=None)),
                ('kept', models.BooleanField(default=False)),
                ('dirty', models.BooleanField(default=True)),
                ('refreshed_at', models.DateTimeField(null=True)),
                ('into', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cases.case')),
            ],
        ),
        migrations.CreateModel(
            name='Campaign',
            fields=[
                ('matter_id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('aim', models.TextField(blank=True, default='')),
                ('begun_at', models.DateTimeField()),
                ('done_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('judged', models.TextField(blank=True, default='')),
                ('effect', models.JSONField(blank=True, default=dict)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
            ],
        ),
        migrations.CreateModel(
            name='Key',
            fields=[
                ('pk', models.CompositePrimaryKey('case_id', 'key', blank=True, editable=False, primary_key=True, serialize=False)),
                ('case_id', models.BigIntegerField()),
                ('key', models.BigIntegerField()),
                ('at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(models.F('key'), models.OrderBy(models.F('at'), descending=True), models.F('case_id'), name='cases_key_latest')],
            },
        ),
        migrations.CreateModel(
            name='Measure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=500)),
                ('due_on', models.DateField()),
                ('done_on', models.DateField(null=True)),
                ('note', models.CharField(blank=True, default='', max_length=500)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='measures', to='cases.campaign')),
            ],
        ),
        migrations.CreateModel(
            name='Member',
            fields=[
                ('matter_id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('filed_at', models.DateTimeField()),
                ('who', models.CharField(blank=True, default='', max_length=40)),
                ('votes', models.IntegerField(default=0)),
                ('dangerous', models.BooleanField(default=False)),
                ('lon', models.FloatField(null=True)),
                ('lat', models.FloatField(null=True)),
                ('district', models.CharField(blank=True, default='', max_length=6)),
                ('street', models.CharField(blank=True, default='', max_length=9)),
                ('community', models.CharField(blank=True, default='', max_length=12)),
                ('unit', models.CharField(blank=True, default='', max_length=60)),
                ('withdrawn', models.BooleanField(default=False)),
                ('case', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='members', to='cases.case')),
            ],
        ),
        migrations.CreateModel(
            name='Progress',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(null=True)),
                ('number', models.BigIntegerField(default=0)),
                ('done', models.BooleanField(default=False)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='cases_progress_single')],
            },
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(models.OrderBy(models.F('heat'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('people__gt', 1)), name='cases_hot'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('dirty', True)), fields=['id'], name='cases_dirty'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['last_at'], name='cases_last'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=django.contrib.postgres.indexes.GinIndex(condition=models.Q(('people__gt', 1)), fields=['areas'], name='cases_areas'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=django.contrib.postgres.indexes.GinIndex(condition=models.Q(('people__gt', 1)), fields=['units'], name='cases_units'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='cases_measure_said'),
        ),
        migrations.AddIndex(
            model_name='member',
            index=models.Index(fields=['case', '-filed_at'], name='cases_member_case'),
        ),
        migrations.AddIndex(
            model_name='member',
            index=models.Index(fields=['-filed_at'], name='cases_member_filed'),
        ),
        fenced("cases_case", CASE),
        fenced("cases_member", SEEN.format(column="matter_id")),
        fenced("cases_campaign", OF_MATTER),
        fenced("cases_measure", SEEN.format(column="campaign_id")),
    ]
