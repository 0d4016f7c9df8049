"""The rule book; what is in force is never changed, and nobody approves what they wrote: the database refuses both."""

import django.contrib.postgres.fields
from django.db import migrations, models

_GUARD = """
ALTER TABLE rules_version ADD CONSTRAINT rules_four_eyes CHECK (approver_id IS NULL OR NOT approver_id = ANY (written_by));
CREATE FUNCTION rules_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
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
  ELSIF OLD.state = 'waiting' AND (OLD.tree, OLD.hash, OLD.effective_from, OLD.outputs)
      IS DISTINCT FROM (NEW.tree, NEW.hash, NEW.effective_from, NEW.outputs) THEN
    RAISE EXCEPTION 'a rule that waits for approval is not changed' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER rules_fixed BEFORE UPDATE OR DELETE ON rules_version FOR EACH ROW EXECUTE FUNCTION rules_fixed();
"""
_UNGUARD = """
DROP TRIGGER rules_fixed ON rules_version;
DROP FUNCTION rules_fixed();
ALTER TABLE rules_version DROP CONSTRAINT rules_four_eyes;
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Version',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=60)),
                ('version', models.PositiveIntegerField()),
                ('title', models.CharField(max_length=120)),
                ('tree', models.JSONField()),
                ('hash', models.CharField(max_length=64)),
                ('state', models.CharField(default='draft', max_length=10)),
                ('effective_from', models.DateField(null=True)),
                ('effective_until', models.DateField(null=True)),
                ('outputs', models.JSONField(default=dict)),
                ('unit', models.CharField(blank=True, default='', max_length=60)),
                ('note', models.CharField(blank=True, default='', max_length=500)),
                ('author', models.CharField(max_length=100)),
                ('author_id', models.BigIntegerField(null=True)),
                ('written_by', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('written_at', models.DateTimeField()),
                ('approver', models.CharField(blank=True, default='', max_length=100)),
                ('approver_id', models.BigIntegerField(null=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('updated_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('code', 'version'), name='rules_version_once'), models.UniqueConstraint(condition=models.Q(('state__in', ['draft', 'waiting'])), fields=('code',), name='rules_one_open_version'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'waiting', 'live', 'refused'])), name='rules_state_known'), models.CheckConstraint(condition=models.Q(('effective_until__isnull', True), ('effective_from__isnull', True), ('effective_until__gte', models.F('effective_from')), _connector='OR'), name='rules_days_in_order'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'live'), _negated=True), models.Q(('effective_from__isnull', False), models.Q(('approver', ''), _negated=True)), _connector='OR'), name='rules_live_is_approved')],
            },
        ),
        migrations.RunSQL(_GUARD, _UNGUARD),
    ]
