"""Promises in replies, for the person, for staff who may see the matter, and for the unit that promised."""

import django.db.models.deletion
from django.db import migrations, models

from cdos.base.fence import api as fence
from cdos.base.fence.api import fenced

PROMISE = f"""
  unit = ANY ({fence.UNITS}) OR matter_id = ANY ({fence.ADMITTED})
  OR EXISTS (SELECT FROM matters_matter m WHERE m.id = matter_id)
"""


class Migration(migrations.Migration):

    dependencies = [
        ('closure', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Promise',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('matter_id', models.BigIntegerField()),
                ('number', models.CharField(max_length=40)),
                ('unit', models.CharField(blank=True, default='', max_length=60)),
                ('phrase', models.CharField(blank=True, default='', max_length=60)),
                ('sentence', models.CharField(blank=True, default='', max_length=300)),
                ('made_at', models.DateTimeField()),
                ('due_on', models.DateField()),
                ('state', models.CharField(default='open', max_length=10)),
                ('asked_at', models.DateTimeField(null=True)),
                ('evidence', models.CharField(blank=True, default='', max_length=2000)),
                ('shown_by', models.CharField(blank=True, default='', max_length=100)),
                ('shown_at', models.DateTimeField(null=True)),
                ('moved_to', models.DateField(null=True)),
                ('answer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='promises', to='closure.answer')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state__in', ['open', 'asked'])), fields=['due_on'], name='closure_promise_due'), models.Index(fields=['matter_id'], name='closure_promise_matter')],
                'constraints': [models.UniqueConstraint(fields=('matter_id', 'due_on', 'phrase'), name='closure_promise_once'), models.CheckConstraint(condition=models.Q(('state__in', ['open', 'asked', 'kept', 'late', 'moved', 'broken', 'taken_back'])), name='closure_promise_state')],
            },
        ),
        fenced("closure_promise", PROMISE),
    ]
