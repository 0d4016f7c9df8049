"""The second fence: a ruling and its views are seen by who may see its matter. Precedents name duties, and no person."""

from django.db import migrations

from cdos.base.fence import api as fence
from cdos.base.fence.api import fenced

OF_MATTER = f"matter_id = ANY ({fence.ADMITTED}) OR EXISTS (SELECT FROM matters_matter m WHERE m.id = matter_id)"
OF_RULING = f"ruling_id = ANY ({fence.ADMITTED}) OR EXISTS (SELECT FROM matters_matter m WHERE m.id = ruling_id)"


class Migration(migrations.Migration):
    dependencies = [("rulings", "0001_initial"), ("matters", "0002_fence")]
    operations = [
        fenced("rulings_ruling", f"{fence.STAFF} AND ({OF_MATTER})"),
        fenced("rulings_panelview", f"{fence.STAFF} AND ({OF_RULING})"),
    ]
