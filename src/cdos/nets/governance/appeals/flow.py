"""The life of an appeal, declared: states, moves, clocks.

Clocks and where their terms come from:

- dispatch: 30 minutes (urgent) or 2 hours (ordinary), in calendar time, since the desk of a 12345 line is staffed
  around the clock; it runs again after a return.
- sign: one working day to sign for it or to return it with grounds and a proposed owner.
- contact: 24 calendar hours from dispatch to speak with the person; none where they asked not to be contacted.
- handling: the duty item's own term; it goes on through returns and re-dispatches, since the person waits all the same.
- redo: 5 working days after the person was dissatisfied. supervision: 5 working days to rule.
- rating: 15 calendar days to rate; then the appeal closes without a rating and is never counted as confirmed.
"""

from django.utils.translation import gettext_noop as _

from cdos.base.matters.contracts import ClockSpec, Flow, Move, Phase, Queue, Requirement, State, Visibility
from cdos.base.organisation.contracts import Role

from .contracts import KIND
from .logic import effects, guards, terms

DESK = frozenset({Role.DISPATCHER.value})
DESK_AND_OPERATOR = frozenset({Role.DISPATCHER.value, Role.OPERATOR.value})
HOLDER = frozenset({"holder"})
SUPERVISOR = frozenset({Role.SUPERVISOR.value})
SUBJECT = frozenset({"subject"})
SYSTEM = frozenset({"system"})

OPEN = ("received", "dispatched", "handling", "returned", "supervised")
ANSWERED = ("replied", "solved")

STATES = (
    State(
        "received",
        _("Waiting for dispatch"),
        Phase.WAITING,
        _("We have it. A dispatcher is choosing who handles it."),
    ),
    State("dispatched", _("Dispatched"), Phase.WAITING, _("{holder} has it and will contact you.")),
    State("handling", _("In hand"), Phase.WORKING, _("{holder} is working on it.")),
    State(
        "returned",
        _("Returned for dispatch"),
        Phase.WAITING,
        _("A dispatcher is choosing another unit to handle it."),
    ),
    State(
        "supervised",
        _("Under supervision"),
        Phase.WORKING,
        _("The city's supervisors are watching how {holder} handles it."),
    ),
    State("replied", _("Replied"), Phase.ANSWERED, _("{holder} has replied. Please tell us how it was.")),
    State(
        "solved",
        _("Solved, says the unit"),
        Phase.ANSWERED,
        _("{holder} says it is solved. Is it? Please tell us."),
    ),
    State("confirmed", _("Confirmed"), Phase.DONE, _("You confirmed the answer. Thank you.")),
    State("closed", _("Closed"), Phase.DONE, _("It is closed.")),
    State("withdrawn", _("Withdrawn"), Phase.DONE, _("You withdrew it.")),
    State(
        "merged",
        _("Joined to another appeal"),
        Phase.DONE,
        _("It goes on together with another appeal about the same."),
    ),
)

UNIT = Requirement("unit", _("Unit"), "unit")
ITEM = Requirement("item", _("Duty item"), "item", required=False)
REASON = Requirement("reason", _("Reason"), "long_text", max_length=2000)
OPTIONAL_REASON = Requirement("reason", _("Reason"), "long_text", required=False, max_length=2000)
URGENCY = Requirement(
    "urgency",
    _("Urgency"),
    "choice",
    required=False,
    choices=(("ordinary", _("Ordinary")), ("urgent", _("Urgent"))),
)
REPLY = Requirement("reply", _("Reply to the person"), "long_text", max_length=20_000)
OUTCOME = Requirement(
    "outcome",
    _("What came of it"),
    "choice",
    choices=(("solved", _("Solved")), ("explained", _("Explained")), ("not_possible", _("Not possible"))),
)
EVIDENCE = Requirement(
    "evidence",
    _("Evidence"),
    "long_text",
    help=_("What was done, when, and how it was seen to work."),
)
OPTIONAL_EVIDENCE = Requirement(
    "evidence",
    _("Evidence"),
    "long_text",
    required=False,
    help=_("Needed when it is solved: what was done, when, and how it was seen to work."),
)
NOTE = Requirement("note", _("What was said"), "long_text")
DIMENSIONS = (
    Requirement("speed", _("Speed"), "rating"),
    Requirement("effect", _("Effect"), "rating"),
    Requirement("experience", _("Experience"), "rating"),
    Requirement("reply_quality", _("Quality of the reply"), "rating"),
)
SATISFIED = Requirement(
    "satisfied", _("Are you satisfied?"), "choice", choices=(("yes", _("Yes")), ("no", _("No")))
)

DESK_MOVES = (
    Move(
        "dispatch",
        _("Dispatch"),
        ("received",),
        "dispatched",
        DESK | SYSTEM,
        (UNIT, ITEM, OPTIONAL_REASON, URGENCY),
        starts=("sign", "contact", "handling"),
        stops=("dispatch",),
        key="d",
        undo_s=10,
        guard=guards.check_unit,
        effect=effects.dispatch,
        undo=effects.undo_dispatch,
    ),
    Move(
        "redispatch",
        _("Dispatch to another unit"),
        ("returned", "dispatched", "handling", "supervised"),
        "dispatched",
        DESK | SUPERVISOR,
        (UNIT, ITEM, REASON, URGENCY),
        starts=("sign",),
        stops=("dispatch",),
        key="d",
        guard=guards.check_unit,
        effect=effects.redispatch,
    ),
    Move(
        "answer",
        _("Answer at once"),
        ("received",),
        "replied",
        DESK_AND_OPERATOR,
        (REPLY, OUTCOME, OPTIONAL_EVIDENCE),
        starts=("rating",),
        stops=("dispatch",),
        key="a",
        guard=guards.check_reply,
        effect=effects.reply,
    ),
    Move(
        "classify",
        _("Change item or urgency"),
        OPEN,
        "",
        DESK | HOLDER,
        (ITEM, URGENCY),
        visibility=Visibility.STAFF,
        key="i",
        guard=guards.check_item,
        effect=effects.classify,
    ),
    Move(
        "merge",
        _("Join to another appeal"),
        ("received", "dispatched", "handling", "returned"),
        "merged",
        DESK,
        (Requirement("into", _("Number of the other appeal")), OPTIONAL_REASON),
        stops=("dispatch", "sign", "contact", "handling", "redo"),
        key="m",
        guard=guards.check_merge,
        effect=effects.merge,
    ),
)

UNIT_MOVES = (
    Move(
        "accept",
        _("Sign for it"),
        ("dispatched",),
        "handling",
        HOLDER,
        stops=("sign",),
        key="s",
        undo_s=10,
        effect=effects.accept,
        undo=effects.undo_accept,
    ),
    Move(
        "contact",
        _("Contacted the person"),
        ("dispatched", "handling", "supervised"),
        "handling",
        HOLDER,
        (NOTE,),
        stops=("sign", "contact"),
        key="c",
        effect=effects.contact,
    ),
    Move(
        "attempt",
        _("Tried to contact, not reached"),
        ("dispatched", "handling", "supervised"),
        "",
        HOLDER,
        (NOTE,),
        effect=effects.touch,
    ),
    Move(
        "reply",
        _("Reply"),
        ("dispatched", "handling", "supervised"),
        "replied",
        HOLDER,
        (REPLY, OUTCOME, OPTIONAL_EVIDENCE),
        starts=("rating",),
        stops=("sign", "contact", "handling", "redo", "supervision"),
        key="r",
        guard=guards.check_reply,
        effect=effects.reply,
    ),
    Move(
        "solve",
        _("Mark as solved"),
        ("replied",),
        "solved",
        HOLDER,
        (EVIDENCE,),
        key="v",
        effect=effects.solve,
    ),
    Move(
        "return",
        _("Return with grounds"),
        ("dispatched", "handling"),
        "returned",
        HOLDER,
        (
            Requirement(
                "reason",
                _("Grounds"),
                "long_text",
                help=_("Which rule says it is not yours."),
                max_length=2000,
            ),
            Requirement("proposed_unit", _("Whose it is, in your view"), "unit"),
        ),
        starts=("dispatch",),
        stops=("sign",),
        visibility=Visibility.STAFF,
        key="b",
        guard=guards.check_return,
        effect=effects.return_back,
    ),
)

SUPERVISION_MOVES = (
    Move(
        "urge",
        _("Urge"),
        ("dispatched", "handling", "returned", "supervised"),
        "",
        SUPERVISOR | DESK,
        (REASON,),
        key="u",
        effect=effects.touch,
    ),
    Move(
        "supervise",
        _("Take under supervision"),
        ("received", "dispatched", "handling", "returned", "replied", "solved"),
        "supervised",
        SUPERVISOR,
        (REASON,),
        starts=("supervision",),
        stops=("rating", "dispatch"),
        effect=effects.touch_state,
    ),
    Move(
        "hand_over",
        _("Hand over to another unit"),
        OPEN,
        "",
        DESK | SUPERVISOR | frozenset({Role.LEAD.value}),
        (UNIT, REASON),
        visibility=Visibility.STAFF,
        guard=guards.check_unit,
        effect=effects.hand_over,
    ),
    Move(
        "send_back",
        _("Send back to the unit"),
        ("supervised",),
        "handling",
        SUPERVISOR,
        (REASON, Requirement("unit", _("Unit"), "unit", required=False)),
        starts=("redo",),
        stops=("supervision",),
        guard=guards.check_optional_unit,
        effect=effects.send_back,
    ),
    Move(
        "rule",
        _("Close by ruling"),
        ("supervised",),
        "closed",
        SUPERVISOR,
        (Requirement("reason", _("Ruling and its grounds"), "long_text"),),
        stops=("supervision", "handling", "redo", "contact", "sign"),
        effect=effects.close,
    ),
)

SUBJECT_MOVES = (
    Move(
        "rate",
        _("Rate the answer"),
        ANSWERED,
        "",
        SUBJECT,
        (
            SATISFIED,
            *DIMENSIONS,
            Requirement("text", _("Say more"), "long_text", required=False, max_length=2000),
        ),
        stops=("rating",),
        guard=guards.check_rating,
        effect=effects.rate,
    ),
    Move(
        "supplement",
        _("Add something"),
        (*OPEN, *ANSWERED),
        "",
        SUBJECT | SYSTEM,  # the system: what came by mail from the person
        (
            Requirement("text", _("What you want to add"), "long_text", max_length=20_000),
            Requirement("message_id", _("Mail"), required=False),
        ),
        effect=effects.touch,
    ),
    Move(
        "withdraw",
        _("Withdraw"),
        (*OPEN, *ANSWERED),
        "withdrawn",
        SUBJECT,
        (OPTIONAL_REASON,),
        stops=("dispatch", "sign", "contact", "handling", "redo", "supervision", "rating"),
        effect=effects.withdraw,
    ),
)

SYSTEM_MOVES = (
    Move(
        "redo",
        _("Sent back to the unit: the person is not satisfied"),
        ANSWERED,
        "handling",
        SYSTEM,
        starts=("contact", "redo"),
        effect=effects.redo,
    ),
    Move(
        "escalate",
        _("Sent to supervision: the person is not satisfied again"),
        ANSWERED,
        "supervised",
        SYSTEM,
        starts=("supervision",),
        effect=effects.redo,
    ),
    Move(
        "lapse",
        _("Closed without a rating"),
        ANSWERED,
        "closed",
        SYSTEM,
        stops=("rating",),
        effect=effects.close,
    ),
)

CLOCKS = (
    ClockSpec("dispatch", _("Dispatch"), terms.dispatch),
    ClockSpec("sign", _("Sign for it or return it"), terms.sign),
    ClockSpec("contact", _("Contact the person"), terms.contact),
    ClockSpec("handling", _("Handle and reply"), terms.handling),
    ClockSpec("redo", _("Do it again"), terms.redo),
    ClockSpec("supervision", _("Rule on it"), terms.supervision),
    ClockSpec("rating", _("Rate the answer"), terms.rating, near=0.0),
)

UNIT_ROLES = frozenset({Role.HANDLER.value, Role.LEAD.value})
QUEUES = (
    Queue("dispatch", _("To dispatch"), ("received",), DESK),
    Queue("returned", _("Returned"), ("returned",), DESK),
    Queue("sign", _("To sign for"), ("dispatched",), UNIT_ROLES, own_unit=True),
    Queue("handling", _("In hand"), ("handling",), UNIT_ROLES, own_unit=True),
    Queue("answered", _("Answered"), ANSWERED, UNIT_ROLES, own_unit=True, order="filed"),
    Queue("supervised", _("Under supervision"), ("supervised",), SUPERVISOR),
)

FLOW = Flow(
    kind=KIND,
    title=_("Appeal"),
    states=STATES,
    moves=(*DESK_MOVES, *UNIT_MOVES, *SUPERVISION_MOVES, *SUBJECT_MOVES, *SYSTEM_MOVES),
    clocks=CLOCKS,
    initial="received",
    starts=("dispatch",),
    detail_template="appeals/detail.html",
    tracking_path="/track/{number}",
    queues=QUEUES,
    list_columns=("urgency", "title", "place", "holder", "due"),
)
