"""Ideas and votes; a vote is seen by who gave it, and by nobody of the staff."""

import django.db.models.deletion
from django.db import migrations, models

from cdos.base.fence.api import ADMITTED, PARTY, fenced

OF_MATTER = f"matter_id = ANY ({ADMITTED}) OR EXISTS (SELECT FROM matters_matter m WHERE m.id = matter_id)"


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('matters', '0005_due_lists'),
    ]

    operations = [
        migrations.CreateModel(
            name='Idea',
            fields=[
                ('matter', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='matters.matter')),
                ('number', models.CharField(max_length=40, unique=True)),
                ('title', models.CharField(max_length=200)),
                ('text', models.TextField()),
                ('state', models.CharField(max_length=12)),
                ('unit', models.CharField(blank=True, default='', max_length=60)),
                ('votes', models.PositiveIntegerField(default=0)),
                ('filed_at', models.DateTimeField()),
                ('answer', models.TextField(blank=True, default='')),
                ('answered_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['state', '-votes', '-filed_at'], name='ideas_by_votes'), models.Index(fields=['state', '-filed_at'], name='ideas_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['adopted', 'done']), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='ideas_adopted_is_answered')],
            },
        ),
        migrations.CreateModel(
            name='Vote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('party_id', models.BigIntegerField()),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('idea', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='ideas.idea')),
            ],
            options={
                'indexes': [models.Index(fields=['party_id'], name='ideas_voter')],
                'constraints': [models.UniqueConstraint(fields=('idea', 'party_id'), name='ideas_one_vote')],
            },
        ),
        fenced("ideas_idea", OF_MATTER),
        fenced("ideas_vote", f"party_id = {PARTY}"),
    ]
