"""What a decision by rule costs: bare, with its reasons, beside other ways to do it. Prints JSON.

`bare_us` is CPU microseconds a decision of five conditions with every reason: the mean over a case that qualifies, one that
fails two conditions and one of which a datum is missing. `whole_cpu_ms` is the CPU of the web process, its PostgreSQL and its
worker for one instant application over HTTP, from the answers to the licence, with receipt and ledger.

    ./cdos bench decisions        (CDOS_BENCH_APPLICATIONS=200; 0 leaves the city out)
"""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cdos.runtime.settings")

import django

django.setup()

from cdos.base.rules.contracts import All, Clause, Facts, Leaf, Op  # noqa: E402
from cdos.runtime.trial import Trial, trial_folder  # noqa: E402
from support import rule_ways  # noqa: E402

LAW = Clause("深圳市人才引进实施办法", "", "第三条")
FIVE = All(
    (
        Leaf("age", "age", Op.BETWEEN, (18, 45), LAW),
        Leaf("hukou", "hukou", Op.IN, ("other", "none"), LAW),
        Leaf("income", "income_month_fen", Op.LE, 3_000_000, LAW),
        Leaf("years", "residence_years", Op.GE, 3, LAW),
        Leaf("work", "employment", Op.IN, ("employed", "self"), LAW),
    )
)
FIT = {
    "age": 30,
    "hukou": "other",
    "income_month_fen": 900_000,
    "residence_years": 4,
    "employment": "employed",
}
CASES: dict[str, dict[str, Any]] = {
    "qualifies": FIT,
    "fails_two": {**FIT, "age": 50, "income_month_fen": 9_000_000},
    "one_missing": {**FIT, "residence_years": None},
}
WAYS: dict[str, Callable[[All], rule_ways.Decide]] = {
    "compiled": rule_ways.compiled,
    "closures": rule_ways.closures,
    "walker": rule_ways.walker,
    "jsonschema_rs_with_reasons": rule_ways.by_schema,
    "jsonschema_rs_without_reasons": rule_ways.by_schema_without_reasons,
}
TIMES, ROUNDS = 20_000, 5
ITEM, PARTS = "elder-card", ("web", "worker", "postgres")


def cpu_us(decide: rule_ways.Decide, facts: Facts) -> float:
    """CPU a call, the least of some rounds: what else the machine does only adds."""
    best = float("inf")
    for _ in range(ROUNDS):
        began = time.process_time()
        for _ in range(TIMES):
            decide(facts)
        best = min(best, (time.process_time() - began) / TIMES * 1e6)
    return best


def bare() -> dict[str, dict[str, float]]:
    """By way and case; the ways take turns, so that a slow moment hits all of them."""
    ready = {name: make(FIVE) for name, make in WAYS.items()}
    return {
        name: {case: round(cpu_us(decide, facts), 2) for case, facts in CASES.items()}
        for name, decide in ready.items()
    }


def mean(values: Sequence[float]) -> float:
    return round(sum(values) / len(values), 2)


def helper(trial: Trial, name: str, *arguments: str) -> dict[str, Any]:
    """Runs a part of this benchmark in a process of its own, so that its CPU is not the city's."""
    environment = {
        **os.environ,
        "DATABASE_URL": trial.database_url,
        "CDOS_DATA": str(trial.folder),
        "CDOS_BENCH_URL": trial.url,
    }
    script = str(Path(__file__).resolve().parent / "support" / f"{name}.py")
    done = subprocess.run(
        [sys.executable, script, *arguments], env=environment, stdout=subprocess.PIPE, check=True, text=True
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def quiet(trial: Trial, window_s: float = 10, most_ms: float = 50) -> float:
    """Wait until a new city has done what it does after its start; CPU ms a second that it then uses by itself."""
    idle = float("inf")
    for _ in range(20):
        before = sum(trial.cpu_seconds().values())
        time.sleep(window_s)
        idle = 1000 * (sum(trial.cpu_seconds().values()) - before) / window_s
        if idle < most_ms:
            break
    return round(idle, 1)


def whole(times: int) -> dict[str, Any]:
    """One instant application after another in a city of its own; the CPU of web, worker and PostgreSQL until nothing is left."""
    os.environ["CDOS_DECISION_SAMPLE_PERCENT"] = "0"  # all are decided at once
    folder = trial_folder()
    trial = Trial(folder / "data", ("--scale", "0.0002"))
    trial.start()
    try:
        helper(trial, "file_applications", ITEM, "10", "warm")
        helper(trial, "settle", "300")
        idle = quiet(trial)
        before = trial.cpu_seconds()
        filed = helper(trial, "file_applications", ITEM, str(times), "run")
        helper(trial, "settle", "300")
        after = trial.cpu_seconds()
    finally:
        trial.stop()
        shutil.rmtree(folder, ignore_errors=True)
    parts = {part: round(1000 * (after[part] - before[part]) / times, 2) for part in PARTS}
    return {
        "cpu_ms": round(sum(parts.values()), 1),
        "by_part": parts,
        "idle_cpu_ms_a_second": idle,
        "filed": times,
        "licences": filed["licences"],
    }


def main() -> None:
    ways = bare()
    told: dict[str, Any] = {
        "bare_us": mean(list(ways["compiled"].values())),
        "rival": "jsonschema-rs iter_errors",
        "rival_us": mean(list(ways["jsonschema_rs_with_reasons"].values())),
        "ways_us": ways,
    }
    times = int(os.environ.get("CDOS_BENCH_APPLICATIONS", "200"))
    if times:
        found = whole(times)
        told |= {"whole_cpu_ms": found["cpu_ms"], "whole": found}
    print(json.dumps(told, ensure_ascii=False, indent=2))


main()
