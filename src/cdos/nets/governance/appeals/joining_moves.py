"""The moves of one matter with many people: joining, going along, the reply on each number, parting again."""

from django.utils.translation import gettext_noop as _

from cdos.base.matters.contracts import Move, Requirement, Visibility
from cdos.base.organisation.contracts import Role

from .logic import joining
from .needs import OPTIONAL_EVIDENCE, OPTIONAL_REASON, OUTCOME, REASON, REPLY, UNIT

DESK = frozenset({Role.DISPATCHER.value})
SYSTEM = frozenset({"system"})
JOINED = ("merged",)

JOINING_MOVES = (
    Move(
        "merge",
        _("Join to another appeal"),
        ("received", "dispatched", "handling", "returned", *JOINED),
        "merged",
        DESK | SYSTEM,
        (Requirement("into", _("Number of the other appeal")), OPTIONAL_REASON),
        stops=("sign",),
        key="m",
        guard=joining.check_merge,
        effect=joining.merge,
    ),
    Move(
        "unmerge",
        _("Part it from the other appeal"),
        JOINED,
        "received",
        joining.PARTERS,
        (REASON,),
        starts=("dispatch", "sign"),
        effect=joining.unmerge,
        leads_to=("dispatched", "handling", "returned"),
    ),
    Move(
        "unmerge_answered",
        _("Parted from the other appeal, the answer was not for it"),
        ("replied", "solved"),
        "handling",
        SYSTEM,
        (REASON,),
        starts=("redo",),
        stops=("rating",),
        guard=joining.check_answered_together,
        effect=joining.unmerge_answered,
    ),
    Move(
        "follow",
        _("Goes along with the other appeal"),
        JOINED,
        "merged",
        SYSTEM,
        (UNIT,),
        visibility=Visibility.STAFF,
        effect=joining.follow,
        notify=False,
    ),
    Move(
        "follow_first",
        _("Dispatched together with the other appeal"),
        JOINED,
        "merged",
        SYSTEM,
        (UNIT,),
        starts=("contact", "handling"),
        stops=("dispatch",),
        effect=joining.follow_first,
    ),
    Move(
        "reply_together",
        _("Reply"),
        JOINED,
        "replied",
        SYSTEM,
        (REPLY, OUTCOME, OPTIONAL_EVIDENCE, UNIT),
        starts=("rating",),
        stops=("dispatch", "sign", "contact", "handling", "redo"),
        effect=joining.reply_together,
        leads_to=("solved",),
    ),
    Move(
        "promote",
        _("Goes on by itself: the other appeal ended"),
        JOINED,
        "handling",
        SYSTEM,
        (UNIT,),
        effect=joining.promote,
        leads_to=("received",),
    ),
)
