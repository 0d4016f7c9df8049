"""Programmes in force: held in the process, so that "my benefits" asks the database nothing about them."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db.models import Count, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base import meanwhile
from cdos.base.rules import api as rules
from cdos.base.rules.contracts import All, Leaf, Node, Op
from cdos.base.versioned import Versioned

from ..contracts import RULE, About, Programme, ProgrammeState
from ..models import ProgrammeVersion as Row
from . import terms


def info(row: Row) -> Programme:
    return Programme(
        code=row.code,
        version=row.version,
        state=ProgrammeState(row.state),
        terms=terms.parse(row.terms),
        rule=RULE + row.code,
        author=row.author,
        approver=row.approver,
        note=row.note,
        mark=meanwhile.mark(row.version, row.updated_at),
    )


def _stamp() -> tuple[int, datetime | None]:
    found = Row.objects.filter(state="live").aggregate(n=Count("id"), at=Max("updated_at"))
    return found["n"], found["at"]


def _load() -> dict[str, Programme]:
    return {row.code: info(row) for row in Row.objects.filter(state="live").order_by("code")}


_live = Versioned(stamp=_stamp, load=_load)


def every(*, on: date | None = None, about: tuple[About, ...] = ()) -> list[Programme]:
    """Those open on the day."""
    day = on or timezone.localdate()
    return [
        one
        for one in _live.get().values()
        if one.terms.opens_on <= day
        and (one.terms.closes_on is None or day <= one.terms.closes_on)
        and (not about or one.terms.about in about)
    ]


def held() -> Mapping[str, Programme]:
    """Those in force by code, whether they are open or not."""
    return _live.get()


def closed(*, on: date) -> list[str]:
    """Codes of those in force whose last day has passed."""
    return [
        code for code, one in held().items() if one.terms.closes_on is not None and one.terms.closes_on < on
    ]


def programme(code: str) -> Programme:
    """The one in force. LookupError."""
    found = _live.find(lambda held: held.get(code))
    if found is None:
        raise LookupError(code)
    return found


def find(code: str) -> Programme | None:
    return _live.get().get(code)


def node(one: Programme, *, on: date | None = None) -> Node | None:
    """Its conditions in force; None while its rule is not. The same object each time, for which it is compiled once."""
    live = rules.live(one.rule, on=on)
    if live is None or one.terms.about is not About.HOUSEHOLD:
        return live.node if live else None
    known = _wholes.get(one.code)
    if known is None or known[0] is not live.node:
        known = _wholes[one.code] = (live.node, whole(one.terms.about, live.node))
    return known[1]


HEAD = "household_head"
IS_HEAD = Leaf("household-head", HEAD, Op.EQ, True)
_wholes: dict[str, tuple[Node, Node]] = {}


def whole(about: About, conditions: Node) -> Node:
    """A household's programme is its head's: whose head is not known is asked, and two of a household never have it."""
    if about is not About.HOUSEHOLD or HEAD in rules.fields_of(conditions):
        return conditions
    return All((IS_HEAD, conditions))


def title(code: str) -> str:
    """As the purpose of a look is called, too; "all" is the purpose of who looks for what a party may have."""
    if code == "all":
        return _("To find what you may have")
    found = find(code)
    return found.terms.title if found else ""


def forget() -> None:
    """Terms and conditions may have changed, here or in another process."""
    _live.forget()
    rules.forget()
