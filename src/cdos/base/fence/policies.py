"""Row-level security for a table, as operations of its module's migration."""

from django.db.migrations import RunSQL

STAFF = "(SELECT fence_staff())"
EVERYTHING = "(SELECT fence_everything())"
UNITS = "(SELECT fence_units())::text[]"
AREAS = "(SELECT fence_areas())::text[]"
PARTY = "(SELECT fence_party())"
ACCOUNT = "(SELECT fence_account())"
KEY = "(SELECT fence_key())"
ADMITTED = "(SELECT fence_admitted())::bigint[]"


def fenced(table: str, see: str) -> RunSQL:
    """Whoever works on the table's rows sees and writes those for which `see` is true; the owner of the tables all.

    Subselects in `see` are asked once a statement, not once a row. FORCE: a policy is what lets the owner in, too.
    """
    return RunSQL(
        f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
        CREATE POLICY fence ON {table} USING ({EVERYTHING} OR {see});
        CREATE POLICY fence_owner ON {table} TO CURRENT_USER USING (true);
        """,
        f"""
        DROP POLICY fence_owner ON {table};
        DROP POLICY fence ON {table};
        ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
        ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
        """,
    )


PROBE = "probe"  # the source of matters with which the city tries itself


def hidden(table: str) -> RunSQL:
    """Rows whose source is PROBE are there for nobody: no list, figure, search or load, whatever else it may see.

    RESTRICTIVE, so it takes away from every other policy, the owner's too; only `probing` sees them.
    """
    return RunSQL(
        f"""CREATE POLICY fence_probe ON {table} AS RESTRICTIVE
            USING (source <> '{PROBE}' OR current_setting('cdos.probe', true) = 'on')""",
        f"DROP POLICY fence_probe ON {table}",
    )
