"""The second fence around appeals: see `cdos.base.fence`. What its person made public may be read by everybody (masked)."""

from django.db import migrations

from cdos.base.fence import api as fence
from cdos.base.fence.api import fenced

APPEAL = f"""
  public
  OR matter_id = ANY ({fence.ADMITTED})
  OR unit = ANY ({fence.UNITS})
  OR district = ANY ({fence.AREAS}) OR street = ANY ({fence.AREAS}) OR community = ANY ({fence.AREAS})
  OR EXISTS (SELECT FROM matters_matter m WHERE m.id = matter_id)
"""
OF_APPEAL = f"appeal_id = ANY ({fence.ADMITTED}) OR EXISTS (SELECT FROM matters_matter m WHERE m.id = appeal_id)"


class Migration(migrations.Migration):
    dependencies = [("appeals", "0001_initial"), ("matters", "0002_fence")]
    operations = [
        fenced("appeals_appeal", APPEAL),
        fenced("appeals_dispatchrecord", f"{fence.STAFF} AND ({OF_APPEAL})"),
        fenced("appeals_ratingrecord", OF_APPEAL),
    ]
