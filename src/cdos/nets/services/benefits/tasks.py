"""What happens to benefits by itself: the night, life events, reminders, and a yes whose pool was empty."""

from datetime import timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from cdos.base.fence import api as fence
from cdos.base.jobs import api as jobs
from cdos.base.jobs.contracts import Event
from cdos.hubs.registers.contracts import RegisterAway, RegisterRefused
from cdos.nets.services.payouts.contracts import PayoutRefused

from . import api
from .contracts import About, BenefitRefused, EntitlementState, Risk
from .logic import columns, confirming, deciding, night, offering, paying, shelf, writing
from .models import Entitlement as Row

log = structlog.get_logger()
RECHECK, AGAIN, ONE = "benefits.recheck", "benefits.programme", "benefits.match"
DAYS, STRAIGHT = "benefits.look_at_days", "benefits.pay_straight"
ONCE_MORE = "benefits.straight_once_more"
STRAIGHT_AT_ONCE = 500
REST = timedelta(minutes=10)


@jobs.schedule("benefits.night", daily="02:10", queue="night")
def run_night() -> None:
    """Persons with their households, then enterprises; each in a task of its own."""
    for about in (About.PERSON, About.ENTERPRISE):
        if columns.there(about):
            jobs.enqueue(ONE, about=about.value)


@jobs.task(ONE, queue="night", outside=True)
def match(about: str) -> None:
    """Without a transaction of its own: bits are written beside, offers in blocks that each are made once."""
    try:
        night.match(About(about), most=settings.OFFERS_A_NIGHT)
    except night.NightRuns:
        log.warning("benefits.night_runs", about=about)


@jobs.schedule("benefits.days", daily="08:30")
def days() -> None:
    jobs.enqueue(DAYS)


@jobs.task(DAYS, queue="night", outside=True)
def look_at_days() -> None:
    """Offers that end, and reminders a week before; block after block until none is left."""
    today = timezone.localdate()
    while offering.expire(today) or offering.remind(today):
        pass


@jobs.schedule("benefits.straight", every_s=60)
def straight() -> None:
    """Somebody waits to be paid without a tap: the job takes them one by one."""
    with fence.everything():
        waits = _direct().exists() or Row.objects.filter(state=EntitlementState.CONFIRMED.value).exists()
    if waits:
        jobs.enqueue(STRAIGHT)


def _direct() -> QuerySet[Row]:
    direct = [one.code for one in shelf.every() if one.terms.risk is Risk.DIRECT]
    return Row.objects.filter(state=EntitlementState.OFFERED.value, programme__in=direct, tried=False)


@jobs.task(STRAIGHT, outside=True)
def pay_straight() -> None:
    """What is paid directly (直接兑付) goes to the account that the registers know; without one it waits for the person.

    Each in a transaction of its own: no pool is held while the next party is waited for, and one that fails stops nobody.
    """
    paying.again()
    with fence.everything():
        pks = list(_direct().order_by("pk").values_list("pk", flat=True)[:STRAIGHT_AT_ONCE])
    for pk in pks:
        _pay_one(pk)


def _pay_one(pk: int) -> None:
    """What is refused today is for the person's own tap; what a register that is away may know is asked again later."""
    away = False
    try:
        with fence.everything(), transaction.atomic():
            confirming.take_for(deciding.SYSTEM, pk)
    except RegisterAway as silent:
        away = True
        log.warning("benefits.register_away", id=pk, fields=str(silent))
    except (BenefitRefused, PayoutRefused, RegisterRefused, LookupError) as refused:
        log.warning("benefits.not_straight", id=pk, why=str(refused))
    finally:
        _tried(pk, once_more=away)


def _tried(pk: int, *, once_more: bool) -> None:
    with fence.everything(), transaction.atomic():
        Row.objects.filter(pk=pk).update(tried=True)
        if once_more:
            jobs.enqueue(ONCE_MORE, run_at=timezone.now() + REST, pk=pk)


@jobs.task(ONCE_MORE)
def once_more(pk: int) -> None:
    """Apart from the row itself, so that those who wait for a register hold up nobody behind them."""
    with fence.everything():
        Row.objects.filter(pk=pk).update(tried=False)


@jobs.subscribe("register.changed")
def register_changed(event: Event) -> None:
    _later(event.payload.get("party_id"))


@jobs.subscribe("licence.changed")
def licence_changed(event: Event) -> None:
    _later(event.payload.get("holder"))


def _later(party_id: object) -> None:
    if isinstance(party_id, int):
        jobs.enqueue(RECHECK, party_id=party_id)


@jobs.task(RECHECK)
def recheck(party_id: int) -> None:
    api.recheck(party_id=party_id)


@jobs.subscribe(writing.LIVE_TOPIC)
def programme_live(event: Event) -> None:
    """A programme that has just become live finds its people at once, not the night after."""
    shelf.forget()  # another process put it in force
    found = shelf.find(str(event.payload["code"]))
    if found is not None:
        about = About.ENTERPRISE if found.terms.about is About.ENTERPRISE else About.PERSON
        if columns.there(about):
            jobs.enqueue(AGAIN, code=found.code)


@jobs.task(AGAIN, queue="night", outside=True)
def match_one(code: str) -> None:
    shelf.forget()
    night.match_one(code, most=settings.OFFERS_A_NIGHT)
