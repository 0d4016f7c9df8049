"""Queues lead with their kind: kinds share names of states."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("matters", "0005_due_lists")]
    operations = [
        migrations.RemoveIndex(model_name="matter", name="matters_state_due"),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(
                condition=models.Q(("due_at__isnull", False)),
                fields=["kind", "state", "due_at", "id"],
                name="matters_queue",
            ),
        ),
    ]
