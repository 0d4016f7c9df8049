"""The second fence around what is said of single matters: see `cdos.base.fence`."""

from django.db import migrations

from cdos.base.fence import api as fence
from cdos.base.fence.api import fenced

OF_MATTER = f"matter_id = ANY ({fence.ADMITTED}) OR EXISTS (SELECT FROM matters_matter m WHERE m.id = matter_id)"


class Migration(migrations.Migration):
    dependencies = [("understanding", "0001_initial"), ("matters", "0003_probe")]
    operations = [
        fenced("understanding_correction", f"{fence.STAFF} AND ({OF_MATTER})"),
        fenced("understanding_filetext", f"{fence.STAFF} AND ({OF_MATTER})"),
        fenced("understanding_mattertag", f"{fence.STAFF} AND ({OF_MATTER})"),
    ]
