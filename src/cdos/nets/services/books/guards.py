"""What the database itself does: it adds lines up, refuses what does not balance, and keeps what was booked.

The functions run as the owner of the tables: the check at the end of a transaction must see every line, whatever the
transaction itself is allowed to see by then.
"""

from django.db.migrations import RunSQL

_GUARD = """
CREATE FUNCTION books_add_up() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE books_account SET fen = fen + NEW.fen WHERE id = NEW.account_id;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'no account %', NEW.account_id USING ERRCODE = 'foreign_key_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER books_add_up AFTER INSERT ON books_line FOR EACH ROW EXECUTE FUNCTION books_add_up();

CREATE FUNCTION books_balance() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF (SELECT sum(fen) FROM books_line WHERE journal_id = NEW.journal_id) <> 0 THEN
    RAISE EXCEPTION 'journal % does not balance', NEW.journal_id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER books_balance AFTER INSERT ON books_line DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION books_balance();

CREATE FUNCTION books_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what is booked is not changed; book the contrary' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER books_kept BEFORE UPDATE OR DELETE ON books_line FOR EACH STATEMENT EXECUTE FUNCTION books_kept();
CREATE TRIGGER books_kept BEFORE UPDATE OR DELETE ON books_journal FOR EACH STATEMENT EXECUTE FUNCTION books_kept();
"""
_UNGUARD = """
DROP FUNCTION books_add_up() CASCADE;
DROP FUNCTION books_balance() CASCADE;
DROP FUNCTION books_kept() CASCADE;
"""


def guarded() -> RunSQL:
    return RunSQL(_GUARD, _UNGUARD)
