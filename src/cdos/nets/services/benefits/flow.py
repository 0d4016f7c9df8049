"""A check by a person (人工核验): the unit of a programme looks before money goes out, within five working days."""

from django.utils.translation import gettext_noop as _

from cdos.base.calendar.contracts import Term, TimeUnit
from cdos.base.matters.contracts import ClockSpec, Flow, MatterInfo, Move, Phase, Queue, Requirement, State
from cdos.base.organisation.contracts import Role

from .logic import checking

HOLDER = frozenset({"holder"})
UNIT_ROLES = frozenset({Role.HANDLER.value, Role.LEAD.value})


def answer_term(matter: MatterInfo) -> Term:
    return Term(5, TimeUnit.WORKING_DAYS)


FLOW = Flow(
    kind=checking.KIND,
    title=_("Benefit to be checked"),
    sentence=_("Somebody is entitled by their data; a person looks before it is paid."),
    states=(
        State("asked", _("To be checked"), Phase.WAITING, _("{holder} looks at it before it is paid.")),
        State("granted", _("Granted"), Phase.DONE, _("It is granted and goes to your bank.")),
        State(
            "refused", _("Not granted"), Phase.DONE, _("{holder} could not grant it. The reason is below.")
        ),
    ),
    moves=(
        Move(
            "grant",
            _("Grant it"),
            ("asked",),
            "granted",
            HOLDER,
            (Requirement("note", _("Note"), "long_text", required=False, max_length=500),),
            stops=("answer",),
            key="g",
            effect=checking.grant,
        ),
        Move(
            "refuse",
            _("Do not grant it"),
            ("asked",),
            "refused",
            HOLDER,
            (
                Requirement(
                    "reason", _("Why not"), "long_text", help=_("The person reads it."), max_length=280
                ),
            ),
            stops=("answer",),
            effect=checking.refuse,
        ),
    ),
    clocks=(ClockSpec("answer", _("Answer"), answer_term),),
    initial="asked",
    starts=("answer",),
    number_prefix="BTH",
    detail_template="benefits/check.html",
    tracking_path="/benefits/",
    queues=(Queue("benefits", _("Benefits to be checked"), ("asked",), UNIT_ROLES, own_unit=True),),
)
