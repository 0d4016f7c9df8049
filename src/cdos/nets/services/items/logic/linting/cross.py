"""What only shows when items are laid side by side."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from cdos.base.rules import api as rules

from ...contracts import Item, Problem, Severity
from ..burdens import burden
from .registry import CODES, ELEMENTS, ENVIRONMENT, ONLINE


def beside_the_rule_book(item: Item) -> Iterator[Problem]:
    """A rule that is named and does not hold: until it does, only people decide."""
    if item.rule and rules.live(item.rule) is None:
        words = _("The rule book has no rule of this code in force yet.")
        yield Problem("KNOWN-规则", "rule", words, ONLINE, Severity.WARNING)


def side_by_side(items: Iterable[Item]) -> Iterator[tuple[str, Problem]]:
    """Pairs of code and problem."""
    every = list(items)
    yield from _same_codes(every)
    yield from _materials(every)
    yield from _regions(every)


def _same_codes(every: list[Item]) -> Iterator[tuple[str, Problem]]:
    seen: dict[str, str] = {}
    for item in every:
        other = seen.setdefault(item.national_code, item.code) if item.national_code else item.code
        if other != item.code:
            words = _("“%(other)s” has the same implementation code.") % {"other": other}
            yield item.code, Problem("UNIQUE-实施编码", "national_code", words, CODES)


def _materials(every: list[Item]) -> Iterator[tuple[str, Problem]]:
    """One code, one paper: bundles merge by it."""
    names: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for item in every:
        for one in item.materials:
            names[one.code][one.name].append(item.code)
    for found in names.values():
        usual = max(found, key=lambda name: len(found[name]))
        for name, codes in found.items():
            for code in codes if name != usual else ():
                words = _("The same material is called “%(usual)s” elsewhere.") % {"usual": usual}
                yield code, Problem("UNIFORM-材料名称", "materials", words, ELEMENTS, Severity.WARNING)


def _regions(every: list[Item]) -> Iterator[tuple[str, Problem]]:
    """A district's implementation may not ask for more than the city's."""
    known = {item.code: item for item in every}
    for item in every:
        city = known.get(item.variant_of)
        if item.variant_of and city is None:
            words = _("The item it is an implementation of is not there.")
            yield item.code, Problem("REGION-无标准版", "variant_of", words, CODES)
        elif city is not None:
            yield from _asks_more(item, city)


def _asks_more(item: Item, city: Item) -> Iterator[tuple[str, Problem]]:
    here, there = burden(item), burden(city)
    for name, rule in (("days", "REGION-时限"), ("trips", "REGION-到场次数"), ("papers", "REGION-材料")):
        if getattr(here, name) > getattr(there, name):
            words = _("The district asks for more than the city's version.")
            yield item.code, Problem(rule, name, words, f"{ENVIRONMENT} 第三十六条", Severity.WARNING)
    if item.standard != city.standard:
        words = _("Another catalogue entry than the city's version.")
        yield item.code, Problem("REGION-基本编码", "standard", words, CODES)
