"""Which of last week's solved answers are looked at: drawn by a seed, so that anybody can draw the same again."""

from collections import defaultdict
from datetime import date, timedelta
from random import Random

from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor
from cdos.nets.governance.closure.contracts import ClosureRefused, Grouping, PlanInfo
from cdos.nets.governance.closure.logic import officers, periods, recording, verdicts, words
from cdos.nets.governance.closure.models import Answer, SamplePlan

COLUMNS = {Grouping.DISTRICT: "district", Grouping.UNIT: "unit", Grouping.ITEM: "item_code"}
MOST_A_GROUP = 50


def add(actor: Actor, *, by: str, per_group: int, district: str, seed: int) -> int:
    """By a supervisor. ClosureRefused."""
    verdicts.check_supervises(actor)
    if by not in set(Grouping):
        raise ClosureRefused(_("Please say of what: each district, unit or item."))
    if not 1 <= per_group <= MOST_A_GROUP:
        raise ClosureRefused(_("Please choose from 1 to 50 a week."))
    if district and organisation.area(district) is None:
        raise ClosureRefused(_("Please choose a district of the list."))
    row = SamplePlan.objects.create(
        by=by,
        per_group=per_group,
        district=district,
        seed=seed,
        made_by=actor.name[:100],
        made_at=timezone.now(),
    )
    recording.planned(actor, row.pk)
    return row.pk


def stop(actor: Actor, plan_id: int) -> None:
    verdicts.check_supervises(actor)
    if not SamplePlan.objects.filter(pk=plan_id).update(active=False):
        raise LookupError(plan_id)
    recording.planned(actor, plan_id)


def listed() -> list[PlanInfo]:
    return [
        PlanInfo(
            id=row.pk,
            by=Grouping(row.by),
            per_group=row.per_group,
            district=row.district,
            district_name=words.area(row.district),
            seed=row.seed,
            active=row.active,
            made_by=row.made_by,
            drawn_for=row.drawn_for,
        )
        for row in SamplePlan.objects.order_by("-active", "id")
    ]


def population(by: Grouping, district: str, week: date) -> dict[str, list[int]]:
    """Last answers given in the week before `week` that said solved, by group; ids in order."""
    rows = Answer.objects.filter(
        outcome="solved",
        at__gte=periods.midnight(week - timedelta(days=7)),
        at__lt=periods.midnight(week),
    )
    if district:
        rows = rows.filter(district=district)
    groups: dict[str, dict[int, int]] = defaultdict(dict)
    for pk, matter, key in rows.order_by("id").values_list("pk", "matter_id", COLUMNS[by]):
        groups[str(key)][matter] = pk  # the last of each matter
    return {key: sorted(found.values()) for key, found in groups.items()}


def pick(groups: dict[str, list[int]], per_group: int, seed: int, week: date) -> list[int]:
    """The same groups, seed and week give the same sample, whoever draws it."""
    found = []
    for key in sorted(groups):
        ids = groups[key]
        found += Random(f"{seed}:{week}:{key}").sample(ids, min(per_group, len(ids)))
    return sorted(found)


def draw(plan_id: int, week: date) -> int:
    """The plan's sample of a week, once; how many are new."""
    row = SamplePlan.objects.select_for_update().get(pk=plan_id)
    ids = pick(population(Grouping(row.by), row.district, week), row.per_group, row.seed, week)
    counts: dict[str, int] = defaultdict(int)
    for answer in Answer.objects.filter(pk__in=ids).order_by("pk"):
        _visit, created = officers.make(answer, "sample", row.pk)
        counts[answer.district] += created
    row.drawn_for = week
    row.save(update_fields=["drawn_for"])
    for district, count in counts.items():
        if count:
            officers.tell_of(district, count)
    return sum(counts.values())


def draw_due() -> int:
    """Every plan whose sample of this week was not drawn."""
    week = periods.this_week()
    due = SamplePlan.objects.filter(active=True).exclude(drawn_for=week).values_list("pk", flat=True)
    return sum(draw(plan_id, week) for plan_id in list(due))
