"""TERM-…: times, trips and fees: what is promised may not be worse than the law, or than it was before."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from ...contracts import Item, Standard, TermUnit
from ..burdens import burden, working_days
from .registry import ELEMENTS, ENVIRONMENT, LICENSING, ONLINE, rule

AT_ONCE, PROMISED = "1", "2"  # 即办件, 承诺件
HEARING_DAYS = 20  # 行政许可法 第四十二条: 20 working days where no law says otherwise


@rule("TERM-承诺时限超法定", _("The promised time is longer than the law allows."), f"{LICENSING} 第四十二条")
def promised(item: Item, _standard: Standard | None) -> Iterator[str]:
    legal = working_days(item.legal_days, item.legal_unit)
    if legal and working_days(item.promised_days, item.promised_unit) > legal:
        yield "promised_days"


@rule(
    "TERM-法定时限缺失",
    _("A licence has a statutory time: 20 working days where no law says otherwise."),
    f"{LICENSING} 第四十二条",
)
def legal(item: Item, _standard: Standard | None) -> Iterator[str]:
    if item.task_type == "01" and item.legal_days <= 0:
        yield "legal_days"


@rule(
    "TERM-许可超二十日",
    _(
        "More than 20 working days for a licence needs a law that says so: name it in the explanation of the law."
    ),
    f"{LICENSING} 第四十二条",
    warns=True,
)
def twenty(item: Item, _standard: Standard | None) -> Iterator[str]:
    long = working_days(item.legal_days, item.legal_unit) > HEARING_DAYS
    if item.task_type == "01" and long and not any(law.text for law in item.laws):
        yield "legal_days"


@rule("TERM-即办件有承诺天数", _("What is done at once is promised in no days."))
def at_once(item: Item, _standard: Standard | None) -> Iterator[str]:
    at_once = item.promised_unit is TermUnit.AT_ONCE
    if item.handling == AT_ONCE and item.promised_days > 0 and not at_once:
        yield "promised_days"


@rule("TERM-承诺件无承诺天数", _("Give the days that are promised."))
def no_days(item: Item, _standard: Standard | None) -> Iterator[str]:
    if item.handling == PROMISED and item.promised_days <= 0:
        yield "promised_days"


@rule("TERM-秒批非即办", _("An instant decision is an item that is done at once (即办件)."))
def instant(item: Item, _standard: Standard | None) -> Iterator[str]:
    if item.instant and item.handling != AT_ONCE:
        yield "handling"


@rule("TERM-负数", _("Days, trips and sums are not negative."))
def negative(item: Item, _standard: Standard | None) -> Iterator[str]:
    yield from (name for name in ("legal_days", "promised_days", "trips") if getattr(item, name) < 0)
    yield from (f"fees[{n}].fen" for n, fee in enumerate(item.fees) if fee.fen < 0)
    yield from (f"steps[{n}].days" for n, step in enumerate(item.steps) if step.days < 0)


@rule("TERM-到场次数", _("An item that is wholly online asks for no visit."), ONLINE)
def trips(item: Item, _standard: Standard | None) -> Iterator[str]:
    if item.online_depth == "4" and item.trips > 0:
        yield "trips"


@rule(
    "TERM-到场过多", _("More than one visit: say in the steps why it cannot be one."), ENVIRONMENT, warns=True
)
def many_trips(item: Item, _standard: Standard | None) -> Iterator[str]:
    if item.trips > 1:
        yield "trips"


@rule("TERM-环节天数超承诺", _("The steps together take longer than what is promised."))
def steps_longer(item: Item, _standard: Standard | None) -> Iterator[str]:
    total = sum(step.days for step in item.steps)
    if not item.instant and item.promised_days and total > item.promised_days + 0.01:
        yield "steps"


@rule("TERM-改革倒退", _("It now costs a person more than before the reform."), ENVIRONMENT)
def worse(item: Item, _standard: Standard | None) -> Iterator[str]:
    if item.before is None:
        return
    now = burden(item)
    yield from (
        f"before.{name}"
        for name in ("steps", "days", "trips", "papers")
        if getattr(now, name) > getattr(item.before, name)
    )


@rule("STANDARD-法定时限", _("Longer than the statutory time in the standard catalogue."), ELEMENTS)
def standard_term(item: Item, standard: Standard | None) -> Iterator[str]:
    if standard is None or not standard.legal_days:
        return
    if working_days(item.legal_days, item.legal_unit) > working_days(
        standard.legal_days, standard.legal_unit
    ):
        yield "legal_days"


@rule("STANDARD-事项类型", _("Another type than in the standard catalogue."), ELEMENTS)
def standard_type(item: Item, standard: Standard | None) -> Iterator[str]:
    if standard is not None and standard.task_type != item.task_type:
        yield "task_type"


@rule("STANDARD-行使层级", _("The standard catalogue gives it to another level."), ELEMENTS)
def standard_level(item: Item, standard: Standard | None) -> Iterator[str]:
    if standard is not None and item.use_level not in standard.levels:
        yield "use_level"
