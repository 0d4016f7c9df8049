"""Enterprises' affairs (企事速办): ask, be answered at once with the sources, or file; urgent ones go to the backstop unit.

An enterprise's filing is an appeal, with the appeals' clocks, dispatch, replies and rating. What is its own: categories,
the answer before filing, the way of urgent ones, and the call back after a bad rating (a matter of its own kind).
"""

from dataclasses import dataclass
from datetime import datetime

from cdos.hubs.knowledge.contracts import Found

CALLBACK = "callback"
MAX_QUESTION = 5000


@dataclass(frozen=True, slots=True)
class Category:
    code: str
    title: str  # English msgid
    examples: str  # English msgid


@dataclass(frozen=True, slots=True)
class Firm:
    """An enterprise that somebody may act for."""

    party_id: int
    name: str
    acting: bool


@dataclass(frozen=True, slots=True)
class Question:
    """What an enterprise asked, with what the knowledge base answers now."""

    id: int
    category: str
    text: str
    urgent: bool
    asked_at: datetime
    outcome: str  # "" | answered | filed
    number: str  # of the appeal it became
    found: Found


@dataclass(frozen=True, slots=True)
class EnterpriseFigures:
    """Figures of a stretch of days, of one category or of all."""

    category: str
    asked: int
    at_once: int  # answered at once, says the enterprise
    filed: int
    urgent: int
    urgent_in_time: int  # at the backstop unit within 30 minutes
    callbacks: int
    callbacks_in_time: int  # called within 24 hours

    @property
    def at_once_share(self) -> float | None:
        return self.at_once / self.asked if self.asked else None


class EnterpriseRefused(ValueError):
    """`str()` says what to do; `field` names the value."""

    def __init__(self, field_name: str, message: str) -> None:
        super().__init__(message)
        self.field = field_name
