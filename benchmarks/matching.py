"""A whole city against every programme, as the night does it; the same counts by DuckDB and by polars, each in its own process.

    ./cdos bench matching --people 20000000 --programmes 723

Goals for 20 million people and 723 programmes on two cores: at most 30 CPU-seconds from columns in memory, at most 3 GB, one
person's event re-checked in at most 5 ms CPU, counts equal to DuckDB's. Prints JSON; CPU seconds are of all threads.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

CHECKED_AT_ONCE = 60
RECHECKED = 200


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def ready() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cdos.runtime.settings")
    os.environ.setdefault("CDOS_DATA", tempfile.gettempdir())
    import django

    django.setup()


def peak_mb() -> float:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


def ours(path: Path, count: int) -> dict[str, Any]:
    ready()
    from cdos.base.rules import api as rules
    from cdos.nets.services.benefits.adapters import registry
    from cdos.nets.services.benefits.logic import night
    from support import city_columns

    nodes = city_columns.programmes(count)
    began, wall = time.process_time(), time.perf_counter()
    population, _parties = rules.load_people(path, city_columns.FIELDS, key="party")
    load_s, load_wall_s = time.process_time() - began, time.perf_counter() - wall
    began, wall = time.process_time(), time.perf_counter()
    counts = [0] * count
    with (path.parent / night.BITS).open("wb") as out:
        for block in rules.sweep(nodes, population, on=city_columns.ON, block=registry.BLOCK):
            for at, (yes, _unknown) in enumerate(block.found):
                counts[at] += rules.count(yes)
                out.write(yes.tobytes())
    cpu_s, wall_s = time.process_time() - began, time.perf_counter() - wall
    return {
        "cpu_s": round(cpu_s, 2),
        "wall_s": round(wall_s, 2),
        "load_s": round(load_s, 2),
        "load_wall_s": round(load_wall_s, 2),
        "peak_rss_mb": peak_mb(),
        "pairs": sum(counts),
        "conditions": sum(len(rules.leaves(node)) for node in nodes),
        "recheck_ms": _recheck(nodes, population),
        "counts": counts,
    }


def _recheck(nodes: list[Any], population: Any) -> float:
    """One person's event: every programme over the facts of one, the trees known already."""
    from cdos.base.rules import api as rules
    from cdos.nets.services.benefits.logic import columns
    from support import city_columns

    step = max(1, population.size // RECHECKED)
    people = []
    for at in range(0, population.size, step):
        facts = {name: columns.value_at(column, at) for name, column in population.columns.items()}
        facts["birth_date"] = _day(facts["birth_date"])
        people.append(facts)
    for node in nodes:
        rules.decide(node, people[0], on=city_columns.ON)
    began = time.process_time()
    for facts in people:
        for node in nodes:
            rules.decide(node, facts, on=city_columns.ON)
    return round((time.process_time() - began) / len(people) * 1000, 3)


def _day(days: Any) -> Any:
    from datetime import timedelta

    from support import city_columns

    return None if days is None else city_columns.EPOCH + timedelta(days=days)


def duck(path: Path, count: int) -> dict[str, Any]:
    """The rule's own SQL, sixty programmes a scan, over a table in memory."""
    ready()
    import duckdb

    from cdos.base.rules import api as rules
    from support import city_columns

    nodes = city_columns.programmes(count)
    asked = [
        f"count(*) FILTER (WHERE {rules.to_sql(node, dialect='duckdb', on=city_columns.ON, comments=False)})"
        for node in nodes
    ]
    with duckdb.connect() as lake:
        lake.execute("SET threads = 2")
        lake.execute(f"CREATE TABLE people AS SELECT * FROM read_parquet('{path}')")
        began, counts = time.process_time(), []
        for start in range(0, count, CHECKED_AT_ONCE):
            part = ", ".join(asked[start : start + CHECKED_AT_ONCE])
            found = lake.execute(f"SELECT {part} FROM people").fetchone()
            counts += list(found or ())
            say(f"DuckDB: {len(counts)} of {count}")
        cpu = time.process_time() - began
    return {"cpu_s": round(cpu, 2), "peak_rss_mb": peak_mb(), "counts": counts}


def polars_way(path: Path, count: int) -> dict[str, Any]:
    """The same conditions as expressions, fifty programmes a query, over a frame in memory."""
    ready()
    os.environ.setdefault("POLARS_MAX_THREADS", "2")
    import polars as pl

    from support import city_columns, polars_rules

    nodes = city_columns.programmes(count)
    frame = pl.read_parquet(path)
    began, counts = time.process_time(), []
    for start in range(0, count, 50):
        part = [
            polars_rules.expression(node).fill_null(False).sum().alias(str(at))
            for at, node in enumerate(nodes[start : start + 50])
        ]
        counts += [int(one) for one in frame.lazy().select(part).collect().row(0)]
        say(f"polars: {len(counts)} of {count}")
    return {"cpu_s": round(time.process_time() - began, 2), "peak_rss_mb": peak_mb(), "counts": counts}


WAYS = {"ours": ours, "duckdb": duck, "polars": polars_way}


def apart(way: str, path: Path, count: int) -> dict[str, Any]:
    """In a process of its own, so that its memory and time are its own."""
    command = [sys.executable, __file__, "--way", way, "--file", str(path), "--programmes", str(count)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=20_000_000)
    parser.add_argument("--programmes", type=int, default=723)
    parser.add_argument("--checked", type=int, default=0, help="programmes the rivals count; 0: all")
    parser.add_argument("--way", choices=sorted(WAYS), default="")
    parser.add_argument("--file", default="")
    asked = parser.parse_args()
    if asked.way:
        print(json.dumps(WAYS[asked.way](Path(asked.file), asked.programmes)))
        return
    _polars_there()
    with tempfile.TemporaryDirectory(prefix="cdos-matching-") as folder:
        path = Path(folder) / "people.parquet"
        say(f"Writing {asked.people:,} people …")
        subprocess.run(
            [sys.executable, "-c", WRITE, str(path), str(asked.people)], check=True, cwd=Path(__file__).parent
        )
        checked = asked.checked or asked.programmes
        found = {way: apart(way, path, asked.programmes if way == "ours" else checked) for way in WAYS}
    print(json.dumps(_report(asked, found), indent=2))


WRITE = """
import sys, os
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cdos.runtime.settings")
from pathlib import Path
from support import city_columns
city_columns.write(Path(sys.argv[1]), int(sys.argv[2]))
"""


def _polars_there() -> None:
    try:
        import polars  # noqa: F401
    except ImportError:
        from cdos.runtime.tools import add_group

        add_group("bench")


def _report(asked: argparse.Namespace, found: dict[str, dict[str, Any]]) -> dict[str, Any]:
    own = found["ours"].pop("counts")
    rivals = {way: found[way].pop("counts") for way in WAYS if way != "ours"}
    checked = len(rivals["duckdb"])
    differing = {
        way: sum(mine != theirs for mine, theirs in zip(own[:checked], counts, strict=True))
        for way, counts in rivals.items()
    }
    whole = asked.programmes / checked  # what the rivals would need for all of them
    return {
        "people": asked.people,
        "programmes": asked.programmes,
        **found["ours"],
        "checked": checked,
        "mismatches": differing["duckdb"],
        "polars_mismatches": differing["polars"],
        "duckdb": found["duckdb"],
        "polars": found["polars"],
        "duckdb_to_ours": round(whole * found["duckdb"]["cpu_s"] / max(found["ours"]["cpu_s"], 0.01), 1),
        "polars_to_ours": round(whole * found["polars"]["cpu_s"] / max(found["ours"]["cpu_s"], 0.01), 1),
    }


main()
