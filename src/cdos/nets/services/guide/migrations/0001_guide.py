from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Link",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=60, unique=True)),
                ("title", models.CharField(max_length=120)),
                ("provider", models.CharField(max_length=120)),
                ("url", models.CharField(max_length=500)),
                ("summary", models.CharField(blank=True, default="", max_length=300)),
                ("words", models.JSONField(default=list)),
                ("topics", models.JSONField(default=list)),
                ("audience", models.JSONField(default=list)),
                ("active", models.BooleanField(default=True)),
                ("health", models.CharField(default="unknown", max_length=10)),
                ("failures", models.PositiveIntegerField(default=0)),
                ("failure", models.CharField(blank=True, default="", max_length=200)),
                ("checked_at", models.DateTimeField(null=True)),
                ("away_since", models.DateTimeField(null=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("title", ""), _negated=True),
                            models.Q(("provider", ""), _negated=True),
                            ("url__regex", "^https?://"),
                        ),
                        name="guide_link_named",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("health__in", ["unknown", "up", "away"])),
                        name="guide_link_health",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Looked",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("kind", models.CharField(max_length=10)),
                ("code", models.CharField(max_length=80)),
                ("count", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("day", "kind", "code"), name="guide_looked_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="TwinState",
            fields=[
                ("zone", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("services", models.JSONField(default=list)),
                ("seen_at", models.DateTimeField(null=True)),
                ("failure", models.CharField(blank=True, default="", max_length=200)),
            ],
        ),
    ]
