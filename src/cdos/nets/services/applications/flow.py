"""The life of an application: accepted, examined, decided, delivered; supplemented, withdrawn, objected to, rated.

Where a rule decides at once, the move “decide” takes it from filing to its outcome, with the licence in the same
transaction. Clocks and where their terms come from are in `logic/terms.py`.
"""

from django.utils.translation import gettext_noop as _

from cdos.base.matters.contracts import ClockSpec, Flow, Move, Phase, Queue, Requirement, State, Visibility
from cdos.base.organisation.contracts import Role

from .contracts import KIND
from .logic import moving, terms

HOLDER = frozenset({"holder"})
SUBJECT = frozenset({"subject", Role.OPERATOR.value})  # and the clerk who filed it for them
PERSON = frozenset({"subject"})  # whoever filed it for them does not say how it was
SYSTEM = frozenset({"system"})
LEAD = frozenset({Role.LEAD.value})
UNIT_ROLES = frozenset({Role.HANDLER.value, Role.LEAD.value})
OPEN = ("submitted", "accepted", "examined")
RUNNING = ("accept", "promised", "legal")

REASON = Requirement("reason", _("Reason"), "long_text", max_length=2000)
CLAUSE = Requirement(
    "clause",
    _("Clause it stands on"),
    "long_text",
    max_length=500,
    help=_("Law, number of the article and what it says; the person reads it."),
)
NOTE = Requirement("note", _("Note"), "long_text", required=False, max_length=2000)
PROOF = Requirement(
    "proof",
    _("Which document was seen"),  # by the clerk who does this for the person
    required=False,
    max_length=200,
)

STATES = (
    State(
        "submitted",
        _("To be accepted"),
        Phase.WAITING,
        _("{holder} is checking whether everything is there."),
    ),
    State("paying", _("Fee to be paid"), Phase.WAITING, _("Please pay the fee; then {holder} goes on.")),
    State("accepted", _("Accepted"), Phase.WORKING, _("{holder} has accepted it and is examining it.")),
    State(
        "supplementing",
        _("To be supplemented"),
        Phase.WAITING,
        _("{holder} needs something more from you. The time for it does not run while you look for it."),
    ),
    State("examined", _("Examined"), Phase.WORKING, _("{holder} has examined it and is deciding.")),
    State(
        "granted",
        _("Granted, on its way"),
        Phase.ANSWERED,
        _("{holder} has granted it. The result is on its way."),
    ),
    State("delivered", _("Granted and delivered"), Phase.DONE, _("It is granted, and the result is yours.")),
    State(
        "refused",
        _("Refused"),
        Phase.DONE,
        _("{holder} could not grant it. Below is why, and how to object."),
    ),
    State(
        "objected",
        _("Objected to"),
        Phase.WORKING,
        _("You objected. Somebody else at {holder} is looking at it again."),
    ),
    State("withdrawn", _("Withdrawn by the applicant"), Phase.DONE, _("It is withdrawn.")),
    State(
        "lapsed",
        _("Closed: what was asked for did not come"),
        Phase.DONE,
        _(
            "{holder} did not get in time what it had asked for, so it is closed. You can apply again at any time."
        ),
    ),
)

MOVES = (
    Move(
        "accept",
        _("Accept the application"),
        ("submitted",),
        "accepted",
        HOLDER | SYSTEM,
        (NOTE,),
        starts=("promised", "legal"),
        stops=("accept",),
        key="a",
    ),
    Move(
        "ask_supplement",
        _("Ask for more"),
        OPEN,
        "supplementing",
        HOLDER,
        (
            Requirement(
                "reason",
                _("What is missing"),
                "long_text",
                max_length=2000,
                help=_("All of it at once: the person should not have to come twice."),
            ),
        ),
        starts=("supplement",),
        pauses=RUNNING,
        key="s",
        effect=moving.ask_supplement,
    ),
    Move(
        "supplement",
        _("Hand in what is missing"),
        ("supplementing",),
        "accepted",
        SUBJECT,
        (Requirement("text", _("What you add"), "long_text", required=False, max_length=5000),),
        stops=("supplement",),
        resumes=RUNNING,
        effect=moving.supplement,
        leads_to=("submitted", "examined"),
    ),
    Move(
        "examine",
        _("Examined"),
        ("accepted",),
        "examined",
        HOLDER,
        (Requirement("opinion", _("Opinion"), "long_text", max_length=2000),),
        visibility=Visibility.STAFF,
        key="e",
    ),
    Move(
        "grant",
        _("Grant it"),
        ("accepted", "examined"),
        "granted",
        HOLDER,
        (NOTE,),
        stops=("promised", "legal"),
        key="g",
        effect=moving.grant,
        leads_to=("delivered",),
    ),
    Move(
        "refuse",
        _("Refuse it"),
        OPEN,
        "refused",
        HOLDER,
        (REASON, CLAUSE),
        stops=RUNNING,
        key="x",
        effect=moving.refuse,
    ),
    Move(
        "deliver",
        _("Delivered"),
        ("granted",),
        "delivered",
        HOLDER,
        (
            Requirement(
                "how",
                _("How"),
                "choice",
                choices=(
                    ("counter", _("Fetched at the counter")),
                    ("post", _("By post")),
                    ("online", _("Online")),
                ),
            ),
            NOTE,
        ),
        key="v",
    ),
    Move(
        "withdraw",
        _("Withdraw"),
        (*OPEN, "paying", "supplementing"),
        "withdrawn",
        SUBJECT,
        (Requirement("reason", _("Reason"), "long_text", required=False, max_length=2000), PROOF),
        guard=moving.check_asked_by_person,
        effect=moving.withdraw,
    ),
    Move(
        "lapse",
        _("Closed: nothing was handed in"),
        ("supplementing",),
        "lapsed",
        SYSTEM,
        effect=moving.lapse,
    ),
    Move(
        "close_unpaid",
        _("Close it: the fee was not paid"),
        ("paying",),
        "lapsed",
        HOLDER | SYSTEM,
        (NOTE,),
        effect=moving.lapse,
    ),
    Move(
        "ask_fee",
        _("The fee is due"),
        ("submitted",),
        "paying",
        SYSTEM,
        starts=("payment",),
        stops=("accept",),
        notify=False,
    ),
    Move(
        "paid",
        _("The fee was paid"),
        ("paying",),
        "submitted",
        SYSTEM,
        starts=("accept",),
        stops=("payment",),
        notify=False,
    ),
    Move(
        "paid_again",
        _("The fee was paid"),
        ("paying",),
        "examined",
        SYSTEM,
        starts=("promised",),
        stops=("payment",),
        notify=False,
    ),
    Move(
        "decide",
        _("Decided at once by the rule"),
        ("submitted",),
        "delivered",
        SYSTEM,
        stops=("accept",),
        effect=moving.decide,
        leads_to=("granted", "refused"),
    ),
    Move(
        "object",
        _("Object to it"),
        ("refused", "lapsed"),
        "objected",
        SUBJECT,
        (Requirement("reason", _("Why you object"), "long_text", max_length=5000), PROOF),
        starts=("review",),
        guard=moving.check_objection,
    ),
    Move(
        "uphold",
        _("The decision stands"),
        ("objected",),
        "refused",
        LEAD,
        (REASON,),
        stops=("review",),
        guard=moving.check_other_person,
        effect=moving.uphold,
        leads_to=("lapsed",),
    ),
    Move(
        "overturn",
        _("The objection is right"),
        ("objected",),
        "examined",
        LEAD,
        (REASON,),
        starts=("promised", "payment"),
        stops=("review",),
        guard=moving.check_overturn,
        effect=moving.overturn,
        leads_to=("accepted", "paying"),
    ),
    Move(
        "rate",
        _("Rated it"),
        ("delivered", "granted", "refused"),
        "",
        PERSON,
        (
            Requirement("grade", _("Grade"), "rating"),
            Requirement("reasons", _("What was wrong"), required=False, max_length=300),
            Requirement("text", _("In your words"), "long_text", required=False, max_length=2000),
        ),
        guard=moving.check_grade,
        effect=moving.rate,
    ),
)

FLOW = Flow(
    kind=KIND,
    title=_("Application"),
    sentence=_(
        "Somebody asks the city for something it owes them; it is granted, or refused with the clause."
    ),
    states=STATES,
    moves=MOVES,
    clocks=(
        ClockSpec("accept", _("Accept it or say what is missing"), terms.accept),
        ClockSpec("promised", _("Promised time"), terms.promised),
        ClockSpec("legal", _("Time by law"), terms.legal),
        ClockSpec("supplement", _("The person hands in what is missing"), terms.supplement),
        ClockSpec("review", _("Look at the objection"), terms.review),
        ClockSpec("payment", _("The person pays the fee"), terms.payment),
    ),
    initial="submitted",
    starts=("accept",),
    number_prefix="SQ",
    detail_template="applications/detail.html",
    tracking_path="/services/applications/{number}",
    queues=(
        Queue("to-accept", _("Applications to accept"), ("submitted",), UNIT_ROLES, own_unit=True),
        Queue("to-decide", _("Applications to decide"), ("accepted", "examined"), UNIT_ROLES, own_unit=True),
        Queue("to-deliver", _("Results to deliver"), ("granted",), UNIT_ROLES, own_unit=True),
        Queue("objections", _("Objections"), ("objected",), LEAD, own_unit=True),
    ),
)
