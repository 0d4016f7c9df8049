"""One measure of `./cdos bench understanding` in a process of its own. Prints JSON.

measure_understanding.py list ITEMS        a made duty list in force from today; its version
measure_understanding.py retire VERSION    the list before it counts again
measure_understanding.py dispatch ITEMS TIMES
measure_understanding.py duplicates TIMES
measure_understanding.py topics TIMES
"""

import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import django

sys.path.insert(0, str(Path(__file__).resolve().parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cdos.runtime.settings")
django.setup()

import made_duties  # noqa: E402
from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from cdos.base.fence import api as fence  # noqa: E402
from cdos.base.matters.contracts import Question  # noqa: E402
from cdos.base.organisation import api as organisation  # noqa: E402
from cdos.base.organisation.contracts import SYSTEM, Actor, AreaLevel, HeldPost, Role, Scope  # noqa: E402
from cdos.hubs.ai import api as ai  # noqa: E402
from cdos.nets.governance.appeals import api as appeals  # noqa: E402
from cdos.nets.governance.cases import api as cases  # noqa: E402
from cdos.nets.governance.understanding import api as understanding  # noqa: E402

HISTORY = 6000
CITY = settings.CITY_CODE


def backend_ms() -> float:
    """CPU of the PostgreSQL process that answers this one, from the kernel's accounting."""
    connection.ensure_connection()
    pid = connection.connection.info.backend_pid
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e6


def spent(work: Callable[[int], Any], times: int) -> dict[str, float]:
    """CPU milliseconds of a call, of this process and of its PostgreSQL together; three calls are not counted."""
    for number in range(min(3, times)):
        work(number)
    took, own = [], 0.0
    for number in range(times):
        before, started = backend_ms(), time.process_time()
        work(number)
        mine = 1000 * (time.process_time() - started)
        own += mine
        took.append(mine + max(0.0, backend_ms() - before))
    took.sort()
    return {
        "cpu_ms": round(sum(took) / times, 2),
        "of_it_own_ms": round(own / times, 2),
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
    found["signals"] = spent(lambda number: understanding.signals(text="\n".join(told[number][1:])), times)
    with trained(items) as facts:
        found |= facts
        time.sleep(6)  # the process looks at the file again
        first = propose(0)
        assert first.learned is not None
        found["with_model"] = spent(propose, times)
    return found


@contextmanager
def trained(items: int) -> Iterator[dict[str, Any]]:
    """A model of classes from made messages serves meanwhile; what served before serves again afterwards."""
    path, aside = appeals.model_path(), appeals.model_path().with_suffix(".aside")
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        path.replace(aside)
    classes = {item.code: item.class_name for item in appeals.duty_items()}
    history = list(made_duties.messages(HISTORY, items))
    started = time.process_time()
    try:
        info = ai.train(
            texts=[row[1:] for row in history], labels=[classes[row[0]] for row in history], path=path
        )
        spent_s = round(time.process_time() - started, 1)
        yield {"history": HISTORY, "labels": len(info.labels), "train_cpu_s": spent_s}
    finally:
        path.unlink(missing_ok=True)
        if aside.exists():
            aside.replace(path)


def duplicates(times: int) -> dict[str, Any]:
    """As at filing: near a point, with a text, among the open ones of 30 days; and as at the desk, of an appeal there is."""
    chance = random.Random(5)
    areas = organisation.areas(level=AreaLevel.COMMUNITY)
    spots = [chance.choice(areas) for _ in range(times)]
    texts = [body for _code, _title, body in made_duties.messages(times, 4500)]

    def at_filing(number: int) -> Any:
        spot = spots[number]
        return appeals.nearby(lon=spot.lon, lat=spot.lat, text=texts[number])

    clerk = Actor(account_id=1, name="bench", posts=(HeldPost("desk", "desk", Role.DISPATCHER, CITY),))
    rows = appeals.find(actor=clerk, question=Question(limit=100)).rows
    numbers = [row.matter.number for row in rows]

    def at_desk(number: int) -> Any:
        return appeals.similar(actor=clerk, number=numbers[number % len(numbers)])

    return {
        "at_filing": spent(at_filing, times),
        "at_desk": spent(at_desk, times),
        "found_at_filing": sum(len(at_filing(number)) for number in range(20)) / 20,
        "found_at_desk": sum(len(at_desk(number)) for number in range(20)) / 20,
    }


def topics(times: int) -> dict[str, Any]:
    """Appeals that are in no group yet, one at a time: put into their group, in its tables."""
    cases.make_yardstick()
    with connection.cursor() as cursor, fence.everything():
        cursor.execute(
            "SELECT m.id FROM matters_matter m LEFT JOIN cases_member c ON c.matter_id = m.id"
            " WHERE m.kind = 'appeal' AND c.matter_id IS NULL ORDER BY m.filed_at LIMIT %s",
            [times],
        )
        ids = [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT count(DISTINCT case_id), count(*) FROM cases_member")
        groups, members = cursor.fetchone()
    return {"groups_before": groups, "members_before": members, "messages": len(ids)} | spent(
        lambda number: cases.take(ids=[ids[number]]), len(ids)
    )


def main() -> None:
    what, *values = sys.argv[1:]
    numbers = [int(value) for value in values]
    if what == "retire":
        with fence.everything():
            appeals.retire_duty_list(version=numbers[0], actor=SYSTEM)
        print(json.dumps({"retired": numbers[0]}))
        return
    print(
        json.dumps(
            {"list": duty_list, "dispatch": dispatch, "duplicates": duplicates, "topics": topics}[what](
                *numbers
            )
        )
    )


if __name__ == "__main__":
    main()
