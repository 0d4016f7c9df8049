"""What enterprises asked and filed: an enterprise's own rows, and for staff those of appeals they may see."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from cdos.base.fence.api import ADMITTED, PARTY, fenced

OF_MATTER = f"matter_id = ANY ({ADMITTED}) OR EXISTS (SELECT FROM matters_matter m WHERE m.id = matter_id)"


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('matters', '0004_retention'),
    ]

    operations = [
        migrations.CreateModel(
            name='Asked',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('party_id', models.BigIntegerField()),
                ('account_id', models.BigIntegerField()),
                ('category', models.CharField(max_length=20)),
                ('text', models.TextField(blank=True, default='')),
                ('urgent', models.BooleanField(default=False)),
                ('asked_at', models.DateTimeField()),
                ('known', models.BooleanField(default=False)),
                ('entries', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, size=None)),
                ('outcome', models.CharField(blank=True, default='', max_length=10)),
                ('settled_at', models.DateTimeField(null=True)),
                ('number', models.CharField(blank=True, default='', max_length=40)),
            ],
            options={
                'indexes': [models.Index(fields=['party_id', '-asked_at'], name='enterprises_party'), models.Index(fields=['asked_at'], name='enterprises_asked_at')],
                'constraints': [models.CheckConstraint(condition=models.Q(('outcome__in', ['', 'answered', 'filed'])), name='enterprises_outcome'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'filed'), _negated=True), models.Q(('number', ''), _negated=True), _connector='OR'), name='enterprises_filed_has_number')],
            },
        ),
        migrations.CreateModel(
            name='Callback',
            fields=[
                ('matter', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='matters.matter')),
                ('number', models.CharField(max_length=40)),
                ('round', models.PositiveSmallIntegerField()),
                ('opened_at', models.DateTimeField()),
                ('called_at', models.DateTimeField(null=True)),
                ('settled', models.BooleanField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('number', 'round'), name='enterprises_call_once_a_rating')],
            },
        ),
        migrations.CreateModel(
            name='Case',
            fields=[
                ('matter', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='matters.matter')),
                ('number', models.CharField(max_length=40, unique=True)),
                ('category', models.CharField(max_length=20)),
                ('urgent', models.BooleanField(default=False)),
                ('filed_at', models.DateTimeField()),
                ('backstop_unit', models.CharField(blank=True, default='', max_length=60)),
                ('backstop_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['filed_at'], name='enterprises_case_filed')],
            },
        ),
        fenced("enterprises_asked", f"party_id = {PARTY}"),
        fenced("enterprises_case", OF_MATTER),
        fenced("enterprises_callback", OF_MATTER),
    ]
