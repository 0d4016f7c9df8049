"""The life of a visit on credit: treated, settled, advanced by the bank, repaid; or overdue, in default, claimed.

- due: the days within which it is repaid. grace: the days after them before it is a default.
Every state but the first follows from the rows of the visit: see `logic/levelling.py`.
"""

from django.utils.translation import gettext_noop as _

from cdos.base.matters.contracts import ClockSpec, Flow, Move, Phase, Queue, Requirement, State, Visibility
from cdos.base.organisation.contracts import Role

from .contracts import KIND
from .logic import moving

SYSTEM = frozenset({"system"})
DESK = frozenset({Role.HANDLER.value, Role.LEAD.value})
TRANSFER = Requirement("transfer", _("Movement"), max_length=80)
FAILURE = Requirement("failure", _("Why not"), required=False, max_length=300)
OWING = ("owed", "overdue", "defaulted", "claimed")
SETTLED = ("advancing", *OWING, "repaid", "counter")
ANYWHERE = ("treating", *SETTLED)

STATES = (
    State("treating", _("Under treatment"), Phase.WORKING, _("You are being treated. You pay nothing now.")),
    State(
        "advancing",
        _("The bank pays the hospital"),
        Phase.WORKING,
        _("The bank is asked to pay your part to the hospital."),
    ),
    State(
        "owed",
        _("To be repaid"),
        Phase.WORKING,
        _("The bank has paid the hospital for you. Please repay it in time."),
    ),
    State(
        "overdue",
        _("Repayment overdue"),
        Phase.WORKING,
        _("The day to repay has passed. Please repay now, so that it does not become a default."),
    ),
    State(
        "defaulted",
        _("In default"),
        Phase.WORKING,
        _("It was not repaid in time. Until it is, you cannot be treated on credit again."),
    ),
    State(
        "claimed",
        _("Paid by the guarantor"),
        Phase.WORKING,
        _("The guarantor has paid the bank. You now owe the guarantor; once repaid, you can use it again."),
    ),
    State("repaid", _("Repaid"), Phase.DONE, _("Everything is repaid. Thank you.")),
    State(
        "counter",
        _("Paid at the counter"),
        Phase.DONE,
        _("This visit is not on credit: please pay at the hospital's counter, as before."),
    ),
    State(
        "cancelled",
        _("Bill cancelled"),
        Phase.DONE,
        _("The hospital has cancelled the bill. You owe nothing."),
    ),
)

MOVES = (
    Move(
        "settle",
        _("The hospital has settled the bill"),
        ANYWHERE,
        by=SYSTEM,
        effect=moving.settle,
        leads_to=("advancing", *OWING, "repaid", "counter", "cancelled"),
    ),
    Move(
        "call_off",
        _("The visit was called off"),
        ("treating",),
        by=SYSTEM,
        effect=moving.call_off,
        leads_to=("cancelled",),
    ),
    Move(
        "advance",
        _("The bank has paid the hospital"),
        ("advancing",),
        by=SYSTEM,
        requires=(TRANSFER,),
        starts=("due",),
        effect=moving.advanced,
        leads_to=(*OWING, "repaid", "cancelled"),
    ),
    Move(
        "not_advance",
        _("The bank does not advance it"),
        ("advancing",),
        by=SYSTEM,
        requires=(TRANSFER, FAILURE),
        effect=moving.not_advanced,
        leads_to=(*OWING, "counter", "repaid", "cancelled"),
    ),
    Move(
        "collect",
        _("Repaid"),
        (*SETTLED, "cancelled"),
        by=SYSTEM,
        requires=(TRANSFER,),
        effect=moving.collected,
        leads_to=(*OWING, "repaid"),
    ),
    Move(
        "not_collect",
        _("A repayment failed"),
        (*SETTLED, "cancelled"),
        by=SYSTEM,
        requires=(TRANSFER, FAILURE),
        effect=moving.not_collected,
    ),
    Move(
        "refund",
        _("Given back"),
        (*SETTLED, "cancelled"),
        by=SYSTEM,
        requires=(TRANSFER,),
        effect=moving.refunded,
    ),
    Move(
        "not_refund",
        _("A refund failed"),
        (*SETTLED, "cancelled"),
        by=SYSTEM,
        requires=(TRANSFER, FAILURE),
        effect=moving.not_refunded,
    ),
    Move(
        "refund_again",
        _("Give it back again"),
        (*SETTLED, "cancelled"),
        by=DESK,
        effect=moving.refund_again,
        shown=moving.has_failed_refund,
    ),
    Move(
        "overdue",
        _("The day to repay has passed"),
        ("owed", "advancing"),
        by=SYSTEM,
        starts=("grace",),
        stops=("due",),
        effect=moving.overdue,
        leads_to=("overdue",),
    ),
    Move(
        "default",
        _("Not repaid: in default"),
        ("overdue", "advancing"),
        by=SYSTEM,
        stops=("grace",),
        effect=moving.default,
        leads_to=("defaulted",),
    ),
    Move(
        "claim",
        _("The guarantor pays the bank"),
        ("defaulted",),
        by=DESK | SYSTEM,
        visibility=Visibility.SUBJECT,
        key="c",
        effect=moving.claim,
        leads_to=("claimed",),
    ),
)

FLOW = Flow(
    kind=KIND,
    title=_("Treatment on credit"),
    sentence=_(
        "Treat first, pay later: the bank advances a person's part of a hospital bill, guaranteed by the city."
    ),
    states=STATES,
    moves=MOVES,
    clocks=(
        ClockSpec("due", _("Repayment"), moving.due_term),
        ClockSpec("grace", _("Days of grace"), moving.grace_term),
    ),
    initial="treating",
    number_prefix="XY",
    detail_template="credit_care/detail.html",
    tracking_path="/care/visits/{number}",
    queues=(Queue("defaulted", _("Defaults on credit"), ("defaulted",), DESK, own_unit=True),),
)
