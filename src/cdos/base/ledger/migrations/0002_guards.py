"""Rows are only added, those of a person are read by this person or by whoever may see everything."""

from django.db import migrations

from cdos.base.fence.api import PARTY, fenced
from cdos.base.ledger.guards import guarded


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial"), ("fence", "0001_functions")]
    operations = [
        guarded(),
        fenced("ledger_entry", f"about_party = {PARTY}"),
        fenced("ledger_detail", f"about_party = {PARTY}"),
    ]
