"""All that the city keeps about a person, gathered from every module for that person."""

from collections.abc import Callable, Mapping

from django.db.models import Q

from cdos.base.identity import models
from cdos.base.identity.contracts import Self
from cdos.base.identity.logic import vault
from cdos.base.ledger import api as ledger

Part = Callable[[Self], object]
PARTS: dict[str, Part] = {}
MOST_ROWS = 10_000
SHOWN = frozenset({"unit", "post", "purpose"})  # of the details of a row of the ledger


def register(name: str, part: Part) -> None:
    """What a module keeps about somebody, as JSON can say it; once, when the module is loaded."""
    PARTS[name] = part


def gather(account_id: int) -> Mapping[str, object]:
    row = models.Account.objects.select_related("party").get(pk=account_id)
    asked = Self(row.pk, row.party_id)
    own = {
        "person": _person(row),
        "signed_in": _devices(row),
        "second_factors": list(
            row.factors.order_by("pk").values("kind", "name", "created_at", "last_used_at")
        ),
        "tokens": list(row.tokens.order_by("pk").values("name", "scopes", "created_at", "last_used_at")),
        "acts_for": _mandates(row),
        "who_looked_and_what_was_done": _ledger(row),
    }
    return {**own, **{name: part(asked) for name, part in sorted(PARTS.items())}}


def _person(row: models.Account) -> dict[str, object]:
    own = row.party
    known = (
        {
            "name": own.name,
            "document_kind": own.document_kind,
            "document_number": vault.document_of(own),
            "phone": vault.phone_of(own),
            "mail": vault.mail_of(own),
            "community": own.community,
            "born_on": own.born_on,
            "sex": own.sex,
        }
        if own
        else {}
    )
    return {"account_name": row.name, "registered_at": row.created_at, "language": row.language, **known}


def _devices(row: models.Account) -> list[dict[str, object]]:
    fields = ("device", "address", "how", "begun_at", "seen_at", "ended_at", "ended_why")
    return list(row.device_sessions.order_by("pk").values(*fields))


def _mandates(row: models.Account) -> list[dict[str, object]]:
    """Rights to act for others and of others to act for them; past ones too."""
    if row.party is None:
        return []
    either = models.Mandate.objects.filter(Q(holder=row.party) | Q(party=row.party))
    return [
        {
            "acts": one.holder.name,
            "for": one.party.name,
            "relation": one.relation,
            "valid_from": one.valid_from,
            "valid_until": one.valid_until,
        }
        for one in either.select_related("holder", "party").order_by("pk")
    ]


def _ledger(row: models.Account) -> list[dict[str, object]]:
    """The newest first. Of what offices noted with it, what the page of looks shows; `row` is the number for a proof."""
    if row.party_id is None:
        return []
    return [
        {
            "row": one.seq,
            "at": one.at,
            "what": str(one.title),
            "kind": one.kind.value,
            "about": one.object,
            **{name: value for name, value in (one.details or {}).items() if name in SHOWN},
        }
        for one in ledger.of_party(about=row.party_id, limit=MOST_ROWS)
    ]
