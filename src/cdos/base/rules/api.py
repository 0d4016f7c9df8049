"""The only door to rules. Everything is keyword-only but what a sentence would name first; errors stand in the docstrings."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from django.utils import timezone

from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action, Actor

from .contracts import Clause, Facts, Field, Finding, Leaf, Node, RuleRow, RuleVersion, Value, Verdict, Whose
from .logic import (
    bitmaps,
    book,
    diff,
    evaluator,
    extract,
    homes,
    listing,
    registry,
    sql,
    sweeping,
    tree,
    trying,
    words,
)
from .logic import live as live_
from .logic.bitmaps import Bits, Column, Population
from .logic.book import LIVE_TOPIC, Writing
from .logic.diff import Change
from .logic.listing import Shelf
from .logic.sweeping import Block
from .logic.trying import Count, Crowd, Person, Trial
from .logic.words import Line

__all__ = [
    "Bits",
    "Block",
    "Change",
    "Column",
    "Count",
    "Crowd",
    "LIVE_TOPIC",
    "Line",
    "Person",
    "Population",
    "Trial",
    "Writing",
]

# The tree


def parse(json: object) -> Node:
    """The tree of a JSON value; RuleInvalid says what is wrong and where."""
    return tree.parse(json)


def dump(node: Node) -> dict[str, Any]:
    """JSON of a tree; `parse` gives the same tree again."""
    return tree.dump(node)


def digest(node: Node) -> str:
    """sha256 of the canonical JSON."""
    return tree.digest(node)


def fields_of(node: Node) -> frozenset[str]:
    return tree.fields_of(node)


def leaves(node: Node) -> list[Leaf]:
    """In the order of the tree."""
    return list(tree.leaves(node))


# What it says of a case


def decide(node: Node, facts: Facts, *, on: date | None = None) -> Verdict:
    """The verdict over one case on a day (today by default): about 3 µs for five conditions once the tree is known.

    Keep the tree object: it is compiled at the first case.
    """
    return evaluator.decide(node, facts, on=on or timezone.localdate())


def select(node: Node, population: Population, *, on: date | None = None) -> tuple[Bits, Bits]:
    """(yes, unknown) of a whole population as packed bits."""
    return bitmaps.select(node, population, on=on or timezone.localdate())


def load_people(source: Path, fields: Iterable[str], *, key: str) -> tuple[Population, npt.NDArray[np.int64]]:
    """Columns of a Parquet file, and each row's key column; fields that it lacks are not known of anybody."""
    return extract.load_people(source, fields, key=key)


def column(values: Sequence[Value], family: str) -> Column:
    """A column of plain values; `family` number | text | boolean | date | many."""
    return bitmaps.column(values, family)


def exact(value: float) -> float:
    """The decimal that was written into a column of 32 bits; others stay as they are."""
    return bitmaps.exact(value)


def sweep(
    nodes: Sequence[Node], population: Population, *, on: date | None = None, block: int = sweeping.BLOCK
) -> Iterator[Block]:
    """Many rules over a whole city, block after block of people (a multiple of eight each): 723 rules over 20 million in 8 s."""
    return sweeping.sweep(nodes, population, on=on or timezone.localdate(), block=block)


def count(bits: Bits) -> int:
    return bitmaps.count(bits)


def members(bits: Bits, *, size: int) -> list[int]:
    """Positions of those whose bit is set."""
    return [int(at) for at in bitmaps.members(bits, size)]


def to_sql(
    node: Node, *, dialect: str, on: date | None = None, table: str = "", comments: bool = True
) -> str:
    """The condition in SQL (`postgres`, `duckdb`, `clickhouse`, `spark`), with what each part says; a whole SELECT where a table is named."""
    return sql.to_sql(node, dialect=dialect, on=on or timezone.localdate(), table=table, comments=comments)


# Words


def in_words(node: Node, language: str = "zh-hans") -> str:
    """The whole rule, one condition a line."""
    return words.in_words(node, language)


def lines(node: Node, language: str = "zh-hans") -> list[Line]:
    """The same as lines with depth and number, for pages."""
    return words.lines(node, language)


def leaf_in_words(leaf: Leaf, language: str = "zh-hans", *, clause: bool = False) -> str:
    return words.leaf(leaf, language, clause=clause)


def finding_in_words(
    finding: Finding, language: str = "zh-hans", *, clause: bool = True, whose: Whose = Whose.READER
) -> str:
    """What was asked, what was found, by which clause: 年龄在 18 至 45 周岁之间（您的情况：50 周岁；依据《…》第三条）."""
    return words.finding(finding, language, clause=clause, whose=whose)


def clause_in_words(clause: Clause) -> str:
    return words.of_clause(clause)


def value_in_words(value: Value, *, field: str, language: str = "zh-hans") -> str:
    """30,000 元, 本科, 是; what is not known says so."""
    return words.shown(value, field, language)


def value_language(value: Value, *, field: str, language: str) -> str:
    """In which language `value_in_words` says it: not the reader's where the city wrote it, or where it has an English name only."""
    return words.spoken(value, field, language)


def choices(field: Field) -> list[tuple[str, str]]:
    """(code, name) of each in the reader's language, as options of an input."""
    return words.choices(field, words.reader())


def title(field: str, language: str = "zh-hans") -> str:
    """The field's title; its name where nobody registered it."""
    return words.title(field, language)


# The data that may be asked for


def register_fields(fields: Iterable[Field]) -> None:
    """In `AppConfig.ready`. ValueError where a name is known with another type."""
    registry.register(fields)


def field(name: str) -> Field | None:
    return registry.field(name)


def fields() -> dict[str, Field]:
    return registry.fields()


# The rule book


def may_edit(actor: Actor) -> bool:
    return organisation.may(actor, Action.EDIT_LISTS)


def may_write(actor: Actor, code: str) -> bool:
    """Whether the editor may write this rule: one that is a part of something belongs to whoever may write that."""
    return may_edit(actor) and homes.may_write(actor, code)


def live(code: str, *, on: date | None = None) -> RuleVersion | None:
    """The version in force on the day; no query."""
    return live_.version(code, on=on)


def live_rules(*, on: date | None = None) -> dict[str, RuleVersion]:
    """All in force on the day, by code; no query."""
    return live_.every(on or timezone.localdate())


def versions(code: str) -> list[RuleVersion]:
    """Newest first; drafts too."""
    return book.versions(code)


def version(code: str, number: int) -> RuleVersion:
    """LookupError."""
    return live_.by_number(code, number) or live_.info(book.row(code, number))


def draft(
    *,
    actor: Actor,
    code: str,
    title: str,
    node: Node,
    effective_from: date | None = None,
    effective_until: date | None = None,
    unit: str = "",
    note: str = "",
    outputs: Mapping[str, Value] | None = None,
    seen: str | None = None,
) -> RuleVersion:
    """Begin the next version of a rule, or change the open draft. RuleRefused, RuleInvalid; SavedMeanwhile where another
    state of the draft than the one with the mark `seen` (empty: none) is there.
    """
    writing = Writing(title, node, effective_from, effective_until, unit, note, outputs)
    return live_.info(book.draft(actor, code, writing, seen))


def submit(*, actor: Actor, code: str, version: int) -> RuleVersion:
    """Hand in for the second pair of eyes. RuleRefused, LookupError."""
    return live_.info(book.submit(actor, code, version))


def take_back(*, actor: Actor, code: str, version: int, besides: Collection[int] = ()) -> RuleVersion:
    """`besides`: accounts that wrote what goes with it, as the terms of a programme. RuleRefused, LookupError."""
    return live_.info(book.take_back(actor, code, version, besides))


def approve(*, actor: Actor, code: str, version: int) -> RuleVersion:
    """By somebody who had no hand in it; live from its first day. RuleRefused, LookupError."""
    return live_.info(book.approve(actor, code, version))


def refuse(*, actor: Actor, code: str, version: int, reason: str) -> RuleVersion:
    """RuleRefused, LookupError."""
    return live_.info(book.refuse(actor, code, version, reason))


def discard(*, actor: Actor, code: str, version: int) -> None:
    """Throw a draft away. RuleRefused, LookupError."""
    book.discard(actor, code, version)


def load(rows: Iterable[RuleRow]) -> int:
    """Rules in force from the start; how many are new. RuleInvalid, RuleRefused."""
    return book.load(rows)


def shelves(*, words: str = "", state: str = "") -> list[Shelf]:
    """All rules for staff, by code; `state` draft or waiting keeps those that are being written or wait."""
    return listing.shelves(words=words, state=state)


def open_counts() -> dict[str, int]:
    """How many versions are drafts, and how many wait for a second person."""
    return listing.counts()


def writers(code: str, number: int) -> list[int]:
    """Accounts of all who had a hand in a version: none of them approves it. LookupError."""
    return list(book.row(code, number).written_by)


def changes(old: RuleVersion, new: RuleVersion, language: str = "zh-hans") -> list[Change]:
    """Both versions in words, line by line."""
    return diff.between(old, new, language)


def register_home(prefix: str, home: homes.Home, may_write: homes.May | None = None) -> None:
    """Rules whose code begins so are a part of something: (title, address) of its page, where they are handed in and approved.

    `may_write`: whether an editor may write the rule with this code; every editor, where nothing is said.
    """
    homes.register(prefix, home, may_write)


def home(code: str) -> tuple[str, str] | None:
    return homes.of(code)


# Trials


def add_crowd(crowd: Crowd) -> None:
    """Many people that editors can try a rule on; in `AppConfig.ready`."""
    trying.add_crowd(crowd)


def crowds() -> list[Crowd]:
    return trying.crowds()


def add_person_reader(reader: trying.PersonReader) -> None:
    """Who looks up one person's facts for a trial, and records the look; in `AppConfig.ready`."""
    trying.add_person_reader(reader)


def person(*, actor: Actor, typed: str, fields: Iterable[str], purpose: str) -> Person | None:
    """One person's data for a trial, by what was typed; the look is recorded. None: nobody, or no registers."""
    return trying.person(actor, typed, fields, purpose)


def reads_persons() -> bool:
    return trying.reads_persons()


def crowd(key: str) -> Crowd | None:
    return trying.crowd(key)


def try_on_crowd(*, crowd: Crowd, then: Node, now: Node | None, on: date | None = None) -> Trial:
    """Counts under a draft and under the rule in force."""
    fields_ = tree.fields_of(then) | (tree.fields_of(now) if now else frozenset())
    return trying.on_crowd(crowd.load(fields_), then, now, on=on or timezone.localdate())


def extract_path() -> Path:
    """Where the extract of the population lies, or would."""
    return extract.path()


def read_extract(path: Path, fields: Iterable[str]) -> Population:
    """These columns of an extract, in the order of its rows; a field that it lacks is not known of anybody."""
    return extract.load(frozenset(fields), path)


def forget() -> None:
    """Read the rule book again at the next call (a test that rolls back needs this)."""
    live_.forget()
