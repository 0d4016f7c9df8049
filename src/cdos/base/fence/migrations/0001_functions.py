"""What the policies of all scoped tables ask: the settings of the transaction, as values.

A setting that was never made is NULL, one that was undone is '': both mean nothing.
"""

from django.db import migrations

FUNCTIONS = {
    "fence_everything() RETURNS boolean": "coalesce(current_setting('cdos.everything', true), '') = 'on'",
    "fence_areas() RETURNS text[]": "string_to_array(coalesce(current_setting('cdos.areas', true), ''), ',')",
    "fence_units() RETURNS text[]": "string_to_array(coalesce(current_setting('cdos.units', true), ''), ',')",
    "fence_party() RETURNS bigint": "nullif(current_setting('cdos.party', true), '')::bigint",
    "fence_account() RETURNS bigint": "nullif(current_setting('cdos.account', true), '')::bigint",
    "fence_key() RETURNS text": "nullif(current_setting('cdos.key', true), '')",
    "fence_admitted() RETURNS bigint[]": "string_to_array(coalesce(current_setting('cdos.admitted', true), ''), ',')::bigint[]",
    "fence_staff() RETURNS boolean": "fence_everything() OR cardinality(fence_areas()) + cardinality(fence_units()) > 0"
    " OR fence_account() IS NOT NULL",
}


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.RunSQL(
            f"CREATE FUNCTION {name} LANGUAGE sql STABLE PARALLEL SAFE AS $$ SELECT {body} $$",
            f"DROP FUNCTION {name.partition(' RETURNS')[0]}",
        )
        for name, body in FUNCTIONS.items()
    ]
