"""The citizen portal's menu: four entries, at the bottom of a phone's screen and at the top of a wide one."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cdos.base.web import api as web


def panel(request: HttpRequest) -> dict[str, str]:
    """Where the small field at the foot of every page sends a question."""
    return {"ask_url": "/ask"}


ENTRIES = (
    ("home", _("Home"), "citizen:home", "home"),
    ("services", _("Services"), "guide:home", "services"),
    ("appeals", _("Appeals"), "appeals:mine", "inbox"),
    ("me", _("Me"), "identity:me", "person"),
)


def register() -> None:
    web.shell.register_context(panel)
    for order, (key, title, url, icon) in enumerate(ENTRIES):
        web.menu.register(slot=web.Slot.MAIN, key=key, title=title, url=url, icon=icon, order=order)
    web.menu.register(slot=web.Slot.FOOT, key="figures", title=_("Figures"), url="appeals:figures", order=10)
