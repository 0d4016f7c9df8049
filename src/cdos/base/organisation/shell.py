"""What organisation tells the modules beside it: menu entries, the post in the staff header, who edits the calendar."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from cdos.base.calendar import api as calendar
from cdos.base.calendar.contracts import Access
from cdos.base.identity.contracts import Account, Party
from cdos.base.ledger import api as ledger
from cdos.base.ledger.contracts import Named, Reader
from cdos.base.organisation import api, people
from cdos.base.organisation.contracts import Action, Role
from cdos.base.organisation.words import post_name
from cdos.base.web import api as web
from cdos.base.web.contracts import Slot


def register() -> None:
    calendar.register_access(calendar_access)
    ledger.register_reader(ledger_reader)
    ledger.register_names(account_names)
    ledger.register_objects("account", named_accounts)
    web.shell.register_context(held_post)
    for key, title, url, icon, order in (
        ("organisation", gettext_lazy("Organisation"), "organisation:tree", "city", 80),
        ("policy", gettext_lazy("Who may do what"), "organisation:policy", "shield", 82),
        ("calendar", gettext_lazy("Working days"), "calendar:now", "calendar", 85),
    ):
        web.menu.register(
            slot=Slot.STAFF, key=key, title=title, url=url, icon=icon, order=order, visible=is_staff
        )
    web.menu.register(
        slot=Slot.STAFF,
        key="ledger",
        title=gettext_lazy("Ledger"),
        url="ledger:admin",
        icon="shield",
        order=84,
        visible=reads_ledger,
    )
    web.menu.register(
        slot=Slot.ACCOUNT,
        key="looks",
        title=gettext_lazy("Who looked at my data"),
        url="ledger:looks",
        icon="eye",
        order=55,
    )
    web.menu.register(
        slot=Slot.ACCOUNT,
        key="deputies",
        title=gettext_lazy("Deputies"),
        url="organisation:deputies",
        icon="people",
        order=60,
        visible=is_staff,
    )


def calendar_access(request: HttpRequest) -> Access:
    actor = api.actor(request)
    return Access(
        name=actor.name,
        account_id=actor.account_id,
        may_see=is_staff(request),
        may_edit=api.may(actor, Action.EDIT_CALENDAR),
    )


def ledger_reader(request: HttpRequest) -> Reader:
    """A person reads what is about them, or about whom they act for; the audit administrator reads all."""
    actor = api.actor(request)
    acting_for = getattr(request, "acting_for", None)
    return Reader(
        account_id=actor.account_id,
        party_id=actor.party_id,
        party_name=acting_for.name if isinstance(acting_for, Party) else "",
        may_read_all=api.may(actor, Action.READ_LEDGER),
    )


def reads_ledger(request: HttpRequest) -> bool:
    return is_staff(request) and api.may(api.actor(request), Action.READ_LEDGER)


def account_names(ids: Iterable[int]) -> dict[int, str]:
    return {one: account.name for one, account in people.accounts(ids).items()}


def named_accounts(ids: Iterable[int]) -> dict[int, Named]:
    return {one: Named(name) for one, name in account_names(ids).items()}


def held_post(request: HttpRequest) -> dict[str, str]:
    """Of several posts the one with the most to say."""
    posts = sorted(api.actor(request).posts, key=lambda post: post.role is not Role.LEAD)
    return {"post": post_name(posts[0])} if posts else {}


def is_staff(request: HttpRequest) -> bool:
    account = getattr(request, "account", None)
    return isinstance(account, Account) and account.is_staff
