"""What every page's frame shows: city, languages, person, menus. Made only when a template asks for it."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.translation import get_language, get_language_bidi

from cdos.base.web import languages, menu
from cdos.base.web.contracts import Link, Slot
from cdos.base.web.languages import Choice

ELDER_COOKIE = "cdos_elder"
CONTRAST_COOKIE = "cdos_contrast"
IN_BAR = (
    6  # entries of the staff menu that fit beside city, post and tools at 1,440 px; the rest is under "More"
)

ContextSource = Callable[[HttpRequest], Mapping[str, Any]]
_sources: list[ContextSource] = []


def register_context(source: ContextSource) -> ContextSource:
    """Registers `source(request) -> dict`; its keys are merged into the shell of each page.

    The shell understands: `account_name`, `acting_for` (a name, when not for oneself), `post` (unit and role of
    staff), `unread` (int), `sign_in_url`, `sign_out_url`, `search_url`, `notices_url`, `language`, `ask_url`
    (takes a POST of `question`: a small field at the foot of each page asks there), `report_url` (where a reader
    says what is wrong in a translation).
    """
    if source not in _sources:
        _sources.append(source)
    return source


def gathered(request: HttpRequest) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for source in _sources:
        found.update(source(request))
    return found


class Shell:
    """The frame of one request; templates read its attributes."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def extra(self) -> dict[str, Any]:
        return gathered(self._request)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return self.extra.get(name, "")

    @property
    def city_name(self) -> str:
        return str(settings.CITY_NAME)

    @property
    def demo(self) -> bool:
        return bool(settings.DEMO)

    @property
    def lang(self) -> str:
        return languages.html_tag(get_language() or settings.LANGUAGE_CODE)

    @property
    def dir(self) -> str:
        return "rtl" if get_language_bidi() else "ltr"

    @cached_property
    def languages(self) -> list[Choice]:
        return languages.choices(get_language() or settings.LANGUAGE_CODE, for_staff=self.for_staff)

    @property
    def for_staff(self) -> bool:
        return languages.is_for_staff(self._request)

    @property
    def machine_made(self) -> bool:
        """Whether the reader must be told that a machine translated this page."""
        return languages.is_machine_made(get_language() or settings.LANGUAGE_CODE)

    @property
    def original(self) -> Choice:
        """The language in which the city itself writes."""
        return languages.choice(settings.LANGUAGE_CODE)

    @property
    def language_name(self) -> str:
        return next((choice.short for choice in self.languages if choice.current), "")

    @cached_property
    def offer(self) -> Choice | None:
        """Another language that the browser prefers, offered once and never forced."""
        return languages.offer(self._request)

    @property
    def elder(self) -> str:
        value = self._request.COOKIES.get(ELDER_COOKIE, "")
        return value if value in {"1", "2"} else ""

    @property
    def contrast(self) -> bool:
        return self._request.COOKIES.get(CONTRAST_COOKIE) == "1"

    @property
    def request_id(self) -> str:
        return str(getattr(self._request, "request_id", ""))

    @property
    def path(self) -> str:
        return self._request.get_full_path()

    @property
    def csrf(self) -> str:
        return get_token(self._request)

    @cached_property
    def main_menu(self) -> list[Link]:
        return menu.links(self._request, Slot.MAIN)

    @cached_property
    def account_menu(self) -> list[Link]:
        return menu.links(self._request, Slot.ACCOUNT)

    @cached_property
    def staff_menu(self) -> list[Link]:
        return menu.links(self._request, Slot.STAFF)

    @property
    def staff_bar(self) -> list[Link]:
        """What stands in the bar: the first few in their order, all where one alone would be left over."""
        return self.staff_menu if len(self.staff_menu) <= IN_BAR + 1 else self.staff_menu[:IN_BAR]

    @property
    def staff_more(self) -> list[Link]:
        """The rest, under one menu."""
        return self.staff_menu[len(self.staff_bar) :]

    @property
    def in_more(self) -> bool:
        """Whether this page is one of those under the menu."""
        return any(link.current for link in self.staff_more)

    @cached_property
    def foot_menu(self) -> list[Link]:
        return menu.links(self._request, Slot.FOOT)


def context(request: HttpRequest) -> dict[str, Shell]:
    """The context processor: `shell` in every template."""
    return {"shell": Shell(request)}
