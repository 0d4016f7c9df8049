"""What a bad rating opens: somebody speaks with the person within a working day and says what was mended within five."""

from django.utils.translation import gettext_noop as _

from cdos.base.matters.contracts import ClockSpec, Flow, Move, Phase, Queue, Requirement, State
from cdos.base.organisation.contracts import Role

from .contracts import FOLLOW_UP
from .logic import grading, terms

HOLDER = frozenset({"holder"})
UNIT_ROLES = frozenset({Role.HANDLER.value, Role.LEAD.value})

FLOW = Flow(
    kind=FOLLOW_UP,
    title=_("Bad rating"),
    sentence=_("Somebody rated a handling badly; the unit speaks with them and mends what was wrong."),
    states=(
        State("open", _("To be followed up"), Phase.WAITING),
        State("spoken", _("Spoken with the person"), Phase.WORKING),
        State("mended", _("Mended"), Phase.DONE),
        State("explained", _("Explained"), Phase.DONE),
    ),
    moves=(
        Move(
            "speak",
            _("Spoken with the person"),
            ("open",),
            "spoken",
            HOLDER,
            (Requirement("note", _("What they said"), "long_text", max_length=2000),),
            starts=("mended",),
            stops=("contact",),
            key="c",
        ),
        Move(
            "mend",
            _("Mended"),
            ("open", "spoken"),
            "mended",
            HOLDER,
            (Requirement("answer", _("What was mended; the person reads it"), "long_text", max_length=2000),),
            stops=("contact", "mended"),
            key="v",
            effect=grading.answered,
        ),
        Move(
            "explain",
            _("Explained: nothing to mend"),
            ("spoken",),
            "explained",
            HOLDER,
            (Requirement("answer", _("Why; the person reads it"), "long_text", max_length=2000),),
            stops=("contact", "mended"),
            effect=grading.answered,
        ),
    ),
    clocks=(
        ClockSpec("contact", _("Speak with the person"), terms.contact),
        ClockSpec("mended", _("Mend it"), terms.mended),
    ),
    initial="open",
    starts=("contact",),
    number_prefix="HF",
    detail_template="applications/follow_up.html",
    tracking_path="/staff/matter/{number}",
    queues=(Queue("bad-ratings", _("Bad ratings"), ("open", "spoken"), UNIT_ROLES, own_unit=True),),
)
