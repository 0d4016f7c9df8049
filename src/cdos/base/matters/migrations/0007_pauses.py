"""The fence around pauses, which hold words as wishes do; those of matters that were erased before lose them."""

from django.db import migrations

from cdos.base.fence.api import fenced

OF_CLOCK = "EXISTS (SELECT FROM matters_matterclock c WHERE c.id = clock_id)"
ERASED = """
    UPDATE matters_clockpause p
    SET reason = COALESCE((SELECT r.reason FROM matters_request r WHERE r.id = p.request_id), '-')
    FROM matters_matterclock c JOIN matters_erasure e ON e.matter_id = c.matter_id WHERE c.id = p.clock_id
"""


class Migration(migrations.Migration):
    dependencies = [("matters", "0006_queues")]
    operations = [
        fenced("matters_clockpause", OF_CLOCK),
        migrations.RunSQL(ERASED, migrations.RunSQL.noop),
    ]
