"""The life of a ruling: opened by itself, views of the panel, a decision with grounds within hours."""

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
    Urgency,
    Visibility,
)
from cdos.base.organisation.contracts import Role

from .contracts import KIND, MAX_WORDING
from .logic import deciding

SUPERVISOR = frozenset({Role.SUPERVISOR.value})
PANEL = frozenset({"co_handler", Role.SUPERVISOR.value})
ORDINARY, URGENT = Term(4, TimeUnit.WORKING_HOURS), Term(1, TimeUnit.HOURS)
YES_NO = (("yes", _("Yes, the next dispatch uses it")), ("no", _("No, this one case only")))
LEVELS = (
    ("city", _("In the whole city")),
    ("district", _("In this district")),
    ("street", _("In this street")),
)
GROUNDS = Requirement("reason", _("Grounds"), "long_text", max_length=2000)


def term(matter: MatterInfo) -> Term:
    return URGENT if matter.urgency == Urgency.URGENT else ORDINARY


MOVES = (
    Move(
        "view",
        _("Give a view"),
        ("open",),
        "",
        PANEL,
        (Requirement("whose", _("Whose it is, in your view"), "unit"), GROUNDS),
        visibility=Visibility.STAFF,
        key="v",
        guard=deciding.check_view,
        effect=deciding.view,
    ),
    Move(
        "settle",
        _("Decide"),
        ("open",),
        "decided",
        SUPERVISOR,
        (
            Requirement("unit", _("Whose duty it is"), "unit"),
            Requirement(
                "reason",
                _("Grounds"),
                "long_text",
                help=_(
                    "Which rule gives it to this unit. Written without names: the next dispatchers read it."
                ),
                max_length=2000,
            ),
            Requirement("holds", _("Does it hold for the next ones?"), "choice", choices=YES_NO),
            Requirement("item", _("Duty item"), "item", required=False),
            Requirement(
                "wording",
                _("Words of the problem"),
                required=False,
                help=_(
                    "By which the next one is known, such as: sagging cable. Empty: the item alone decides."
                ),
                max_length=MAX_WORDING,
            ),
            Requirement("level", _("Where it holds"), "choice", required=False, choices=LEVELS),
            Requirement(
                "until", _("Until when"), "datetime", required=False, help=_("Empty: until it is withdrawn.")
            ),
        ),
        stops=("ruling",),
        visibility=Visibility.STAFF,
        key="e",
        guard=deciding.check_decision,
        effect=deciding.decide,
    ),
    Move(
        "drop",
        _("Back to the desk without a ruling"),
        ("open",),
        "dropped",
        SUPERVISOR,
        (Requirement("reason", _("Why no ruling is needed"), "long_text", max_length=2000),),
        stops=("ruling",),
        visibility=Visibility.STAFF,
        effect=deciding.drop,
    ),
)

FLOW = Flow(
    kind=KIND,
    title=_("Ruling"),
    number_prefix="R",
    initial="open",
    starts=("ruling",),
    sentence=_("Whose duty it is, decided within hours when units disagree."),
    states=(
        State("open", _("Waiting for the decision"), Phase.WORKING),
        State("decided", _("Decided"), Phase.DONE),
        State("dropped", _("No ruling needed"), Phase.DONE),
    ),
    moves=MOVES,
    clocks=(ClockSpec("ruling", _("Decide whose duty it is"), term),),
    detail_template="rulings/detail.html",
    tracking_path="/staff/matter/{number}",
    queues=(Queue("open", _("Duty in dispute"), ("open",), SUPERVISOR),),
    list_columns=("urgency", "title", "place", "holder", "due"),
)
