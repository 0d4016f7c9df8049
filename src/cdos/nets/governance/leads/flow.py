"""The life of a lead: found, judged by a person, handed to the unit whose duty it is, solved, looked at again.

- judge: 30 minutes (urgent) or 2 hours, as the dispatch of an appeal.
- handling: the duty item's own term, else 24 hours (urgent) or 5 working days; it goes on through returns.
- check: 5 working days to look again at what a unit calls solved; then it closes, and is not counted as checked.
"""

from django.utils.translation import gettext_noop as _

from cdos.base.matters.contracts import ClockSpec, Flow, Move, Phase, Queue, Requirement, State, Visibility
from cdos.base.organisation.contracts import Role

from .contracts import KIND
from .logic import moving, terms

DESK = frozenset({Role.DISPATCHER.value})
CHECKERS = frozenset({Role.DISPATCHER.value, Role.SUPERVISOR.value})
HOLDER = frozenset({"holder"})
SYSTEM = frozenset({"system"})
UNIT_ROLES = frozenset({Role.HANDLER.value, Role.LEAD.value})

REASON = Requirement("reason", _("Reason"), "long_text", max_length=2000)
OPTIONAL_REASON = Requirement("reason", _("Reason"), "long_text", required=False, max_length=2000)
URGENCY = Requirement(
    "urgency",
    _("Urgency"),
    "choice",
    required=False,
    choices=(("ordinary", _("Ordinary")), ("urgent", _("Urgent"))),
)

STATES = (
    State("reported", _("To be judged"), Phase.WAITING, _("A dispatcher is looking at whether it is so.")),
    State("handling", _("In hand"), Phase.WORKING, _("{holder} is working on it.")),
    State("solved", _("Solved, says the unit"), Phase.ANSWERED, _("{holder} says it is solved.")),
    State("checked", _("Solved, looked at again"), Phase.DONE, _("Somebody looked again: it is solved.")),
    State("closed", _("Closed, not looked at again"), Phase.DONE, _("It is closed.")),
    State("invalid", _("Nothing there"), Phase.DONE, _("There was nothing to be done.")),
    State("joined", _("Joined to another matter"), Phase.DONE, _("It goes on in another matter.")),
)

MOVES = (
    Move(
        "accept",
        _("It is so: hand it to a unit"),
        ("reported",),
        "handling",
        DESK,
        (
            Requirement("unit", _("Unit"), "unit"),
            Requirement("item", _("Duty item"), "item", required=False),
            OPTIONAL_REASON,
            URGENCY,
        ),
        starts=("handling",),
        stops=("judge",),
        key="d",
        guard=moving.check_unit,
        effect=moving.accept,
    ),
    Move(
        "join",
        _("The same as another matter"),
        ("reported", "handling"),
        "joined",
        DESK,
        (Requirement("into", _("Number of the appeal or lead")), OPTIONAL_REASON),
        stops=("judge", "handling"),
        key="m",
        guard=moving.check_join,
        effect=moving.join,
    ),
    Move(
        "refute",
        _("Nothing there"),
        ("reported",),
        "invalid",
        DESK,
        (REASON,),
        stops=("judge",),
        key="x",
        effect=moving.refute,
    ),
    Move(
        "solve",
        _("Solved"),
        ("handling",),
        "solved",
        HOLDER,
        (
            Requirement(
                "evidence",
                _("Evidence"),
                "long_text",
                help=_("What was done, when, and how it was seen to work."),
            ),
        ),
        starts=("check",),
        stops=("handling",),
        key="v",
        effect=moving.solve,
    ),
    Move(
        "return",
        _("Return with grounds"),
        ("handling",),
        "reported",
        HOLDER,
        (
            Requirement("reason", _("Grounds"), "long_text", max_length=2000),
            Requirement("proposed_unit", _("Whose it is, in your view"), "unit"),
        ),
        starts=("judge",),
        visibility=Visibility.STAFF,
        key="b",
        guard=moving.check_return,
        effect=moving.return_back,
    ),
    Move(
        "check",
        _("Looked again: it is solved"),
        ("solved",),
        "checked",
        CHECKERS,
        (Requirement("note", _("What was seen"), "long_text", required=False),),
        stops=("check",),
        key="c",
        effect=moving.touch("checked"),
    ),
    Move(
        "redo",
        _("Looked again: it is not solved"),
        ("solved",),
        "handling",
        CHECKERS,
        (REASON,),
        starts=("handling",),
        stops=("check",),
        effect=moving.redo,
    ),
    Move(
        "lapse",
        _("Closed without a second look"),
        ("solved",),
        "closed",
        SYSTEM,
        stops=("check",),
        effect=moving.touch("closed"),
    ),
)

FLOW = Flow(
    kind=KIND,
    title=_("Lead"),
    sentence=_("The city found a problem itself and mends it before anybody has to complain."),
    states=STATES,
    moves=MOVES,
    clocks=(
        ClockSpec("judge", _("Judge it"), terms.judge),
        ClockSpec("handling", _("Solve it"), terms.handling),
        ClockSpec("check", _("Look again"), terms.check),
    ),
    initial="reported",
    starts=("judge",),
    detail_template="leads/detail.html",
    tracking_path="/staff/matter/{number}",
    queues=(
        Queue("judge", _("Leads to judge"), ("reported",), DESK),
        Queue("handling", _("Leads in hand"), ("handling",), UNIT_ROLES, own_unit=True),
        Queue("check", _("Leads to look at again"), ("solved",), CHECKERS),
    ),
)
