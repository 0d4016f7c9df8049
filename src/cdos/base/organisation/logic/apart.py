"""The database keeps the three administrations apart; here its refusal becomes a sentence for people."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cdos.base.organisation import policy
from cdos.base.organisation.contracts import Action, Actor, OrganisationRefused, Role

CONSTRAINT = "organisation_powers_apart"
# Who gives which administration: nobody their own kind, so that no administrator multiplies (policy, APPOINT_…).
APPOINTS = {
    Role.ADMIN: Action.APPOINT_ADMINS,
    Role.AUDIT: Action.APPOINT_ADMINS,
    Role.SECURITY: Action.APPOINT_SECURITY,
}


@contextmanager
def kept_apart() -> Iterator[None]:
    """A transaction; raises OrganisationRefused where one person would hold two of the three administrations."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        if getattr(diagnosis, "constraint_name", "") != CONSTRAINT:
            raise
        raise OrganisationRefused(
            _(
                "One person may not hold two of the three administrations: accounts, security and audit. "
                "Choose another person."
            )
        ) from error


def check_may_give(actor: Actor, role: Role) -> None:
    """Ordinary posts are given by the administrator of accounts; administrations by another administration."""
    needed = APPOINTS.get(role, Action.MANAGE_STAFF)
    if policy.allows(actor, needed):
        return
    if needed is Action.APPOINT_ADMINS:
        raise OrganisationRefused(
            _("Administrators of accounts and of audit are appointed by a security administrator.")
        )
    if needed is Action.APPOINT_SECURITY:
        raise OrganisationRefused(_("Security administrators are appointed by an audit administrator."))
    raise OrganisationRefused(_("Only a system administrator may change who holds a post."))
