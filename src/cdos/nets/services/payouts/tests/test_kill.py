"""Processes that pay out, killed with -9 at any moment: each payout is paid once, and all books agree."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from cdos.nets.services.payouts import api
from cdos.nets.services.payouts.contracts import BatchState
from cdos.nets.services.payouts.models import DemoOrder, Payout, Try
from cdos.nets.services.payouts.tests import paying
from cdos.nets.services.payouts.tests.test_storm import calm

KILLS, PUT_IN = 6, 100_000_000

START_S = 120  # a busy machine takes long to start a process


def start() -> "subprocess.Popen[bytes]":
    known = connection.settings_dict
    arguments = [known["NAME"], known["USER"], known["HOST"], str(known["PORT"])]
    script = Path(__file__).with_name("killable.py")
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE,
        "CDOS_DATA": str(settings.DATA_DIR),
    }
    return subprocess.Popen(
        [sys.executable, str(script), *arguments], env=environment, stdout=subprocess.DEVNULL
    )


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_killed_at_any_moment_everybody_is_paid_once() -> None:
    paying.open_pool(PUT_IN)
    chance = random.Random(7)
    running = [start(), start()]
    at_work = 0
    try:
        for _kill in range(KILLS):
            orders = Try.objects.count()
            until = time.monotonic() + START_S
            while Try.objects.count() == orders and time.monotonic() < until:
                time.sleep(0.1)
            time.sleep(chance.uniform(0, 0.6))
            victim = running.pop(0)
            assert victim.poll() is None, "a process ended by itself"
            at_work += Try.objects.filter(state="open").exists()
            victim.send_signal(signal.SIGKILL)
            victim.wait()
            running.append(start())
    finally:
        for one in running:
            one.kill()
            one.wait()
    api.send_again(actor=paying.MAKER)
    calm()
    api.send_again(actor=paying.MAKER)
    calm()
    asked = Payout.objects.count()
    assert asked == Payout.objects.filter(state="paid").count() >= KILLS
    paid = DemoOrder.objects.filter(state="paid").values_list("key", flat=True)
    assert len({key.rpartition("#")[0] for key in paid}) == len(paid) == asked
    assert {one.state for one in api.batches(actor=paying.MAKER, limit=1000)} == {BatchState.DONE}
    assert api.pool(paying.POOL).total_fen == PUT_IN
    assert paying.sound()
    assert at_work, "no kill met an order on its way"
