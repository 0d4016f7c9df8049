"""The index behind functions that read and write it for the application, which sees no row of it directly.

`@@` is not leakproof: under a row-level policy PostgreSQL would ask the policy of every row before the words, and never use
the index. These functions run as the owner of the table and join the words with the labels of the transaction's fence
themselves; what a caller asks beyond that fence is refused.
"""

from django.db import migrations

from cdos.base.fence.api import fenced

FORWARD = r"""
CREATE FUNCTION search_reach(asked text[]) RETURNS text[] LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
-- The labels to search in: NULL means everything, an empty list nothing.
DECLARE mine text[];
BEGIN
  IF fence_everything() THEN
    RETURN CASE WHEN cardinality(asked) > 0 THEN asked END;
  END IF;
  SELECT coalesce(array_agg(label), '{}') INTO mine FROM (
    SELECT 'a:' || area FROM unnest(fence_areas()) AS area
    UNION ALL SELECT 'u:' || unit FROM unnest(fence_units()) AS unit
    UNION ALL SELECT 'p:' || fence_party() WHERE fence_party() IS NOT NULL
    UNION ALL SELECT 'f:' || fence_account() WHERE fence_account() IS NOT NULL) AS labels (label);
  IF NOT asked <@ mine THEN
    RAISE EXCEPTION 'the search asks beyond what this transaction may see' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN CASE WHEN cardinality(asked) > 0 THEN asked ELSE mine END;
END $$;

CREATE FUNCTION search_query(words text, labels text[], first_month int, last_month int) RETURNS tsquery
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
-- Words, and one of the labels; with months, what is labelled by month is asked month by month.
WITH lexemes (lexeme) AS (
  SELECT 'm' || n FROM generate_series(first_month, last_month) AS n WHERE labels IS NULL
  UNION ALL
  SELECT l || '|' || n FROM unnest(labels) AS l, generate_series(first_month, last_month) AS n WHERE l ~ '^(a:|u:|public)'
  UNION ALL
  SELECT l FROM unnest(labels) AS l WHERE first_month IS NULL OR l !~ '^(a:|u:|public)'
)
SELECT (words || coalesce(' & (' || string_agg(
  '''' || E'\x1f' || replace(replace(lexeme, '\', '\\'), '''', '''''') || '''', ' | ') || ')', ''))::tsquery FROM lexemes
$$;

-- Two fences against the planner. The query comes as a subselect, so that it cannot guess from the words that many rows
-- match; OFFSET 0 keeps the order out of the search. Otherwise it may read the table by time and unpack each vector: 14 s
-- where the GIN index takes 2 ms.
CREATE FUNCTION search_find(shape text, words text, asked text[], first_month int, last_month int, kinds text[],
  before_at timestamptz, before_id bigint, most int)
RETURNS TABLE (found_kind text, found_id bigint, found_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  labels text[] := search_reach(asked);
  query tsquery;
BEGIN
  IF labels = '{}' THEN
    RETURN;
  END IF;
  query := search_query(words, labels, first_month, last_month);
  IF shape = 'newest' THEN
    RETURN QUERY SELECT * FROM (
      SELECT e.kind, e.object_id, e.at FROM search_searchentry e
      WHERE e.vector @@ (SELECT query) AND (kinds IS NULL OR e.kind = ANY (kinds))
        AND (before_at IS NULL OR (e.at, e.object_id) < (before_at, before_id))
      OFFSET 0) AS f ORDER BY f.at DESC, f.object_id DESC LIMIT most;
  ELSIF shape = 'any' THEN
    RETURN QUERY SELECT e.kind, e.object_id, e.at FROM search_searchentry e
      WHERE e.vector @@ (SELECT query) AND (kinds IS NULL OR e.kind = ANY (kinds))
        AND (before_at IS NULL OR (e.at, e.object_id) < (before_at, before_id)) LIMIT most;
  ELSE
    RETURN QUERY SELECT n.kind, n.object_id, n.at FROM (
      SELECT e.kind, e.object_id, e.at, e.vector FROM search_searchentry e
      WHERE before_at IS NULL OR (e.at, e.object_id) < (before_at, before_id)
      ORDER BY e.at DESC, e.object_id DESC LIMIT 400) AS n
    WHERE n.vector @@ (SELECT query) AND (kinds IS NULL OR n.kind = ANY (kinds))
    ORDER BY n.at DESC, n.object_id DESC LIMIT most;
  END IF;
END $$;

CREATE FUNCTION search_gap(before_at timestamptz) RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
SELECT at FROM search_searchentry WHERE at < before_at ORDER BY at DESC, object_id DESC LIMIT 1
$$;

CREATE FUNCTION search_write(kinds text[], ids bigint[], parts smallint[], ats timestamptz[], vectors tsvector[])
RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
INSERT INTO search_searchentry (kind, object_id, part, at, vector) SELECT * FROM unnest(kinds, ids, parts, ats, vectors)
ON CONFLICT (kind, object_id, part) DO UPDATE SET at = EXCLUDED.at, vector = EXCLUDED.vector
$$;

CREATE FUNCTION search_trim(kinds text[], ids bigint[], kept smallint[])
RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DELETE FROM search_searchentry AS old USING unnest(kinds, ids, kept) AS new (kind, id, parts)
WHERE old.kind = new.kind AND old.object_id = new.id AND old.part >= new.parts
$$;

CREATE FUNCTION search_relabel(of_kind text, of_id bigint, labels text[])
RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
-- Labels are the lexemes that begin with the mark; the text's lexemes keep their positions.
UPDATE search_searchentry SET vector = ts_delete(vector, ARRAY(
  SELECT lexeme FROM unnest(tsvector_to_array(vector)) AS lexeme WHERE starts_with(lexeme, E'\x1f')
)) || array_to_tsvector(labels) WHERE kind = of_kind AND object_id = of_id
$$;

CREATE FUNCTION search_remove(of_kind text, ids bigint[])
RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DELETE FROM search_searchentry WHERE kind = of_kind AND object_id = ANY (ids)
$$;
"""
BACK = """
DROP FUNCTION search_find(text, text, text[], int, int, text[], timestamptz, bigint, int);
DROP FUNCTION search_gap(timestamptz);
DROP FUNCTION search_query(text, text[], int, int);
DROP FUNCTION search_reach(text[]);
DROP FUNCTION search_write(text[], bigint[], smallint[], timestamptz[], tsvector[]);
DROP FUNCTION search_trim(text[], bigint[], smallint[]);
DROP FUNCTION search_relabel(text, bigint, text[]);
DROP FUNCTION search_remove(text, bigint[]);
"""


class Migration(migrations.Migration):
    dependencies = [("search", "0002_vectors_beside_their_row"), ("fence", "0001_functions")]
    operations = [fenced("search_searchentry", "false"), migrations.RunSQL(FORWARD, BACK)]
