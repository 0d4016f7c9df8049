"""What waits for approval may begin later than it says: on the day on which it is approved."""

from django.db import migrations

_FIXED = """
CREATE OR REPLACE FUNCTION rules_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  mine jsonb; his jsonb;
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.state IN ('live', 'waiting') THEN
      RAISE EXCEPTION 'a rule that is or was in force stays in the book' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
  END IF;
  IF OLD.state = 'live' THEN
    mine := to_jsonb(OLD) - 'effective_until' - 'updated_at';
    his := to_jsonb(NEW) - 'effective_until' - 'updated_at';
    IF mine <> his THEN
      RAISE EXCEPTION 'a rule in force is not changed; write the next version' USING ERRCODE = 'restrict_violation';
    END IF;
  ELSIF OLD.state = 'waiting' AND ((OLD.tree, OLD.hash, OLD.outputs) IS DISTINCT FROM (NEW.tree, NEW.hash, NEW.outputs)
      OR OLD.effective_from IS DISTINCT FROM NEW.effective_from{later}) THEN
    RAISE EXCEPTION 'a rule that waits for approval is not changed' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
"""
_LATER = " AND NOT (NEW.state = 'live' AND NEW.effective_from > OLD.effective_from)"


class Migration(migrations.Migration):
    dependencies = [("rules", "0001_rule_book")]
    operations = [
        migrations.RunSQL(_FIXED.replace("{later}", _LATER), _FIXED.replace("{later}", "")),
    ]
