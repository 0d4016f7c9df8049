"""What a search costs over a million texts: CPU of this process and of PostgreSQL, by word frequency and reach.

The texts are made of invented two-character words whose frequencies follow Zipf's law, 100 to 180 characters each,
over three years. PostgreSQL is one of its own, thrown away afterwards. Each search runs in a transaction of a reader of
that reach, through the functions that the application must use. Prints JSON.

    ./cdos bench search        (CDOS_BENCH_ROWS=100000 for a shorter run)
"""

import json
import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import django
import numpy as np
from support.own_server import own_server

os.environ["DATABASE_URL"], _folder = own_server()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cdos.runtime.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from cdos.base.fence import api as fence  # noqa: E402
from cdos.base.fence.contracts import Fence  # noqa: E402
from cdos.base.search import api as search  # noqa: E402
from cdos.base.search.api import Entry, Reach  # noqa: E402
from cdos.base.search.logic import grams, labels  # noqa: E402

ROWS = int(os.environ.get("CDOS_BENCH_ROWS", "1000000"))
COMMUNITIES, PER_STREET, PER_DISTRICT = 668, 9, 60
DAYS = 1095
NOW = datetime.now(UTC)
TICK_S = 1 / os.sysconf("SC_CLK_TCK")


def vocabulary() -> list[str]:
    chance = random.Random(5)
    common = [chr(code) for code in range(0x4E00, 0x4E00 + 3500)]
    weights = 1 / np.arange(2, 3502)
    pick = np.random.default_rng(5).choice(3500, (40_000, 2), p=weights / weights.sum())
    chance.shuffle(common)
    return list(dict.fromkeys(common[a] + common[b] for a, b in pick))


def texts(words: list[str], count: int, seed: int) -> Iterator[str]:
    dice = np.random.default_rng(seed)
    weights = 1 / np.arange(10, len(words) + 10)
    weights /= weights.sum()
    for start in range(0, count, 1000):
        lengths = dice.integers(50, 90, 1000)
        picked = dice.choice(len(words), (1000, 90), p=weights)
        for length, row in zip(lengths[: count - start], picked, strict=False):
            parts = [words[i] for i in row[:length]]
            yield "，".join("".join(parts[i : i + 6]) for i in range(0, length, 6)) + "。"


def scope(number: int) -> tuple[str, ...]:
    community = (number * 7919) % COMMUNITIES
    district, street = community // PER_DISTRICT, community // PER_STREET
    areas = ("440300", f"4403{district:02}", f"4403{district:02}{street:03}", f"c{community}")
    return (*(f"a:{area}" for area in areas), f"u:4403{district:02}-water", f"p:{number % 300_000}")


def entry(number: int, text: str, rows: int) -> Entry:
    return Entry("matter", number, text, scope(number), NOW - timedelta(days=DAYS * (rows - number) / rows))


def load(words: list[str]) -> None:
    columns = ("kind", "object_id", "part", "at", "vector")
    with search.rebuilding(), fence.everything(), fence.copying("search_searchentry", columns) as copy:
        for number, text in enumerate(texts(words, ROWS, 1)):
            row = entry(number, text, ROWS)
            scoped = labels.lexemes(row.labels, row.at)
            copy.write_row(
                (row.kind, number, 0, row.at, grams.literal(grams.pairs(grams.normalise(text)), scoped))
            )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE search_searchentry")


def postgres_s() -> float:
    """CPU seconds of every PostgreSQL process of this server, living and gone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = cursor.fetchone()[0]
    parent = _stat(backend)[1]
    total = _stat(parent)[0] * TICK_S
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            used, over = _stat(int(folder.name), children=False)
        except OSError:
            continue
        total += used * TICK_S if over == parent else 0
    return total


def _stat(number: int, children: bool = True) -> tuple[int, int]:
    fields = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11 : 15 if children else 13])), int(fields[1])


def cost(action: Callable[[], object], times: int) -> dict[str, float]:
    action()
    wall, own, server = time.perf_counter(), time.process_time(), postgres_s()
    for _ in range(times):
        action()
    spent = time.process_time() - own + postgres_s() - server
    return {
        "cpu_ms": round(spent / times * 1000, 2),
        "wall_ms": round((time.perf_counter() - wall) / times * 1000, 2),
    }


FIVE = Fence(areas=tuple(f"c{number}" for number in (3, 77, 200, 401, 600)))


def find(words: str, seen: Fence, reach: Reach) -> list[search.Hit]:
    with fence.within(seen):
        return search.find(words=words, reach=reach)


def searches(words: list[str]) -> dict[str, dict[str, float]]:
    reaches = {
        "everything": (Fence(everything=True), Reach(everything=True)),
        "district": (Fence(areas=("440303",)), Reach(labels=("a:440303",))),
        "five_communities": (FIVE, Reach(labels=tuple(f"a:{code}" for code in FIVE.areas))),
        "party": (Fence(party=77), Reach(labels=("p:77",))),
    }
    asked = {"common": words[0], "middling": words[2000], "rare": words[30_000], "absent": "龘龘"}
    asked |= {
        "two_words": f"{words[3]} {words[300]}",
        "phrase": words[1] + words[4],
        "one_character": words[0][0],
    }
    found = {}
    for word_name, word in asked.items():
        for reach_name, (seen, reach) in reaches.items():
            action = partial(find, word, seen, reach)
            found[f"{word_name}/{reach_name}"] = cost(action, 20) | {"hits": len(action())}
    return found


def writing(words: list[str]) -> dict[str, float]:
    fresh = [entry(ROWS + n, text, ROWS) for n, text in enumerate(texts(words, 4000, 2))]
    batches = [fresh[start : start + 100] for start in range(0, len(fresh), 100)]
    turn = iter(batches)
    batch = cost(lambda: search.index_many(next(turn)), len(batches) - 1)
    again = iter(fresh[:501])

    def relabel() -> None:
        row = next(again)
        search.relabel(kind=row.kind, object_id=row.object_id, labels=row.labels, at=row.at)

    one = cost(relabel, 500)
    return {"index_row_cpu_ms": round(batch["cpu_ms"] / 100, 3), "relabel_cpu_ms": one["cpu_ms"]}


def sizes() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_total_relation_size('search_searchentry') / 1048576,"
            " pg_relation_size('search_entry_vector') / 1048576"
        )
        total, index = cursor.fetchone()
    return {"total_mb": total, "gin_mb": index}


def main() -> None:
    words = vocabulary()
    started = time.perf_counter()
    call_command("migrate", "search", verbosity=0)
    load(words)
    loaded_s = round(time.perf_counter() - started, 1)
    result = {
        "rows": ROWS,
        "load_s": loaded_s,
        "sizes": sizes(),
        "find": searches(words),
        "write": writing(words),
    }
    json.dump(result, sys.stdout, indent=1)
    print()
    connection.close()


if __name__ == "__main__":
    main()
