"""One measure of `./cdos bench understanding` in a process of its own. Prints JSON: CPU milliseconds of this process.

measure_understanding.py list ITEMS        a made duty list in force from today; its version
measure_understanding.py retire VERSION    the list before it counts again
measure_understanding.py dispatch ITEMS TIMES
measure_understanding.py duplicates TIMES
"""

import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

sys.path.insert(0, str(Path(__file__).resolve().parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cdos.runtime.settings")
django.setup()

import made_duties  # noqa: E402
from django.utils import timezone  # noqa: E402

from cdos.base.fence import api as fence  # noqa: E402
from cdos.base.organisation import api as organisation  # noqa: E402
from cdos.base.organisation.contracts import SYSTEM, AreaLevel, Scope  # noqa: E402
from cdos.hubs.ai import api as ai  # noqa: E402
from cdos.nets.governance.appeals import api as appeals  # noqa: E402
from cdos.nets.governance.understanding import api as understanding  # noqa: E402

HISTORY = 6000


def spent(work: Callable[[int], Any], times: int) -> dict[str, float]:
    """Mean, 99th of a hundred and worst CPU milliseconds of a call; the first is not counted."""
    work(0)
    took = []
    for number in range(times):
        started = time.process_time()
        work(number)
        took.append(1000 * (time.process_time() - started))
    took.sort()
    return {
        "mean_ms": round(sum(took) / times, 2),
        "p99_ms": round(took[int(0.99 * (times - 1))], 2),
        "worst_ms": round(took[-1], 2),
    }


def duty_list(items: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made_duties.csv"
        made_duties.write(path, items)
        made = appeals.import_duty_list(path=path, effective_on=timezone.localdate(), actor_name="benchmark")
    assert made.list is not None, made.errors
    return {"version": made.list.version, "items": made.list.items}


def dispatch(items: int, times: int) -> dict[str, Any]:
    scopes = [organisation.scope_of(area.code) for area in organisation.areas(level=AreaLevel.COMMUNITY)]
    told = list(made_duties.messages(times, items))
    chance = random.Random(3)
    places: list[Scope] = [chance.choice(scopes) for _ in told]

    def propose(number: int) -> Any:
        return appeals.propose(text="\n".join(told[number][1:]), scope=places[number])

    started = time.process_time()
    propose(0)
    found: dict[str, Any] = {"items": items, "first_call_ms": round(1000 * (time.process_time() - started))}
    found["by_wording"] = spent(propose, times)
    path = appeals.model_path()
    if path.exists():
        return found | {"with_model": None}
    classes = {item.code: item.class_name for item in appeals.duty_items()}
    history = list(made_duties.messages(HISTORY, items))
    path.parent.mkdir(parents=True, exist_ok=True)
    started = time.process_time()
    info = ai.train(
        texts=[row[1:] for row in history], labels=[classes[row[0]] for row in history], path=path
    )
    found |= {
        "history": HISTORY,
        "labels": len(info.labels),
        "train_cpu_s": round(time.process_time() - started, 1),
    }
    try:
        time.sleep(6)  # the process looks at the file again
        first = propose(0)
        assert first.learned is not None
        found["with_model"] = spent(propose, times)
    finally:
        path.unlink()
    found["signals"] = spent(lambda number: understanding.signals(text="\n".join(told[number][1:])), times)
    return found


def duplicates(times: int) -> dict[str, Any]:
    """As at filing: near a point, with a text, among the open ones of 30 days; and as at the desk, of an appeal there is."""
    chance = random.Random(5)
    areas = organisation.areas(level=AreaLevel.COMMUNITY)
    spots = [chance.choice(areas) for _ in range(times)]
    texts = [body for _code, _title, body in made_duties.messages(times, 4500)]

    def at_filing(number: int) -> Any:
        spot = spots[number]
        return appeals.nearby(lon=spot.lon, lat=spot.lat, text=texts[number])

    with fence.everything():
        from cdos.base.matters.contracts import Question

        rows = appeals.find(actor=SYSTEM, question=Question(limit=100)).rows
    numbers = [row.matter.number for row in rows]
    return {
        "at_filing": spent(at_filing, times),
        "at_desk": spent(
            lambda number: appeals.similar(actor=SYSTEM, number=numbers[number % len(numbers)]), times
        ),
        "found_at_filing": sum(len(at_filing(number)) for number in range(20)) / 20,
    }


def main() -> None:
    what, *values = sys.argv[1:]
    numbers = [int(value) for value in values]
    if what == "retire":
        with fence.everything():
            appeals.retire_duty_list(version=numbers[0], actor=SYSTEM)
        print(json.dumps({"retired": numbers[0]}))
        return
    print(json.dumps({"list": duty_list, "dispatch": dispatch, "duplicates": duplicates}[what](*numbers)))


if __name__ == "__main__":
    main()
