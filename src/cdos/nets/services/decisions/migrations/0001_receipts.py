"""Receipts of decisions by rule: seen with their matter and by their person, never changed; drifts are for staff."""

import django.db.models.deletion
from django.db import migrations, models

from cdos.base.fence.api import ADMITTED, PARTY, STAFF, fenced

SEEN = "EXISTS (SELECT FROM matters_matter m WHERE m.id = matter_id)"
_GUARD = """
CREATE FUNCTION decisions_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a receipt is never deleted' USING ERRCODE = 'restrict_violation';
  END IF;
  -- The same content under another key; what it says is held by the seal.
  IF to_jsonb(OLD) - 'sealed' = to_jsonb(NEW) - 'sealed' THEN
    RETURN NEW;
  END IF;
  -- The end of its retention: values go, once; the seal stays.
  IF OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL
      AND to_jsonb(OLD) - 'sealed' - 'erased_at' - 'party_id' = to_jsonb(NEW) - 'sealed' - 'erased_at' - 'party_id'
      AND NEW.party_id IS NULL THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a receipt is never changed' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER decisions_fixed BEFORE UPDATE OR DELETE ON decisions_receipt
  FOR EACH ROW EXECUTE FUNCTION decisions_fixed();
ALTER TABLE decisions_receipt ALTER COLUMN outputs SET DEFAULT '{}', ALTER COLUMN remedies SET DEFAULT '[]';
"""
_UNGUARD = """
DROP TRIGGER decisions_fixed ON decisions_receipt;
DROP FUNCTION decisions_fixed();
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [("matters", "0002_fence"), ("fence", "0001_functions")]

    operations = [
        migrations.CreateModel(
            name='DocumentRead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(max_length=64)),
                ('name', models.CharField(max_length=200)),
                ('party_id', models.BigIntegerField(null=True)),
                ('account_id', models.BigIntegerField(null=True)),
                ('fields', models.JSONField(default=list)),
                ('engine', models.CharField(blank=True, default='', max_length=40)),
                ('why_not', models.CharField(blank=True, default='', max_length=300)),
                ('sealed', models.BinaryField()),
                ('asked_at', models.DateTimeField()),
                ('read_at', models.DateTimeField(null=True)),
                ('confirmed_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('token', 'party_id'), name='decisions_read_once')],
            },
        ),
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('matter', models.CharField(max_length=40)),
                ('matter_id', models.BigIntegerField()),
                ('party_id', models.BigIntegerField(null=True)),
                ('rule', models.CharField(max_length=60)),
                ('version', models.PositiveIntegerField()),
                ('hash', models.CharField(max_length=64)),
                ('truth', models.CharField(max_length=8)),
                ('outcome', models.CharField(max_length=8)),
                ('sampled', models.BooleanField(default=False)),
                ('decided_at', models.DateTimeField()),
                ('sealed', models.BinaryField()),
                ('outputs', models.JSONField(default=dict)),
                ('remedies', models.JSONField(default=list)),
                ('seal', models.CharField(max_length=64)),
                ('erased_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['matter_id'], name='decisions_receipt_matter'), models.Index(fields=['rule', 'decided_at'], name='decisions_receipt_rule'), models.Index(fields=['party_id'], name='decisions_receipt_party')],
                'constraints': [models.CheckConstraint(condition=models.Q(('outcome__in', ['granted', 'refused', 'ask', 'person'])), name='decisions_outcome_known'), models.CheckConstraint(condition=models.Q(models.Q(models.Q(('outcome', 'granted'), _negated=True), ('truth', 'yes'), _connector='OR'), models.Q(models.Q(('outcome', 'refused'), _negated=True), ('truth', 'no'), _connector='OR')), name='decisions_outcome_follows')],
            },
        ),
        migrations.CreateModel(
            name='Drift',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('matter_id', models.BigIntegerField()),
                ('seen_at', models.DateTimeField()),
                ('now', models.CharField(max_length=8)),
                ('cause', models.CharField(max_length=64)),
                ('sealed', models.BinaryField()),
                ('state', models.CharField(default='open', max_length=8)),
                ('note', models.CharField(blank=True, default='', max_length=500)),
                ('by', models.CharField(blank=True, default='', max_length=100)),
                ('looked_at', models.DateTimeField(null=True)),
                ('receipt', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='decisions.receipt')),
            ],
            options={
                'indexes': [models.Index(fields=['state', '-seen_at'], name='decisions_drift_state')],
                'constraints': [models.UniqueConstraint(fields=('receipt', 'cause'), name='decisions_drift_once'), models.CheckConstraint(condition=models.Q(('state__in', ['open', 'stands', 'review'])), name='decisions_drift_state_known')],
            },
        ),
        migrations.RunSQL(_GUARD, _UNGUARD),
        fenced("decisions_receipt", f"party_id = {PARTY} OR matter_id = ANY ({ADMITTED}) OR {SEEN}"),
        fenced("decisions_drift", f"{STAFF} AND {SEEN}"),
        fenced("decisions_documentread", f"party_id = {PARTY}"),
    ]
