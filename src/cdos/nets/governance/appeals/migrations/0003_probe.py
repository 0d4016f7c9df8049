"""Appeals with which the city tries itself are there for nobody: see `cdos.base.fence.policies.hidden`."""

from django.db import migrations

from cdos.base.fence.api import hidden


class Migration(migrations.Migration):
    dependencies = [("appeals", "0002_fence"), ("matters", "0003_probe")]
    operations = [hidden("appeals_appeal")]
