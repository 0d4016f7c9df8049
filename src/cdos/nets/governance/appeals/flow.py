"""The life of an appeal, declared: states and clocks; its moves are in `moves.py`.

Clocks and where their terms come from:

- dispatch: 30 minutes (urgent) or 2 hours (ordinary), in calendar time, since the desk of a 12345 line is staffed
  around the clock; it runs again after a return.
- sign: one working day to sign for it or to return it with grounds and a proposed owner.
- contact: 24 calendar hours from dispatch to speak with the person; none where they asked not to be contacted.
- an appeal joined to another keeps its clocks; they end with its own reply.
- handling: the duty item's own term; it goes on through returns and re-dispatches, since the person waits all the same.
- redo: 5 working days after the person was dissatisfied. supervision: 5 working days to rule.
- rating: 15 calendar days to rate; then the appeal closes without a rating and is never counted as confirmed.
"""

from django.utils.translation import gettext_noop as _

from cdos.base.matters.contracts import ClockSpec, Flow, Phase, Queue, State
from cdos.base.organisation.contracts import Role

from .contracts import KIND
from .logic import terms
from .moves import ANSWERED, DESK, MOVES, SUPERVISOR

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
        Phase.WORKING,
        _("{holder} handles it together with another appeal about the same. You get your own answer here."),
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
    moves=MOVES,
    clocks=CLOCKS,
    initial="received",
    starts=("dispatch",),
    detail_template="appeals/detail.html",
    tracking_path="/track/{number}",
    queues=QUEUES,
    list_columns=("urgency", "title", "place", "holder", "due"),
)
