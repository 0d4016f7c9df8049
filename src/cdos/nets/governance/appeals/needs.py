"""The values that moves of an appeal ask for."""

from django.utils.translation import gettext_noop as _

from cdos.base.matters.contracts import Requirement

UNIT = Requirement("unit", _("Unit"), "unit")
ITEM = Requirement("item", _("Duty item"), "item", required=False)
REASON = Requirement("reason", _("Reason"), "long_text", max_length=2000)
OPTIONAL_REASON = Requirement("reason", _("Reason"), "long_text", required=False, max_length=2000)
URGENCY = Requirement(
    "urgency",
    _("Urgency"),
    "choice",
    required=False,
    choices=(("ordinary", _("Ordinary")), ("urgent", _("Urgent"))),
)
REPLY = Requirement("reply", _("Reply to the person"), "long_text", max_length=20_000)
OUTCOME = Requirement(
    "outcome",
    _("What came of it"),
    "choice",
    choices=(("solved", _("Solved")), ("explained", _("Explained")), ("not_possible", _("Not possible"))),
)
EVIDENCE = Requirement(
    "evidence",
    _("Evidence"),
    "long_text",
    help=_("What was done, when, and how it was seen to work."),
)
OPTIONAL_EVIDENCE = Requirement(
    "evidence",
    _("Evidence"),
    "long_text",
    required=False,
    help=_("Needed when it is solved: what was done, when, and how it was seen to work."),
)
NOTE = Requirement("note", _("What was said"), "long_text")
DIMENSIONS = (
    Requirement("speed", _("Speed"), "rating"),
    Requirement("effect", _("Effect"), "rating"),
    Requirement("experience", _("Experience"), "rating"),
    Requirement("reply_quality", _("Quality of the reply"), "rating"),
)
SATISFIED = Requirement(
    "satisfied", _("Are you satisfied?"), "choice", choices=(("yes", _("Yes")), ("no", _("No")))
)
