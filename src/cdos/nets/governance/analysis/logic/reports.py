"""A report is drafted, changed by people and issued; what was issued stays as it is."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from cdos.base.ledger import api as ledger
from cdos.base.matters.contracts import NotAllowed
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action, Actor

from ..contracts import Draft, Evidence, ReportInfo, ReportRefused, ReportView, SectionInfo, SentenceInfo
from ..models import Report, Sentence
from . import numbers
from .said import problems, topics, volume, week

DRAFTED, CHANGED, ISSUED = "analysis.drafted", "analysis.changed", "analysis.issued"
LONGEST = 2000
WEEK = timedelta(days=7)


def sections() -> dict[str, str]:
    return {
        "volume": _("How much"),
        "problems": _("What and where"),
        "topics": _("Hot topics"),
        "risks": _("Risks"),
        "campaigns": _("Campaigns"),
        "remarks": _("Assessment and proposals"),
    }


def last_week(today: date | None = None) -> date:
    """Monday of the last week that is over."""
    day = today or timezone.localdate()
    return day - timedelta(days=day.weekday()) - WEEK


def may_edit(actor: Actor, area: str) -> bool:
    """Supervision of the area, or of one above it."""
    mine = organisation.areas_of(actor, Action.SUPERVISE)
    return settings.CITY_CODE in mine or (bool(area) and area in mine)


def check_reader(actor: Actor) -> None:
    if not (actor.system or organisation.may(actor, Action.FIGURES)):
        raise NotAllowed("figures_only", _("Reports are shown to those whose post comes with figures."))


def draft(area: str, first: date, by: int | None = None) -> Report | None:
    """None where there is one of this week. Within `fence.everything`."""
    if Report.objects.filter(area=area, first=first).exists():
        return None
    with override(settings.LANGUAGE_CODE):
        name = _name(area)
        about = week.counted(area, name, first)
        title = _("Joint analysis of appeals, {area}, {first} to {last}").format(
            area=name, first=first.isoformat(), last=about.last.isoformat()
        )
        report = Report.objects.create(
            area=area, areas=[area] if area else [], title=title, first=first, last=about.last
        )
        Sentence.objects.bulk_create(
            _sentence(report, place, one) for place, one in enumerate(_drafts(about), start=1)
        )
    ledger.record(act=DRAFTED, by=by, object=f"analysis:{report.id}", details={"title": title})
    return report


def _name(area: str) -> str:
    found = organisation.area(area or settings.CITY_CODE)
    return found.name if found else _("The city")


def _drafts(about: week.Week) -> Iterator[Draft]:
    yield from volume.said(about)
    yield from problems.said(about)
    yield from topics.said(about)


def _sentence(report: Report, place: int, one: Draft) -> Sentence:
    return Sentence(
        report=report,
        place=place,
        section=one.section,
        key=one.key,
        text=one.text,
        drafted=one.text,
        evidence=asdict(one.evidence),
        picture=one.picture,
    )


def ask_draft(actor: Actor, area: str, first: date) -> Report:
    """NotAllowed, ReportRefused. Within `fence.everything`."""
    if area and organisation.area(area) is None:
        raise ReportRefused(_("Please choose an area from the list."))
    if not may_edit(actor, area):
        raise NotAllowed("supervisors_only", _("Only supervision of the area drafts its report."))
    if first > last_week():
        raise ReportRefused(_("This week is not over yet."))
    first -= timedelta(days=first.weekday())
    return draft(area, first, actor.account_id) or Report.objects.get(area=area, first=first)


def find(actor: Actor) -> list[ReportInfo]:
    """Issued ones, and drafts of the areas that the actor supervises, the newest first."""
    check_reader(actor)
    rows = Report.objects.order_by("-first", "area")[:200]
    return [info_of(row) for row in rows if row.issued_at or may_edit(actor, row.area)]


def info_of(row: Report) -> ReportInfo:
    return ReportInfo(
        row.id, row.title, row.area, row.first, row.last, row.issued_at, row.issued_by, row.made_at
    )


def row_of(actor: Actor, number: int) -> Report:
    """LookupError: none that the actor may read."""
    check_reader(actor)
    row = Report.objects.filter(id=number).first()
    if row is None or not (row.issued_at or may_edit(actor, row.area)):
        raise LookupError(number)
    return row


def view(actor: Actor, number: int) -> ReportView:
    """LookupError, NotAllowed."""
    row = row_of(actor, number)
    editing = row.issued_at is None
    said = [sentence_of(one) for one in row.sentences.order_by("place", "id")]
    shown = [one for one in said if editing or not one.left_out]
    found = [
        SectionInfo(key, title, tuple(one for one in shown if one.section == key))
        for key, title in sections().items()
    ]
    return ReportView(
        info_of(row), tuple(one for one in found if one.sentences), editing and may_edit(actor, row.area)
    )


def sentence_of(row: Sentence) -> SentenceInfo:
    evidence = evidence_of(row)
    return SentenceInfo(
        id=row.id,
        section=row.section,
        text=row.text,
        drafted=row.drafted,
        evidence=evidence,
        picture=row.picture,
        left_out=row.left_out,
        changed_by=row.changed_by,
        unproved=numbers.unproved(row.text, row.drafted, evidence),
    )


def evidence_of(row: Sentence) -> Evidence | None:
    kept = row.evidence
    if not kept:
        return None
    return Evidence(
        title=kept["title"],
        how=kept["how"],
        columns=tuple(kept["columns"]),
        rows=tuple(tuple(one) for one in kept["rows"]),
        links=tuple((text, address) for text, address in kept["links"]),
        draw=kept["draw"],
        drawn=kept["drawn"],
    )


def sentence(actor: Actor, number: int, sentence: int) -> SentenceInfo:
    """LookupError, NotAllowed."""
    row = row_of(actor, number).sentences.filter(id=sentence).first()
    if row is None:
        raise LookupError(sentence)
    return sentence_of(row)


def _open(actor: Actor, number: int) -> Report:
    """A draft that the actor may change, locked. LookupError, NotAllowed, ReportRefused."""
    check_reader(actor)
    row = Report.objects.select_for_update().filter(id=number).first()
    if row is None:
        raise LookupError(number)
    if not may_edit(actor, row.area):
        raise NotAllowed("supervisors_only", _("Only supervision of the area changes its report."))
    if row.issued_at:
        raise ReportRefused(_("It is issued and no longer changes."))
    return row


def change(actor: Actor, number: int, sentence: int, text: str, *, left_out: bool) -> None:
    """LookupError, NotAllowed, ReportRefused."""
    report = _open(actor, number)
    row = report.sentences.filter(id=sentence).first()
    if row is None:
        raise LookupError(sentence)
    if not text.strip():
        raise ReportRefused(_("Please write the sentence, or leave it out."))
    if text.strip() != row.text:
        row.changed_by = actor.name
    row.text, row.left_out = text.strip()[:LONGEST], left_out
    row.save(update_fields=["text", "left_out", "changed_by"])
    _record(CHANGED, actor, report, sentence=row.id)


def remark(actor: Actor, number: int, text: str) -> None:
    """A sentence of a person, marked as such. LookupError, NotAllowed, ReportRefused."""
    report = _open(actor, number)
    if not text.strip():
        raise ReportRefused(_("Please write what you want to add."))
    Sentence.objects.create(
        report=report,
        place=report.sentences.count() + 1,
        section="remarks",
        key="remark",
        text=text.strip()[:LONGEST],
        changed_by=actor.name,
    )
    _record(CHANGED, actor, report)


def issue(actor: Actor, number: int) -> None:
    """LookupError, NotAllowed, ReportRefused: a number that no row proves."""
    report = _open(actor, number)
    for row in report.sentences.filter(left_out=False).order_by("place", "id"):
        if wrong := sentence_of(row).unproved:
            raise ReportRefused(
                _(
                    "These numbers are in none of the sentence's figures: {numbers}. Please correct the sentence “{text}” or leave it out."
                ).format(numbers=", ".join(wrong), text=row.text[:60])
            )
    report.issued_at, report.issued_by = timezone.now(), actor.name
    report.save(update_fields=["issued_at", "issued_by"])
    _record(ISSUED, actor, report)


def _record(act: str, actor: Actor, report: Report, **details: object) -> None:
    ledger.record(act=act, by=actor.account_id, object=f"analysis:{report.id}", details=details)
