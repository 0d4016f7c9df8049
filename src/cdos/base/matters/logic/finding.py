"""Lists of matters as SQL that only reads what it shows.

A list is a union of branches. A branch fixes columns that lead an index (an area or unit, and the state where open
ones are asked for), so that the rows of each branch come from the index in order; several branches are joined by
CROSS JOIN LATERAL, each cut at the page's size, and merged. One `= ANY` over five areas reads and sorts all of them
instead (measured at 37 against 505 lists a second). What the actor may see is always a condition, except where the
branch itself implies it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import product
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base.matters.contracts import MatterInfo, MoveRefused, Page, Question
from cdos.base.matters.logic import flows, reach, rows
from cdos.base.matters.logic.reach import Reach
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor

MOST = 200
FOREVER = "infinity"
MOST_DIGITS = 18  # of an id
YEARS = range(1990, 2101)  # of a time in a list
COLUMN_TYPES = {"holder_account": "bigint", "subject_id": "bigint", "filed_by": "bigint"}


@dataclass(frozen=True, slots=True)
class Branch:
    """Columns that lead an index, and the values each of them takes; `helps` joins the co-handlers of units."""

    columns: tuple[str, ...] = ()
    values: tuple[tuple[Any, ...], ...] = ()
    helps: tuple[str, ...] = ()
    seen: bool = False  # everything in it may be seen


@dataclass
class Where:
    """Conditions with their values."""

    pieces: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)

    def add(self, piece: str, *values: Any) -> None:
        self.pieces.append(piece)
        self.values.extend(values)

    @property
    def text(self) -> str:
        return " AND ".join(self.pieces) or "true"


@dataclass(frozen=True, slots=True)
class Order:
    """How a list is sorted and where its next page starts."""

    key: str
    sql: str
    after: str

    def cursor(self, info: MatterInfo) -> str:
        at = info.filed_at if self.key == "filed" else info.due_at
        return f"{at.isoformat() if at else FOREVER}~{info.id}"


FILED = Order("filed", "m.filed_at DESC, m.id DESC", "(m.filed_at, m.id) < (%s::timestamptz, %s)")
# Matters whose clocks stand still have no due time and no place in a list by due time.
DUE = Order("due", "m.due_at, m.id", "(m.due_at, m.id) > (%s::timestamptz, %s)")
ORDERS = {"filed": FILED, "due": DUE}


def order_of(question: Question) -> Order:
    if question.order not in ORDERS:
        raise MoveRefused("order_unknown", _("This list cannot be sorted that way."))
    return ORDERS[question.order]


def position(cursor: str) -> tuple[str, int]:
    """Time and id of a cursor. MoveRefused for a made-up one."""
    said, _tilde, number = cursor.partition("~")
    try:
        at, place = datetime.fromisoformat(said), int(number[: MOST_DIGITS + 1])
        if len(number) > MOST_DIGITS or at.tzinfo is None or at.year not in YEARS:
            raise ValueError(cursor)
        return at.isoformat(), place
    except ValueError as error:
        raise MoveRefused(
            "cursor_invalid", _("This page of the list is gone. Please open the list again.")
        ) from error


def find(*, actor: Actor, question: Question) -> Page:
    """A page of what the actor may see."""
    from cdos.base.matters.logic import wording

    seen = reach.of(actor)
    question = replace(question, limit=min(max(question.limit, 1), MOST))
    if seen.nothing or contradicts(question):
        return Page(())
    with organisation.acting(actor):
        return wording.find(seen, question) if question.words.strip() else _find(seen, question)


def _find(seen: Reach, question: Question) -> Page:
    order = order_of(question)
    found = select(seen, question, order, question.limit + 1)
    page = tuple(found[: question.limit])
    return Page(page, order.cursor(page[-1]) if len(found) > question.limit else "")


def contradicts(question: Question) -> bool:
    """An area code that is none names nothing."""
    known = {6, 9, 12}
    return bool(question.areas) and not any(len(area) in known for area in question.areas)


def select(seen: Reach, question: Question, order: Order, limit: int) -> list[MatterInfo]:
    ids, values = ids_of(seen, question, order, limit)
    sql = f"SELECT {rows.SELECTED} FROM ({ids}) f JOIN matters_matter m ON m.id = f.id ORDER BY {order.sql} LIMIT %s"
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, limit])
        return [rows.info(row) for row in cursor.fetchall()]


def explain(*, actor: Actor, question: Question) -> str:
    """The database's plan of the list, for tests and for those who look for a slow one."""
    ids, values = ids_of(reach.of(actor), question, order_of(question), question.limit + 1)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {ids}", values)
        return "\n".join(row[0] for row in cursor.fetchall())


def ids_of(seen: Reach, question: Question, order: Order, limit: int) -> tuple[str, list[Any]]:
    """Ids of the page, each once."""
    parts, values = [], []
    for branch in branches(seen, question):
        sql, given = _branch(branch, seen, question, order, limit)
        parts.append(f"({sql})")
        values += given
    return " UNION ".join(parts) or "SELECT 0::bigint AS id WHERE false", values


def branches(seen: Reach, question: Question) -> Iterator[Branch]:
    """One branch a column: the question's own where it names units, areas, a person or a subject, else the actor's."""
    open_states = tuple(sorted(question.states)) if question.states else flows.open_states()
    asks_open = question.open_only or flows.all_open(question.states)
    for branch in _plain_branches(seen, question):
        led = not branch.helps and branch.columns in (
            (),
            ("district",),
            ("street",),
            ("community",),
            ("department",),
        )
        if question.order == "due" and question.states and not branch.columns:
            yield replace(branch, columns=("kind", "state"), values=_kinds_and_states(question))
        elif asks_open and led and open_states and question.order == "filed":
            pairs = [(*value, state) for value, state in product(branch.values or ((),), open_states)]
            yield replace(branch, columns=(*branch.columns, "state"), values=tuple(pairs))
        else:
            yield branch


def _kinds_and_states(question: Question) -> tuple[tuple[str, str], ...]:
    """Kinds share names of states: those of one with a million matters must not be read for another."""
    return tuple(product(question.kinds or sorted(flows.REGISTRY.flows), sorted(question.states)))


def _plain_branches(seen: Reach, question: Question) -> Iterator[Branch]:
    if question.holder_account is not None:
        yield Branch(("holder_account",), ((question.holder_account,),))
    elif question.subject_id is not None:
        yield Branch(("subject_id",), ((question.subject_id,),), seen=question.subject_id == seen.party)
    elif question.units:
        yield _of(
            "department", question.units, seen=seen.everything or set(question.units) <= set(seen.units)
        )
    elif question.areas:
        yield from _areas(question.areas, seen)
    else:
        yield from _own(seen)


def _own(seen: Reach) -> Iterator[Branch]:
    """Everything the actor may see, when the question names nothing."""
    if seen.everything:
        yield Branch(seen=True)
        return
    yield from _areas(seen.areas, seen)
    if seen.units:
        yield _of("department", seen.units, seen=True)
        yield Branch(helps=seen.units, seen=True)
    if seen.party is not None:
        yield Branch(("subject_id",), ((seen.party,),), seen=True)
    if seen.filed_by is not None:
        yield Branch(("filed_by",), ((seen.filed_by,),), seen=True)


def _areas(areas: Sequence[str], seen: Reach) -> Iterator[Branch]:
    columns: dict[str, list[str]] = {}
    for area in dict.fromkeys(areas):
        if len(area) in reach.AREA_COLUMNS:
            column = reach.area_column(area)
            if column is None:
                yield Branch(seen=seen.everything)
                return
            columns.setdefault(column, []).append(area)
    for column, codes in columns.items():
        yield _of(column, codes, seen=seen.everything or set(codes) <= set(seen.areas))


def _of(column: str, codes: Sequence[str], *, seen: bool) -> Branch:
    return Branch((column,), tuple((code,) for code in dict.fromkeys(codes)), seen=seen)


def _branch(
    branch: Branch, seen: Reach, question: Question, order: Order, limit: int
) -> tuple[str, list[Any]]:
    where = conditions(question, order, skip=branch.columns)
    if not branch.seen:
        piece, given = reach.sql(seen)
        where.add(piece, *given)
    tail = f"ORDER BY {order.sql} LIMIT %s"
    if branch.helps:
        sql = f"SELECT m.id FROM matters_cohandling h JOIN matters_matter m ON m.id = h.matter_id WHERE h.unit = ANY(%s) AND {where.text} {tail}"
        return sql, [list(branch.helps), *where.values, limit]
    if not branch.columns:
        return f"SELECT m.id FROM matters_matter m WHERE {where.text} {tail}", [*where.values, limit]
    if len(branch.values) == 1:
        fixed = " AND ".join(f"m.{column} = %s" for column in branch.columns)
        sql = f"SELECT m.id FROM matters_matter m WHERE {fixed} AND {where.text} {tail}"
        return sql, [*branch.values[0], *where.values, limit]
    return _lateral(branch, where, tail, limit)


def _lateral(branch: Branch, where: Where, tail: str, limit: int) -> tuple[str, list[Any]]:
    one = "(" + ", ".join(f"%s::{COLUMN_TYPES.get(column, 'varchar')}" for column in branch.columns) + ")"
    values = ", ".join([one] * len(branch.values))
    fixed = " AND ".join(f"m.{column} = v.{column}" for column in branch.columns)
    sql = (
        f"SELECT m.id FROM (VALUES {values}) AS v ({', '.join(branch.columns)}) CROSS JOIN LATERAL ("
        f"SELECT m.id, m.filed_at, m.due_at FROM matters_matter m WHERE {fixed} AND {where.text} {tail}) m {tail}"
    )
    flat = [value for values in branch.values for value in values]
    return sql, [*flat, *where.values, limit, limit]


def conditions(question: Question, order: Order, skip: Sequence[str] = (), *, paged: bool = True) -> Where:
    """The question's filters; `skip` are columns that the branch fixes."""
    where = Where()
    # What is due is open: one condition of the two, since the planner takes them for independent.
    if not (question.overdue or question.near_due):
        if order.key == "due":
            where.add("m.due_at IS NOT NULL")
        elif question.open_only or flows.all_open(question.states):
            where.add("m.closed_at IS NULL")
    _add_lists(where, question, skip)
    _add_times(where, question)
    if question.urgency:
        where.add("m.urgency = %s", question.urgency)
    if paged and question.after:
        where.add(order.after, *position(question.after))
    return where


def _add_lists(where: Where, question: Question, skip: Sequence[str]) -> None:
    for column, wanted in (
        ("kind", question.kinds),
        ("state", question.states),
        ("department", question.units),
    ):
        if wanted and column not in skip:
            where.add(f"m.{column} = ANY(%s)", list(wanted))
    for column, one in (("holder_account", question.holder_account), ("subject_id", question.subject_id)):
        if one is not None and column not in skip:
            where.add(f"m.{column} = %s", one)
    if question.areas and not set(skip) & set(reach.AREA_COLUMNS.values()):
        within = reach.sql(Reach(everything=None in map(_column, question.areas), areas=question.areas))
        where.add(within[0], *within[1])


def _column(area: str) -> str | None:
    return reach.area_column(area) if len(area) in reach.AREA_COLUMNS else ""


def _add_times(where: Where, question: Question) -> None:
    now = timezone.now()
    if question.overdue:
        where.add("m.due_at < %s", now)
    if question.near_due:
        where.add("m.near_at <= %s AND m.due_at >= %s", now, now)
    if question.filed_from is not None:
        where.add("m.filed_at >= %s", question.filed_from)
    if question.filed_until is not None:
        where.add("m.filed_at < %s", question.filed_until)
