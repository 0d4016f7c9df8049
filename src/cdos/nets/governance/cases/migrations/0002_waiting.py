"""Appeals that wait for their group, so that many are read for together."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="Waiting",
            fields=[("matter_id", models.BigIntegerField(primary_key=True, serialize=False))],
        )
    ]
