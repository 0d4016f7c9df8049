"""What a large city's catalogue costs: 8,600 items (1,345 combinable) loaded, held in memory, looked up, linted, exported.

CPU is that of this process and of PostgreSQL where it takes part (`load_s`, `held_s`). PostgreSQL is one of its own, thrown
away afterwards. Prints JSON.

    ./cdos bench items         (CDOS_BENCH_ROWS=1000 for a shorter run)
"""

import json
import os
import resource
import time
from collections.abc import Callable
from functools import partial

import django
from support.own_server import own_server

os.environ["DATABASE_URL"], _folder = own_server()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cdos.runtime.settings")
django.setup()

from django.core.management import call_command  # noqa: E402

from cdos.nets.services.items import api  # noqa: E402

ROWS = int(os.environ.get("CDOS_BENCH_ROWS", "8600"))
LOOKS = 20_000


def timed(what: Callable[[], object]) -> tuple[float, float]:
    """Wall and own CPU seconds."""
    wall, cpu = time.perf_counter(), time.process_time()
    what()
    return time.perf_counter() - wall, time.process_time() - cpu


def memory_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    call_command("migrate", verbosity=0)
    made = api.generate(count=ROWS, combinable=ROWS * 1345 // 8600)
    _items, standards = api.sample()
    load, _ = timed(partial(api.load, made, standards=standards))
    codes = [item.code for item in made]
    made.clear()
    before = memory_mb()
    held, _ = timed(lambda: api.item(codes[0]))
    grown = memory_mb() - before
    _, look = timed(lambda: [api.item(codes[n % len(codes)]) for n in range(LOOKS)])
    _, listed = timed(lambda: [api.live_items(combinable=True) for _ in range(10)])
    problems: dict[str, list[object]] = {}
    _, linted = timed(lambda: problems.update(api.lint_all()))  # type: ignore[arg-type]
    _, saved = timed(api.savings)
    csv: list[bytes] = []
    _, out = timed(lambda: csv.append(api.write(api.live_items(), "csv")))
    _, read = timed(lambda: api.read(csv[0]))
    found = {
        "items": ROWS,
        "combinable": len(api.live_items(combinable=True)),
        "load_s": round(load, 2),
        "held_s": round(held, 2),  # read from the database once a process
        "held_mb": round(grown, 1),
        "look_up_us": round(look / LOOKS * 1e6, 2),
        "list_combinable_ms": round(listed / 10 * 1e3, 2),
        "lint_all_s": round(linted, 2),
        "rules": len(api.lint_rules()),
        "with_problems": len(problems),
        "savings_ms": round(saved * 1e3, 1),
        "csv_mb": round(len(csv[0]) / 1e6, 1),
        "csv_out_s": round(out, 2),
        "csv_in_s": round(read, 2),
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
