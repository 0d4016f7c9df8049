"""What one more appeal costs where a million groups of similar cases are kept in the tables, and whether the groups stay good.

PostgreSQL is one of its own, thrown away afterwards. A yardstick is made of made messages (`benchmarks/support/made_topics.py`),
some thousand of them are put into groups, and those groups are copied in the tables, with their words, places and points, until
there are as many as asked for: so every key is as common as in a city of that size. Then further messages are put in, and
groups that changed are counted and named. CPU of this process and of PostgreSQL. Prints JSON.

    ./cdos bench cases        (CDOS_BENCH_GROUPS=100000 for a shorter run)
"""

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import django
from support.own_server import own_server

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))


os.environ["DATABASE_URL"], _folder = own_server()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cdos.runtime.settings")
django.setup()

from benchmarks.support.made_topics import START, City, Place  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from cdos.base.fence import api as fence  # noqa: E402
from cdos.nets.governance.cases.logic.shelf import Batch  # noqa: E402
from cdos.nets.governance.topics import api as topics  # noqa: E402
from cdos.nets.governance.topics.contracts import Message  # noqa: E402

GROUPS = int(os.environ.get("CDOS_BENCH_GROUPS", "1000000"))
SEEDED = int(os.environ.get("CDOS_BENCH_SEEDED", "2000"))
MEASURED = int(os.environ.get("CDOS_BENCH_STREAM", "300"))
TICK_S = 1 / os.sysconf("SC_CLK_TCK")
COPY = (
    """INSERT INTO cases_case (data, size, name, place, problem, named_size, heat, people, growth, severity, week, weekly,
         trend, areas, units, kept, dirty)
       SELECT data, size, '', '', '', 0, 0, 0, 1, 1, 0, 0, '{}', '{}', '{}', false, false
       FROM cases_case WHERE id <= %(last)s""",
    """INSERT INTO cases_key (case_id, key, at)
       SELECT case_id + %(shift)s, key, at - random() * interval '90 days' FROM cases_key WHERE case_id <= %(last)s""",
    "INSERT INTO cases_text (band, case_id) SELECT band + %(shift)s, case_id + %(shift)s FROM cases_text WHERE case_id <= %(last)s",
)


def postgres_s() -> float:
    """CPU of the process that works for this connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        fields = Path(f"/proc/{cursor.fetchone()[0]}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * TICK_S


class Made:
    """Messages of places that get more of them the better known they are, each with a point on the map."""

    def __init__(self) -> None:
        self.city = City(99)
        self.places = [(self.city.place(), *self._point()) for _ in range(600)]
        self.problems, self.number = list(self.city.problems), 0

    def _point(self) -> tuple[float, float]:
        return 113.8 + 0.6 * self.city.random.random(), 22.45 + 0.35 * self.city.random.random()

    def next(self) -> tuple[Message, str, float, float]:
        self.number += 1
        place, lon, lat = self.places[int(len(self.places) * self.city.random.random() ** 2)]
        problem = self.city.random.choice(self.problems)
        return self._message(place, problem), f"{place.name}/{problem}", lon, lat

    def _message(self, place: Place, problem: str) -> Message:
        return self.city.message(str(self.number), place, problem, START)


def put(stream: topics.Stream, made: Made, count: int) -> dict[str, Any]:
    """`pairs`: of messages of one group, how many are of one place and problem."""
    cases: dict[int, list[str]] = {}
    took, server = [], postgres_s()
    for _ in range(count):
        message, case, lon, lat = made.next()
        started = time.process_time()
        with transaction.atomic(), fence.everything():
            ready = stream.ready(message, lon, lat)
            shelf = Batch([ready])
            number = stream.put(shelf, ready)
            shelf.write()
        took.append(1000 * (time.process_time() - started))
        cases.setdefault(number, []).append(case)
    server_ms = 1000 * (postgres_s() - server) / count
    took.sort()
    together = [(a == b) for group in cases.values() for n, a in enumerate(group) for b in group[:n]]
    return {
        "messages": count,
        "own_ms": round(sum(took) / count, 2),
        "postgres_ms": round(server_ms, 2),
        "cpu_ms": round(sum(took) / count + server_ms, 2),
        "own_ms_of_99_in_100": round(took[int(0.99 * (count - 1))], 2),
        "pairs_of_one_case": round(sum(together) / max(1, len(together)), 3),
    }


def copied() -> dict[str, int]:
    """Doubled until there are as many groups as asked for."""
    with connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT max(id), count(*) FROM cases_case")
            last, count = cursor.fetchone()
            if count >= GROUPS:
                break
            for statement in COPY:
                cursor.execute(statement, {"last": last, "shift": last})
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence('cases_case', 'id'), max(id)) FROM cases_case"
            )
        cursor.execute("ANALYZE cases_case, cases_key, cases_text")
        cursor.execute("SELECT count(*), pg_total_relation_size('cases_key') / 1048576 FROM cases_key")
        keys, key_mb = cursor.fetchone()
        cursor.execute("SELECT pg_total_relation_size('cases_case') / 1048576")
        return {"groups": count, "keys": keys, "keys_mb": key_mb, "groups_mb": cursor.fetchone()[0]}


def numbered() -> None:
    """Groups by 1, 2, 3 …: those that became part of others leave no hole, so that copies are the number of groups on."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_case WHERE size = 0")
        cursor.execute(
            "CREATE TEMP TABLE seat AS SELECT id, row_number() OVER (ORDER BY id) AS seat FROM cases_case"
        )
        for table, column in (("cases_key", "case_id"), ("cases_text", "case_id"), ("cases_case", "id")):
            cursor.execute(f"UPDATE {table} t SET {column} = -seat FROM seat WHERE t.{column} = seat.id")
            cursor.execute(f"UPDATE {table} SET {column} = -{column}")
        cursor.execute("SELECT setval(pg_get_serial_sequence('cases_case', 'id'), max(id)) FROM cases_case")


def main() -> None:
    call_command("migrate", verbosity=0)
    made = Made()
    stream = topics.Stream(topics.yardstick([made.next()[0] for _ in range(SEEDED)]))
    few = put(stream, made, SEEDED)
    started = time.perf_counter()
    with fence.everything():
        numbered()
        tables = copied()
    tables["filled_s"] = round(time.perf_counter() - started)
    print(json.dumps({"few": few, "tables": tables, "many": put(stream, made, MEASURED)}, indent=1))
    connection.close()


if __name__ == "__main__":
    main()
