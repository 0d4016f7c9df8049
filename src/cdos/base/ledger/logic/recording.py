"""Recording: one prepared INSERT in the caller's own transaction. Nothing is locked, so writers never wait for each other."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone
from structlog.contextvars import get_contextvars

from cdos.base import statements
from cdos.base.crypto import api as crypto
from cdos.base.crypto.contracts import Digest
from cdos.base.ledger.contracts import Fact
from cdos.base.ledger.logic import acts, forms

_COLUMNS = "ref, at, kind, act, by_account, about_party, object, digest, mac, salt, details"
_ONE = f"INSERT INTO ledger_intake ({_COLUMNS}) VALUES ({', '.join(['%s'] * 11)})"
_MANY = f"COPY ledger_intake ({_COLUMNS}) FROM STDIN"
NOTHING = b""


Values = tuple[object, ...]


def record(fact: Fact) -> None:
    statements.run(_ONE, values(fact, timezone.now()))


def record_many(facts: Sequence[Fact]) -> None:
    """At one moment; in the order given."""
    if not facts:
        return
    now = timezone.now()
    with connection.cursor() as cursor, cursor.copy(_MANY) as copy:
        for fact in facts:
            copy.write_row(values(fact, now))


def because(details: Mapping[str, Any]) -> Mapping[str, Any]:
    """With the id of the request, which the logs of web and worker have too."""
    request_id = get_contextvars().get("request_id")
    return {**details, "request": request_id} if request_id else details


def values(fact: Fact, now: datetime) -> Values:
    """In the order of the columns."""
    name = Digest(settings.LEDGER_DIGEST)
    kind, ref = acts.kind_of(fact.act).value, forms.new_ref()
    salt = text = None
    digest = NOTHING
    details = because(fact.details)
    if details:
        salt, text = secrets.token_bytes(16), forms.details_text(details)
        digest = forms.details_digest(crypto.hasher(name), salt, text)
    body = forms.intake_bytes(
        ref.hex(), forms.moment(now), kind, fact.act, fact.by, fact.about, fact.object, digest.hex()
    )
    mac = forms.sealer(name)(body)
    return ref, now, kind, fact.act, fact.by, fact.about, fact.object, digest, mac, salt, text
