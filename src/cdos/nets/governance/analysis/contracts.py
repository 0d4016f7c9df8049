"""The weekly joint analysis report (联席分析报告): sentences, each with the rows it was made of."""

from dataclasses import dataclass
from datetime import date, datetime

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """The rows behind a sentence: what was counted and how, and where it can be looked at."""

    title: str
    how: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    links: tuple[tuple[str, str], ...] = ()  # (text, address)
    draw: str = ""  # bars | columns | "": the picture of the first `drawn` rows; the first column names them
    drawn: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """A sentence as the data make it."""

    section: str  # a key of SECTIONS
    key: str
    text: str
    evidence: Evidence
    picture: bool = False  # drawn in the report itself


@dataclass(frozen=True, slots=True)
class SentenceInfo:
    id: int
    section: str
    text: str
    drafted: str  # "" for a remark of a person
    evidence: Evidence | None  # None for a remark
    picture: bool
    left_out: bool
    changed_by: str
    unproved: tuple[str, ...]  # numbers of the text that are in none of its rows

    @property
    def changed(self) -> bool:
        return self.evidence is not None and self.text != self.drafted


@dataclass(frozen=True, slots=True)
class SectionInfo:
    key: str
    title: str
    sentences: tuple[SentenceInfo, ...]


@dataclass(frozen=True, slots=True)
class ReportInfo:
    id: int
    title: str
    area: str  # code; "" is the whole city
    first: date
    last: date
    issued_at: datetime | None
    issued_by: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class ReportView:
    report: ReportInfo
    sections: tuple[SectionInfo, ...]
    may_edit: bool


class ReportRefused(ValueError):
    """`str()` says what to do."""
