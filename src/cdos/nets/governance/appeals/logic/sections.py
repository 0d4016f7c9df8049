"""Parts of the matter pane that other modules add: a heading and a page that is fetched when the reader opens it."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

_sections: list[tuple[Any, str]] = []


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    url: str


def register(title: Any, route: str) -> None:
    if (title, route) not in _sections:
        _sections.append((title, route))


def of(number: str) -> list[Section]:
    return [Section(str(title), reverse(route, args=[number])) for title, route in _sections]
