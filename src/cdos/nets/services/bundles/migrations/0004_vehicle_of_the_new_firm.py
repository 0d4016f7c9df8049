"""The first vehicle of a transport firm is the firm's: it waits for the firm to be founded."""

from django.db import migrations

WAITS = """
UPDATE bundles_version SET body = jsonb_set(body, '{parts,1}', body #> '{parts,1}' || '{"after": ["company-register"]}')
WHERE code = 'transport-firm' AND body #>> '{parts,1,item}' = 'vehicle-new' AND body #> '{parts,1,after}' IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("bundles", "0003_hands")]
    operations = [migrations.RunSQL(WAITS, migrations.RunSQL.noop)]
