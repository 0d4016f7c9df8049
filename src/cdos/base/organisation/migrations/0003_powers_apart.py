"""One person never holds two of the three administrations, on own posts or as a deputy, at the same time.

GB/T 22239-2019, 8.1.4.2. In the database, so that it holds whoever writes: a page, a load, or SQL by hand.
"""

from django.db import migrations

FORWARD = """
CREATE VIEW organisation_power AS
SELECT a.account_id, p.role, a.from_on, coalesce(a.until_on, 'infinity'::date) AS until_on
FROM organisation_appointment a JOIN organisation_post p ON p.id = a.post_id
UNION ALL
SELECT d.deputy_id, p.role, d.from_on, d.until_on
FROM organisation_deputation d JOIN organisation_appointment a ON a.id = d.appointment_id
JOIN organisation_post p ON p.id = a.post_id
WHERE d.accepted_at IS NOT NULL AND d.ended_at IS NULL;

CREATE FUNCTION organisation_powers_apart() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  who bigint := CASE TG_TABLE_NAME WHEN 'organisation_deputation' THEN (to_jsonb(NEW)->>'deputy_id')::bigint
                                   ELSE (to_jsonb(NEW)->>'account_id')::bigint END;
BEGIN
  -- Two appointments of one person at once would not see each other.
  PERFORM pg_advisory_xact_lock(hashtext('organisation_powers_apart'), who::int);
  IF EXISTS (
    SELECT FROM organisation_power one JOIN organisation_power other
      ON other.account_id = one.account_id AND other.role > one.role
     AND other.from_on <= one.until_on AND one.from_on <= other.until_on
    WHERE one.account_id = who
      AND one.role IN ('admin', 'security', 'audit') AND other.role IN ('admin', 'security', 'audit')
  ) THEN
    RAISE EXCEPTION 'one person may not hold two administrations' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'organisation_powers_apart';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER organisation_powers_apart AFTER INSERT OR UPDATE ON organisation_appointment
  FOR EACH ROW EXECUTE FUNCTION organisation_powers_apart();
CREATE TRIGGER organisation_powers_apart AFTER INSERT OR UPDATE ON organisation_deputation
  FOR EACH ROW EXECUTE FUNCTION organisation_powers_apart();
"""
BACK = """
DROP TRIGGER organisation_powers_apart ON organisation_appointment;
DROP TRIGGER organisation_powers_apart ON organisation_deputation;
DROP FUNCTION organisation_powers_apart();
DROP VIEW organisation_power;
"""


class Migration(migrations.Migration):
    dependencies = [("organisation", "0002_administrators_apart_and_emergencies")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
