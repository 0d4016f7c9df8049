"""What a search of the service portal costs with a large city's catalogue: CPU of this process, by kind of question.

8,600 items (1,345 of them combinable) made of the sample's, its bundles and its links; PostgreSQL is one of its own, thrown
away afterwards. Prints JSON.

    ./cdos bench guide         (CDOS_BENCH_ITEMS=1000 for a shorter run)
"""

import json
import os
import statistics
import time
from collections.abc import Callable
from datetime import date

import django
from support.own_server import own_server

os.environ["DATABASE_URL"], _folder = own_server()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cdos.runtime.settings")
django.setup()

from django.core.management import call_command  # noqa: E402

from cdos.base.fence import api as fence  # noqa: E402
from cdos.nets.services.bundles import api as bundles  # noqa: E402
from cdos.nets.services.guide import api as guide  # noqa: E402
from cdos.nets.services.guide.logic import catalogue  # noqa: E402
from cdos.nets.services.items import api as items  # noqa: E402

ITEMS = int(os.environ.get("CDOS_BENCH_ITEMS", "8600"))
COMBINABLE = ITEMS * 1345 // 8600
ROUNDS = 15
GOAL_MS = 50.0
QUESTIONS = {
    "exact": ("居住证", "结婚登记", "住房公积金提取"),
    "everyday": ("生孩子", "我想开店怎么办", "搬家", "被裁员了"),
    "misspelt": ("社宝卡", "失业保检金", "食品经菅许可"),
    "pinyin": ("juzhuzheng", "shebaoka", "gongjijintiqu"),
    "initials": ("jzz", "sbk"),
    "traditional": ("結婚登記", "駕駛執照續期"),
    "typing": ("居", "居住", "居住证", "居住证办"),
    "nothing": ("井盖坏了没人管", "zzzzqqq"),
}


def cpu_ms(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return (time.process_time() - started) * 1000


def load() -> dict[str, float]:
    made = items.generate(count=ITEMS, combinable=COMBINABLE)
    sample, standards = items.sample()
    with fence.everything():
        loading = cpu_ms(lambda: items.load([*sample, *made][:ITEMS], standards=standards))
        bundles.load(bundles.sample_bundles(), effective_from=date(2026, 1, 1))
        guide.load_links(rows=guide.sample_links())
    return {"load_cpu_ms": round(loading)}


def measured() -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for kind, questions in QUESTIONS.items():
        spent = [
            cpu_ms(lambda q=q: guide.search(words=q, limit=10)) for q in questions for _ in range(ROUNDS)
        ]  # type: ignore[misc]
        found[kind] = {
            "median_cpu_ms": round(statistics.median(spent), 2),
            "worst_cpu_ms": round(max(spent), 2),
        }
    return found


def main() -> None:
    call_command("migrate", verbosity=0, interactive=False)
    told: dict[str, object] = {"items": ITEMS, **load()}
    reading = cpu_ms(items.live_items)
    told |= {"read_catalogue_cpu_ms": round(reading), "index_cpu_ms": round(cpu_ms(catalogue.HELD.get))}
    told |= {"entries": len(catalogue.HELD.get().entries), "names": len(catalogue.HELD.get().names)}
    kinds = measured()
    told["search"] = kinds
    told["combinable"] = len(items.live_items(combinable=True))
    worst = max(one["worst_cpu_ms"] for one in kinds.values())
    told |= {"worst_cpu_ms": worst, "goal_ms": GOAL_MS, "met": worst < GOAL_MS}
    print(json.dumps(told, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
