"""What an actor may see of all matters, as columns with values: the same facts as `parts`, for lists."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action, Actor, Within
from cdos.base.search.contracts import Reach as Labels

AREA_COLUMNS = {6: "district", 9: "street", 12: "community"}


@dataclass(frozen=True, slots=True)
class Reach:
    """Everything, or the union of these."""

    everything: bool = False
    areas: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    party: int | None = None
    filed_by: int | None = None

    @property
    def nothing(self) -> bool:
        return not (
            self.everything or self.areas or self.units or self.party is not None or self.filed_by is not None
        )


def area_column(area: str) -> str | None:
    """The scope column of an area code; None for the city, which is no column. ValueError for another length."""
    if area == settings.CITY_CODE:
        return None
    if len(area) not in AREA_COLUMNS:
        raise ValueError(f"{area!r} is not an area code")
    return AREA_COLUMNS[len(area)]


def of(actor: Actor) -> Reach:
    if actor.system:
        return Reach(everything=True)
    areas = organisation.areas_of(actor, Action.SEE)
    files = organisation.posts_with(actor, Action.SEE, Within.FILED)
    return Reach(
        everything=settings.CITY_CODE in areas,
        areas=tuple(area for area in areas if len(area) in AREA_COLUMNS),
        units=organisation.units_of(actor, Action.SEE),
        party=actor.party_id,
        filed_by=actor.account_id if files else None,
    )


def labels(reach: Reach) -> Labels:
    """The same reach in the words of the search index."""
    names = [f"a:{area}" for area in reach.areas] + [f"u:{unit}" for unit in reach.units]
    names += [f"p:{reach.party}"] if reach.party is not None else []
    names += [f"f:{reach.filed_by}"] if reach.filed_by is not None else []
    return Labels(everything=reach.everything, labels=() if reach.everything else tuple(names))


def sql(reach: Reach) -> tuple[str, list[Any]]:
    """A condition on `m` that is true for what may be seen."""
    if reach.everything:
        return "true", []
    pieces: list[str] = []
    values: list[Any] = []
    for length, column in AREA_COLUMNS.items():
        if codes := [area for area in reach.areas if len(area) == length]:
            pieces.append(f"m.{column} = ANY(%s)")
            values.append(codes)
    if reach.units:
        helps = "EXISTS (SELECT 1 FROM matters_cohandling h WHERE h.matter_id = m.id AND h.unit = ANY(%s))"
        pieces += ["m.department = ANY(%s)", helps]
        values += [list(reach.units), list(reach.units)]
    for column, value in (("subject_id", reach.party), ("filed_by", reach.filed_by)):
        if value is not None:
            pieces.append(f"m.{column} = %s")
            values.append(value)
    return (f"({' OR '.join(pieces)})", values) if pieces else ("false", [])
