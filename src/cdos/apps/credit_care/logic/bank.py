"""Asking the bank, outside any transaction: by key before anything is sent again; its answer is taken once."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import override

from cdos.base.fence import api as fence
from cdos.base.jobs import api as jobs
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import MoveRefused
from cdos.base.organisation.contracts import SYSTEM

from ..adapters import registry
from ..contracts import Answer, BankAway, Order, Said, Way
from ..models import Transfer
from . import levelling

FORGOTTEN = timedelta(minutes=2)
MOVES = {
    (Way.ADVANCE, Said.PAID): "advance",
    (Way.ADVANCE, Said.REFUSED): "not_advance",
    (Way.COLLECT, Said.PAID): "collect",
    (Way.COLLECT, Said.REFUSED): "not_collect",
    (Way.REFUND, Said.PAID): "refund",
    (Way.REFUND, Said.REFUSED): "not_refund",
}


def carry_out(key: str) -> None:
    """BankAway: tried again later."""
    with fence.everything():
        row = Transfer.objects.select_related("visit").get(key=key)
        if row.state != "asked":
            return
        Transfer.objects.filter(key=key).update(tries=F("tries") + 1)
    answer = said_by_bank(row)
    with override(settings.LANGUAGE_CODE):
        take(row.visit.number, Way(row.way), answer)


def said_by_bank(row: Transfer) -> Answer:
    """Before it is sent again the bank is asked whether it has it: it may have taken it without an answer."""
    bank = registry.bank()
    answer = bank.ask(row.key) if row.tries else Answer(row.key, Said.UNKNOWN)
    if answer.said is Said.UNKNOWN:
        answer = bank.send(Order(row.key, Way(row.way), row.fen, row.visit.number))
    return answer


def take(number: str, way: Way, answer: Answer) -> None:
    """BankAway where there is no answer yet; a second answer to the same changes nothing."""
    move = MOVES.get((way, answer.said))
    if move is None:
        raise BankAway(f"{answer.key}: {answer.said.value}")
    data = {"transfer": answer.key, "failure": answer.failure}
    try:
        with transaction.atomic():
            matters.act(actor=SYSTEM, number=number, move=move, data=data)
    except MoveRefused as late:
        if late.code not in ("no_transfer", "state"):
            raise


def look_for_forgotten() -> None:
    """What the bank has not answered for minutes is asked again, whatever became of its job."""
    with fence.everything():
        old = Transfer.objects.filter(state="asked", asked_at__lt=timezone.now() - FORGOTTEN)
        keys = list(old.order_by("asked_at").values_list("key", flat=True)[:200])
    for key in keys:
        jobs.enqueue(levelling.SEND, key=key)
