"""Seal the drafts that earlier releases kept in clear."""

from django.db import migrations


def seal(apps, schema_editor):
    from cdos.base.web.logic import seal_clear_drafts

    seal_clear_drafts()


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("web", "0002_sealed_drafts")]
    operations = [migrations.RunPython(seal, migrations.RunPython.noop)]
