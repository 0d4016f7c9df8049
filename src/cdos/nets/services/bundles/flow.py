"""The life of a bundle: sent, its parts handed over and decided each by its department, ended when the last part has.

- whole: the days of the longest chain of parts. Each part has the clock of its own application besides.
"""

from django.utils.translation import gettext_noop as _

from cdos.base.matters.contracts import ClockSpec, Flow, Move, Phase, Queue, Requirement, State, Visibility
from cdos.base.organisation.contracts import Role

from .contracts import KIND
from .logic import moving

SUBJECT, SYSTEM = frozenset({"subject"}), frozenset({"system"})
DESK = frozenset({Role.HANDLER.value, Role.LEAD.value})
REASON = Requirement("reason", _("Reason"), "long_text", required=False, max_length=500)
PART = Requirement("item", _("Part"), max_length=80)

STATES = (
    State("running", _("Under way"), Phase.WORKING, _("The departments are at work on your matter.")),
    State("done", _("All done"), Phase.DONE, _("Everything is done.")),
    State(
        "partly", _("Partly done"), Phase.DONE, _("Some parts are done; the others have ended without it.")
    ),
    State(
        "refused", _("Refused"), Phase.DONE, _("No part could be granted. Each says why and how to object.")
    ),
    State("withdrawn", _("Withdrawn"), Phase.DONE, _("You have withdrawn it.")),
)
MOVES = (
    Move(
        "begin",
        _("Handed to the departments"),
        ("running",),
        by=SYSTEM,
        requires=(Requirement("words", _("To whom"), "long_text", max_length=200),),
        starts=("whole",),
        notify=False,
    ),
    Move(
        "withdraw_part",
        _("Withdraw a part"),
        ("running",),
        by=SUBJECT,
        requires=(PART, REASON),
        effect=moving.withdraw_part,
        leads_to=("withdrawn", "partly", "done", "refused"),
    ),
    Move(
        "withdraw",
        _("Withdraw all that is not decided yet"),
        ("running",),
        by=SUBJECT,
        requires=(REASON,),
        effect=moving.withdraw,
        leads_to=("withdrawn", "partly"),
    ),
    Move(
        "retry",
        _("Hand a part over again"),
        ("running",),
        by=DESK | SYSTEM | {Role.SUPERVISOR.value},
        requires=(PART,),
        visibility=Visibility.STAFF,
        effect=moving.retry,
    ),
    Move(
        "deliver",
        _("Handed over to its department"),
        ("running",),
        by=SYSTEM,
        requires=(PART,),
        effect=moving.deliver,
        notify=False,
    ),
    Move("paid", _("The fee is paid"), ("running",), by=SYSTEM, effect=moving.paid, notify=False),
    Move(
        "news",
        _("A part has ended"),
        ("running",),
        by=SYSTEM,
        requires=(PART,),
        effect=moving.news,
    ),
    Move(
        "overturn",
        _("Granted after an objection"),
        ("running", "partly", "refused"),
        "running",
        by=SYSTEM,
        requires=(PART,),
        starts=("whole",),
        effect=moving.overturn,
    ),
    Move(
        "finish",
        _("The last part has ended"),
        ("running",),
        by=SYSTEM,
        stops=("whole",),
        effect=moving.finish,
        leads_to=("done", "partly", "refused", "withdrawn"),
    ),
)

FLOW = Flow(
    kind=KIND,
    title=_("Bundle"),
    sentence=_("Many items done as one: one form, one set of papers, one payment, each department its part."),
    states=STATES,
    moves=MOVES,
    clocks=(ClockSpec("whole", _("All parts together"), moving.whole_term),),
    initial="running",
    number_prefix="YJ",
    detail_template="bundles/detail.html",
    tracking_path="/bundles/matters/{number}",
    queues=(Queue("led", _("Bundles we lead"), ("running",), DESK, own_unit=True),),
)
