"""The moves of an appeal whose duty is in dispute: asking for a ruling, and what the ruling does. See `governance/rulings`."""

from django.utils.translation import gettext_noop as _

from cdos.base.matters.contracts import Move, Requirement, Visibility

from .logic import disputing
from .needs import ITEM, REASON, UNIT

HOLDER = frozenset({"holder"})
SYSTEM = frozenset({"system"})
RULING = Requirement("ruling", _("Ruling"))

DISPUTE_MOVES = (
    Move(
        "dispute",
        _("Ask for a ruling"),
        ("dispatched", "handling"),
        "",
        HOLDER,
        (
            Requirement(
                "reason",
                _("Grounds"),
                "long_text",
                help=_(
                    "Which rule says it is not yours. Supervisors decide within hours; their ruling binds."
                ),
                max_length=2000,
            ),
            Requirement("proposed_unit", _("Whose it is, in your view"), "unit"),
        ),
        visibility=Visibility.STAFF,
        guard=disputing.check_dispute,
        effect=disputing.touched,
    ),
    Move(
        "meanwhile",
        _("Given to the backstop unit until the ruling"),
        disputing.HELD,
        "dispatched",
        SYSTEM,
        (UNIT, REASON, RULING),
        starts=("sign",),
        stops=("dispatch", "sign"),
        effect=disputing.meanwhile,
    ),
    Move(
        "ruled",
        _("Dispatched by a ruling"),
        disputing.HELD,
        "dispatched",
        SYSTEM,
        (UNIT, ITEM, REASON, RULING),
        starts=("sign",),
        stops=("dispatch", "sign"),
        effect=disputing.ruled,
    ),
    Move(
        "ruled_here",
        _("Stays here by a ruling"),
        ("dispatched", "handling"),
        "",
        SYSTEM,
        (UNIT, ITEM, REASON, RULING),
        effect=disputing.ruled_here,
    ),
    Move(
        "released",
        _("Back to the desk without a ruling"),
        ("dispatched", "handling"),
        "returned",
        SYSTEM,
        (REASON, RULING),
        starts=("dispatch",),
        stops=("sign",),
        effect=disputing.released,
    ),
)
