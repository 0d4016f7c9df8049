"""Words and colours of states, and the small sentences that several pages share."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cdos.nets.services.items.contracts import Burden, Item
from cdos.nets.services.payments import api as payments

from ..contracts import Bundle, Composed, DeliveryState, TaskStatus

STATUS: Mapping[TaskStatus, tuple[str | Promise, str]] = {
    TaskStatus.COMPLETED: (gettext_lazy("Completed"), "good"),
    TaskStatus.IN_PROGRESS: (gettext_lazy("In progress"), "info"),
    TaskStatus.NOT_YET: (gettext_lazy("Not yet started"), ""),
    TaskStatus.CANNOT_START: (gettext_lazy("Cannot start yet"), ""),
    TaskStatus.PROBLEM: (gettext_lazy("There is a problem"), "bad"),
    TaskStatus.LEFT_OUT: (gettext_lazy("Ended without it"), ""),
}
DELIVERY: Mapping[DeliveryState, tuple[str | Promise, str]] = {
    DeliveryState.WAITING: (gettext_lazy("Waits for an earlier part"), ""),
    DeliveryState.READY: (gettext_lazy("Being handed over"), "info"),
    DeliveryState.DELIVERED: (gettext_lazy("Handed over"), "good"),
    DeliveryState.FAILED: (gettext_lazy("Will be tried again"), "warm"),
    DeliveryState.GIVEN_UP: (gettext_lazy("A person must look"), "bad"),
    DeliveryState.DONE: (gettext_lazy("Done"), "good"),
    DeliveryState.REFUSED: (gettext_lazy("Refused"), ""),
    DeliveryState.WITHDRAWN: (gettext_lazy("Withdrawn"), ""),
    DeliveryState.STOPPED: (gettext_lazy("Stopped"), ""),
}
ELEMENTS = ("steps", "days", "trips", "papers", "fields")
ELEMENT_WORDS: Mapping[str, str | Promise] = {
    "steps": gettext_lazy("steps"),
    "days": gettext_lazy("working days"),
    "trips": gettext_lazy("trips"),
    "papers": gettext_lazy("papers"),
    "fields": gettext_lazy("fields to fill in"),
}


@dataclass(frozen=True, slots=True)
class Saved:
    """One line of the saving: what it is alone and together."""

    what: str
    alone: str
    together: str
    less: bool


def saving(composed: Composed) -> list[Saved]:
    """Steps, days, trips, papers and fields; what is nothing both ways is left out."""
    found = []
    for name in ELEMENTS:
        alone, together = getattr(composed.alone, name), getattr(composed.together, name)
        if alone or together:
            words = str(ELEMENT_WORDS[name])
            found.append(Saved(words, f"{alone:g}", f"{together:g}", together < alone))
    return found


def days(value: float) -> str:
    if value == 0:
        return _("at once")
    return ngettext("%(n)s working day", "%(n)s working days", round(value)) % {"n": f"{value:g}"}


def total(burden: Burden) -> str:
    """5 steps, 12 working days, 1 trip, 3 papers."""
    return "、".join(f"{getattr(burden, name):g} {ELEMENT_WORDS[name]}" for name in ELEMENTS[:4])


def money(fen: int) -> str:
    return payments.in_words(fen)


def by_event(bundles: Iterable[Bundle]) -> list[Bundle]:
    return sorted(bundles, key=lambda one: (one.audience != "person", one.title))


@dataclass(frozen=True, slots=True)
class PartLine:
    """A part as the page of a bundle shows it."""

    item: Item
    wave: int
    days: str
    optional: bool
    condition: str
    after: tuple[str, ...]
