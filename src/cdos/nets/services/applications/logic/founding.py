"""An enterprise that a person founds by an application: it is registered when its licence is given, and they act for it."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from cdos.base.identity import api as identity
from cdos.base.identity.contracts import Party, PartyKind, Relation

from ..models import Application

REGISTRAR = "91"  # market regulation, enterprise (GB 32100-2015)


def holder(row: Application, answers: Mapping[str, Any], party: Party | None) -> int:
    """The enterprise that applies, else the one that is founded."""
    if party is not None and party.kind is PartyKind.ENTERPRISE:
        return party.id
    name = str(answers.get("enterprise_name") or _("Enterprise of %(number)s") % {"number": row.number})
    made = identity.register_enterprise(
        name=name, uscc=code_for(row.pk), community=party.community if party else ""
    )
    identity.grant_mandate(
        holder_id=row.party_id, party_id=made.id, relation=Relation.AGENT, confirmed_by=row.number
    )
    return made.id


def code_for(serial: int) -> str:
    """A unified social credit code, its organisation code counted from the matter's serial."""
    body = f"MA{serial % 1_000_000:06d}"
    organisation = body + identity.organisation_check_symbol(body)
    start = f"{REGISTRAR}{settings.CITY_CODE}{organisation}"
    return start + identity.uscc_check_symbol(start)
