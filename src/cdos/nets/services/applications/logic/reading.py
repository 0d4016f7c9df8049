"""Applications as other modules and pages see them."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from cdos.base import statements
from cdos.base.files import api as files
from cdos.base.identity import api as identity
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import MatterInfo
from cdos.base.organisation.contracts import Actor
from cdos.hubs.registers import api as registers
from cdos.nets.services.decisions import api as decisions
from cdos.nets.services.forms import api as forms
from cdos.nets.services.forms.contracts import Form
from cdos.nets.services.items import api as items
from cdos.nets.services.payments import api as payments

from ..contracts import ApplicationInfo, Channel, Grade, Handed, MaterialLine
from ..models import Application
from . import channels, foreseeing, gathering, grading, results, vault


def sentence(matter: MatterInfo) -> str:
    said = matters.flow(matter.kind).state(matter.state).sentence
    return _(said).format(holder=matter.holder_unit_name) if said else ""


def info(
    row: Application, matter: MatterInfo, *, created: bool = False, answers: bool = True
) -> ApplicationInfo:
    return ApplicationInfo(
        number=row.number,
        item=row.item,
        item_title=row.title,
        state=matter.state,
        sentence=sentence(matter),
        answers=vault.answers(row) if answers else {},
        licence=row.licence,
        receipt_id=row.receipt_id,
        parent=row.parent,
        party_id=row.party_id,
        unit=matter.holder_unit,
        unit_name=matter.holder_unit_name,
        outcome=row.outcome,
        at_once=row.at_once,
        reason=row.reason,
        clauses=tuple(row.clauses),
        objection_until=row.objection_until,
        objection=ways_to_object(row),
        document=row.document,
        decided_at=row.decided_at,
        filed_at=matter.filed_at,
        due_at=matter.due_at,
        created=created,
        channel=Channel(row.channel),
        grade=row.grade or 0,
        fee_fen=row.fee_fen,
        phase=matter.phase.value,
        title=matter.title,
    )


def many(rows: Iterable[Application], actor: Actor) -> list[ApplicationInfo]:
    """In their order, those the actor may see; without answers."""
    found = list(rows)
    known = matters.get_many(actor=actor, ids=[row.pk for row in found])
    return [info(row, known[row.pk], answers=False) for row in found if row.pk in known]


def ways_to_object(row: Application) -> tuple[str, ...]:
    """To a refusal, and where it was closed because something did not come."""
    return tuple(one.words for one in results.remedies(row)) if row.objection_until is not None else ()


def lines(row: Application) -> tuple[MaterialLine, ...]:
    return tuple(MaterialLine(**one | {"handed": Handed(one["handed"])}) for one in row.materials)


def entered(row: Application) -> list[tuple[str, str, str]]:
    """(title, value in words, source in words) of each answer, in the form's order."""
    item = items.item(row.item)
    form = gathering.form_of(item) if item else None
    return in_words(form, vault.answers(row), row.sources)


def in_words(
    form: Form | None, answers: Mapping[str, Any], sources: Mapping[str, str]
) -> list[tuple[str, str, str]]:
    """As the form says them; without a form, which ended since, as the registers do."""
    if form is None:
        return [(name, registers.in_words(name, value), "") for name, value in answers.items()]
    sections = forms.in_words(form, answers)
    return [(label, words, sources.get(name, "")) for _title, rows in sections for name, label, words in rows]


def purpose_title(code: str) -> str:
    """What "item:CODE" is called where consents and uses are listed."""
    item = items.item(code)
    return item.title if item else ""


def detail(matter_id: int, actor: Actor) -> dict[str, Any]:
    """For the workbench: what was entered and from where, materials, what the rule found, fee, rating."""
    row = statements.row(Application, "matter_id = %s::bigint", [matter_id])
    if row is None:
        return {}
    receipt = decisions.receipt(actor=actor, receipt_id=row.receipt_id) if row.receipt_id else None
    found = lines(row)
    party = identity.party(row.party_id)
    return {
        "application": row,
        "party": party,
        "channel": channels.title(row.channel),
        "proof": proof(row),
        "entered": entered(row),
        "materials": [(one, _file(one)) for one in found],
        "receipt": receipt,
        "failing": [foreseeing.why_not(one) for one in receipt.failing] if receipt else [],
        "unknown": [foreseeing.why_not(one) for one in receipt.unknown] if receipt else [],
        "met": [foreseeing.why_not(one) for one in receipt.trace if one.truth == "yes"] if receipt else [],
        "payment": payments.of_matter(matter=row.number) if row.fee_fen else None,
        "fee": payments.in_words(row.fee_fen) if row.fee_fen else "",
        "grade": grading.GRADES[Grade(row.grade)] if row.grade else "",
    }


def _file(one: MaterialLine) -> Any:
    found = files.by_tokens([one.token]) if one.token else []
    return found[0] if found else None


def proof(row: Application) -> list[tuple[str, str]]:
    """What the channel asked for and the clerk wrote."""
    rule = channels.rules().get(Channel(row.channel))
    given = vault.proof(row)
    return [(title, given.get(name, "")) for name, title, _help in rule.needs] if rule else []
