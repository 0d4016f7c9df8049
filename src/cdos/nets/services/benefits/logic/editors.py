"""Who writes which programmes: an editor those of the own unit, one whose post reaches the whole city all of them."""

from django.utils.translation import gettext as _

from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action, Actor, AreaLevel, Within
from cdos.base.rules import api as rules

from ..contracts import RULE, BenefitRefused, ProgrammeState
from ..models import ProgrammeVersion as Row


def check(actor: Actor) -> None:
    """BenefitRefused for who writes no programmes at all."""
    if not (actor.system or rules.may_edit(actor)):
        raise BenefitRefused(_("Programmes are written by editors; this is for staff with another post."))


def check_unit(actor: Actor, code: str, *units: str) -> None:
    """BenefitRefused where the programme, or a unit that shall answer for it, is another unit's."""
    check(actor)
    if not all(may_write_for(actor, unit) for unit in {*units_of(code), *units}):
        raise BenefitRefused(_("This belongs to another unit, whose editors write it."))


def may_write(actor: Actor, code: str) -> bool:
    return all(may_write_for(actor, unit) for unit in units_of(code))


def may_write_conditions(actor: Actor, rule: str) -> bool:
    """They are the programme's, whoever opens them in the rule book."""
    return may_write(actor, rule.removeprefix(RULE))


def may_write_for(actor: Actor, unit: str) -> bool:
    posts = organisation.posts_with(actor, Action.EDIT_LISTS, Within.CITY)
    return actor.system or any(post.unit == unit or _whole_city(post.area) for post in posts)


def units_of(code: str) -> set[str]:
    """Who answers for the newest version, and for the one in force."""
    rows = Row.objects.filter(code=code).order_by("-version").values_list("unit", "state")
    return {unit for at, (unit, state) in enumerate(rows) if at == 0 or state == ProgrammeState.LIVE}


def _whole_city(area: str) -> bool:
    found = organisation.area(area)
    return found is not None and found.level is AreaLevel.CITY
