"""The life of a risk: raised by a program or a sentinel, judged by a person, dealt with by a unit.

Clocks: four hours to judge it, three working days to deal with it.
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

from .contracts import RISK
from .logic import moves as steps

JUDGES = frozenset({Role.SUPERVISOR.value, Role.DISPATCHER.value})
UNIT_ROLES = frozenset({Role.HANDLER.value, Role.LEAD.value})
UNIT = Requirement("unit", _("Unit that deals with it"), "unit")
NOTE = Requirement("note", _("What to look at"), "long_text", required=False, max_length=2000)
REASON = Requirement("reason", _("Why it is none"), "long_text", max_length=2000)
RESULT = Requirement("note", _("What was done"), "long_text", max_length=2000)


def judging(matter: MatterInfo) -> Term:
    return Term(4, TimeUnit.HOURS)


def dealing(matter: MatterInfo) -> Term:
    return Term(3, TimeUnit.WORKING_DAYS)


FLOW = Flow(
    kind=RISK,
    title=_("Risk"),
    number_prefix="FX",
    initial="raised",
    starts=("judging",),
    sentence=_("What may become a crowd is raised with its evidence; a person confirms or dismisses it."),
    detail_template="risks/detail.html",
    states=(
        State("raised", _("Raised, to be judged"), Phase.WAITING),
        State("confirmed", _("Confirmed, being dealt with"), Phase.WORKING),
        State("handled", _("Dealt with"), Phase.DONE),
        State("dismissed", _("Dismissed"), Phase.DONE),
    ),
    moves=(
        Move(
            "confirm", _("Confirm"), ("raised",), "confirmed", JUDGES, (UNIT, NOTE), starts=("dealing",),
            stops=("judging",), visibility=Visibility.STAFF, key="y", guard=steps.check_unit, effect=steps.confirm,
        ),
        Move(
            "dismiss", _("Dismiss"), ("raised",), "dismissed", JUDGES, (REASON,), stops=("judging",),
            visibility=Visibility.STAFF, key="n", effect=steps.end,
        ),
        Move(
            "deal", _("Dealt with"), ("confirmed",), "handled", JUDGES | {"holder"}, (RESULT,), stops=("dealing",),
            visibility=Visibility.STAFF, effect=steps.end,
        ),
    ),
    clocks=(ClockSpec("judging", _("Judge the risk"), judging), ClockSpec("dealing", _("Deal with it"), dealing)),
    queues=(
        Queue("risks", _("Risks to judge"), ("raised",), JUDGES),
        Queue("own_risks", _("Risks of the unit"), ("confirmed",), UNIT_ROLES, own_unit=True),
    ),
)  # fmt: skip
