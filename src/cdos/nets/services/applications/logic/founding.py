"""An enterprise that is founded by an application: it is registered when its licence is given, and who applied acts for it.

Who founds may be a person, or an enterprise: the licence is the new one's, never that of the one that applies.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base import statements
from cdos.base.identity import api as identity
from cdos.base.identity.contracts import IdentityRefused, Party, PartyKind, Relation
from cdos.base.matters import api as matters
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import SYSTEM
from cdos.nets.services.items.contracts import Item

from ..models import Application

LICENCE = "business-licence"
REGISTRAR = "91"  # market regulation, enterprise (GB 32100-2015)
SYMBOLS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
FIRST = 10 * len(SYMBOLS) ** 5  # A00000: what begins with a digit was given by earlier releases
TRIES = 20


@dataclass(frozen=True, slots=True)
class Founded:
    party: Party
    uscc: str

    @property
    def values(self) -> dict[str, str]:
        """What its first licences say that no form asks for."""
        return {
            "uscc": self.uscc,
            "founded_on": timezone.localdate().isoformat(),
            "enterprise_name": self.party.name,
        }


def founds(item: Item | None, party: Party | None) -> bool:
    """Whether an enterprise's licence of this item is that of a new one: a person has none, and an enterprise founds by what
    gives the business licence and does not ask for it.
    """
    if party is None or party.kind is not PartyKind.ENTERPRISE:
        return True
    return item is not None and gives_first(item)


def gives_first(item: Item) -> bool:
    """Whether it gives a business licence to who needs none for it."""
    gives = any(one.licence_type == LICENCE for one in item.results)
    return gives and all(LICENCE not in (one.licence_type, one.code) for one in item.materials)


def found(row: Application, answers: Mapping[str, Any], party: Party | None) -> Founded:
    """Registered, and the person who applied acts for it. IdentityRefused."""
    name = str(answers.get("enterprise_name") or _("Enterprise of %(number)s") % {"number": row.number})
    made = _registered(name, party.community if party else "")
    founder = _person(row, party)
    if founder is not None:
        identity.grant_mandate(
            holder_id=founder, party_id=made.party.id, relation=Relation.AGENT, confirmed_by=row.number
        )
    return made


def _person(row: Application, party: Party | None) -> int | None:
    """Who applied, or acted for the enterprise that did; nobody where a clerk filed it for an enterprise."""
    if party is None or party.kind is not PartyKind.ENTERPRISE:
        return row.party_id
    account = matters.get(actor=SYSTEM, number=row.number).filed_by
    return organisation.actor_of_account(account).own_party_id if account is not None else None


def _registered(name: str, community: str) -> Founded:
    """Under the next code that nobody has: one may have come with data from elsewhere."""
    for left in reversed(range(TRIES)):
        code = code_for(_next())
        try:
            return Founded(identity.register_enterprise(name=name, uscc=code, community=community), code)
        except IdentityRefused as refused:
            if refused.code != "document-known" or not left:
                raise
    raise AssertionError("the last try raises")


def _next() -> int:
    return int(statements.run("SELECT nextval('applications_founded')")[0][0])


def code_for(serial: int) -> str:
    """A unified social credit code, its organisation code counted in the code's own 31 symbols."""
    body = f"MA{_counted(FIRST + serial)}"
    organisation = body + identity.organisation_check_symbol(body)
    start = f"{REGISTRAR}{settings.CITY_CODE}{organisation}"
    return start + identity.uscc_check_symbol(start)


def _counted(number: int) -> str:
    symbols = ""
    for _place in range(6):
        number, rest = divmod(number, len(SYMBOLS))
        symbols = SYMBOLS[rest] + symbols
    return symbols
