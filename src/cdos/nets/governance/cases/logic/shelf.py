"""Groups in the tables, found by keys: the engine's shelf. It reads for many messages at once and writes at the end.

One message alone costs nine statements; of a batch each costs a share of nine. Groups read lately stay in the process,
and are read again when their number of members in the table is another.
"""

from collections import Counter, OrderedDict, defaultdict
from collections.abc import Iterable, Sequence
from heapq import nlargest
from typing import Any

from django.db import transaction
from django.utils import timezone

from cdos.base import statements
from cdos.nets.governance.topics import api as topics
from cdos.nets.governance.topics.contracts import Stored

LATEST = 32  # groups looked at for a key
KEPT = 4_000  # groups in the process, a few kB each
COPIED = 8
NEAR = """
WITH asked AS (SELECT * FROM unnest(%s::int[], %s::bigint[], %s::real[]) AS a (ord, key, weight)),
found AS MATERIALIZED (
  SELECT d.key, k.case_id FROM (SELECT DISTINCT key FROM asked) d CROSS JOIN LATERAL (
    SELECT case_id FROM cases_key WHERE key = d.key ORDER BY at DESC LIMIT %s
  ) k
)
SELECT ord, case_id, weight FROM (
  SELECT ord, case_id, sum(weight) AS weight,
    row_number() OVER (PARTITION BY ord ORDER BY sum(weight) DESC, case_id DESC) AS place
  FROM asked JOIN found USING (key) GROUP BY 1, 2
) v WHERE place <= %s
"""
COPIES = """
SELECT ord, case_id FROM unnest(%s::int[], %s::bigint[]) AS a (ord, band) CROSS JOIN LATERAL (
  SELECT case_id FROM cases_text WHERE band = a.band LIMIT %s
) t GROUP BY 1, 2 HAVING count(*) >= %s
"""
SIZES = "SELECT id, size FROM cases_case WHERE id = ANY(%s::bigint[])"
DATA = "SELECT id, data FROM cases_case WHERE id = ANY(%s::bigint[])"
NUMBERS = "SELECT nextval(pg_get_serial_sequence('cases_case', 'id')) FROM generate_series(1, %s)"
CREATE = """
INSERT INTO cases_case (id, data, size, name, place, problem, named_size, heat, people, growth, severity, week, weekly,
  trend, areas, units, kept, dirty)
SELECT id, data, size, '', '', '', 0, 0, 0, 1, 1, 0, 0, '{}', '{}', '{}', false, true
FROM unnest(%s::bigint[], %s::bytea[], %s::int[]) AS v (id, data, size)
"""
CHANGE = """
UPDATE cases_case c SET data = v.data, size = v.size, dirty = true
FROM unnest(%s::bigint[], %s::bytea[], %s::int[]) AS v (id, data, size) WHERE c.id = v.id
"""
UNINDEX = """
DELETE FROM cases_key k WHERE case_id = ANY(%s::bigint[]) AND NOT EXISTS (
  SELECT FROM unnest(%s::bigint[], %s::bigint[]) AS v (case_id, key) WHERE v.case_id = k.case_id AND v.key = k.key)
"""
INDEX = """
INSERT INTO cases_key (case_id, key, at) SELECT case_id, key, %s FROM unnest(%s::bigint[], %s::bigint[]) AS v (case_id, key)
ON CONFLICT (case_id, key) DO UPDATE SET at = excluded.at WHERE cases_key.at < excluded.at - interval '1 day'
"""
TEXT = """
INSERT INTO cases_text (band, case_id) SELECT * FROM unnest(%s::bigint[], %s::bigint[]) ON CONFLICT DO NOTHING
"""
JOIN = (
    "UPDATE cases_member SET case_id = %(large)s WHERE case_id = %(small)s",
    "DELETE FROM cases_key WHERE case_id = %(small)s",
    """INSERT INTO cases_text (band, case_id) SELECT band, %(large)s FROM cases_text WHERE case_id = %(small)s
       ON CONFLICT DO NOTHING""",
    "DELETE FROM cases_text WHERE case_id = %(small)s",
    "UPDATE cases_case SET into_id = %(large)s WHERE into_id = %(small)s",
    """UPDATE cases_case SET into_id = %(large)s, data = '', size = 0, people = 0, dirty = false
       WHERE id = %(small)s""",
)
_lately: OrderedDict[int, topics.Group] = OrderedDict()


class Batch:
    """For one transaction that holds the lock of `arriving`; `write` at its end, or nothing is kept."""

    def __init__(self, waiting: Sequence[topics.Ready]) -> None:
        self._live: dict[int, topics.Group] = {}
        self._changed: dict[int, tuple[int, ...]] = {}  # group -> its keys now
        self._by_key: dict[int, set[int]] = defaultdict(set)
        self._texts: dict[int, set[int]] = defaultdict(set)  # band -> groups, of this batch
        self._into: dict[int, int] = {}
        self._fresh: set[int] = set()  # not in the table yet
        asked, least, most = waiting, topics.BANDS_ALIKE, topics.LOOKED_AT
        self._numbers: list[int] = [number for (number,) in statements.run(NUMBERS, [len(asked)])]
        self._near = self._found([one.keys for one in asked], most)
        self._copies = self._copied([one.bands for one in asked], least)
        near = {number for weights in self._near.values() for number in weights}
        self._load(near | {number for numbers in self._copies.values() for number in numbers})

    def near(self, keys: topics.Keys, most: int) -> list[topics.Group]:
        weights = self._near.get(_named(keys))
        if weights is None:
            weights = self._found([keys], most)[_named(keys)]
            self._load(weights)
        # What this batch changed is found by its keys of now, not by those in the table.
        gone = self._changed.keys() | self._into.keys()
        found: dict[int, float] = {number: weight for number, weight in weights.items() if number not in gone}
        for key, weight in keys:
            for number in self._by_key.get(key, ()):
                found[number] = found.get(number, 0) + weight
        best = nlargest(most, found, key=lambda number: (found[number], number))
        return [self._live[number] for number in best if number in self._live]

    def copies(self, bands: Sequence[int], least: int) -> list[topics.Group]:
        found = {self.now(number) for number in self._copies.get(tuple(bands), ())}
        here = Counter(number for band in bands for number in self._texts.get(band, ()))
        found |= {self.now(number) for number, times in here.items() if times >= least}
        return [self._live[number] for number in sorted(found)[:COPIED] if number in self._live]

    def create(self, group: topics.Group) -> int:
        number = self._numbers.pop()
        self._live[number] = group
        self._fresh.add(number)
        return number

    def change(self, group: topics.Group, keys: Sequence[int]) -> None:
        self._forget_keys(group.number)
        self._changed[group.number] = tuple(dict.fromkeys(keys))
        for key in keys:
            self._by_key[key].add(group.number)

    def text(self, number: int, bands: Sequence[int]) -> None:
        for band in bands:
            self._texts[band].add(number)

    def join(self, small: int, large: int) -> None:
        self._forget_keys(small)
        self._live.pop(small, None)
        self._into[small] = large
        if small in self._fresh:
            self._fresh.discard(small)
            return
        if large in self._fresh:
            self._create([large])
        for statement in JOIN:
            statements.run(statement, {"small": small, "large": large})

    def now(self, number: int) -> int:
        """The group in which the members of this one are."""
        while number in self._into:
            number = self._into[number]
        return number

    def write(self) -> None:
        changed = list(self._changed)
        if not changed:
            return
        fresh = [number for number in changed if number in self._fresh]
        self._create(fresh)
        if rest := [number for number in changed if number not in fresh]:
            statements.run(CHANGE, self._rows(rest))
        keys = [(number, key) for number in changed for key in self._changed[number]]
        columns = [statements.array(column) for column in zip(*keys, strict=True)] or ["{}"] * 2
        statements.run(UNINDEX, [statements.array(changed), *columns])
        statements.run(INDEX, [timezone.now(), *columns])
        bands = sorted({(band, self.now(number)) for band, of in self._texts.items() for number in of})
        if bands:
            statements.run(TEXT, [statements.array(column) for column in zip(*bands, strict=True)])
        transaction.on_commit(self._keep)

    def _create(self, numbers: list[int]) -> None:
        if numbers:
            statements.run(CREATE, self._rows(numbers))
            self._fresh.difference_update(numbers)

    def _rows(self, numbers: Sequence[int]) -> list[list[Any]]:
        groups = [self._live[number] for number in numbers]
        return [list(numbers), [topics.packed(group) for group in groups], [group.size for group in groups]]

    def _forget_keys(self, number: int) -> None:
        for key in self._changed.pop(number, ()):
            self._by_key[key].discard(number)

    def _found(self, asked: Sequence[topics.Keys], most: int) -> dict[tuple[int, ...], dict[int, float]]:
        """Groups with their weight, for each set of keys."""
        flat = [(n, key, weight) for n, keys in enumerate(asked) for key, weight in keys]
        found: dict[tuple[int, ...], dict[int, float]] = {_named(keys): {} for keys in asked}
        names = list(map(_named, asked))
        columns = [statements.array(column) for column in zip(*flat, strict=True)] or ["{}"] * 3
        for n, number, weight in statements.run(NEAR, [*columns, LATEST, most]):
            found[names[n]][number] = weight
        return found

    def _copied(self, asked: Sequence[tuple[int, ...]], least: int) -> dict[tuple[int, ...], set[int]]:
        flat = [(n, band) for n, bands in enumerate(asked) for band in bands]
        found: dict[tuple[int, ...], set[int]] = defaultdict(set)
        columns = [statements.array(column) for column in zip(*flat, strict=True)] or ["{}"] * 2
        for n, number in statements.run(COPIES, [*columns, LATEST, least]):
            found[asked[n]].add(number)
        return found

    def _load(self, numbers: Iterable[int]) -> None:
        """Those not at hand yet: from the process where they are the same as in the table, else from there."""
        wanted = [n for n in numbers if n not in self._live and n not in self._into]
        missing = []
        for number, size in statements.run(SIZES, [statements.array(wanted)]) if wanted else ():
            kept = _lately.pop(number, None)  # it is changed in place: nobody else's until this is kept
            if kept is not None and kept.size == size:
                self._live[number] = kept
            elif size:
                missing.append(number)
        for number, data in statements.run(DATA, [statements.array(missing)]) if missing else ():
            self._live[number] = topics.unpacked(Stored(number, bytes(data)))

    def _keep(self) -> None:
        _lately.update(self._live)
        while len(_lately) > KEPT:
            _lately.popitem(last=False)


def _named(keys: topics.Keys) -> tuple[int, ...]:
    return tuple(key for key, _ in keys)
