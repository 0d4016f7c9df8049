"""All that the city keeps about a person, gathered from every module for that person."""

from collections.abc import Callable, Mapping

from cdos.base.identity import models
from cdos.base.identity.contracts import Self
from cdos.base.identity.logic import vault

Part = Callable[[Self], object]
PARTS: dict[str, Part] = {}


def register(name: str, part: Part) -> None:
    """What a module keeps about somebody, as JSON can say it; once, when the module is loaded."""
    PARTS[name] = part


def gather(account_id: int) -> Mapping[str, object]:
    row = models.Account.objects.select_related("party").get(pk=account_id)
    asked = Self(row.pk, row.party_id)
    return {"person": _person(row), **{name: part(asked) for name, part in sorted(PARTS.items())}}


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
