"""What understanding costs in a city of a million appeals with 4,500 duty items: proposals, duplicates, topics.

- dispatch: the item, the unit and the reason proposed for a text and a place, by the duty list's wording alone and with a
  model of classes beside it (trained here on made messages); and the signals of a text. CPU of the process that asks: no
  query is made. The duty list and the messages are made (`benchmarks/support/made_duties.py`).
- duplicates: as at filing (near a point, like a text) and as at the desk; CPU of the process that asks and of PostgreSQL.
- topics: what one more message costs in a stream.

The city is that of `./cdos bench appeals` and `--keep FOLDER` uses one again; the made duty list is retired at the end.
Prints JSON on stdout; progress goes to stderr.

    ./cdos bench understanding [--matters 1000000] [--items 4500] [--times 300] [--messages 20000] [--keep FOLDER]
"""

import argparse
import json
import os
import shutil
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.appeals import CASES, helper, say
from benchmarks.support.made_topics import START, City

from cdos.nets.governance.topics import api as topics
from cdos.runtime.trial import Trial, trial_folder

TARGETS = {"dispatch_ms": 20, "duplicates_ms": 50, "topics_ms": 50}


def duplicates(trial: Trial, times: int) -> dict[str, Any]:
    """PostgreSQL's part is counted over all calls of the run, and shared out."""
    helper(trial, "measure_understanding", "duplicates", "20")
    before = trial.cpu_seconds().get("postgres", 0.0)
    found = helper(trial, "measure_understanding", "duplicates", str(times))
    calls = 2 * times + 22
    found["postgres_ms_a_call"] = round(1000 * (trial.cpu_seconds().get("postgres", 0.0) - before) / calls, 2)
    worst = max(found[where]["mean_ms"] for where in ("at_filing", "at_desk"))
    found["cpu_ms"] = round(worst + found["postgres_ms_a_call"], 2)
    return found


def stream(count: int) -> dict[str, Any]:
    """CPU of each message, of the whole and of the last tenth."""
    city = City(99)
    places = [city.place() for _ in range(max(50, count // 60))]
    problems = list(city.problems)
    groups, took = topics.Groups(), []
    for number in range(count):
        place = places[int(len(places) * city.random.random() ** 2)]
        message = city.message(str(number), place, city.random.choice(problems), START)
        started = time.process_time()
        groups.add(message)
        took.append(1000 * (time.process_time() - started))
    last = sorted(took[-max(1, count // 10) :])
    return {
        "messages": count,
        "cpu_ms": round(sum(last) / len(last), 2),
        "p99_ms": round(last[int(0.99 * (len(last) - 1))], 2),
        "share_over_50_ms": round(sum(one > 50 for one in took) / count, 5),
        "groups": len(groups.groups),
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="./cdos bench understanding")
    parser.add_argument("--matters", type=int, default=1_000_000)
    parser.add_argument("--items", type=int, default=4500)
    parser.add_argument("--times", type=int, default=300)
    parser.add_argument("--messages", type=int, default=20_000, help="in the stream of topics")
    parser.add_argument("--keep", type=Path, help="a data folder to make once and use again")
    asked = parser.parse_args()
    folder = asked.keep or trial_folder()
    trial = Trial(folder / "data", ("--scale", "0.0002"))
    say("Starting a city of its own.")
    trial.start()
    try:
        say(f"Loading up to {asked.matters:,} matters.")
        loaded = helper(trial, "load_matters", str(asked.matters), str(CASES), owner=True)
        figures: dict[str, Any] = {"matters": loaded["matters"], "cores": os.cpu_count(), "targets": TARGETS}
        say(f"A duty list of {asked.items:,} items.")
        made = helper(trial, "measure_understanding", "list", str(asked.items))
        try:
            figures["dispatch"] = helper(
                trial, "measure_understanding", "dispatch", str(asked.items), str(asked.times)
            )
            say(str(figures["dispatch"]))
            figures["duplicates"] = duplicates(trial, asked.times)
            say(str(figures["duplicates"]))
        finally:
            helper(trial, "measure_understanding", "retire", str(made["version"]))
    finally:
        trial.stop()
        if not asked.keep:
            shutil.rmtree(folder, ignore_errors=True)
    say("A stream of messages.")
    figures["topics"] = stream(asked.messages)
    print(json.dumps(figures, ensure_ascii=False))


if __name__ == "__main__":
    main()
