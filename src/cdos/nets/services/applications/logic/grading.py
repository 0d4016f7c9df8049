"""Rating a handling in the five national grades (好差评); a bad one opens a follow-up at the unit, the same second."""

from collections import Counter
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cdos.base.masking.api import mask
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import Effect, Filing, LinkKind, MatterInfo, MoveRefused, Visibility
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import SYSTEM, Actor

from ..contracts import FOLLOW_UP, Grade, Graded
from ..models import Application
from . import recording

GRADES = {
    Grade.VERY_GOOD: gettext_lazy("Very satisfied"),
    Grade.GOOD: gettext_lazy("Satisfied with it"),
    Grade.FAIR: gettext_lazy("Basically satisfied"),
    Grade.BAD: gettext_lazy("Not satisfied"),
    Grade.VERY_BAD: gettext_lazy("Very dissatisfied"),
}
REASONS = {
    "slow": gettext_lazy("It took too long"),
    "trips": gettext_lazy("I had to come more than once"),
    "papers": gettext_lazy("I was asked for papers the city has"),
    "unclear": gettext_lazy("I was not told clearly"),
    "rude": gettext_lazy("I was not treated politely"),
    "wrong": gettext_lazy("The decision is wrong"),
    "system": gettext_lazy("The page did not work"),
}
BAD = Grade.BAD


def reasons_of(text: str) -> list[str]:
    return [one for one in dict.fromkeys(text.split(",")) if one in REASONS]


def check(matter: MatterInfo, actor: Actor, values: dict[str, Any]) -> None:
    row = Application.objects.select_for_update().get(pk=matter.id)
    if row.grade is not None:
        raise MoveRefused("rated", _("You have rated it already. Thank you."))
    told = reasons_of(values.get("reasons", "")) or values.get("text")
    if values["grade"] <= BAD and not told:
        raise MoveRefused("reasons_missing", _("Please say what was wrong, so that it can be mended."))


def rate(matter: MatterInfo, actor: Actor, values: dict[str, Any]) -> Effect:
    row = Application.objects.select_for_update().get(pk=matter.id)
    row.grade, row.graded_at = values["grade"], timezone.now()
    row.grade_reasons, row.grade_text = reasons_of(values.get("reasons", "")), values.get("text", "")
    if row.grade <= BAD:
        row.follow_up = _follow_up(row, matter)
    row.save()
    recording.graded(row, by=actor.account_id)
    return Effect(note=str(GRADES[Grade(row.grade)]), data={"grade": row.grade})


def _follow_up(row: Application, matter: MatterInfo) -> str:
    filing = Filing(
        kind=FOLLOW_UP,
        title=_("Bad rating: %(item)s") % {"item": row.title},
        text=mask(row.grade_text),
        place=matter.place,
        source="rating",
        holder_unit=matter.holder_unit,
    )
    made = matters.file(actor=SYSTEM, filing=filing)
    matters.link(actor=SYSTEM, source=made.matter.number, target=matter.number, kind=LinkKind.RELATED)
    return made.matter.number


def answered(matter: MatterInfo, actor: Actor, values: dict[str, Any]) -> None:
    """The person reads on the tracking page what came of the rating."""
    row = Application.objects.get(follow_up=matter.number)
    row.followed_up = True
    row.save(update_fields=["followed_up"])
    matters.comment(actor=actor, number=row.number, text=values["answer"], visibility=Visibility.SUBJECT)


def detail(matter_id: int, actor: Actor) -> dict[str, Any]:
    """For the workbench: what was rated, and why."""
    number = next(iter(matters.get_many(actor=actor, ids=[matter_id]).values())).number
    row = Application.objects.filter(follow_up=number).first()
    if row is None or row.grade is None:
        return {}
    return {
        "number": row.number,
        "title": row.title,
        "grade": GRADES[Grade(row.grade)],
        "reasons": [REASONS[one] for one in row.grade_reasons],
        "text": row.grade_text,
        "graded_at": row.graded_at,
    }


def figures(days: int) -> list[Graded]:
    """By unit, the worst first, within what the transaction may see."""
    since = timezone.now() - timedelta(days=days)
    found: dict[str, list[Application]] = {}
    rows = Application.objects.filter(graded_at__gte=since).only("unit", "grade", "followed_up")
    for row in rows:
        found.setdefault(row.unit, []).append(row)
    names = organisation.units()
    made = [_graded(unit, names[unit].name if unit in names else unit, rows) for unit, rows in found.items()]
    return sorted(made, key=lambda one: one.good_share)


def _graded(unit: str, name: str, rows: list[Application]) -> Graded:
    counts = Counter(row.grade for row in rows)
    return Graded(
        unit=unit,
        unit_name=name,
        counts=(counts[1], counts[2], counts[3], counts[4], counts[5]),
        followed_up=sum(1 for row in rows if row.grade is not None and row.grade <= BAD and row.followed_up),
        bad=counts[1] + counts[2],
    )
