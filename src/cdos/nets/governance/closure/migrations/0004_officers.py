"""Experience officers, sampling plans and visits."""

import django.db.models.deletion
from django.db import migrations, models

from cdos.base.fence import api as fence
from cdos.base.fence.api import fenced

OF_MATTER = f"matter_id = ANY ({fence.ADMITTED}) OR EXISTS (SELECT FROM matters_matter m WHERE m.id = matter_id)"
VISIT = f"{fence.STAFF} AND (district = ANY ({fence.AREAS}) OR {OF_MATTER})"


class Migration(migrations.Migration):

    dependencies = [
        ('closure', '0003_follow_ups'),
    ]

    operations = [
        migrations.CreateModel(
            name='Officer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account_id', models.BigIntegerField(unique=True)),
                ('name', models.CharField(max_length=100)),
                ('kind', models.CharField(max_length=10)),
                ('district', models.CharField(blank=True, default='', max_length=6)),
                ('active', models.BooleanField(default=True)),
                ('since', models.DateField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['staff', 'volunteer'])), name='closure_officer_kind')],
            },
        ),
        migrations.CreateModel(
            name='SamplePlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('by', models.CharField(max_length=10)),
                ('per_group', models.PositiveSmallIntegerField()),
                ('district', models.CharField(blank=True, default='', max_length=6)),
                ('seed', models.IntegerField()),
                ('active', models.BooleanField(default=True)),
                ('made_by', models.CharField(blank=True, default='', max_length=100)),
                ('made_at', models.DateTimeField()),
                ('drawn_for', models.DateField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('by__in', ['district', 'unit', 'item'])), name='closure_plan_by'), models.CheckConstraint(condition=models.Q(('per_group__range', (1, 50))), name='closure_plan_size')],
            },
        ),
        migrations.CreateModel(
            name='Visit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('matter_id', models.BigIntegerField()),
                ('number', models.CharField(max_length=40)),
                ('district', models.CharField(blank=True, default='', max_length=6)),
                ('origin', models.CharField(max_length=10)),
                ('week', models.DateField()),
                ('made_at', models.DateTimeField()),
                ('state', models.CharField(default='open', max_length=10)),
                ('account_id', models.BigIntegerField(null=True)),
                ('officer_name', models.CharField(blank=True, default='', max_length=100)),
                ('verdict', models.CharField(blank=True, default='', max_length=10)),
                ('note', models.CharField(blank=True, default='', max_length=1000)),
                ('done_at', models.DateTimeField(null=True)),
                ('answer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='visits', to='closure.answer')),
                ('plan', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='visits', to='closure.sampleplan')),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'district'], name='closure_visit_open')],
                'constraints': [models.UniqueConstraint(fields=('answer', 'week'), name='closure_visit_once_a_week'), models.CheckConstraint(condition=models.Q(('state__in', ['open', 'taken', 'done', 'dropped'])), name='closure_visit_state'), models.CheckConstraint(condition=models.Q(('verdict__in', ['', 'solved', 'partly', 'hollow', 'unclear'])), name='closure_visit_verdict')],
            },
        ),
        fenced("closure_officer", fence.STAFF),
        fenced("closure_visit", VISIT),
    ]
