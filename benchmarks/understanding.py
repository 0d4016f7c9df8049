"""What understanding costs in a city of a million appeals with 4,500 duty items: proposals, duplicates, topics.

CPU milliseconds are those of the process that asks and of the PostgreSQL process that answers it, whatever else runs.

- dispatch: the item, the unit and the reason proposed for a text and a place, by the duty list's wording alone and with a
  model of classes beside it (trained here on made messages); and the signals of a text. The duty list and the messages are
  made (`benchmarks/support/made_duties.py`).
- duplicates: as at filing (near a point, like a text) and as at the desk.
- topics: one more message put into its group of similar cases, in the tables; the worker meanwhile groups the last 90 days.

The city is that of `./cdos bench appeals` and `--keep FOLDER` uses one again; the made duty list is retired at the end.
Prints JSON on stdout; progress goes to stderr.

    ./cdos bench understanding [--matters 1000000] [--items 4500] [--times 300] [--keep FOLDER]
"""

import argparse
import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.appeals import CASES, helper, say

from cdos.runtime.trial import Trial, trial_folder

TARGETS = {"dispatch_ms": 20, "duplicates_ms": 50, "topics_ms": 50}


def main() -> None:
    parser = argparse.ArgumentParser(prog="./cdos bench understanding")
    parser.add_argument("--matters", type=int, default=1_000_000)
    parser.add_argument("--items", type=int, default=4500)
    parser.add_argument("--times", type=int, default=300)
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
            for what in ("duplicates", "topics"):
                figures[what] = helper(trial, "measure_understanding", what, str(asked.times))
                say(str(figures[what]))
        finally:
            helper(trial, "measure_understanding", "retire", str(made["version"]))
    finally:
        trial.stop()
        if not asked.keep:
            shutil.rmtree(folder, ignore_errors=True)
    print(json.dumps(figures, ensure_ascii=False))


if __name__ == "__main__":
    main()
