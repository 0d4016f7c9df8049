"""Nothing lost, nothing twice: clients file and answer appeals while web, worker and PostgreSQL are killed with -9.

Each 2xx is journalled outside of the database; afterwards every journalled key is looked up. What got no answer is
counted as unknown and looked up, too. Meanwhile money is paid out: reserved, put into batches, handed to a bank that is often
away; afterwards each payout that was asked for is paid, none twice, and all books agree. Prints JSON on stdout; progress
goes to stderr.

    ./cdos bench chaos [--seconds 900] [--clients 4] [--kills N of each kind] [--city DATA]
"""

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from support.chaos_clients import Client, Journal
from support.chaos_lookup import look_up, settle, tally

from cdos.runtime.city import answers
from cdos.runtime.data_folder import DataFolder
from cdos.runtime.trial import Trial, trial_folder

HERE = Path(__file__).resolve().parent
KINDS = ("web", "worker", "postgres")
SETTLED_S = 300
BACK_WITHIN_S = 120  # a killed part, on a busy machine


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def kills_for(seconds: int) -> int:
    """Of each kind: 36 in 900 seconds, never fewer than 2."""
    return max(2, seconds * 36 // 900)


class Killer:
    """Kills one part after the other, in random order and at random moments, spread over the whole time."""

    def __init__(self, trial: Trial, seconds: int, each: int, chance: random.Random) -> None:
        self.trial, self.chance = trial, chance
        self.order = [kind for kind in KINDS for _ in range(each)]
        chance.shuffle(self.order)
        self.pause_s = seconds / (len(self.order) + 1)
        self.done = dict.fromkeys(KINDS, 0)

    def work(self, began: float) -> None:
        for turn, kind in enumerate(self.order):
            at = began + self.pause_s * (turn + self.chance.uniform(0.6, 1.4))
            time.sleep(max(0.0, at - time.monotonic()))
            if self._kill(kind):
                self.done[kind] += 1
                say(f"{time.monotonic() - began:6.1f} s  killed {kind}")

    def _kill(self, kind: str) -> bool:
        """The part itself, or (web) sometimes only one of its processes; waits for one that is just being started."""
        until = time.monotonic() + BACK_WITHIN_S
        while time.monotonic() < until:
            if running := self.trial.parts().get(kind):
                below = self.trial.children_of(running) if kind == "web" else []
                target = self.chance.choice(below) if below and self.chance.random() < 0.4 else running
                try:
                    os.kill(target, signal.SIGKILL)
                except ProcessLookupError:
                    continue
                return True
            time.sleep(0.1)
        return False


def storm(trial: Trial, seconds: int, clients: int, each: int, run: str) -> tuple[Journal, dict[str, int]]:
    """Everybody at once for so many seconds, and until the last kill; then quiet until the city answers again."""
    journal = Journal(trial.folder / "journal.jsonl")
    given = tokens(trial)
    began = time.monotonic()
    killer = Killer(trial, seconds, each, random.Random(run))
    payer = payouts(trial, "pump", stdout=subprocess.DEVNULL)
    callers = [Client(number, trial.port, run, given, journal) for number in range(clients)]
    over = threading.Event()
    threads = [threading.Thread(target=caller.work, args=(over,)) for caller in callers]
    for thread in threads:
        thread.start()
    killer.work(began)
    time.sleep(max(0.0, began + seconds - time.monotonic()))
    over.set()
    for thread in threads:
        thread.join()
    payouts_journal(trial).with_suffix(".stop").touch()
    payer.wait(120)
    while not answers(f"{trial.url}/readyz"):
        time.sleep(0.5)
    return journal, killer.done


def payouts_journal(trial: Trial) -> Path:
    return trial.folder / "payouts.journal"


def payouts(trial: Trial, what: str, stdout: int) -> "subprocess.Popen[str]":
    """The program that pays out (support/chaos_payouts.py)."""
    environment = {**os.environ, "DATABASE_URL": trial.database_url, "CDOS_DATA": str(trial.folder)}
    script = str(HERE / "support" / "chaos_payouts.py")
    command = [sys.executable, script, what, str(payouts_journal(trial))]
    return subprocess.Popen(command, env=environment, stdout=stdout, stderr=subprocess.DEVNULL, text=True)


def paid_out(trial: Trial) -> dict[str, object]:
    """What became of the payouts, once all of them have come to their end."""
    said = payouts(trial, "finish", stdout=subprocess.PIPE).communicate(timeout=2 * SETTLED_S)[0]
    found: dict[str, object] = json.loads(said)
    return found


def tokens(trial: Trial) -> dict[str, str]:
    environment = {**os.environ, "DATABASE_URL": trial.database_url, "CDOS_DATA": str(trial.folder)}
    command = [sys.executable, str(HERE / "support" / "tokens.py")]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True, text=True)
    found: dict[str, str] = json.loads(done.stdout)
    return found


def verified(trial: Trial) -> bool | None:
    """What `cdos verify` says of the ledger; nothing where there is no such command."""
    command = [sys.executable, "-m", "cdos", "--data", str(trial.folder), "verify", "--json"]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        return bool(json.loads(done.stdout)["ok"])
    except (ValueError, KeyError):
        return None


def report(trial: Trial, journal: Journal, run: str) -> dict[str, object]:
    """Every journalled key, looked up in the database by the owner of its tables."""
    owner = str(DataFolder(trial.folder).running()["owner"])
    left = settle(owner, SETTLED_S)
    found = look_up(owner, run)
    # Accepted is there once only when it is there under the number that was told.
    accepted = [
        2 if sum(there.values()) > 1 else there[number]
        for key, number in journal.accepted.items()
        for there in [found.filed.get(key) or {number: 0}]
    ]
    sure, unsure = tally(accepted), tally(sum(found.filed.get(key, {}).values()) for key in journal.unknown)
    moved = tally(found.answers[number] for number in journal.answered)
    doubted = tally(found.answers[number] for number in journal.answers_unknown)
    return {
        "accepted": len(accepted) + len(journal.answered),
        "once": sure["once"] + moved["once"],
        "twice": sure["twice"] + moved["twice"],
        "lost": sure["none"] + moved["none"],
        "filed": len(accepted),
        "answered": len(journal.answered),
        "unknown": len(journal.unknown) + len(journal.answers_unknown),
        "unknown_once": unsure["once"] + doubted["once"],
        "unknown_none": unsure["none"] + doubted["none"],
        "unknown_twice": unsure["twice"] + doubted["twice"],
        "statuses": {str(status): count for status, count in sorted(journal.statuses.items())},
        "notices": {
            "expected": sum(found.notices.values()),
            "once": found.notices[1],
            "missing": found.notices[0],
            "twice": sum(count for told, count in found.notices.items() if told > 1),
            "messages_sent": found.messages,
        },
        "jobs_left": left,
        "jobs_dead": found.dead,
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="./cdos bench chaos")
    parser.add_argument("--seconds", type=int, default=900)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--kills", type=int, default=0, help="of each kind; by default 36 in 900 seconds")
    parser.add_argument(
        "--city", type=Path, help="the data of one that stands still; by default one is loaded"
    )
    asked = parser.parse_args()
    run = f"chaos{time.time_ns():x}"
    folder = trial_folder()
    trial = Trial(asked.city or folder / "data", ("--scale", "0.0002"))
    say("Starting a city of its own.")
    trial.start()
    try:
        each = asked.kills or kills_for(asked.seconds)
        journal, kills = storm(trial, asked.seconds, asked.clients, each, run)
        money = paid_out(trial)
        figures = {
            **report(trial, journal, run),
            "payouts": money,
            "kills": kills,
            "seconds": asked.seconds,
            "ledger_verified": verified(trial),
        }
    finally:
        trial.stop()
        shutil.rmtree(folder, ignore_errors=True)
    print(json.dumps(figures, ensure_ascii=False))


if __name__ == "__main__":
    main()
