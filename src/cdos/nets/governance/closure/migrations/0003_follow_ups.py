"""What comes after “solved”: filed again, photos compared, the person asked again."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

from cdos.base.fence import api as fence
from cdos.base.fence.api import fenced

OF_MATTER = f"matter_id = ANY ({fence.ADMITTED}) OR EXISTS (SELECT FROM matters_matter m WHERE m.id = matter_id)"


class Migration(migrations.Migration):

    dependencies = [
        ('closure', '0002_promises'),
    ]

    operations = [
        migrations.CreateModel(
            name='Cursor',
            fields=[
                ('name', models.CharField(max_length=20, primary_key=True, serialize=False)),
                ('value', models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='PhotoMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(max_length=32, unique=True)),
                ('at', models.DateTimeField()),
                ('print', models.BigIntegerField()),
                ('bands', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None)),
                ('about_id', models.BigIntegerField(null=True)),
                ('place', models.CharField(default='unknown', max_length=10)),
                ('taken_at', models.DateTimeField(null=True)),
                ('matter_id', models.BigIntegerField(null=True)),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['bands'], name='closure_photo_bands'), models.Index(fields=['at'], name='closure_photo_at')],
            },
        ),
        migrations.CreateModel(
            name='FollowUp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('matter_id', models.BigIntegerField(unique=True)),
                ('number', models.CharField(max_length=40)),
                ('due_on', models.DateField()),
                ('asked_at', models.DateTimeField(null=True)),
                ('told', models.CharField(blank=True, default='', max_length=10)),
                ('answered_at', models.DateTimeField(null=True)),
                ('fixed', models.BooleanField(null=True)),
                ('answer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='follow_ups', to='closure.answer')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('asked_at__isnull', True)), fields=['due_on'], name='closure_follow_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(('answered_at__isnull', True), ('fixed__isnull', False), _connector='OR'), name='closure_follow_answered')],
            },
        ),
        migrations.CreateModel(
            name='Refiling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('matter_id', models.BigIntegerField()),
                ('again_id', models.BigIntegerField()),
                ('again_number', models.CharField(max_length=40)),
                ('days', models.PositiveSmallIntegerField()),
                ('distance_m', models.PositiveIntegerField()),
                ('similarity', models.FloatField()),
                ('same_person', models.BooleanField(default=False)),
                ('at', models.DateTimeField()),
                ('answer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='refilings', to='closure.answer')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('matter_id', 'again_id'), name='closure_refiled_once')],
            },
        ),
        fenced("closure_refiling", f"{fence.STAFF} AND ({OF_MATTER})"),
        fenced("closure_photomark", "false"),  # for what the city itself does only
        fenced("closure_followup", OF_MATTER),
    ]
