"""What the ledger keeps of the organisation: who gave whom which power, and who took it back."""

from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from cdos.base.ledger import api as ledger
from cdos.base.ledger.contracts import Kind
from cdos.base.organisation import policy
from cdos.base.organisation.contracts import Action, Actor, Role
from cdos.base.organisation.directory import directory
from cdos.base.organisation.words import role_name

APPOINTED, APPOINTMENT_ENDED = "organisation.appointed", "organisation.appointment_ended"
PROPOSED, ACCEPTED = "organisation.deputy_proposed", "organisation.deputy_accepted"
DECLINED, DEPUTY_ENDED = "organisation.deputy_declined", "organisation.deputy_ended"
ADMINISTRATING = (Action.MANAGE_STAFF, Action.MANAGE_SECURITY, Action.READ_LEDGER, Action.EDIT_LISTS)
JUDGED = "organisation.emergency_judged"


def register() -> None:
    ledger.register_acts(
        Kind.RULE,
        {
            APPOINTED: _("Appointed somebody to a post"),
            APPOINTMENT_ENDED: _("Ended an appointment"),
            PROPOSED: _("Proposed a deputy"),
            ACCEPTED: _("Accepted to stand in"),
            DECLINED: _("Declined to stand in"),
            DEPUTY_ENDED: _("Ended a deputy's powers"),
            JUDGED: _("Judged a look in an emergency"),
        },
    )


def ruled(actor: Actor, act: str, *, of: int | None, **details: Any) -> None:
    """`of`: the account whose powers change."""
    said = {name: _plain(value) for name, value in details.items() if value not in (None, "")}
    ledger.record(
        act=act,
        by=actor.account_id,
        object=f"account:{of}" if of else "",
        details={**standing(actor), **said},
    )


def standing(actor: Actor) -> dict[str, str]:
    """Unit and post of who acts, as people read them at the time; of an administrator the administrating one."""
    if not actor.posts:
        return {}
    post = next((post for post in actor.posts if _administrates(post.role)), actor.posts[0])
    with override(settings.LANGUAGE_CODE):
        said = {"unit": post.unit_name, "post": role_name(post.role)}
    return said | ({"deputy_for": post.deputy_for} if post.deputy_for else {})


def _administrates(role: Role) -> bool:
    return any(policy.granted(role, action) for action in ADMINISTRATING)


def unit_name(code: str) -> str:
    found = directory().units.get(code)
    return found.name if found else code


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
