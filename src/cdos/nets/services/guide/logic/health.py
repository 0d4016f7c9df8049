"""Whether other providers' pages answer: asked now and then, said beside each link, never guessed."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import requests
from django.db import transaction
from django.utils import timezone

from ..contracts import Health
from ..models import Link

WAIT_S, AT_A_TIME = 8, 8
AWAY_AFTER = 2  # failures one after the other; a single one may be ours
HEADERS = {"User-Agent": "CDOS link check", "Accept": "text/html,*/*;q=0.5"}

Ask = Callable[[str], str]  # an address; "" when it answers, else what is wrong


@dataclass(frozen=True, slots=True)
class Checked:
    up: int
    away: int
    shut: bool = False  # nothing answered: our own way out


def answers(url: str) -> str:
    """ "" when the page answers in time without an error of its own; a page that only lets nobody in is there."""
    try:
        with requests.get(url, timeout=WAIT_S, stream=True, headers=HEADERS) as answer:
            return "" if answer.status_code < 500 and answer.status_code != 404 else str(answer.status_code)
    except requests.RequestException as error:
        return type(error).__name__


def check(ask: Ask = answers) -> Checked:
    """Asks each link once. Where more than two were asked and none answered, nothing is said of them: it is our own net."""
    rows = list(Link.objects.filter(active=True).order_by("id"))
    with ThreadPoolExecutor(AT_A_TIME) as pool:  # without the database: each thread only waits
        said = dict(zip((row.pk for row in rows), pool.map(ask, (row.url for row in rows)), strict=True))
    if len(rows) > 2 and all(said.values()):
        return Checked(0, 0, shut=True)
    with transaction.atomic():
        for row in Link.objects.select_for_update().filter(pk__in=said):
            keep(row, said[row.pk])
    away = Link.objects.filter(active=True, health=Health.AWAY).count()
    return Checked(len(rows) - sum(map(bool, said.values())), away)


def keep(row: Link, failure: str) -> None:
    now = timezone.now()
    row.failures = row.failures + 1 if failure else 0
    row.failure = failure[:200]
    row.checked_at = now
    if not failure:
        row.health, row.away_since = Health.UP.value, None
    elif row.failures >= AWAY_AFTER:
        row.away_since = row.away_since or now
        row.health = Health.AWAY.value
    row.save()
