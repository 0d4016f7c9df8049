"""What the database itself refuses: sealed rows are added to and read; a waiting row goes into the chain or stays."""

from django.db.migrations import RunSQL

ADDED_ONLY = ("ledger_entry", "ledger_signedhead", "ledger_headcosignature", "ledger_seenhead")

_FUNCTIONS = """
CREATE FUNCTION ledger_added_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'USAGE') THEN
    RAISE EXCEPTION 'rows of % are only added', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NULL;
END $$;
CREATE FUNCTION ledger_sealed_first() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  gone_count bigint := (SELECT count(*) FROM gone);
  size bigint := (SELECT s.size FROM ledger_state s);
BEGIN
  IF gone_count > (SELECT count(*) FROM gone g JOIN ledger_entry e ON e.ref = g.ref
                   WHERE e.seq > size - gone_count AND e.seq <= size) THEN
    RAISE EXCEPTION 'a recorded row leaves only into the chain' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NULL;
END $$;
"""
_TRIGGERS = "".join(
    f"CREATE TRIGGER added_only BEFORE UPDATE OR DELETE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION ledger_added_only();"
    for table in ADDED_ONLY
)
_SEALED_FIRST = """
CREATE TRIGGER sealed_first AFTER DELETE ON ledger_intake REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_sealed_first();
"""
# Whoever was given all rights on all tables, as the application role is, keeps those of reading and adding.
TAKE_BACK = f"""
DO $$ DECLARE given record; BEGIN
  FOR given IN SELECT DISTINCT table_name, grantee FROM information_schema.role_table_grants
    WHERE table_schema = 'public' AND table_name IN ({", ".join(f"'{table}'" for table in ADDED_ONLY)})
      AND privilege_type IN ('UPDATE', 'DELETE') AND grantee <> current_user AND grantee <> 'PUBLIC'
  LOOP
    EXECUTE format('REVOKE UPDATE, DELETE ON %I FROM %I', given.table_name, given.grantee);
  END LOOP;
  FOR given IN SELECT DISTINCT table_name, grantee FROM information_schema.role_table_grants
    WHERE table_schema = 'public' AND table_name = 'ledger_intake'
      AND privilege_type = 'UPDATE' AND grantee <> current_user AND grantee <> 'PUBLIC'
  LOOP
    EXECUTE format('REVOKE UPDATE ON %I FROM %I', given.table_name, given.grantee);
  END LOOP;
END $$;
"""
_VACUUM = """
ALTER TABLE ledger_intake SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000);
ALTER TABLE ledger_state SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000, fillfactor = 50);
CREATE INDEX ledger_entry_at ON ledger_entry USING brin (at);
"""
_UNDO = """
DROP INDEX ledger_entry_at;
DROP TRIGGER sealed_first ON ledger_intake;
DROP FUNCTION ledger_added_only() CASCADE;
DROP FUNCTION ledger_sealed_first();
"""


def guarded() -> RunSQL:
    return RunSQL(_FUNCTIONS + _TRIGGERS + _SEALED_FIRST + TAKE_BACK + _VACUUM, _UNDO)
