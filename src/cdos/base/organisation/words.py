"""The words a person reads for roles and levels."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cdos.base.organisation.contracts import Action, AreaLevel, HeldPost, Role, Within

ROLES: dict[Role, str | Promise] = {
    Role.OPERATOR: gettext_lazy("Operator"),
    Role.DISPATCHER: gettext_lazy("Dispatcher"),
    Role.HANDLER: gettext_lazy("Handler"),
    Role.LEAD: gettext_lazy("Head of unit"),
    Role.SUPERVISOR: gettext_lazy("Supervisor"),
    Role.EDITOR: gettext_lazy("Editor"),
    Role.GUARDIAN: gettext_lazy("Data protection officer"),
    Role.ADMIN: gettext_lazy("System administrator"),
    Role.SECURITY: gettext_lazy("Security administrator"),
    Role.AUDIT: gettext_lazy("Audit administrator"),
}
LEVELS: dict[AreaLevel, str | Promise] = {
    AreaLevel.CITY: gettext_lazy("City"),
    AreaLevel.DISTRICT: gettext_lazy("District"),
    AreaLevel.STREET: gettext_lazy("Street"),
    AreaLevel.COMMUNITY: gettext_lazy("Community"),
}


ACTIONS: dict[Action, str | Promise] = {
    Action.SEE_PUBLIC: gettext_lazy("Read what its person made public, personal data masked"),
    Action.FILE: gettext_lazy("File"),
    Action.SEE: gettext_lazy("Open, list and search matters, with their files"),
    Action.ADD: gettext_lazy("Add words and files"),
    Action.RATE: gettext_lazy("Rate the answer"),
    Action.FILE_FOR_OTHERS: gettext_lazy("File for a caller"),
    Action.DISPATCH: gettext_lazy("Dispatch to a unit"),
    Action.HANDLE: gettext_lazy("Handle, reply, return"),
    Action.APPROVE: gettext_lazy("Grant pauses and more time"),
    Action.SUPERVISE: gettext_lazy("Urge and rule"),
    Action.EXPORT: gettext_lazy("Export lists"),
    Action.FIGURES: gettext_lazy("See figures"),
    Action.OWN_DATA: gettext_lazy("See, correct, export and close the own data"),
    Action.SEE_CLEAR: gettext_lazy("See a phone or document number in clear, for a stated purpose"),
    Action.BREAK_GLASS: gettext_lazy("Open one matter beyond the reach, in an emergency"),
    Action.GUARD: gettext_lazy("Judge emergencies"),
    Action.EDIT_LISTS: gettext_lazy("Edit the duty list"),
    Action.EDIT_CALENDAR: gettext_lazy("Edit working days"),
    Action.MANAGE_STAFF: gettext_lazy("Manage accounts and posts"),
    Action.OPERATE: gettext_lazy("Run the system: queues, backups, health"),
    Action.MANAGE_SECURITY: gettext_lazy("Manage sessions, lock-outs, keys and retention"),
    Action.APPOINT_ADMINS: gettext_lazy("Appoint system and audit administrators"),
    Action.APPOINT_SECURITY: gettext_lazy("Appoint security administrators"),
    Action.READ_LEDGER: gettext_lazy("Read the ledger"),
}
REACHES: dict[Within, str | Promise] = {
    Within.PUBLIC: gettext_lazy("public"),
    Within.KEY: gettext_lazy("with its secret"),
    Within.OWN: gettext_lazy("own"),
    Within.REPRESENTED: gettext_lazy("of whom they act for"),
    Within.FILED: gettext_lazy("filed by themselves"),
    Within.UNIT: gettext_lazy("of the own unit, and where it helps"),
    Within.AREA: gettext_lazy("in the post's area"),
    Within.CITY: gettext_lazy("whole city"),
}
PEOPLE: dict[str, str | Promise] = {
    "visitor": gettext_lazy("Visitor"),
    "resident": gettext_lazy("Resident"),
    "agent": gettext_lazy("Acting for somebody"),
}


def role_name(role: Role) -> str:
    return str(ROLES[role])


def post_name(post: HeldPost) -> str:
    """Unit and role, and for whom when stood in."""
    words = f"{post.unit_name} · {role_name(post.role)}"
    if not post.deputy_for:
        return words
    return _("%(post)s, for %(holder)s") % {"post": words, "holder": post.deputy_for}


def acting_name(name: str, holder: str) -> str:
    """张三代李四: who acts, and for whom."""
    return _("%(deputy)s for %(holder)s") % {"deputy": name, "holder": holder} if holder else name


def who_name(who: Role | str) -> str:
    return str(ROLES[who] if isinstance(who, Role) else PEOPLE[who])
