"""Books (复式记账): every fen that moves leaves one account and arrives in another; a journal's lines sum to nothing.

An account with a floor never goes below it, whatever runs at the same time: the database refuses. So a budget pool is three
accounts (free, reserved, paid), and a credit line is one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Account:
    """科目. Codes read like paths: "pool/elder-2026/free", "bank/demo", "party/1234/care"."""

    code: str
    title: str
    fen: int
    floor_fen: int | None = 0  # None: may go below nothing, as the world outside ("world/budget") does


@dataclass(frozen=True, slots=True)
class Journal:
    """One movement (记账凭证): lines by account code that sum to nothing; `key` makes it once."""

    key: str
    memo: str
    at: datetime
    lines: Mapping[str, int]
    by: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """What a look through all books found: nothing, or what is wrong."""

    journals: int
    accounts: int
    unbalanced: tuple[str, ...]  # keys of journals whose lines do not sum to nothing
    astray: tuple[str, ...]  # accounts whose balance is not the sum of their lines


class BooksRefused(ValueError):
    """A movement that does not balance, or an account nobody opened; `str()` is one sentence."""


class Overdrawn(BooksRefused):
    """An account would go below its floor."""
