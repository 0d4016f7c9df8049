"""Whoever pays out while the city is being killed: asks for payouts, makes batches, approves them, until told to stop.

A program of its own that speaks by the modules' door and goes on after every lost connection, as the caller of the door would.
Each payout that was reserved for sure is on the disk before it goes on. The bank is the demonstration's, whose accounts are here
such as end in a payment: at once (99), after a lost answer (07), unheard (08), at work (09), after a fault (06).

    python chaos_payouts.py pump JOURNAL        until the file JOURNAL.stop is there
    python chaos_payouts.py finish JOURNAL      what waits goes out; prints JSON
"""

import json
import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cdos.runtime.settings")
django.setup()

from django.db import Error, close_old_connections, connection  # noqa: E402

from cdos.base.organisation.contracts import Actor  # noqa: E402
from cdos.nets.services.payouts import api  # noqa: E402
from cdos.nets.services.payouts.contracts import BatchState, Payee, PayoutRefused, PayoutState  # noqa: E402

POOL, PUT_IN, FEN = "chaos", 100_000_000, 100
TAILS = ("99", "99", "99", "07", "08", "09", "06")
MAKER = Actor(account_id=1, name="maker", system=True)
CHECKER = Actor(account_id=2, name="checker", system=True)
SETTLED_S = 300
PAID_TWICE = """
    SELECT count(*) FROM (SELECT split_part(key, '#', 1) FROM payouts_demoorder WHERE state = 'paid' AND key LIKE 'chaos:%'
                          GROUP BY 1 HAVING count(*) > 1) twice
"""


def insist(what: Callable[[], object], within_s: float = 60.0) -> bool:
    """Once more after each lost connection: every verb may be asked again. False: it was refused, or never came through."""
    until = time.monotonic() + within_s
    while time.monotonic() < until:
        try:
            what()
            return True
        except PayoutRefused:
            return False
        except Error:
            with suppress(Error):
                connection.close()
            close_old_connections()
            time.sleep(0.3)
    return False


def reserve(key: str, tail: str) -> None:
    payee = Payee("样例居民", f"62170000100123456{tail}", "示例银行")
    api.reserve(key=key, pool=POOL, party_id=1, title="混沌测试", fen=FEN, payee=payee)


def pay_out() -> None:
    """What waits goes into a batch; every batch that waits for its second pair of eyes gets them."""
    for one in api.batches(actor=CHECKER):
        if one.state is BatchState.MADE:
            api.approve_batch(actor=CHECKER, batch_id=one.id)
    api.send_again(actor=MAKER, pool=POOL)
    made = api.make_batch(actor=MAKER, pool=POOL)
    api.approve_batch(actor=CHECKER, batch_id=made.id)


def open_pool() -> None:
    api.open_pool(code=POOL, title="混沌测试", unit="440300-civil", year=2026, fen=PUT_IN)


def pump(journal: Path) -> None:
    insist(open_pool)
    stop, turn = journal.with_suffix(".stop"), 0
    with journal.open("a") as file:
        while not stop.exists():
            for place, tail in enumerate(TAILS):
                key = f"chaos:{turn * len(TAILS) + place}"
                if insist(partial(reserve, key, tail)):
                    file.write(f"{key}\n")
                    file.flush()
                    os.fsync(file.fileno())
            turn += 1
            insist(pay_out)
            time.sleep(0.5)


def finish(journal: Path) -> dict[str, object]:
    asked = set(journal.read_text().split())
    until = time.monotonic() + SETTLED_S
    while time.monotonic() < until and (left := waits()):
        insist(pay_out)
        time.sleep(min(5.0, 0.5 + left))
    states = [found.state if (found := api.payout(key)) else None for key in asked]
    sound = api.check()
    with connection.cursor() as cursor:
        cursor.execute(PAID_TWICE)
        twice = cursor.fetchone()
    return {
        "asked": len(asked),
        "paid": states.count(PayoutState.PAID),
        "lost": states.count(None),
        "paid_twice": int(twice[0]) if twice else -1,
        "unbalanced": len(sound.wrong),
        "pool_ok": not sound.wrong and api.pool(POOL).total_fen == PUT_IN,
    }


def waits() -> int:
    """How many of the pool have not come to their end."""
    done = {PayoutState.PAID, PayoutState.CANCELLED}
    figures = api.figures(actor=MAKER)
    return sum(one.count for one in figures if one.pool == POOL and one.state not in done)


if __name__ == "__main__":
    if sys.argv[1] == "pump":
        pump(Path(sys.argv[2]))
    else:
        print(json.dumps(finish(Path(sys.argv[2]))))
