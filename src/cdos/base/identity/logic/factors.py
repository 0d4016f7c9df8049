"""Second factors: an authenticator app, passkeys, and one-time recovery codes for the day both are lost."""

import secrets
from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext

from cdos.base.identity import models
from cdos.base.identity.contracts import Account, Factor, FactorKind, IdentityRefused, SignedInBy
from cdos.base.identity.logic import devices, recording, sealing, throttle, totp, vault
from cdos.base.jobs import api as jobs

RECOVERY_CODES = 10
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # nothing that looks like something else
STEPS_KEPT = 6
MOST_PASSKEYS = 10


class Need(StrEnum):
    """What a sign-in lacks after the password."""

    NOTHING = "nothing"
    GIVE = "give"
    SET_UP = "set_up"


def need(account: Account) -> Need:
    """Staff have a second factor or set one up; residents give theirs when they have one."""
    if models.Factor.objects.filter(account_id=account.id).exists() or ensure_demonstration(account.id):
        return Need.GIVE
    return Need.SET_UP if account.is_staff else Need.NOTHING


def factors(account_id: int) -> list[Factor]:
    return [
        Factor(row.pk, FactorKind(row.kind), row.name, row.created_at, row.last_used_at)
        for row in models.Factor.objects.filter(account_id=account_id).order_by("id")
    ]


def label(account: Account) -> str:
    """What an app or a device calls the account: the login, or the name where the login is a phone's digest."""
    return account.name if account.login.startswith(vault.PHONE_LOGIN) else account.login


def _about(account_id: int) -> str:
    return f"identity.factor:{account_id}"


def seal_for(account_id: int, clear: str) -> str:
    """For what a session must remember for a moment: sessions lie in the database."""
    return sealing.seal(clear, about=_about(account_id))


def unseal_for(account_id: int, sealed: str) -> str:
    return sealing.unseal(sealed, about=_about(account_id))


def changed(account_id: int, what: str, *, keep_device: int | None) -> None:
    """Every other session ends, and the owner is told."""
    recording.entered(recording.CHANGED, account_id, what=what)
    devices.end_all(account_id=account_id, why=what, but=keep_device)
    jobs.announce("identity.changed", account=account_id, what=what)


def add_app(*, account_id: int, secret: str, code: str, keep_device: int | None = None) -> None:
    """Replaces an earlier app. The code shows that the app has the secret; it counts as used."""
    check_demonstration_kept(account_id)
    now = timezone.now()
    step = totp.step_of_code(secret, "".join(code.split()), now)
    if step is None:
        raise IdentityRefused(
            gettext(
                "This is not the code that the app shows now. Look at it again, and at the phone's clock."
            ),
            code="code-wrong",
        )
    with transaction.atomic():
        models.Factor.objects.filter(account_id=account_id, kind=FactorKind.APP).delete()
        models.Factor.objects.create(
            account_id=account_id,
            kind=FactorKind.APP,
            secret=seal_for(account_id, secret),
            used_steps=[step],
            last_used_at=now,
        )
        changed(account_id, "factor-added", keep_device=keep_device)


def add_passkey(
    *,
    account_id: int,
    name: str,
    credential: str,
    public_key: bytes,
    sign_count: int,
    keep_device: int | None,
) -> None:
    if models.Factor.objects.filter(account_id=account_id, kind=FactorKind.PASSKEY).count() >= MOST_PASSKEYS:
        raise IdentityRefused(gettext("You have 10 passkeys already; remove one first."), code="too-many")
    try:
        with transaction.atomic():
            models.Factor.objects.create(
                account_id=account_id,
                kind=FactorKind.PASSKEY,
                name=name.strip()[:100],
                credential=credential,
                public_key=public_key,
                sign_count=sign_count,
            )
            changed(account_id, "factor-added", keep_device=keep_device)
    except IntegrityError as error:
        raise IdentityRefused(gettext("This passkey is known already."), code="known") from error


def remove(*, account_id: int, factor_id: int, keep_device: int | None) -> None:
    """Staff keep at least one. With the last one the recovery codes go too."""
    with transaction.atomic():
        row = models.Account.objects.select_for_update().get(pk=account_id)
        mine = models.Factor.objects.filter(account_id=account_id)
        gone = mine.filter(pk=factor_id).first()
        if gone is None:
            return
        if gone.kind == FactorKind.APP:
            check_demonstration_kept(account_id)
        if row.is_staff and mine.count() == 1:
            raise IdentityRefused(
                gettext("Staff need a second factor: add another one first, then remove this one."),
                code="last",
            )
        gone.delete()
        if not mine.exists():
            models.RecoveryCode.objects.filter(account_id=account_id).delete()
        changed(account_id, "factor-removed", keep_device=keep_device)


def reset(*, account_id: int) -> None:
    """By an administrator, for somebody who lost everything: the next sign-in sets a new factor up."""
    with transaction.atomic():
        models.Factor.objects.filter(account_id=account_id).delete()
        models.RecoveryCode.objects.filter(account_id=account_id).delete()
        changed(account_id, "factors-reset", keep_device=None)


def give(*, account_id: int, code: str, address: str, device: str = "") -> SignedInBy:
    """Takes a code of the app, or a recovery code, each once. Raises IdentityRefused with what to do."""
    now, name = timezone.now(), f"second:{account_id}"
    held = throttle.begin(login=name, address=address, device=device, now=now)
    if held.locked_until:
        words, wait_s = throttle.wait_words(held.locked_until, now), throttle.wait_s(held.locked_until, now)
        raise IdentityRefused(words, code="locked", wait_s=wait_s)
    typed = "".join(code.split()).replace("-", "").lower()
    if len(typed) == totp.DIGITS and typed.isdecimal():
        how, fits = SignedInBy.APP, _use_app(account_id, typed, now)
    else:
        how, fits = SignedInBy.RECOVERY, _use_recovery(account_id, typed, now)
    if not fits:
        recording.refused(account_id, network=devices.prefix(address), why=how.value)
        raise IdentityRefused(
            gettext("This code is wrong, too old or used already. Wait for the next one, then try again."),
            code="code-wrong",
        )
    throttle.forgive(login=name, address=address, device=device)
    return how


def _use_app(account_id: int, typed: str, now: datetime) -> bool:
    """Under a lock, so that one code lets in one of two who send it at once."""
    with transaction.atomic():
        rows = models.Factor.objects.select_for_update().filter(account_id=account_id, kind=FactorKind.APP)
        row = rows.first()
        if row is None:
            return False
        step = totp.step_of_code(unseal_for(account_id, row.secret), typed, now)
        if step is None or step in row.used_steps:
            return False
        row.used_steps = [*row.used_steps, step][-STEPS_KEPT:]
        row.last_used_at = now
        row.save(update_fields=["used_steps", "last_used_at"])
    return True


def _digest(account_id: int, code: str) -> str:
    return salted_hmac("cdos.identity.recovery", f"{account_id}\0{code}", algorithm="sha256").hexdigest()


def new_recovery_codes(*, account_id: int) -> list[str]:
    """Shown this once; earlier ones hold no more."""
    codes = [_random_code() for _ in range(RECOVERY_CODES)]
    with transaction.atomic():
        models.RecoveryCode.objects.filter(account_id=account_id).delete()
        _keep(account_id, codes)
    return [_grouped(code) for code in codes]


def _random_code() -> str:
    """79 random bits, so a keyed hash is enough to keep it."""
    return "".join(secrets.choice(ALPHABET) for _ in range(16))


def _grouped(code: str) -> str:
    return "-".join(code[i : i + 4] for i in range(0, 16, 4))


def _keep(account_id: int, codes: list[str]) -> None:
    rows = [models.RecoveryCode(account_id=account_id, digest=_digest(account_id, code)) for code in codes]
    models.RecoveryCode.objects.bulk_create(rows)


def recovery_codes_left(account_id: int) -> int:
    return models.RecoveryCode.objects.filter(account_id=account_id, used_at=None).count()


def _use_recovery(account_id: int, typed: str, now: datetime) -> bool:
    found = models.RecoveryCode.objects.filter(
        account_id=account_id, digest=_digest(account_id, typed), used_at=None
    )
    with transaction.atomic():
        used = found.update(used_at=now) == 1
        if used:
            jobs.announce("identity.changed", account=account_id, what="recovery-used")
    return used


def is_demonstration(account_id: int) -> bool:
    """A demonstration account of staff, whose codes everybody is shown."""
    found = models.Account.objects.filter(pk=account_id, is_staff=True).exclude(demo_role="")
    return bool(settings.DEMO) and found.exists()


def check_demonstration_kept(account_id: int) -> None:
    if is_demonstration(account_id):
        raise IdentityRefused(
            gettext("The app of a demonstration account stays, so that everybody can sign in with it."),
            code="demonstration",
        )


def ensure_demonstration(account_id: int) -> bool:
    """Whether it is a demonstration account of staff; then it has an app whose secret is this city's and the login's."""
    row = models.Account.objects.filter(pk=account_id).first()
    if row is None or not (settings.DEMO and row.demo_role and row.is_staff):
        return False
    digest = salted_hmac("cdos.identity.demo-app", row.login, algorithm="sha256").digest()
    models.Factor.objects.get_or_create(
        account_id=account_id,
        kind=FactorKind.APP,
        defaults={"secret": seal_for(account_id, totp.secret_of(digest)), "used_steps": []},
    )
    return True


def demonstration_app(account_id: int) -> tuple[str, str]:
    """Secret and a code of it that works now and for half a minute more; empty when those of this moment are used up.

    Never the code of the step before: it may have ended by the time somebody sends it.
    """
    row = models.Factor.objects.filter(account_id=account_id, kind=FactorKind.APP).first()
    if row is None or not is_demonstration(account_id):
        return "", ""
    secret, step = unseal_for(account_id, row.secret), totp.step_of(timezone.now())
    unused = (one for one in (step, step + 1) if one not in row.used_steps)
    return secret, next((totp.code(secret, one) for one in unused), "")


def demonstration_code(account_id: int) -> str:
    """A code that works now, for the page of a demonstration account: of the app, or a recovery code made for this."""
    _secret, code = demonstration_app(account_id)
    if code or not is_demonstration(account_id):
        return code
    spare = _random_code()
    _keep(account_id, [spare])
    return _grouped(spare)


def forget_spares() -> int:
    """Recovery codes that demonstration pages showed; yesterday's are nobody's."""
    old = timezone.now() - timedelta(days=1)
    shown = models.RecoveryCode.objects.exclude(account__demo_role="").filter(created_at__lt=old)
    return shown.delete()[0]
