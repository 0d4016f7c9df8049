"""What putting a bundle together costs, with a city's catalogue in memory: CPU of this process, without the database.

8,600 items, 1,345 of them combinable, made from the sample's (`items.api.generate`). `find_ms`: a search among those that
may be combined, by words of their titles and what people call them. `compose_ms`: merging forms and papers, order, saving, for 2, 5, 10
and 20 items taken at random (`refused`: parts that wait for each other, which costs the same). `own_page_ms` is one change of
an own bundle of five: search, composition before and after. Medians and the slowest of each. Prints JSON.

    ./cdos bench bundles        (CDOS_BENCH_ROUNDS=50 for a shorter run)
"""

import json
import os
import random
import time
from collections.abc import Callable
from importlib.resources import files
from statistics import median
from unittest.mock import patch

os.environ.setdefault("DATABASE_URL", "postgresql://nobody@/none")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cdos.runtime.settings")

import django

django.setup()

from cdos.base.organisation import api as organisation  # noqa: E402
from cdos.nets.services.bundles.contracts import BundleRefused  # noqa: E402
from cdos.nets.services.bundles.logic import composing, own  # noqa: E402
from cdos.nets.services.forms import api as forms  # noqa: E402
from cdos.nets.services.items import api as items  # noqa: E402
from cdos.nets.services.items.contracts import Item  # noqa: E402

ROUNDS = int(os.environ.get("CDOS_BENCH_ROUNDS", "200"))
GOAL_MS = 50.0
WORDS = ("社保", "落户", "证", "许可", "补贴 企业", "南山 变更", "学校", "library", "搬家", "公积金 首次")


def cpu_ms(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000


def figures(found: list[float]) -> dict[str, float]:
    return {"median": round(median(found), 2), "worst": round(max(found), 2)}


def main() -> None:
    with patch.object(organisation, "unit", lambda code: None):  # no database: units have no names here
        print(json.dumps(measured(), ensure_ascii=False, indent=1))


def measured() -> dict[str, object]:
    catalogue = items.generate()
    held = {one.code: one for one in catalogue}
    combinable = [one for one in catalogue if one.combinable]
    source = files("cdos.nets.services.forms") / "data" / "forms.json"
    each = {body["code"]: forms.parse(body) for body in json.loads(source.read_text(encoding="utf-8"))}
    dice = random.Random(7)
    with (
        patch.object(
            items, "items", lambda codes, **_on: {code: held[code] for code in codes if code in held}
        ),
        patch.object(items, "live_items", lambda **_asked: combinable),
        patch.object(forms, "form", lambda code, **_on: each.get(code)),
    ):
        found = measure(combinable, dice)
    found |= {"items": len(catalogue), "combinable": len(combinable), "rounds": ROUNDS, "goal_ms": GOAL_MS}
    found["met"] = all(
        value["worst"] < GOAL_MS
        for name, value in found.items()
        if name.endswith("_ms") and isinstance(value, dict)
    )
    return found


def measure(combinable: list[Item], dice: random.Random) -> dict[str, object]:
    persons = [one.code for one in combinable if "1" in one.audience]
    refused = [0]

    def compose(codes: list[str]) -> None:
        try:
            composing.own(codes, held={})
        except BundleRefused:
            refused[0] += 1

    def page() -> None:
        chosen = dice.sample(persons, 5)
        compose(chosen)
        compose(chosen[:-1])
        own.find(dice.choice(WORDS), audience="person", without=chosen)

    first = cpu_ms(lambda: own.find("社保"))
    found: dict[str, object] = {
        "first_search_after_a_change_ms": round(first, 1),
        "find_ms": figures([cpu_ms(lambda: own.find(dice.choice(WORDS))) for _round in range(ROUNDS)]),
    }
    for size in (2, 5, 10, 20):
        runs = [cpu_ms(lambda: compose(dice.sample(persons, size))) for _round in range(ROUNDS)]  # noqa: B023
        found[f"compose_{size}_ms"] = figures(runs)
    found["own_page_ms"] = figures([cpu_ms(page) for _round in range(ROUNDS)])
    found["refused"] = refused[0]
    return found


if __name__ == "__main__":
    main()
