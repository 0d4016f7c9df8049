"""Proposes who handles an appeal: what was decided before for the like, else duty item x area -> unit, always with the
reason; else the backstop of the area.
"""

from collections.abc import Callable
from dataclasses import replace

from django.conf import settings
from django.utils.translation import gettext as _

from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Scope, Unit, UnitLevel

from ..contracts import Alternative, Decided, DutyItemInfo, DutyQuestion, Proposal, Suggestion
from . import duty, ranking

RULE_ITEM = "item x area"
RULE_PRECEDENT = "precedent"
RULE_BACKSTOP = "backstop"
RULE_NONE = "none"
RULE_HAND = "by hand"
RULE_MEANWHILE = "until ruled"  # a backstop unit handles it while whose duty it is waits for a ruling
RULE_RULING = "ruling"
HOTLINE = "hotline"
BELIEVED = 0.30  # a suggestion below it is not acted upon: the backstop or a person decides
# What was ruled before may decide before the list does; no query, well under a millisecond.
Precedent = Callable[[DutyQuestion], Decided | None]
_precedents: list[Precedent] = []


def register_precedent(precedent: Precedent) -> None:
    """Asked before the duty list; the first that answers decides."""
    _precedents.append(precedent)


def area_at(level: UnitLevel, scope: Scope) -> str:
    """The area of this level which the scope lies in; the next larger one that is known."""
    by_level = (
        (UnitLevel.COMMUNITY, scope.community),
        (UnitLevel.STREET, scope.street),
        (UnitLevel.DISTRICT, scope.district),
        (UnitLevel.CITY, settings.CITY_CODE),
    )
    start = [name for name, _code in by_level].index(level)
    return next((code for _name, code in by_level[start:] if code), settings.CITY_CODE)


def smallest(scope: Scope) -> str:
    return scope.community or scope.street or scope.district or settings.CITY_CODE


def area_name(code: str) -> str:
    found = organisation.area(code)
    return found.name if found else code


def desk(scope: Scope) -> Unit | None:
    """The dispatch desk that serves the district, else the city's."""
    return organisation.find_unit(function=HOTLINE, area=scope.district or settings.CITY_CODE)


def unit_for(item: DutyItemInfo, scope: Scope) -> Unit | None:
    return organisation.find_unit(function=item.function, area=area_at(item.level, scope))


def _item_reason(item: DutyItemInfo, unit: Unit, scope: Scope, words: tuple[str, ...]) -> str:
    values = {
        "words": "、".join(words),
        "item": item.name,
        "class": item.class_name,
        "area": area_name(area_at(item.level, scope)),
        "unit": unit.name,
    }
    if words:
        return (
            _("“%(words)s” point to the item “%(item)s” (%(class)s); in %(area)s it is the duty of %(unit)s.")
            % values
        )
    return _("The item is “%(item)s” (%(class)s); in %(area)s it is the duty of %(unit)s.") % values


def _backstop(scope: Scope, why: str, version: int, alternatives: tuple[Alternative, ...]) -> Proposal:
    area = scope.street or scope.district or settings.CITY_CODE
    unit = organisation.find_backstop(area=area) or desk(scope)
    if unit is None:
        return Proposal(None, None, why, 0.0, RULE_NONE, alternatives=alternatives, version=version)
    reason = _("%(why)s %(unit)s takes what no other unit in %(area)s is known to own.") % {
        "why": why,
        "unit": unit.name,
        "area": area_name(area),
    }
    return Proposal(None, unit, reason, 0.0, RULE_BACKSTOP, alternatives=alternatives, version=version)


def _alternatives(suggestions: list[Suggestion], scope: Scope) -> tuple[Alternative, ...]:
    return tuple(
        Alternative(found.item, unit_for(found.item, scope), found.confidence, found.words)
        for found in suggestions
    )


def propose(*, text: str, item: str, scope: Scope, version: int | None = None) -> Proposal:
    """By a precedent, else the item named, else the best suggestion if it is believed, else the backstop.

    With a version, what that list alone says.
    """
    held = duty.held(version)
    suggestions, learned = ranking.best(held, text, 4) if held else ([], None)
    decided = _consulted(text, item, suggestions, scope) if version is None else None
    if decided is not None:
        return replace(_by_precedent(decided, held, suggestions, scope), learned=learned)
    if held is None:
        return _backstop(scope, _("There is no duty list in force."), 0, ())
    named = held.by_code.get(item)
    if named is not None:
        words = next((found.words for found in suggestions if found.item.code == item), ())
        chosen = Suggestion(named, 1.0, words)
    elif suggestions and suggestions[0].confidence >= BELIEVED:
        chosen = suggestions[0]
    else:
        why = _("No duty item fits the text well enough.")
        found = _backstop(scope, why, held.info.version, _alternatives(suggestions, scope))
        return replace(found, learned=learned)
    others = _alternatives([found for found in suggestions if found.item != chosen.item][:3], scope)
    found = _of_item(chosen, scope, others, held.info.version)
    return replace(found, learned=learned, named=named is not None)


def guess(text: str) -> Suggestion | None:
    """The item that would be proposed for a text that nobody classified."""
    held = duty.held()
    found = ranking.best(held, text, 1)[0] if held else []
    return found[0] if found and found[0].confidence >= BELIEVED else None


def _consulted(text: str, item: str, suggestions: list[Suggestion], scope: Scope) -> Decided | None:
    if not _precedents:
        return None
    best = suggestions[0] if suggestions else None
    guessed = best.item.code if best and best.confidence >= BELIEVED else ""
    asked = DutyQuestion(text, item, guessed, scope)
    return next((found for ask in _precedents if (found := ask(asked))), None)


def _by_precedent(
    decided: Decided, held: duty.HeldList | None, suggestions: list[Suggestion], scope: Scope
) -> Proposal:
    item = held.by_code.get(decided.item) if held else None
    return Proposal(
        item=item,
        unit=organisation.unit(decided.unit),
        reason=decided.reason,
        confidence=decided.confidence,
        rule=RULE_PRECEDENT,
        alternatives=_alternatives([found for found in suggestions if found.item != item][:3], scope),
        version=held.info.version if held else 0,
    )


def _of_item(chosen: Suggestion, scope: Scope, others: tuple[Alternative, ...], version: int) -> Proposal:
    unit = unit_for(chosen.item, scope)
    if unit is None:
        why = _("No unit does “%(function)s” here.") % {"function": chosen.item.function}
        return _backstop(scope, why, version, others)
    reason = _item_reason(chosen.item, unit, scope, chosen.words)
    return Proposal(chosen.item, unit, reason, chosen.confidence, RULE_ITEM, chosen.words, others, version)
