"""Templates, drafts and what is learned from them; drafts are for staff who may see the appeal."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from cdos.base.fence.api import ADMITTED, STAFF, fenced
from cdos.nets.governance.replies.logic.standard import STANDARD

OF_MATTER = f"matter_id = ANY ({ADMITTED}) OR EXISTS (SELECT FROM matters_matter m WHERE m.id = matter_id)"


def seed(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    template = apps.get_model("replies", "Template")
    template.objects.bulk_create(
        template(code=code, language=language, title=title, outcome=outcome, body=body)
        for code, language, title, outcome, body in STANDARD
    )


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('matters', '0004_retention'),
    ]

    operations = [
        migrations.CreateModel(
            name='Template',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40)),
                ('language', models.CharField(max_length=10)),
                ('title', models.CharField(max_length=100)),
                ('body', models.TextField()),
                ('outcome', models.CharField(blank=True, default='', max_length=12)),
                ('active', models.BooleanField(default=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('code', 'language'), name='replies_template_once'), models.CheckConstraint(condition=models.Q(('outcome__in', ['', 'solved', 'explained', 'not_possible'])), name='replies_template_outcome')],
            },
        ),
        migrations.CreateModel(
            name='Use',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=10)),
                ('key', models.CharField(max_length=60)),
                ('used', models.PositiveIntegerField(default=0)),
                ('kept', models.FloatField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'key'), name='replies_use_once')],
            },
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account_id', models.BigIntegerField(null=True)),
                ('language', models.CharField(max_length=10)),
                ('pieces', models.JSONField(default=list)),
                ('offered', models.TextField()),
                ('sent', models.TextField()),
                ('kept', models.FloatField()),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='matters.matter')),
            ],
            options={
                'indexes': [models.Index(fields=['-at'], name='replies_draft_at')],
            },
        ),
        fenced("replies_draft", f"{STAFF} AND ({OF_MATTER})"),
        migrations.RunPython(seed, migrations.RunPython.noop),
    ]
