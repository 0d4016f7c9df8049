"""Values of a licence in words, as they stand on a card and in a copy."""

from django.utils.translation import gettext_lazy

from cdos.hubs.registers import api as registers

from ..contracts import Act, Licence, LicenceState

STATES = {
    LicenceState.VALID: gettext_lazy("valid"),
    LicenceState.SUSPENDED: gettext_lazy("suspended"),
    LicenceState.WITHDRAWN: gettext_lazy("withdrawn as wrongly given"),
    LicenceState.CANCELLED: gettext_lazy("cancelled"),
    LicenceState.EXPIRED: gettext_lazy("run out"),
    LicenceState.MOVED_OUT: gettext_lazy("moved out"),
    LicenceState.REVOKED: gettext_lazy("revoked"),
}
KINDS = {
    LicenceState.VALID: "good",
    LicenceState.SUSPENDED: "warm",
    LicenceState.EXPIRED: "",
    LicenceState.CANCELLED: "",
    LicenceState.MOVED_OUT: "",
}
ACTS = {
    Act.ISSUED: gettext_lazy("Issued"),
    Act.CHANGED: gettext_lazy("Changed"),
    Act.SUSPENDED: gettext_lazy("Suspended"),
    Act.RESUMED: gettext_lazy("In force again"),
    Act.WITHDRAWN: gettext_lazy("Withdrawn as wrongly given"),
    Act.CANCELLED: gettext_lazy("Cancelled"),
    Act.REVOKED: gettext_lazy("Revoked"),
    Act.EXPIRED: gettext_lazy("Run out"),
    Act.MOVED_OUT: gettext_lazy("Moved out"),
}


def value(name: str, found: object) -> str:
    """One value as people read it."""
    if isinstance(found, str | int | float | bool | list | tuple):
        return registers.in_words(name, found)
    return str(found)


def rows(licence: Licence) -> list[tuple[str, str]]:
    """Title and value of what the licence says, in the order of its type."""
    known = licence.values
    return [(title, value(name, known[name])) for name, title in licence.type.fields if name in known]


def masked_name(name: str) -> str:
    """陈**: who holds the paper in hand can compare, who only has the code learns nothing."""
    if not name:
        return ""
    shown = 1 if len(name) <= 4 else 2
    return name[:shown] + "*" * min(len(name) - shown, 4)


def masked_number(number: str) -> str:
    """The last four characters; all of a short one is hidden but the last."""
    seen = 4 if len(number) >= 10 else 1
    return "*" * min(len(number) - seen, 8) + number[-seen:]
