"""Sentinels and risks, with the fence around them: a sentinel is seen where its area is reached."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from cdos.base.fence import api as fence
from cdos.base.fence.api import fenced

SENTINEL = f"areas::text[] && {fence.AREAS}"
OF_MATTER = f"matter_id = ANY ({fence.ADMITTED}) OR EXISTS (SELECT FROM matters_matter m WHERE m.id = matter_id)"


class Migration(migrations.Migration):

    initial = True

    dependencies = [("matters", "0002_fence")]

    operations = [
        migrations.CreateModel(
            name='Sentinel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('words', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), size=None)),
                ('area', models.CharField(blank=True, default='', max_length=12)),
                ('areas', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=12), blank=True, default=list, size=None)),
                ('people', models.PositiveIntegerField()),
                ('days', models.PositiveIntegerField()),
                ('active', models.BooleanField(default=True)),
                ('by', models.CharField(blank=True, default='', max_length=100)),
                ('account_id', models.BigIntegerField(null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('last_people', models.IntegerField(default=0)),
                ('counted_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('words', []), _negated=True)), name='risks_sentinel_said'), models.CheckConstraint(condition=models.Q(('days__gte', 1), ('people__gte', 1)), name='risks_sentinel_counts')],
            },
        ),
        migrations.CreateModel(
            name='Risk',
            fields=[
                ('matter_id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('origin', models.CharField(max_length=10)),
                ('source', models.CharField(max_length=60)),
                ('case', models.BigIntegerField(null=True)),
                ('reason', models.TextField()),
                ('people', models.IntegerField()),
                ('evidence', models.JSONField(default=list)),
                ('trend', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), blank=True, default=list, size=None)),
                ('members', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, size=None)),
                ('raised_at', models.DateTimeField()),
                ('judged_at', models.DateTimeField(null=True)),
                ('over', models.BooleanField(default=False)),
                ('sentinel', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='risks.sentinel')),
            ],
            options={
                'indexes': [models.Index(fields=['source', '-raised_at'], name='risks_source')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('over', False)), fields=('source',), name='risks_one_open_a_source')],
            },
        ),
        fenced("risks_sentinel", SENTINEL),
        fenced("risks_risk", OF_MATTER),
    ]
