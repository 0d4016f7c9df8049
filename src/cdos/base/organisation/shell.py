"""What organisation tells the modules beside it: menu entries, the post in the staff header, who edits the calendar."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from cdos.base.calendar import api as calendar
from cdos.base.calendar.contracts import Access
from cdos.base.identity.contracts import Account
from cdos.base.organisation import api
from cdos.base.organisation.contracts import Action, Role
from cdos.base.organisation.words import post_name
from cdos.base.web import api as web
from cdos.base.web.contracts import Slot


def register() -> None:
    calendar.register_access(calendar_access)
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
    return Access(name=actor.name, may_see=is_staff(request), may_edit=api.may(actor, Action.EDIT_CALENDAR))


def held_post(request: HttpRequest) -> dict[str, str]:
    """Of several posts the one with the most to say."""
    posts = sorted(api.actor(request).posts, key=lambda post: post.role is not Role.LEAD)
    return {"post": post_name(posts[0])} if posts else {}


def is_staff(request: HttpRequest) -> bool:
    account = getattr(request, "account", None)
    return isinstance(account, Account) and account.is_staff
