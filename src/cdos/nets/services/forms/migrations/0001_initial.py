import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='FormRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=80)),
                ('version', models.PositiveIntegerField()),
                ('title', models.CharField(max_length=200)),
                ('body', models.JSONField()),
                ('state', models.CharField(max_length=10)),
                ('author_id', models.BigIntegerField(null=True)),
                ('author', models.CharField(blank=True, default='', max_length=200)),
                ('written_by', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, size=None)),
                ('approver_id', models.BigIntegerField(null=True)),
                ('approver', models.CharField(blank=True, default='', max_length=200)),
                ('effective_from', models.DateField(null=True)),
                ('effective_until', models.DateField(null=True)),
                ('written_at', models.DateTimeField()),
                ('changes', models.PositiveIntegerField(default=0)),
                ('note', models.CharField(blank=True, default='', max_length=500)),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'code'], name='forms_by_state')],
                'constraints': [models.UniqueConstraint(fields=('code', 'version'), name='forms_version_once'), models.UniqueConstraint(condition=models.Q(('state__in', ['draft', 'waiting'])), fields=('code',), name='forms_one_in_work'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'waiting', 'live', 'ended'])), name='forms_state_known'), models.CheckConstraint(condition=models.Q(('approver_id__isnull', True), models.Q(('approver_id', models.F('author_id')), _negated=True), _connector='OR'), name='forms_four_eyes'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'waiting']), ('effective_from__isnull', False), _connector='OR'), name='forms_live_from_a_day')],
            },
        ),
    ]
