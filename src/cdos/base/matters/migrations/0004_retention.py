"""Rules of retention, and which matters they reached."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("matters", "0003_probe")]
    operations = [
        migrations.CreateModel(
            name="Erasure",
            fields=[
                (
                    "matter",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="matters.matter",
                    ),
                ),
                ("what", models.CharField(max_length=10)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Retention",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("kind", models.CharField(max_length=40)),
                ("state", models.CharField(blank=True, default="", max_length=40)),
                ("days", models.PositiveIntegerField()),
                ("what", models.CharField(max_length=10)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "state", "what"), name="matters_retention_once"),
                    models.CheckConstraint(
                        condition=Q(("what__in", ["anonymise", "delete"])), name="matters_retention_what"
                    ),
                ],
            },
        ),
    ]
