"""Codes sent to phones, and what they prove."""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext

from cdos.base import statements
from cdos.base.crypto import api as crypto
from cdos.base.identity import models
from cdos.base.identity.contracts import IdentityRefused
from cdos.base.identity.logic import vault
from cdos.base.identity.phones import check_phone
from cdos.base.jobs import api as jobs

VALID_FOR = timedelta(minutes=10)
BETWEEN = timedelta(seconds=60)
A_DAY_PER_PHONE = 10
AN_HOUR_PER_ADDRESS = 60
TRIES = 5
LOCK = 7_310_452  # beside the mark of the phone, and the address


def _digest(phone: str, purpose: str, code: str) -> str:
    return salted_hmac("cdos.identity.code", f"{phone}\0{purpose}\0{code}", algorithm="sha256").hexdigest()


def _one_at_a_time(phone: str, address: str) -> None:
    """Until the transaction ends: who asks meanwhile counts this one too."""
    for what in filter(None, (vault.phone_mark(phone), address)):
        statements.run("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [LOCK, what])


def _check_may_send(phone: str, address: str, now: datetime) -> None:
    sent = models.PhoneCode.objects.filter(phone=vault.phone_mark(phone))
    if sent.filter(created_at__gt=now - BETWEEN).exists():
        raise IdentityRefused(
            gettext("A code has just been sent; wait a minute before asking again."), code="wait"
        )
    if sent.filter(created_at__gt=now - timedelta(days=1)).count() >= A_DAY_PER_PHONE:
        raise IdentityRefused(
            gettext("Too many codes for this number today; try again tomorrow."), code="too-many"
        )
    hour = models.PhoneCode.objects.filter(address=address, created_at__gt=now - timedelta(hours=1))
    if address and hour.count() >= AN_HOUR_PER_ADDRESS:
        raise IdentityRefused(
            gettext("Too many codes asked from here; try again in an hour."), code="too-many"
        )


def send_code(*, phone: str, purpose: str, address: str = "") -> str:
    """Announces `identity.code` (the phone sealed, code, minutes, purpose); whoever sends SMS subscribes.

    Answers the code in demonstration mode, where the page shows it since no SMS leaves the machine; otherwise "".
    """
    number = check_phone(phone)
    code = f"{secrets.randbelow(10**6):06}"
    with transaction.atomic():
        _one_at_a_time(number, address)
        now = timezone.now()
        _check_may_send(number, address, now)
        models.PhoneCode.objects.create(
            phone=vault.phone_mark(number),
            purpose=purpose,
            digest=_digest(number, purpose, code),
            address=address,
            expires_at=now + VALID_FOR,
            created_at=now,
        )
        minutes = int(VALID_FOR.total_seconds() // 60)
        sealed = crypto.seal(number, column="identity.code").hex()
        jobs.announce("identity.code", sealed=sealed, code=code, minutes=minutes, purpose=purpose)
    return code if settings.DEMO else ""


def check_code(*, phone: str, purpose: str, code: str) -> str:
    """The normalised phone when the code is right; it works once. Raises IdentityRefused with what to do."""
    number, now = check_phone(phone), timezone.now()
    newest = (
        models.PhoneCode.objects.filter(phone=vault.phone_mark(number), purpose=purpose)
        .order_by("-created_at")
        .first()
    )
    if newest is None or newest.used_at or newest.expires_at <= now:
        raise IdentityRefused(gettext("This code no longer holds; ask for a new one."), code="code-old")
    # Counting first, in the database, leaves parallel guesses no more tries than serial ones.
    counted = models.PhoneCode.objects.filter(pk=newest.pk, used_at=None, attempts__lt=TRIES)
    if not counted.update(attempts=F("attempts") + 1):
        raise IdentityRefused(gettext("Too many wrong codes; ask for a new one."), code="code-tries")
    if not constant_time_compare(newest.digest, _digest(number, purpose, "".join(code.split()))):
        raise IdentityRefused(gettext("The code is wrong; look at the message again."), code="code-wrong")
    if not models.PhoneCode.objects.filter(pk=newest.pk, used_at=None).update(used_at=now):
        raise IdentityRefused(gettext("This code no longer holds; ask for a new one."), code="code-old")
    return number


def forget_old() -> int:
    return models.PhoneCode.objects.filter(created_at__lt=timezone.now() - timedelta(days=2)).delete()[0]
