"""The moves of an appeal: who may make them, what they need, which clocks they start and stop."""

from django.utils.translation import gettext_noop as _

from cdos.base.matters.contracts import Move, Requirement, Visibility
from cdos.base.organisation.contracts import Role

from .dispute_moves import DISPUTE_MOVES
from .joining_moves import JOINED, JOINING_MOVES
from .logic import disputing, effects, guards, joining
from .needs import (
    DIMENSIONS,
    EVIDENCE,
    ITEM,
    NOTE,
    OPTIONAL_EVIDENCE,
    OPTIONAL_REASON,
    OUTCOME,
    REASON,
    REPLY,
    SATISFIED,
    UNIT,
    URGENCY,
)

DESK = frozenset({Role.DISPATCHER.value})
DESK_AND_OPERATOR = frozenset({Role.DISPATCHER.value, Role.OPERATOR.value})
HOLDER = frozenset({"holder"})
SUPERVISOR = frozenset({Role.SUPERVISOR.value})
SUBJECT = frozenset({"subject"})
SYSTEM = frozenset({"system"})

OPEN = ("received", "dispatched", "handling", "returned", "supervised")
ANSWERED = ("replied", "solved")

DESK_MOVES = (
    Move(
        "dispatch",
        _("Dispatch"),
        ("received",),
        "dispatched",
        DESK | SYSTEM,
        (UNIT, ITEM, OPTIONAL_REASON, URGENCY),
        starts=("sign", "contact", "handling"),
        stops=("dispatch",),
        key="d",
        undo_s=10,
        guard=guards.check_unit,
        effect=effects.dispatch,
        undo=effects.undo_dispatch,
    ),
    Move(
        "redispatch",
        _("Dispatch to another unit"),
        ("returned", "dispatched", "handling", "supervised"),
        "dispatched",
        DESK | SUPERVISOR,
        (UNIT, ITEM, REASON, URGENCY),
        starts=("sign",),
        stops=("dispatch", "sign"),  # the next unit has its own time to sign
        key="d",
        guard=disputing.check_redispatch,
        effect=effects.redispatch,
    ),
    Move(
        "answer",
        _("Answer at once"),
        ("received",),
        "replied",
        DESK_AND_OPERATOR,
        (REPLY, OUTCOME, OPTIONAL_EVIDENCE),
        starts=("rating",),
        stops=("dispatch",),
        key="a",
        guard=guards.check_reply,
        effect=effects.reply,
    ),
    Move(
        "classify",
        _("Change item or urgency"),
        OPEN,
        "",
        DESK | HOLDER,
        (ITEM, URGENCY),
        visibility=Visibility.STAFF,
        key="i",
        guard=guards.check_item,
        effect=effects.classify,
    ),
)

UNIT_MOVES = (
    Move(
        "accept",
        _("Sign for it"),
        ("dispatched",),
        "handling",
        HOLDER,
        stops=("sign",),
        key="s",
        undo_s=10,
        effect=effects.accept,
        undo=effects.undo_accept,
    ),
    Move(
        "contact",
        _("Contacted the person"),
        ("dispatched", "handling", "supervised", *JOINED),
        "handling",
        HOLDER,
        (NOTE,),
        stops=("sign", "contact"),
        key="c",
        effect=effects.contact,
    ),
    Move(
        "attempt",
        _("Tried to contact, not reached"),
        ("dispatched", "handling", "supervised", *JOINED),
        "",
        HOLDER,
        (NOTE,),
        effect=effects.touch,
    ),
    Move(
        "take_over",
        _("Take it over from a colleague"),
        ("handling", "supervised"),
        "",
        HOLDER,
        (OPTIONAL_REASON,),
        visibility=Visibility.STAFF,
        key="t",
        guard=guards.check_take_over,
        effect=effects.take_over,
    ),
    Move(
        "reply",
        _("Reply"),
        ("dispatched", "handling", "supervised", *JOINED),
        "replied",
        HOLDER,
        (REPLY, OUTCOME, OPTIONAL_EVIDENCE),
        starts=("rating",),
        stops=("sign", "contact", "handling", "redo", "supervision"),
        key="r",
        guard=guards.check_reply,
        effect=effects.reply,
    ),
    Move(
        "solve",
        _("Mark as solved"),
        ("replied",),
        "solved",
        HOLDER | SYSTEM,
        (EVIDENCE,),
        key="v",
        effect=effects.solve,
    ),
    Move(
        "return",
        _("Return with grounds"),
        ("dispatched", "handling"),
        "returned",
        HOLDER,
        (
            Requirement(
                "reason",
                _("Grounds"),
                "long_text",
                help=_("Which rule says it is not yours."),
                max_length=2000,
            ),
            Requirement("proposed_unit", _("Whose it is, in your view"), "unit"),
        ),
        starts=("dispatch",),
        stops=("sign",),
        visibility=Visibility.STAFF,
        key="b",
        guard=disputing.check_return,
        effect=effects.return_back,
    ),
)

SUPERVISION_MOVES = (
    Move(
        "urge",
        _("Urge"),
        ("dispatched", "handling", "returned", "supervised"),
        "",
        SUPERVISOR | DESK,
        (REASON,),
        key="u",
        effect=effects.touch,
    ),
    Move(
        "supervise",
        _("Take under supervision"),
        ("received", "dispatched", "handling", "returned", "replied", "solved"),
        "supervised",
        SUPERVISOR,
        (REASON,),
        starts=("supervision",),
        stops=("rating", "dispatch"),
        effect=effects.touch_state,
    ),
    Move(
        "hand_over",
        _("Hand over to another unit"),
        OPEN,
        "",
        DESK | SUPERVISOR | frozenset({Role.LEAD.value}),
        (UNIT, REASON),
        visibility=Visibility.STAFF,
        guard=disputing.check_redispatch,
        effect=effects.hand_over,
    ),
    Move(
        "send_back",
        _("Send back to the unit"),
        ("supervised",),
        "handling",
        SUPERVISOR,
        (REASON, Requirement("unit", _("Unit"), "unit", required=False)),
        starts=("redo",),
        stops=("supervision",),
        guard=guards.check_optional_unit,
        effect=effects.send_back,
    ),
    Move(
        "reopen",
        _("Open it again"),
        (*ANSWERED, "confirmed", "closed"),
        "handling",
        SUPERVISOR | SYSTEM,
        (REASON,),
        starts=("contact", "redo"),
        stops=("rating",),
        effect=effects.reopen,
    ),
    Move(
        "rule",
        _("Close by ruling"),
        ("supervised",),
        "closed",
        SUPERVISOR,
        (Requirement("reason", _("Ruling and its grounds"), "long_text"),),
        stops=("supervision", "handling", "redo", "contact", "sign"),
        effect=effects.close,
    ),
)

SUBJECT_MOVES = (
    Move(
        "rate",
        _("Rate the answer"),
        ANSWERED,
        "",
        SUBJECT,
        (
            SATISFIED,
            *DIMENSIONS,
            Requirement("text", _("Say more"), "long_text", required=False, max_length=2000),
        ),
        stops=("rating",),
        guard=guards.check_rating,
        effect=effects.rate,
    ),
    Move(
        "supplement",
        _("Add something"),
        (*OPEN, *ANSWERED, *JOINED),
        "",
        SUBJECT | SYSTEM,  # the system: what came by mail from the person
        (
            Requirement("text", _("What you want to add"), "long_text", max_length=20_000),
            Requirement("message_id", _("Mail"), required=False),
        ),
        effect=joining.supplement,
    ),
    Move(
        "withdraw",
        _("Withdraw"),
        (*OPEN, *ANSWERED, *JOINED),
        "withdrawn",
        SUBJECT,
        (OPTIONAL_REASON,),
        stops=("dispatch", "sign", "contact", "handling", "redo", "supervision", "rating"),
        effect=effects.withdraw,
    ),
)

SYSTEM_MOVES = (
    Move(
        "redo",
        _("Sent back to the unit: the person is not satisfied"),
        ANSWERED,
        "handling",
        SYSTEM,
        starts=("contact", "redo"),
        effect=effects.redo,
    ),
    Move(
        "escalate",
        _("Sent to supervision: the person is not satisfied again"),
        ANSWERED,
        "supervised",
        SYSTEM,
        starts=("supervision",),
        effect=effects.redo,
    ),
    Move(
        "lapse",
        _("Closed without a rating"),
        ANSWERED,
        "closed",
        SYSTEM,
        stops=("rating",),
        effect=effects.close,
    ),
)

MOVES = (
    *DESK_MOVES,
    *UNIT_MOVES,
    *JOINING_MOVES,
    *DISPUTE_MOVES,
    *SUPERVISION_MOVES,
    *SUBJECT_MOVES,
    *SYSTEM_MOVES,
)
