"""Seal the contacts of earlier releases, in batches."""

from django.db import migrations


def seal(apps, schema_editor):
    from cdos.base.crypto import api as crypto
    from cdos.nets.governance.appeals.logic.contacts import COLUMN

    crypto.seal_clear(COLUMN)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("appeals", "0004_sealed_contacts")]
    operations = [migrations.RunPython(seal, migrations.RunPython.noop)]
