"""Applications that wait for their fee since before there was a term: it begins now."""

from django.db import migrations

BEGIN = """
WITH begun AS (
  INSERT INTO matters_matterclock (matter_id, name, state, started_at, amount, unit, extra, extra_unit, due_at, near_at,
    provisional, near_told, overdue_told)
  SELECT id, 'payment', 'running', now(), 15, 'days', 0, '', now() + interval '15 days', now() + interval '12 days',
    false, false, false
  FROM matters_matter WHERE kind = 'application' AND state = 'paying' AND NOT history
  RETURNING matter_id, due_at, near_at
)
UPDATE matters_matter m SET due_at = begun.due_at, near_at = begun.near_at, due_clock = 'payment'
FROM begun WHERE m.id = begun.matter_id AND m.due_at IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [
        ("applications", "0002_founded"),
        ("matters", "0006_queues"),
    ]

    operations = [
        migrations.RunSQL(BEGIN, migrations.RunSQL.noop),
    ]
