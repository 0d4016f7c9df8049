"""The life of a call back: an enterprise was not satisfied; the service centre calls it within 24 hours."""

from django.utils.translation import gettext_noop as _

from cdos.base.calendar.contracts import Term, TimeUnit
from cdos.base.matters.contracts import ClockSpec, Flow, MatterInfo, Move, Phase, Queue, Requirement, State
from cdos.base.organisation.contracts import Role

from .contracts import CALLBACK
from .logic import calling

DESK = frozenset({Role.DISPATCHER.value})
CALLERS = frozenset({Role.DISPATCHER.value, Role.SUPERVISOR.value})


def call_term(matter: MatterInfo) -> Term:
    return Term(24, TimeUnit.HOURS)


FLOW = Flow(
    kind=CALLBACK,
    title=_("Call back"),
    sentence=_("An enterprise was not satisfied with the answer: it is called within 24 hours."),
    states=(
        State("open", _("To call"), Phase.WAITING, _("We call you within 24 hours.")),
        State("called", _("Called"), Phase.DONE, _("We have called you.")),
    ),
    moves=(
        Move(
            "call",
            _("Called"),
            ("open",),
            "called",
            CALLERS,
            (
                Requirement("note", _("What was said"), "long_text"),
                Requirement(
                    "settled",
                    _("Is the enterprise content now?"),
                    "choice",
                    choices=(("yes", _("Yes")), ("no", _("No, the unit goes on"))),
                ),
            ),
            stops=("call",),
            key="c",
            effect=calling.called,
        ),
        Move(
            "attempt",
            _("Tried to call, not reached"),
            ("open",),
            "",
            CALLERS,
            (Requirement("note", _("When, and which number"), "long_text", required=False),),
        ),
    ),
    clocks=(ClockSpec("call", _("Call back"), call_term),),
    initial="open",
    starts=("call",),
    detail_template="enterprises/callback.html",
    tracking_path="/business/questions/",
    queues=(Queue("calls", _("Enterprises to call back"), ("open",), DESK),),
)
