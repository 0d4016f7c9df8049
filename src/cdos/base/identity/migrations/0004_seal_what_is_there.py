"""Seal the documents, phones and mails of earlier releases, in batches; codes on their way to a phone must be asked anew."""

from django.db import migrations


def seal(apps, schema_editor):
    from cdos.base.identity.logic import leftovers

    leftovers.seal_parties()
    leftovers.hide_logins()


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("identity", "0003_sealed")]
    operations = [
        migrations.RunSQL("DELETE FROM identity_phonecode", migrations.RunSQL.noop),
        migrations.RunPython(seal, migrations.RunPython.noop),
    ]
