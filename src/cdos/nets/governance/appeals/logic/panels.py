"""What other modules show on the page where a person follows an appeal; they register, so that appeals need not know them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ..contracts import AppealView


@dataclass(frozen=True, slots=True)
class Panel:
    """A template and what it shows, as `panel`."""

    template: str
    shown: dict[str, Any]


Show = Callable[[AppealView], Panel | None]


@dataclass(slots=True)
class Registry:
    shows: list[Show] = field(default_factory=list)


REGISTRY = Registry()


def register(show: Show) -> None:
    REGISTRY.shows.append(show)


def of(view: AppealView) -> list[Panel]:
    return [panel for show in REGISTRY.shows if (panel := show(view)) is not None]
