"""Analysis reports, with the fence around them: drafts are seen where their area is reached, issued ones by all staff."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from cdos.base.fence import api as fence
from cdos.base.fence.api import fenced

REPORT = f"areas::text[] && {fence.AREAS} OR (issued_at IS NOT NULL AND {fence.STAFF})"
SENTENCE = "EXISTS (SELECT FROM analysis_report r WHERE r.id = report_id)"


class Migration(migrations.Migration):

    initial = True

    dependencies = [("fence", "0001_functions")]

    operations = [
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.CharField(blank=True, default='', max_length=12)),
                ('areas', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=12), blank=True, default=list, size=None)),
                ('title', models.CharField(max_length=120)),
                ('first', models.DateField()),
                ('last', models.DateField()),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('issued_at', models.DateTimeField(null=True)),
                ('issued_by', models.CharField(blank=True, default='', max_length=100)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('area', 'first'), name='analysis_once_a_week'), models.CheckConstraint(condition=models.Q(('last__gte', models.F('first'))), name='analysis_week')],
            },
        ),
        migrations.CreateModel(
            name='Sentence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.IntegerField()),
                ('section', models.CharField(max_length=20)),
                ('key', models.CharField(max_length=60)),
                ('text', models.TextField()),
                ('drafted', models.TextField(blank=True, default='')),
                ('evidence', models.JSONField(null=True)),
                ('picture', models.BooleanField(default=False)),
                ('left_out', models.BooleanField(default=False)),
                ('changed_by', models.CharField(blank=True, default='', max_length=100)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sentences', to='analysis.report')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='analysis_sentence_said')],
            },
        ),
        fenced("analysis_report", REPORT),
        fenced("analysis_sentence", SENTENCE),
    ]
