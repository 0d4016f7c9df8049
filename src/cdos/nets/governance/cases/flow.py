"""The life of a campaign (类案治理): measures are set, carried out, and their effect is watched and judged.

Clocks: ten working days to set the measures; sixty days to watch before it is judged.
"""

from django.utils.translation import gettext_noop as _

from cdos.base.calendar.contracts import Term, TimeUnit
from cdos.base.matters.contracts import (
    ClockSpec,
    Flow,
    MatterInfo,
    Move,
    Phase,
    Queue,
    Requirement,
    State,
    Visibility,
)
from cdos.base.organisation.contracts import Role

from .contracts import CAMPAIGN
from .logic import campaign_moves as steps

HOLDER, SUPERVISOR = frozenset({"holder"}), frozenset({Role.SUPERVISOR.value})
UNIT_ROLES = frozenset({Role.HANDLER.value, Role.LEAD.value})
OPEN = ("planned", "running", "watching")
NOTE = Requirement("note", _("What you found"), "long_text", max_length=2000)
REASON = Requirement("reason", _("Why"), "long_text", max_length=2000)


def planning(matter: MatterInfo) -> Term:
    return Term(10, TimeUnit.WORKING_DAYS)


def watching(matter: MatterInfo) -> Term:
    return Term(60, TimeUnit.DAYS)


FLOW = Flow(
    kind=CAMPAIGN,
    title=_("Campaign"),
    number_prefix="LA",
    initial="planned",
    starts=("planning",),
    sentence=_("A problem that many report is dealt with at its root, and it is judged whether it comes back."),
    detail_template="cases/detail.html",
    states=(
        State("planned", _("Measures being set"), Phase.WAITING),
        State("running", _("Measures under way"), Phase.WORKING),
        State("watching", _("Done, effect being watched"), Phase.WORKING),
        State("closed", _("Closed with its effect"), Phase.DONE),
        State("dropped", _("Given up"), Phase.DONE),
    ),
    moves=(
        Move(
            "start", _("Start"), ("planned",), "running", HOLDER | SUPERVISOR,
            stops=("planning",), visibility=Visibility.STAFF, guard=steps.check_measures,
        ),
        Move(
            "watch", _("All measures are done: watch the effect"), ("running",), "watching", HOLDER | SUPERVISOR,
            starts=("watching",), visibility=Visibility.STAFF, guard=steps.check_done, effect=steps.watch,
        ),
        Move(
            "close", _("Close with its effect"), ("watching",), "closed", SUPERVISOR, (NOTE,),
            stops=("watching",), visibility=Visibility.STAFF, effect=steps.close,
        ),
        Move(
            "again", _("It comes back: set more measures"), ("watching",), "running", SUPERVISOR, (REASON,),
            stops=("watching",), visibility=Visibility.STAFF, effect=steps.again,
        ),
        Move(
            "drop", _("Give it up"), ("planned", "running"), "dropped", SUPERVISOR, (REASON,),
            stops=("planning",), visibility=Visibility.STAFF,
        ),
        Move(
            "hand_over", _("Hand over to another unit"), OPEN, "", SUPERVISOR,
            (Requirement("unit", _("Unit"), "unit"), REASON), visibility=Visibility.STAFF,
            guard=steps.check_unit, effect=steps.hand_over,
        ),
    ),
    clocks=(
        ClockSpec("planning", _("Set the measures"), planning),
        ClockSpec("watching", _("Judge the effect"), watching),
    ),
    queues=(
        Queue("campaigns", _("Campaigns"), OPEN, SUPERVISOR),
        Queue("own_campaigns", _("Campaigns of the unit"), OPEN, UNIT_ROLES, own_unit=True),
    ),
)  # fmt: skip
