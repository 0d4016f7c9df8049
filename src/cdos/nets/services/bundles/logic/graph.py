"""The order of parts: who waits for whom, what runs at the same time, the chain that takes longest."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from cdos.nets.services.items.contracts import Item

from ..contracts import BundleRefused, Part

After = dict[str, tuple[str, ...]]  # item -> items it waits for


def gives(item: Item) -> frozenset[str]:
    """Codes of the materials that the item's results stand for."""
    return frozenset(
        code for result in item.results for code in (result.produces, result.licence_type) if code
    )


def satisfied(material_code: str, licence_type: str, given: frozenset[str]) -> bool:
    return material_code in given or (bool(licence_type) and licence_type in given)


def declared(parts: Iterable[Part]) -> After:
    """As the bundle says it, among the parts that are there."""
    held = list(parts)
    there = {part.item for part in held}
    return {part.item: tuple(code for code in part.after if code in there) for part in held}


def derived(items: Mapping[str, Item], held: frozenset[str]) -> After:
    """Who asks for what another one gives waits for it, unless the person has it already as an e-licence."""
    givers: dict[str, list[str]] = {}
    for code, item in items.items():
        for material in gives(item):
            givers.setdefault(material, []).append(code)
    return {code: tuple(sorted(_needed(item, givers, held))) for code, item in items.items()}


def _needed(item: Item, givers: Mapping[str, Sequence[str]], held: frozenset[str]) -> set[str]:
    found: set[str] = set()
    for material in item.materials:
        if material.licence_type and material.licence_type in held:
            continue
        for wanted in {material.code, material.licence_type} - {""}:
            found.update(code for code in givers.get(wanted, ()) if code != item.code)
    return found


def waves(after: After, name: Callable[[str], str]) -> tuple[tuple[str, ...], ...]:
    """Each wave waits for the ones before it only. BundleRefused for parts that wait for each other."""
    level: dict[str, int] = {}
    left = dict(after)
    while left:
        ready = [code for code, needs in left.items() if all(one in level for one in needs)]
        if not ready:
            raise BundleRefused(
                _(
                    "These wait for each other and cannot be done together: %(chain)s. Please leave one of them out."
                )
                % {"chain": " → ".join(name(code) for code in circle(left))}
            )
        for code in ready:
            needs = left.pop(code)
            level[code] = 1 + max((level[one] for one in needs), default=-1)
    found: list[list[str]] = [[] for _level in range(max(level.values(), default=-1) + 1)]
    for code in after:
        found[level[code]].append(code)
    return tuple(tuple(wave) for wave in found)


def circle(after: Mapping[str, tuple[str, ...]]) -> list[str]:
    """One round of parts that wait for each other, its first named again at the end."""
    path = [next(iter(after))]
    while True:
        following = next(one for one in after[path[-1]] if one in after)
        if following in path:
            return [*path[path.index(following) :], following][::-1]
        path.append(following)


def above(after: After, code: str) -> frozenset[str]:
    """All that must be there before this one."""
    return _reached(after, code)


def below(after: After, code: str) -> frozenset[str]:
    """All that cannot be done without this one."""
    turned: dict[str, list[str]] = {one: [] for one in after}
    for one, needs in after.items():
        for need in needs:
            turned[need].append(one)
    return _reached(turned, code)


def _reached(steps: Mapping[str, Iterable[str]], code: str) -> frozenset[str]:
    found: set[str] = set()
    waiting = [code]
    while waiting:
        for one in steps.get(waiting.pop(), ()):
            if one not in found:
                found.add(one)
                waiting.append(one)
    return frozenset(found)


def longest(
    order: Sequence[Sequence[str]], after: After, cost: Callable[[str], float]
) -> tuple[float, tuple[str, ...]]:
    """The chain with the greatest sum of costs, first to last."""
    best: dict[str, tuple[float, tuple[str, ...]]] = {}
    for wave in order:
        for code in wave:
            before = max((best[one] for one in after[code]), key=lambda one: one[0], default=(0.0, ()))
            best[code] = (before[0] + cost(code), (*before[1], code))
    return max(best.values(), key=lambda one: one[0], default=(0.0, ()))
