"""What a decision gives: an e-licence in the same transaction, or a document whose code anybody can check."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base.identity import api as identity
from cdos.base.identity.contracts import Party, PartyKind
from cdos.nets.services.decisions import api as decisions
from cdos.nets.services.decisions.contracts import Outcome, Remedy
from cdos.nets.services.items import api as items
from cdos.nets.services.licences import api as licences
from cdos.nets.services.licences.contracts import LicenceType

from ..models import Application
from . import founding, holders, replacing, vault

ENTERPRISE = "enterprise"


def remedies(row: Application) -> tuple[Remedy, ...]:
    """The ways to object that the laws give against this refusal, with their last days."""
    item = items.item(row.item)
    on = timezone.localdate(row.decided_at) if row.decided_at else timezone.localdate()
    return decisions.remedies_of(rule=item.rule if item else "", outcome=Outcome.REFUSED, on=on)


def give(row: Application, party: Party | None) -> bool:
    """Licences of the item's results, else a document; whether the person has it now."""
    kinds = _kinds(row, party)
    if kinds:
        _issue(row, kinds, party)
        return True
    item = items.item(row.item)
    _document(row, item.results[0].name if item and item.results else row.title)
    return not (item and any(step.kind == "delivery" and step.days > 0 for step in item.steps))


def _issue(row: Application, kinds: list[LicenceType], party: Party | None) -> None:
    """Those of a person to who applied or to their child; those of an enterprise to the one that is founded, once for all,
    else to the one that applies.
    """
    answers = vault.answers(row)
    founded = None
    if any(kind.holder == ENTERPRISE for kind in kinds) and founding.founds(items.item(row.item), party):
        founded = founding.found(row, answers, party)
    for kind in kinds:
        if party is not None and holders.for_child(kind, answers):
            _give_child(row, kind, holders.child(party, answers), answers)
        elif kind.holder != ENTERPRISE:
            _give(row, kind, row.party_id, {"name": party.name} | answers if party else answers)
        elif founded:
            _give(row, kind, founded.party.id, answers | founded.values)
        else:
            _give(row, kind, row.party_id, answers)


def _give_child(row: Application, kind: LicenceType, child: Party | None, answers: dict[str, Any]) -> None:
    """A child whom the city does not know yet has no wallet: the decision's document says that it is granted."""
    if child is None:
        _document(row, kind.name)
    else:
        _give(row, kind, child.id, holders.values_of_child(child, answers))


def _give(row: Application, kind: LicenceType, holder: int, answers: dict[str, Any]) -> None:
    values = {name: answers[name] for name, _title in kind.fields if answers.get(name) not in (None, "")}
    item = items.item(row.item)
    before = replacing.replaced(item, kind, holder, values) if item else None
    if before is None:
        made = licences.issue(
            type=kind.code, holder_id=holder, values=values, issuer=row.unit, matter=row.number
        )
    else:
        made = licences.renew(
            licence=before,
            values=replacing.changed(values, answers),
            reason=f"{row.title} {row.number}",
            matter=row.number,
        )
    row.licence = row.licence or made.identifier


def _kinds(row: Application, party: Party | None) -> list[LicenceType]:
    """Types of licence that the item's results name and the applicant can hold."""
    item, known = items.item(row.item), licences.types()
    named = [known[one.licence_type] for one in item.results if one.licence_type in known] if item else []
    firm = party is not None and party.kind is PartyKind.ENTERPRISE
    return [one for one in named if one.holder == ENTERPRISE or not firm]


def _document(row: Application, title: str) -> None:
    name = _name(row)
    said = [
        _("%(name)s: you applied for “%(item)s” (%(number)s).")
        % {"name": name, "item": row.title, "number": row.number},
        _("It is granted."),
    ]
    row.document = _made(row, title, said)


def refuse(row: Application) -> None:
    """Reason, clause, term and way to object; the decision's document."""
    ways = remedies(row)
    row.objection_until = ways[0].until
    said = [
        _("%(name)s: you applied for “%(item)s” (%(number)s).")
        % {"name": _name(row), "item": row.title, "number": row.number},
        _("It cannot be granted: %(reason)s") % {"reason": row.reason},
        *row.clauses,
        *(one.words for one in ways),
    ]
    row.document = _made(row, _("Decision not to grant “%(item)s”") % {"item": row.title}, said)


def _made(row: Application, title: str, paragraphs: list[str]) -> str:
    made = licences.document(
        matter=row.number, title=title, paragraphs=paragraphs, issuer=row.unit, holder_id=row.party_id
    )
    return made.code


def _name(row: Application) -> str:
    party = identity.party(row.party_id)
    return party.name if party else ""
