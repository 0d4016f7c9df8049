"""The place a text names: an estate, road or landmark of the gazetteer, or an area, with its street and community."""

from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Scope
from cdos.hubs.space import api as space
from cdos.hubs.space.contracts import PlaceHit, PlaceKind

from ..contracts import PlaceMet

SHOWN = 4


def scope_of(hit: PlaceHit) -> Scope:
    if hit.community and organisation.area(hit.community) is not None:
        return organisation.scope_of(hit.community)
    return organisation.locate(lon=hit.lon, lat=hit.lat) or Scope()


def area_words(scope: Scope) -> str:
    smallest = scope.community or scope.street or scope.district
    return "".join(area.name for area in organisation.area_path(smallest)[1:])


def _depth(scope: Scope) -> int:
    return sum(bool(code) for code in (scope.district, scope.street, scope.community))


def _inside(scope: Scope, whole: Scope) -> bool:
    pairs = (
        (whole.district, scope.district),
        (whole.street, scope.street),
        (whole.community, scope.community),
    )
    return all(not fixed or fixed == code for fixed, code in pairs)


def met(text: str) -> list[PlaceMet]:
    """The most exact first. A name that several places have is told apart by the areas that the text names, or left out."""
    named = space.named_in(text=text)
    areas = [
        scope_of(one.places[0])
        for one in named
        if len(one.places) == 1 and one.places[0].kind is PlaceKind.AREA
    ]
    found = []
    for one in named:
        fitting = [hit for hit in one.places if all(_agree(scope_of(hit), area) for area in areas)]
        if len(fitting) == 1:
            scope = scope_of(fitting[0])
            found.append(PlaceMet(fitting[0], scope, area_words(scope), one.name))
    exact = sorted(found, key=lambda one: (one.hit.kind is PlaceKind.AREA, -_depth(one.scope)))
    return exact[:SHOWN]


def _agree(one: Scope, other: Scope) -> bool:
    return _inside(one, other) or _inside(other, one)


def placed(text: str) -> tuple[Scope, str] | None:
    """The scope that the text's places agree upon, with the name it comes from; None where they name none or several."""
    found = [one for one in met(text) if one.scope.district]
    if not found or not all(_agree(found[0].scope, one.scope) for one in found):
        return None
    return found[0].scope, found[0].words
