"""The life of a correction: the register's unit corrects the value or says why it stays, within 5 working days."""

from django.utils.translation import gettext_noop as _

from cdos.base.calendar.contracts import Term, TimeUnit
from cdos.base.matters.contracts import ClockSpec, Flow, MatterInfo, Move, Phase, Queue, Requirement, State
from cdos.base.organisation.contracts import Role

from .contracts import CORRECTION
from .logic import correcting

HOLDER = frozenset({"holder"})
UNIT_ROLES = frozenset({Role.HANDLER.value, Role.LEAD.value})


def answer_term(matter: MatterInfo) -> Term:
    return Term(5, TimeUnit.WORKING_DAYS)


FLOW = Flow(
    kind=CORRECTION,
    title=_("Correction"),
    sentence=_(
        "Somebody says that a value of a register is wrong; its unit corrects it or says why it stays."
    ),
    states=(
        State(
            "asked",
            _("Correction asked for"),
            Phase.WAITING,
            _("{holder} checks whether the value is wrong."),
        ),
        State("corrected", _("Value corrected"), Phase.DONE, _("The value is corrected.")),
        State(
            "kept", _("Value stays"), Phase.DONE, _("{holder} found the value right; the reason is below.")
        ),
        State("withdrawn", _("Correction withdrawn"), Phase.DONE, _("You withdrew it.")),
    ),
    moves=(
        Move(
            "correct",
            _("Correct the value"),
            ("asked",),
            "corrected",
            HOLDER,
            (
                Requirement("value", _("The right value"), max_length=200),
                Requirement("answer", _("Words to the person"), "long_text", required=False, max_length=2000),
            ),
            stops=("answer",),
            key="c",
            guard=correcting.check_value,
            effect=correcting.correct,
        ),
        Move(
            "keep",
            _("The value stays"),
            ("asked",),
            "kept",
            HOLDER,
            (
                Requirement(
                    "answer",
                    _("Why it stays"),
                    "long_text",
                    help=_("The person reads it."),
                    max_length=2000,
                ),
            ),
            stops=("answer",),
            key="k",
            guard=correcting.check_words,
            effect=correcting.keep,
        ),
        Move(
            "withdraw",
            _("Withdraw"),
            ("asked",),
            "withdrawn",
            frozenset({"subject"}),
            stops=("answer",),
            effect=correcting.take_back,
        ),
    ),
    clocks=(ClockSpec("answer", _("Answer"), answer_term),),
    initial="asked",
    starts=("answer",),
    detail_template="registers/correction.html",
    tracking_path="/me/consents#corrections",
    queues=(Queue("corrections", _("Values said to be wrong"), ("asked",), UNIT_ROLES, own_unit=True),),
)
