"""FLOW-…, MATERIAL-…, RESULT-…: what a guide must hold by GB/T 36114-2018, and papers nobody may be asked for."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from ...contracts import Item, Standard
from .registry import ENVIRONMENT, GUIDE, ONLINE, rule

MUST_HOLD = {"acceptance": "受理", "investigate": "审查", "decide": "决定"}
ORDER = ("addressee", "acceptance", "investigate", "decide", "accreditation", "delivery")
# 国务院办公厅: 兜底性、模糊性要求 may not stand in a list of materials.
VAGUE = ("其他材料", "其他相关", "等材料", "有关材料", "相关证明", "需要提供的", "视情况")


def _lacks(kind: str) -> None:
    @rule(
        f"FLOW-缺{MUST_HOLD[kind]}",
        _("The steps must hold acceptance, examination and decision."),
        f"{GUIDE} 6.9",
    )
    def check(item: Item, _standard: Standard | None) -> Iterator[str]:
        if item.steps and all(step.kind != kind for step in item.steps):
            yield "steps"


for _kind in MUST_HOLD:
    _lacks(_kind)


@rule(
    "FLOW-环节次序",
    _("The steps are not in order: acceptance, examination, decision, certificate, delivery."),
    GUIDE,
)
def order(item: Item, _standard: Standard | None) -> Iterator[str]:
    places = [ORDER.index(step.kind) for step in item.steps if step.kind in ORDER]
    if places != sorted(places):
        yield "steps"


@rule("FLOW-环节名称", _("Give every step its name."), GUIDE)
def named(item: Item, _standard: Standard | None) -> Iterator[str]:
    yield from (f"steps[{n}].name" for n, step in enumerate(item.steps) if not step.name.strip())


@rule("MATERIAL-重复", _("The same paper is asked for twice."), ENVIRONMENT)
def twice(item: Item, _standard: Standard | None) -> Iterator[str]:
    seen: set[str] = set()
    for number, one in enumerate(item.materials):
        if one.code and one.code in seen:
            yield f"materials[{number}].code"
        seen.add(one.code)


@rule(
    "MATERIAL-兜底条款",
    _("A vague paper (“other materials”) may not be asked for: name it."),
    f"{ENVIRONMENT} 第三十八条",
)
def vague(item: Item, _standard: Standard | None) -> Iterator[str]:
    for number, one in enumerate(item.materials):
        if any(words in one.name for words in VAGUE):
            yield f"materials[{number}].name"


@rule("MATERIAL-份数", _("A paper is handed in at least once."), GUIDE)
def copies(item: Item, _standard: Standard | None) -> Iterator[str]:
    yield from (f"materials[{n}].copies" for n, one in enumerate(item.materials) if one.copies < 1)


@rule(
    "MATERIAL-政府核发未免提交",
    _("The city issues this paper itself: an e-licence should replace it."),
    f"{ONLINE} 第十条",
    warns=True,
)
def issued_by_us(item: Item, _standard: Standard | None) -> Iterator[str]:
    for number, one in enumerate(item.materials):
        if one.source == "20" and not one.licence_type:
            yield f"materials[{number}].licence_type"


@rule("MATERIAL-全程网办收纸质", _("An item that is wholly online takes no paper original."), ONLINE)
def paper_only(item: Item, _standard: Standard | None) -> Iterator[str]:
    if item.online_depth == "4":
        yield from (f"materials[{n}].format" for n, one in enumerate(item.materials) if one.format == "1")


@rule("RESULT-名称", _("Give the result its name."), GUIDE)
def result_named(item: Item, _standard: Standard | None) -> Iterator[str]:
    yield from (f"results[{n}].name" for n, one in enumerate(item.results) if not one.name.strip())


@rule(
    "RESULT-证照类型", _("A licence as a result needs its type in the licence register."), GUIDE, warns=True
)
def licence(item: Item, _standard: Standard | None) -> Iterator[str]:
    for number, one in enumerate(item.results):
        if one.type == "10" and not one.licence_type:
            yield f"results[{number}].licence_type"


@rule("REFORM-秒批无规则", _("An instant decision needs a rule."), ONLINE)
def no_rule(item: Item, _standard: Standard | None) -> Iterator[str]:
    if item.instant and not item.rule:
        yield "rule"


@rule("REFORM-秒批无表单", _("An instant decision needs a form."), ONLINE)
def no_form(item: Item, _standard: Standard | None) -> Iterator[str]:
    if item.instant and not item.form:
        yield "form"


@rule("REFORM-随心办无表单", _("An item that can be combined needs a form."), ONLINE)
def combinable(item: Item, _standard: Standard | None) -> Iterator[str]:
    if item.combinable and not item.form:
        yield "combinable"


@rule("REFORM-网办渠道", _("An item of depth III or IV can be applied for online."), ONLINE)
def online(item: Item, _standard: Standard | None) -> Iterator[str]:
    if item.online_depth in ("3", "4") and "online" not in item.channels:
        yield "channels"
