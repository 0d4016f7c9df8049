"""The linter: each rule finds what it says, in an item that is right but for one thing."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from cdos.nets.services.items import api
from cdos.nets.services.items.contracts import (
    Burden,
    Extension,
    Fee,
    Item,
    Law,
    Material,
    Result,
    Severity,
    Standard,
    Step,
    TermUnit,
)
from cdos.nets.services.items.logic import linting

pytestmark = pytest.mark.django_db
Spoil = Callable[[Item], Item]


def put(**values: object) -> Spoil:
    return lambda item: replace(item, **values)  # type: ignore[arg-type]


def window(**values: object) -> Spoil:
    return lambda item: replace(item, extension=replace(item.extension, **values))  # type: ignore[arg-type]


def paper(**values: object) -> Spoil:
    base = Material("photo", "近期免冠照片", type="3")
    return lambda item: replace(item, materials=(replace(base, **values),))  # type: ignore[arg-type]


def fee(**values: object) -> Spoil:
    base = Fee("工本费", 100, "粤价〔2004〕48号", "440300-police")
    return lambda item: replace(item, fees=(replace(base, **values),))  # type: ignore[arg-type]


def steps(*kinds: str) -> Spoil:
    return put(steps=tuple(Step(kind, "环节") for kind in kinds))


SPOILT: list[tuple[str, Spoil]] = [
    ("MISSING-事项名称", put(title="")),
    ("MISSING-基本编码", put(standard="")),
    ("MISSING-实施编码", put(national_code="")),
    ("MISSING-实施主体", put(department="")),
    ("MISSING-行政区划", put(area="")),
    ("MISSING-设定依据", put(laws=())),
    ("MISSING-服务对象", put(audience=())),
    ("MISSING-受理条件", put(conditions=" ")),
    ("MISSING-办理流程", put(steps=())),
    ("MISSING-审批结果", put(results=())),
    ("MISSING-办理地点", window(address="")),
    ("MISSING-办理时间", window(hours="")),
    ("MISSING-咨询方式", window(phone="")),
    ("MISSING-监督投诉方式", window(complaints="")),
    ("MISSING-一句话说明", put(summary="")),
    ("MISSING-常见问题", put(questions=())),
    ("MISSING-俗称", put(words=())),
    ("MISSING-主题", put(topics=())),
    ("MISSING-办理渠道", put(channels=(), online_depth="2")),
    ("MISSING-申请材料", put(materials=(), form="", instant=False, combinable=False)),
    ("MISSING-材料名称", paper(name="")),
    ("MISSING-材料出具单位", paper(source="20")),
    ("MISSING-依据条款", put(laws=(Law("婚姻登记条例"),))),
    ("MISSING-收费依据", fee(basis="")),
    ("MISSING-收费主体", fee(department="")),
    ("FORMAT-基本编码", put(standard="123")),
    ("FORMAT-实施编码", put(national_code="440300")),
    ("CHECK-实施编码", lambda item: replace(item, national_code="1" * 18 + item.national_code[18:])),
    ("MATCH-实施编码", lambda item: replace(item, national_code=item.national_code[:-1] + "9")),
    ("FORMAT-事项编码", put(code="Löss")),
    ("FORMAT-事项名称", put(title="长" * 61)),
    ("FORMAT-材料编码", paper(code="身份证")),
    ("FORMAT-咨询方式", window(phone="<b>!</b>")),
    ("CODE-事项类型", put(task_type="99")),
    ("CODE-行使层级", put(use_level="9")),
    ("CODE-办件类型", put(handling="7")),
    ("CODE-服务对象", put(audience=("1", "77"))),
    ("CODE-网办深度", put(online_depth="5")),
    ("CODE-办理渠道", put(channels=("online", "pigeon"))),
    ("CODE-材料类型", paper(type="8")),
    ("CODE-材料来源", paper(source="11")),
    ("CODE-材料必要性", paper(need="9")),
    ("CODE-材料形式", paper(format="9")),
    ("CODE-结果类型", put(results=(Result("证", "99"),))),
    ("CODE-办理环节", lambda item: replace(item, steps=(*item.steps, Step("dance", "跳舞")))),
    ("CODE-权力来源", window(power_source="8")),
    ("CODE-通办范围", window(handled_in="月球")),
    ("KNOWN-实施主体", put(department="440300-nobody")),
    ("KNOWN-行政区划", put(area="999999")),
    ("KNOWN-收费主体", fee(department="440300-nobody")),
    ("TERM-承诺时限超法定", put(promised_days=90.0, promised_unit=TermUnit.DAYS, legal_days=30.0)),
    ("TERM-法定时限缺失", put(task_type="01", legal_days=0.0)),
    ("TERM-许可超二十日", put(task_type="01", legal_days=30.0)),
    ("TERM-即办件有承诺天数", put(promised_days=3.0, promised_unit=TermUnit.WORKING_DAYS)),
    ("TERM-承诺件无承诺天数", put(handling="2", instant=False)),
    ("TERM-秒批非即办", put(handling="2", promised_days=3.0)),
    ("TERM-负数", put(trips=-1)),
    ("TERM-到场次数", put(trips=1)),
    ("TERM-到场过多", put(trips=2, online_depth="3")),
    ("TERM-环节天数超承诺", lambda item: replace(item, instant=False, handling="2", promised_days=1.0, steps=tuple(replace(one, days=1) for one in item.steps))),
    ("TERM-改革倒退", put(before=Burden(0, 0, 0, 0))),
    ("FLOW-缺受理", steps("investigate", "decide")),
    ("FLOW-缺审查", steps("acceptance", "decide")),
    ("FLOW-缺决定", steps("acceptance", "investigate")),
    ("FLOW-环节次序", steps("decide", "investigate", "acceptance")),
    ("FLOW-环节名称", lambda item: replace(item, steps=tuple(replace(one, name=" ") for one in item.steps))),
    ("MATERIAL-重复", put(materials=(Material("photo", "照片"), Material("photo", "照片")))),
    ("MATERIAL-兜底条款", paper(name="其他材料")),
    ("MATERIAL-份数", paper(copies=0)),
    ("MATERIAL-政府核发未免提交", paper(source="20", issuer="公安机关")),
    ("MATERIAL-全程网办收纸质", paper(format="1")),
    ("RESULT-名称", put(results=(Result(" "),))),
    ("RESULT-证照类型", put(results=(Result("读者证", "10"),))),
    ("REFORM-秒批无规则", put(rule="")),
    ("REFORM-秒批无表单", put(form="")),
    ("REFORM-随心办无表单", put(form="", instant=False)),
    ("REFORM-网办渠道", put(channels=("counter",))),
]  # fmt: skip


@pytest.fixture
def good(city: None) -> Item:
    """An item without any finding."""
    found = next(item for item in api.sample()[0] if item.code == "elder-card")
    assert linting.lint(found) == []
    return found


def test_each_rule_finds_what_it_says(good: Item) -> None:
    for rule, spoil in SPOILT:
        found = {one.rule for one in linting.lint(spoil(good))}
        assert rule in found, f"{rule} not in {found}"


def test_every_rule_is_tried_has_words_and_rests_on_something() -> None:
    by_standard = {
        "STANDARD-法定时限",
        "STANDARD-事项类型",
        "STANDARD-行使层级",
        "RANGE-日期",
        "MISSING-通办范围",
    }
    assert {rule for rule, _spoil in SPOILT} | by_standard == set(linting.rules())
    assert len(linting.rules()) >= 30
    for one in linting.rules().values():
        assert str(one.words)
        assert one.basis


def test_an_item_is_held_against_its_catalogue_entry(good: Item) -> None:
    entry = Standard(good.standard, good.title, "05", ("2",), legal_days=1)
    assert {one.rule for one in linting.lint(good, entry)} == {
        *("STANDARD-法定时限", "STANDARD-事项类型", "STANDARD-行使层级"),
    }


def test_items_side_by_side(good: Item) -> None:
    twin = replace(good, code="twin", materials=(Material("photo", "一寸照片"),))
    district = replace(
        good,
        code="elder-card-440304",
        variant_of="elder-card",
        national_code="",
        extension=Extension(),
        trips=3,
        instant=False,
        promised_days=9,
        promised_unit=TermUnit.WORKING_DAYS,
    )
    lost = replace(good, code="lost", variant_of="nobody", national_code="")
    found = linting.lint_all([good, good, twin, district, lost], {})
    of = {code: {one.rule for one in problems} for code, problems in found.items()}
    assert {"UNIQUE-实施编码", "UNIFORM-材料名称"} <= of["twin"]
    assert {"REGION-时限", "REGION-到场次数"} <= of["elder-card-440304"]
    assert "REGION-无标准版" in of["lost"]


def test_a_warning_does_not_keep_an_item_back(good: Item) -> None:
    found = linting.lint(replace(good, words=(), topics=()))
    assert [one.severity for one in found] == [Severity.WARNING, Severity.WARNING]
