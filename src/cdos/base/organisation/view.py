"""What the pages show: the tree along a path, a search, a unit with its posts, deputies by side."""

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from cdos.base.organisation import api, models, people, policy, words
from cdos.base.organisation.contracts import Area, Deputation, Unit
from cdos.base.organisation.contracts import HeldAppointment as Held
from cdos.base.organisation.words import acting_name, role_name

MOST = 100  # found rows shown


@dataclass(frozen=True, slots=True)
class Holder:
    name: str
    held: Held
    role: str
    stood_in: str = ""  # by whom today


@dataclass(frozen=True, slots=True)
class Found:
    areas: list[Area] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    more: bool = False


def link(*, area: str = "", unit: str = "") -> str:
    query = f"unit={unit}" if unit else f"area={area}"
    return f"{reverse('organisation:tree')}?{query}"


def tree(path: list[Area]) -> list[dict[str, Any]]:
    """Open along the path only: a whole city's tree would be a thousand lines."""
    return [
        _node(area, {step.code for step in path}, path[-1].code if path else "")
        for area in api.areas(parent="")
    ]


def _node(area: Area, opened: set[str], current: str) -> dict[str, Any]:
    parts = api.areas(parent=area.code) if area.code in opened else []
    here = {"text": area.name, "href": link(area=area.code), "current": area.code == current}
    if not parts:
        return here
    here["text"] = gettext("This area itself")
    return {"text": area.name, "children": [here, *(_node(part, opened, current) for part in parts)]}


def units_of(area: str) -> list[Unit]:
    return [unit for unit in api.units().values() if unit.area == area]


def search(words: str) -> Found:
    wanted = words.casefold().split()

    def fits(*texts: str) -> bool:
        text = " ".join(texts).casefold()
        return all(word in text for word in wanted)

    areas = [area for area in api.areas() if fits(area.name, area.code)]
    units = [unit for unit in api.units().values() if fits(unit.name, unit.code, unit.phone)]
    return Found(areas[:MOST], units[:MOST], more=max(len(areas), len(units)) > MOST)


def holders(unit: str) -> list[Holder]:
    """Those who hold a post of the unit today, with who stands in for them; two queries and one for names."""
    held = api.appointments(unit=unit)
    deputies = dict(
        models.Deputation.objects.effective()
        .filter(appointment__in=[one.id for one in held])
        .values_list("appointment_id", "deputy_id")
    )
    known = people.accounts([one.account_id for one in held] + list(deputies.values()))
    return [
        Holder(
            name=people.name(known, one.account_id),
            held=one,
            role=role_name(one.role),
            stood_in=people.name(known, deputies[one.id]) if one.id in deputies else "",
        )
        for one in held
    ]


def colleagues(account_id: int, held: list[Held]) -> list[tuple[int, str]]:
    """Who may be asked to stand in: those of the same units and of the unit above."""
    units = {one.unit for one in held}
    above = {unit.parent for code in units if (unit := api.unit(code)) and unit.parent}
    found = {pair for code in units | above for pair in api.staff_of(code) if pair[0] != account_id}
    return sorted(found, key=lambda pair: (pair[1], pair[0]))


@dataclass(frozen=True, slots=True)
class Standing:
    """A deputation with its words."""

    row: Deputation
    role_name: str
    shown: str  # 张三代李四


def standing(row: Deputation) -> Standing:
    return Standing(row, role_name(row.role), acting_name(row.deputy, row.holder))


def asked(rows: list[Deputation], account_id: int) -> list[Deputation]:
    """Those that wait for this person's answer."""
    return [row for row in rows if row.deputy_account == account_id and row.open and not row.accepted]


@dataclass(frozen=True, slots=True)
class PolicyLine:
    """An action with who may do it, how far."""

    title: str
    grants: tuple[tuple[str, str], ...]


def policy_lines() -> list[PolicyLine]:
    """The whole policy, in words."""
    return [
        PolicyLine(
            str(title),
            tuple(
                (words.who_name(grant.who), str(words.REACHES[grant.within]))
                for grant in policy.POLICY
                if grant.action is action
            ),
        )
        for action, title in words.ACTIONS.items()
    ]
