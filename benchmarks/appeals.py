"""What appeals cost: filing through the HTTP door with everything on, and the workbench with a million matters.

CPU is that of web, worker and PostgreSQL together, read from the kernel's accounting of the city's own processes; the
client that asks is not counted, though it shares the machine. The load's shape (how many a day, how long open) is that of
341,299 real cases when their file is there, else an even year. Prints JSON on stdout; progress goes to stderr.

    ./cdos bench appeals [--matters 1000000] [--filings 4000] [--clients 6] [--keep FOLDER]
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from cdos.runtime.data_folder import DataFolder
from cdos.runtime.trial import Trial, trial_folder

HERE = Path(__file__).resolve().parent
PARTS = ("web", "worker", "postgres")
CASES = HERE.parent.parent / "shared" / "data" / "appeals" / "nyc_cases_341299.csv.gz"
SETTLED_S = 300


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def answering(trial: Trial) -> float:
    """CPU seconds used so far by what answers a page: web, and the database's processes that answer the application."""
    return trial.cpu_seconds()["web"] + trial.backend_seconds()


def helper(trial: Trial, name: str, *arguments: str, owner: bool = False) -> dict[str, Any]:
    """Runs a part of this benchmark in a process of its own, so that its CPU is not the city's."""
    database = str(DataFolder(trial.folder).running()["owner"]) if owner else trial.database_url
    environment = {
        **os.environ,
        "DATABASE_URL": database,
        "CDOS_DATA": str(trial.folder),
        "CDOS_BENCH_URL": trial.url,
    }
    done = subprocess.run(
        [sys.executable, str(HERE / "support" / f"{name}.py"), *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def filing(trial: Trial, filings: int, clients: int) -> dict[str, Any]:
    """Files through POST /api/appeals, waits until the worker has nothing left, then counts the CPU of all of it."""
    helper(trial, "file_appeals", "200", str(clients), "warm")
    helper(trial, "settle", str(SETTLED_S))
    before = trial.cpu_seconds()
    found = helper(trial, "file_appeals", str(filings), str(clients), str(time.time_ns()))
    helper(trial, "settle", str(SETTLED_S))
    after = trial.cpu_seconds()
    parts = {part: after[part] - before[part] for part in PARTS}
    spent = sum(parts.values())
    return {
        "filed": found["filed"],
        "filed_per_s": round(found["filed"] / found["wall_s"], 1),
        "filed_per_cpu_s": round(found["filed"] / spent, 1),
        "cpu_ms_a_filing": round(1000 * spent / found["filed"], 2),
        "cpu_ms_by_part": {part: round(1000 * one / found["filed"], 2) for part, one in parts.items()},
    }


def lists(trial: Trial, times: int) -> dict[str, dict[str, float]]:
    """CPU and wall milliseconds of each page of the workbench, as a dispatcher of the city asks for it."""
    found = {}
    for name in helper(trial, "ask_pages", "names")["names"]:
        helper(trial, "ask_pages", name, "3")
        before = answering(trial)
        asked = helper(trial, "ask_pages", name, str(times))
        found[name] = {
            "cpu_ms": round(1000 * (answering(trial) - before) / times, 1),
            "wall_ms": round(asked["wall_ms"], 1),
            "bytes": asked["bytes"],
        }
        say(f"{name}: {found[name]}")
    return found


def main() -> None:
    parser = argparse.ArgumentParser(prog="./cdos bench appeals")
    parser.add_argument("--matters", type=int, default=1_000_000)
    parser.add_argument("--filings", type=int, default=4000)
    parser.add_argument("--clients", type=int, default=6)
    parser.add_argument("--times", type=int, default=40, help="requests a page")
    parser.add_argument("--keep", type=Path, help="a data folder to make once and use again")
    asked = parser.parse_args()
    folder = asked.keep or trial_folder()
    trial = Trial(folder / "data", ("--scale", "0.0002"))
    say("Starting a city of its own.")
    trial.start()
    try:
        say(f"Loading up to {asked.matters:,} matters.")
        loaded = helper(trial, "load_matters", str(asked.matters), str(CASES), owner=True)
        figures = {"matters": loaded["matters"], "load_s": loaded["load_s"], "load_shape": loaded["shape"]}
        figures |= filing(trial, asked.filings, asked.clients)
        figures |= {"lists": lists(trial, asked.times), "cores": os.cpu_count()}
    finally:
        trial.stop()
        if not asked.keep:
            shutil.rmtree(folder, ignore_errors=True)
    print(json.dumps(figures, ensure_ascii=False))


if __name__ == "__main__":
    main()
