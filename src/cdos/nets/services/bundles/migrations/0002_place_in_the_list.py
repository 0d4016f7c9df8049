"""What the program did with fixed lists is the bundle's own data now: its place in the list, and whom it is about."""

from django.db import migrations

FIRST = (
    *("newborn", "schooling", "talent-settlement", "marriage", "moving-in", "new-home", "home-transfer"),
    *("retirement", "elder-care", "new-car", "company-start", "restaurant", "shop"),
)
PLACE = """
UPDATE bundles_version SET body = jsonb_set(body, '{place}', to_jsonb(%s)) WHERE code = %s AND NOT body ? 'place'
"""
NEWBORN = """
UPDATE bundles_version SET body = jsonb_set(body, '{about}', '"newborn"')
WHERE code = 'newborn' AND body ->> 'about' = 'child'
"""


def write(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        for place, code in enumerate(FIRST, 1):
            cursor.execute(PLACE, [place, code])
        cursor.execute(NEWBORN)


class Migration(migrations.Migration):
    dependencies = [("bundles", "0001_initial")]
    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
