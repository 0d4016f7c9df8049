"""The knowledge base; proposals and what is out of force are for staff only, whatever a statement says."""

from django.db import migrations, models

from cdos.base.fence.api import STAFF, fenced


class Migration(migrations.Migration):

    initial = True

    dependencies = [("fence", "0001_functions")]

    operations = [
        migrations.CreateModel(
            name='AskedDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('portal', models.CharField(max_length=20)),
                ('asked', models.PositiveIntegerField(default=0)),
                ('known', models.PositiveIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('day', 'portal'), name='knowledge_day_once')],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40)),
                ('language', models.CharField(max_length=10)),
                ('question', models.CharField(max_length=300)),
                ('answer', models.TextField()),
                ('sources', models.JSONField(default=list)),
                ('keywords', models.CharField(blank=True, default='', max_length=300)),
                ('audience', models.CharField(default='everyone', max_length=12)),
                ('category', models.CharField(blank=True, default='', max_length=60)),
                ('owner_unit', models.CharField(blank=True, default='', max_length=60)),
                ('valid_from', models.DateField()),
                ('valid_until', models.DateField(null=True)),
                ('state', models.CharField(default='proposed', max_length=10)),
                ('origin', models.CharField(blank=True, default='', max_length=40)),
                ('proposed_by', models.CharField(blank=True, default='', max_length=100)),
                ('reviewed_by', models.CharField(blank=True, default='', max_length=100)),
                ('reviewed_at', models.DateTimeField(null=True)),
                ('updated_at', models.DateTimeField()),
                ('helped', models.PositiveIntegerField(default=0)),
                ('not_helped', models.PositiveIntegerField(default=0)),
            ],
            options={
                'indexes': [models.Index(fields=['state', '-updated_at'], name='knowledge_state')],
                'constraints': [models.UniqueConstraint(fields=('code', 'language'), name='knowledge_once_a_language'), models.UniqueConstraint(condition=models.Q(('origin', ''), _negated=True), fields=('origin',), name='knowledge_origin_once'), models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'live', 'retired'])), name='knowledge_state_known'), models.CheckConstraint(condition=models.Q(('audience__in', ['everyone', 'enterprise'])), name='knowledge_audience_known'), models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='knowledge_days_in_order'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'live'), _negated=True), models.Q(models.Q(('owner_unit', ''), _negated=True), models.Q(('sources', []), _negated=True)), _connector='OR'), name='knowledge_live_is_sourced')],
            },
        ),
        fenced("knowledge_entry", f"state = 'live' OR {STAFF}"),
    ]
