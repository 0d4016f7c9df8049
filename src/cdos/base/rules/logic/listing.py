"""The rule book as staff look through it."""

from dataclasses import dataclass

from ..contracts import RuleState, RuleVersion
from ..models import Version
from . import live


@dataclass(frozen=True, slots=True)
class Shelf:
    """One rule: what is in force (or was, or will be), and the version that is being written."""

    code: str
    title: str
    shown: RuleVersion
    open: RuleVersion | None
    count: int  # of versions


def shelves(*, words: str = "", state: str = "") -> list[Shelf]:
    """By code; `state` waiting or draft keeps those with such a version."""
    grouped: dict[str, list[Version]] = {}
    for row in Version.objects.order_by("code", "-version"):
        grouped.setdefault(row.code, []).append(row)
    found = [_shelf(code, rows) for code, rows in grouped.items()]
    if state:
        found = [one for one in found if one.open is not None and one.open.state == state]
    wanted = words.lower().split()
    return [one for one in found if all(word in f"{one.code} {one.title}".lower() for word in wanted)]


def _shelf(code: str, rows: list[Version]) -> Shelf:
    infos = [live.info(row) for row in rows[:20]]
    open_ = next((one for one in infos if one.state in (RuleState.DRAFT, RuleState.WAITING)), None)
    shown = (
        live.version(code) or next((one for one in infos if one.state is RuleState.LIVE), None) or infos[0]
    )
    return Shelf(code, shown.title, shown, open_, len(rows))


def counts() -> dict[str, int]:
    """How many versions are drafts, and how many wait."""
    found = {RuleState.DRAFT.value: 0, RuleState.WAITING.value: 0}
    for state in Version.objects.filter(state__in=list(found)).values_list("state", flat=True):
        found[state] += 1
    return found
