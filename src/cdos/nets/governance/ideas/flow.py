"""The life of an idea: looked at by a person, open for votes with a unit that must answer, adopted or declined, carried out.

- look: 2 working days to look at it. answer: 15 working days for the unit, from the day it is open.
"""

from django.utils.translation import gettext_noop as _

from cdos.base.calendar.contracts import Term, TimeUnit
from cdos.base.matters.contracts import ClockSpec, Flow, MatterInfo, Move, Phase, Queue, Requirement, State
from cdos.base.organisation.contracts import Role

from .contracts import KIND
from .logic import moving

DESK = frozenset({Role.DISPATCHER.value})
HOLDER = frozenset({"holder"})
UNIT_ROLES = frozenset({Role.HANDLER.value, Role.LEAD.value})
ANSWER = Requirement(
    "answer", _("Answer to the idea"), "long_text", help=_("Everybody reads it."), max_length=5000
)
REASON = Requirement("reason", _("Reason"), "long_text", max_length=2000)


def look_term(matter: MatterInfo) -> Term:
    return Term(2, TimeUnit.WORKING_DAYS)


def answer_term(matter: MatterInfo) -> Term:
    return Term(15, TimeUnit.WORKING_DAYS)


FLOW = Flow(
    kind=KIND,
    title=_("Idea"),
    sentence=_("A resident proposes something; others vote; a unit answers in public."),
    states=(
        State("received", _("Idea to look at"), Phase.WAITING, _("We look at your idea before it is shown.")),
        State("open", _("Open for votes"), Phase.WORKING, _("Others vote; {holder} answers.")),
        State("adopted", _("Adopted"), Phase.ANSWERED, _("{holder} takes up your idea.")),
        State("declined", _("Answered, not taken up"), Phase.DONE, _("{holder} has answered your idea.")),
        State("done", _("Carried out"), Phase.DONE, _("Your idea is carried out.")),
        State("refused", _("Not shown"), Phase.DONE, _("Your idea is not shown; the reason is below.")),
        State("withdrawn", _("Idea withdrawn"), Phase.DONE, _("You withdrew it.")),
    ),
    moves=(
        Move(
            "open",
            _("Show it, and let a unit answer"),
            ("received",),
            "open",
            DESK,
            (Requirement("unit", _("Unit"), "unit"),),
            starts=("answer",),
            stops=("look",),
            key="d",
            guard=moving.check_unit,
            effect=moving.open_it,
        ),
        Move(
            "refuse", _("Do not show it"), ("received",), "refused", DESK, (REASON,), stops=("look",),
            effect=moving.touch("refused"),
        ),
        Move(
            "adopt", _("Take it up"), ("open",), "adopted", HOLDER, (ANSWER,), stops=("answer",), key="a",
            guard=moving.check_answer, effect=moving.answer("adopted"),
        ),
        Move(
            "decline", _("Answer, do not take it up"), ("open",), "declined", HOLDER, (ANSWER,), stops=("answer",),
            key="r", guard=moving.check_answer, effect=moving.answer("declined"),
        ),
        Move(
            "carry_out", _("Carried out"), ("adopted",), "done", HOLDER, (ANSWER,), key="v",
            guard=moving.check_answer, effect=moving.answer("done"),
        ),
        Move(
            "withdraw", _("Withdraw"), ("received", "open"), "withdrawn", frozenset({"subject"}),
            stops=("look", "answer"), effect=moving.touch("withdrawn"),
        ),
    ),
    clocks=(
        ClockSpec("look", _("Look at the idea"), look_term),
        ClockSpec("answer", _("Answer the idea"), answer_term),
    ),
    initial="received",
    starts=("look",),
    detail_template="ideas/detail.html",
    tracking_path="/ideas/{number}",
    queues=(
        Queue("look", _("Ideas to look at"), ("received",), DESK),
        Queue("answer", _("Ideas to answer"), ("open", "adopted"), UNIT_ROLES, own_unit=True),
    ),
)  # fmt: skip
