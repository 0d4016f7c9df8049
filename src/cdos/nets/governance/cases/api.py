"""The only door to similar-case groups that are kept. Keyword-only; errors are named in each docstring."""

from collections.abc import Sequence
from datetime import date, datetime

from cdos.base.fence import api as fence
from cdos.base.matters.contracts import MatterInfo
from cdos.base.organisation.api import acted, changing
from cdos.base.organisation.contracts import Actor

from .contracts import Came, CampaignInfo, CampaignView, CaseInfo, CaseQuestion, CaseView, Effect, Lately
from .logic import arriving, campaigns, catching_up, counting, effect, reading, refreshing, yardsticks
from .models import Case, Member


@acted
def find(*, actor: Actor, question: CaseQuestion) -> list[CaseInfo]:
    """Groups of several people with a member in the actor's reach, the hottest first. NotAllowed."""
    return reading.find(actor, question)


@acted
def case(*, actor: Actor, number: int) -> CaseInfo:
    """A group; one that became part of another gives the other. LookupError, NotAllowed."""
    reading.check_reader(actor)
    return reading.info_of(reading.live(number))


@acted
def view(*, actor: Actor, number: int) -> CaseView:
    """A group with the members that the actor may see, masked; the ledger keeps that they were shown.

    LookupError, NotAllowed."""
    return reading.view(actor, number)


@acted
def points(*, actor: Actor, number: int) -> list[tuple[MatterInfo, float, float]]:
    """(matter, longitude, latitude) of the members that the actor may see. LookupError, NotAllowed."""
    return reading.points(actor, number)


def case_of(*, matter_id: int) -> int | None:
    """The group of an appeal; None while it is in none."""
    with fence.everything():
        return Member.objects.filter(matter_id=matter_id).values_list("case_id", flat=True).first()


def take(*, ids: Sequence[int]) -> int:
    """Put appeals into groups; those that are in one already stay. How many were new."""
    return arriving.take(ids)


def bring_up_to_date(*, spend_s: float = 60.0) -> int:
    """Take what came without an event and count what changed, as the worker does by itself. How many were taken."""
    catching_up.start_anew()
    taken = catching_up.go_on(spend_s=spend_s)
    refreshing.go_on(spend_s=spend_s)
    return taken


def make_yardstick() -> int:
    """Measure the words of the latest appeals anew, as is done at night; of how many."""
    return yardsticks.make()


def may_begin(*, actor: Actor) -> bool:
    """Whether the actor may begin a campaign where they watch over."""
    return campaigns.may_begin(actor)


def campaign_of(*, case: int) -> str | None:
    """The number of the campaign about a group that is not over; who may see it is asked apart."""
    return campaigns.running(case)


@changing
def begin_campaign(*, actor: Actor, number: int, unit: str, aim: str) -> MatterInfo:
    """A campaign about a group, led by a unit. NotAllowed, LookupError, CampaignRefused."""
    return campaigns.begin(actor, number, unit, aim)


@acted
def campaigns_of(*, actor: Actor) -> list[CampaignInfo]:
    """Campaigns in the actor's reach, the newest first. NotAllowed."""
    return campaigns.find(actor)


@acted
def campaign(*, actor: Actor, number: str) -> CampaignView:
    """LookupError, NotAllowed."""
    return campaigns.view(actor, number)


@changing
def add_measure(*, actor: Actor, number: str, text: str, due_on: date) -> None:
    """NotAllowed, LookupError, CampaignRefused."""
    campaigns.add_measure(actor, number, text, due_on)


@changing
def change_measure(*, actor: Actor, number: str, measure: int, what: str, note: str = "") -> None:
    """`what`: done, open, remove. NotAllowed, LookupError, MoveRefused."""
    campaigns.change_measure(actor, number, measure, what, note)


def effect_of(*, case: int, begun: datetime, done: datetime | None, now: datetime) -> Effect:
    """How often a problem came back before `begun` and since `done`."""
    return effect.judge(case=case, begun=begun, done=done, now=now)


def effect_words(judged: Effect) -> str:
    """The verdict in plain words."""
    return effect.words(judged)


def came(*, since: datetime, recent: datetime, until: datetime, fewest: int) -> tuple[Came, dict[int, Came]]:
    """For counting programs: how many came since then, and first since `recent`, once each a group, without saying who;
    of all groups together, and by id of those with at least `fewest`."""
    with fence.everything():
        return counting.came(since, recent, until, fewest)


def lately(
    *, since: datetime, until: datetime, people: int, ids: Sequence[int] | None = None
) -> list[Lately]:
    """Groups (of those with these ids) to which at least so many people came in this time."""
    with fence.everything():
        return counting.lately(since, until, people, list(ids) if ids is not None else None)


def keep(*, number: int) -> None:
    """Something stands on this group: it is not forgotten when nothing more comes."""
    with fence.everything():
        Case.objects.filter(id=number).update(kept=True)
