"""Matters with which the city tries itself are there for nobody: see `cdos.base.fence.policies.hidden`."""

from django.db import migrations

from cdos.base.fence.api import hidden


class Migration(migrations.Migration):
    dependencies = [("matters", "0002_fence")]
    operations = [hidden("matters_matter")]
