"""The demonstration provider: a page where a payment succeeds, fails, is lost on its way or is reported twice.

It signs its messages as a real one does, and keeps its books in a table of its own.
"""

import hmac
import json
from collections.abc import Mapping

from django.db import transaction
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from ..contracts import Charge, Heard, Notice, PaymentRefused, ProviderAway
from ..models import DemoCharge
from .base import Provider

SIGNATURE = "X-Demo-Signature"


def signed(body: bytes) -> str:
    """Derived from this installation's key."""
    return salted_hmac("cdos.demo-pay", body.hex(), algorithm="sha256").hexdigest()


def message(row: DemoCharge, *, failure: str = "") -> bytes:
    """What the provider sends about a charge; the same state has the same id."""
    told = {"id": f"{row.key}:{row.state}", "charge": row.key, "state": row.state, "fen": row.fen}
    return json.dumps(told | {"failure": failure}, ensure_ascii=False, sort_keys=True).encode()


class DemoProvider(Provider):
    key = "demo"

    def begin(self, charge: Charge) -> str:
        DemoCharge.objects.get_or_create(
            key=charge.key, defaults={"fen": charge.fen, "title": charge.title, "back": charge.back}
        )
        return reverse("payments:demo", args=[charge.key])

    def read(self, raw: bytes, headers: Mapping[str, str]) -> Notice:
        if not hmac.compare_digest(headers.get(SIGNATURE, ""), signed(raw)):
            raise PaymentRefused(_("This message is not signed by the payment provider."))
        told = json.loads(raw)
        return Notice(told["id"], told["charge"], Heard(told["state"]), told["fen"], told["failure"])

    def ask(self, key: str) -> Notice:
        row = DemoCharge.objects.filter(key=key).first()
        if row is None:
            return Notice(f"{key}:open", key, Heard.OPEN, 0)
        return Notice(f"{row.key}:{row.state}", row.key, Heard(row.state), row.fen)

    def refund(self, *, charge: str, fen: int, key: str) -> None:
        with transaction.atomic():
            row = DemoCharge.objects.select_for_update().get(key=charge)
            deaf = row.deaf > 0
            if deaf:
                row.deaf -= 1
            else:
                _give_back(row, fen, key)
            row.save()
        if deaf:
            raise ProviderAway("the demonstration bank does not answer")


def _give_back(row: DemoCharge, fen: int, key: str) -> None:
    if key in row.refunds:
        return
    if sum(row.refunds.values()) + fen > row.fen:
        raise PaymentRefused("more than was paid")
    row.refunds[key] = fen
