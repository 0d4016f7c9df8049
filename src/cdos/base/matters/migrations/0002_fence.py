"""The second fence around matters and what hangs on them: see `cdos.base.fence`.

Co-handling has no fence of its own: it holds codes of units only, and the fence of matters reads it.
"""

from django.db import migrations

from cdos.base.fence import api as fence
from cdos.base.fence.api import fenced

MATTER = f"""
  department = ANY ({fence.UNITS})
  OR district = ANY ({fence.AREAS}) OR street = ANY ({fence.AREAS}) OR community = ANY ({fence.AREAS})
  OR subject_id = {fence.PARTY} OR filed_by = {fence.ACCOUNT}
  OR id = ANY ({fence.ADMITTED})
  OR (key_hash <> '' AND key_hash = {fence.KEY})
  OR EXISTS (SELECT FROM matters_cohandling h WHERE h.matter_id = matters_matter.id AND h.unit = ANY ({fence.UNITS}))
"""
# Admitted first: rows written by the statement that writes their matter do not see it yet.
OF_MATTER = f"matter_id = ANY ({fence.ADMITTED}) OR EXISTS (SELECT FROM matters_matter m WHERE m.id = matter_id)"
ENTRY = f"(visibility <> 'staff' OR {fence.STAFF}) AND ({OF_MATTER})"
LINK = "EXISTS (SELECT FROM matters_matter m WHERE m.id IN (source_id, target_id))"
SUBSCRIPTION = f"party_id = {fence.PARTY} OR {OF_MATTER}"
# A file that hangs on nothing yet is known by its secret name to who sent it.
FILE = f"""
  owner_kind = ''
  OR (owner_kind IN ('matter', 'matter_staff') AND (owner_kind = 'matter' OR {fence.STAFF})
      AND EXISTS (SELECT FROM matters_matter m WHERE m.id = owner_id))
"""


class Migration(migrations.Migration):
    dependencies = [("matters", "0001_initial"), ("fence", "0001_functions"), ("files", "__first__")]
    operations = [
        fenced("matters_matter", MATTER),
        fenced("matters_entry", ENTRY),
        fenced("matters_matterclock", OF_MATTER),
        fenced("matters_request", OF_MATTER),
        fenced("matters_matterlink", LINK),
        fenced("matters_subscription", SUBSCRIPTION),
        fenced("files_file", FILE),
    ]
