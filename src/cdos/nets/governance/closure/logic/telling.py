"""Notices to the members of staff of a unit, and to supervisors."""

from cdos.base.matters import api as matters
from cdos.base.notices import api as notices
from cdos.base.notices.contracts import Telling
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import SYSTEM, Role


def unit(code: str, *, number: str, title: str, body: str, link: str, key: str) -> int:
    """Whoever handles the matter, and the unit's leads; where nobody does, the unit's handlers."""
    holder = matters.get(actor=SYSTEM, number=number).holder_account
    leads = {account for account, _name in organisation.staff_of(code, Role.LEAD)}
    others = {holder} if holder else {account for account, _name in organisation.staff_of(code, Role.HANDLER)}
    accounts = sorted(leads | others)
    return notices.tell_many(
        [Telling(title, body, account_id=account, link=link, key=key) for account in accounts]
    )
