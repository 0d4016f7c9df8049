"""An enterprise that a person founds by an application: it is registered when its licence is given, and they act for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base import statements
from cdos.base.identity import api as identity
from cdos.base.identity.contracts import IdentityRefused, Party, Relation

from ..models import Application

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


def found(row: Application, answers: Mapping[str, Any], party: Party | None) -> Founded:
    """Registered, and whoever applied acts for it. IdentityRefused."""
    name = str(answers.get("enterprise_name") or _("Enterprise of %(number)s") % {"number": row.number})
    made = _registered(name, party.community if party else "")
    identity.grant_mandate(
        holder_id=row.party_id, party_id=made.party.id, relation=Relation.AGENT, confirmed_by=row.number
    )
    return made


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
