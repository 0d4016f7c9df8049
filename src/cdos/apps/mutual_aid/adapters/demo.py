"""The demonstration's settlements: a table of its own, without names and numbers; told twice, corrected and taken back as real ones."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from django.utils.crypto import salted_hmac

from ..contracts import Care, Stay
from ..models import DemoStay
from .base import Source


def person_of(document_number: str) -> str:
    """Derived from this installation's key."""
    return salted_hmac("cdos.demo-settlements", document_number, algorithm="sha256").hexdigest()


def put(document_number: str, stay: Stay) -> None:
    """A higher version takes the place of the one that is there."""
    body = asdict(stay) | {"admitted_on": stay.admitted_on.isoformat(), "left_on": stay.left_on.isoformat()}
    DemoStay.objects.update_or_create(
        settlement=stay.settlement, defaults={"person": person_of(document_number), "body": body}
    )


class DemoSource(Source):
    key = "demo"

    def stays(self, *, document_number: str, since: date) -> Sequence[Stay]:
        rows = DemoStay.objects.filter(person=person_of(document_number)).order_by("pk")
        found = [_stay(row) for row in rows]
        return [one for one in found if one.left_on >= since]


def _stay(row: DemoStay) -> Stay:
    days = {name: date.fromisoformat(row.body[name]) for name in ("admitted_on", "left_on")}
    return Stay(**{**row.body, **days, "care": Care(row.body["care"])})
