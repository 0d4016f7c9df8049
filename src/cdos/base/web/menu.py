"""Menus that upper modules fill, so that the shell needs to know none of them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

from cdos.base.web.contracts import Link, Slot


@dataclass(frozen=True, slots=True)
class Entry:
    slot: Slot
    key: str
    title: str | Promise
    url: str
    icon: str
    order: int
    visible: Callable[[HttpRequest], bool] | None
    count: Callable[[HttpRequest], int] | None


_entries: dict[tuple[Slot, str], Entry] = {}


def register(
    *,
    slot: Slot | str,
    key: str,
    title: str | Promise,
    url: str,
    icon: str = "",
    order: int = 50,
    visible: Callable[[HttpRequest], bool] | None = None,
    count: Callable[[HttpRequest], int] | None = None,
) -> None:
    """Adds an entry, or replaces the one of the same key.

    `title` is a lazy translation, `url` a path ("/me/") or a URL name ("citizen:home"), `count` a small number shown beside it.
    """
    place = Slot(slot)
    _entries[place, key] = Entry(place, key, title, url, icon, order, visible, count)


def links(request: HttpRequest, slot: Slot) -> list[Link]:
    chosen = sorted((e for e in _entries.values() if e.slot is slot), key=lambda e: e.order)
    shown = [_link(e, request) for e in chosen if e.visible is None or e.visible(request)]
    return _with_one_current([link for link in shown if link.url], request.path)


def _link(entry: Entry, request: HttpRequest) -> Link:
    count = entry.count(request) if entry.count else 0
    return Link(entry.key, str(entry.title), _resolve(entry.url), entry.icon, count, current=False)


def _resolve(url: str) -> str:
    if url.startswith(("/", "http")):
        return url
    try:
        return reverse(url)
    except NoReverseMatch:  # a module that is not mounted has no place in the menu
        return ""


def _with_one_current(found: list[Link], path: str) -> list[Link]:
    """The entry with the longest address that begins this page's is the current one."""
    under = [
        link.url for link in found if path == link.url or (link.url != "/" and path.startswith(link.url))
    ]
    best = max(under, key=len, default=None)
    return [Link(x.key, x.title, x.url, x.icon, x.count, x.url == best) for x in found]
