"""The words a person reads for roles and levels."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cdos.base.organisation.contracts import AreaLevel, HeldPost, Role

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
