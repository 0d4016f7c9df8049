"""The demonstration hospital and bank: they fail as real ones do, by what is chosen on the hospital's desk.

The bank does with the next order of a visit what was wished for: `away` takes it and does not answer, `deaf` does not even
hear it the first time, `refuse` says no. Each wish holds once. It keeps its books in a table of its own.
"""

import hmac
import json
from collections.abc import Mapping
from dataclasses import asdict

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from ..contracts import Answer, BankAway, CareRefused, Message, Order, Said, Told, Way
from ..models import DemoOrder, DemoWish
from .base import Bank, Hospital

SIGNATURE = "X-Demo-Signature"
WISHES = ("away", "deaf", "refuse")


def signed(body: bytes) -> str:
    """Derived from this installation's key."""
    return salted_hmac("cdos.demo-hospital", body.hex(), algorithm="sha256").hexdigest()


def body(message: Message) -> bytes:
    return json.dumps(asdict(message), ensure_ascii=False, sort_keys=True).encode()


class DemoHospital(Hospital):
    def __init__(self, key: str, name: str) -> None:
        self.key, self.name = key, name

    def read(self, raw: bytes, headers: Mapping[str, str]) -> Message:
        if not hmac.compare_digest(headers.get(SIGNATURE, ""), signed(raw)):
            raise CareRefused(_("This message is not signed by the hospital."))
        told = json.loads(raw)
        return Message(**{**told, "told": Told(told["told"]), "hospital": self.key})


class DemoBank(Bank):
    key = "demo"

    def send(self, order: Order) -> Answer:
        with transaction.atomic():
            wish = _wish(order)
            if wish != "deaf":
                _kept(order, "refused" if wish == "refuse" else "paid")
        if wish in ("away", "deaf"):
            raise BankAway("the demonstration bank does not answer")
        return self.ask(order.key)

    def ask(self, key: str) -> Answer:
        row = DemoOrder.objects.filter(key=key).first()
        if row is None:
            return Answer(key, Said.UNKNOWN)
        return Answer(key, Said(row.state), _why(row) if row.state == "refused" else "")


def _wish(order: Order) -> str:
    """Of the visit that the key names; taken away as it is read."""
    found = DemoWish.objects.select_for_update().filter(number=order.key.partition(":")[0]).first()
    if found is None:
        return ""
    found.delete()
    return found.wish


def _kept(order: Order, state: str) -> None:
    DemoOrder.objects.get_or_create(
        key=order.key, defaults={"way": order.way.value, "fen": order.fen, "state": state}
    )


def _why(row: DemoOrder) -> str:
    if row.way == Way.COLLECT.value:
        return _("There is not enough money on the account.")
    if row.way == Way.REFUND.value:
        return _("A refund failed")
    return _("The bank does not advance it.")
