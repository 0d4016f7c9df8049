"""The desk of benefits: the list, one programme, its form, its figures, and who may see which."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from cdos.base.identity import api as identity
from cdos.base.identity.contracts import NewParty, PartyKind
from cdos.base.ledger import api as ledger
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Role, UnitLevel, UnitRow
from cdos.base.rules import api as rules
from cdos.base.rules.contracts import All, Leaf, Op, RuleState
from cdos.nets.services.benefits import api
from cdos.nets.services.benefits.contracts import RULE, Amount, ProgrammeRow, ProgrammeState
from cdos.nets.services.benefits.models import Entitlement, NightRow
from cdos.nets.services.benefits.pages import typed

from . import desk
from .desk import AGE, CIVIL, CODE, POOL, TERMS

pytestmark = pytest.mark.django_db
FORM = {
    "title": "老年人就餐补贴",
    "summary": "为在社区食堂就餐的老人补贴餐费。",
    "about": "person",
    "unit": CIVIL,
    "category": "养老",
    "kind": "fixed",
    "fen": "1,200.50",
    "period": "year",
    "pool": POOL,
    "push": "1",
    "risk": "confirm",
    "law": "就餐补贴办法",
    "opens_on": "2026-01-01",
    "confirm_days": "60",
}
HOME = f"/staff/benefits/{CODE}/"


@pytest.fixture
def hall(db: None) -> Iterator[dict[str, Client]]:
    desk.city_hall()
    yield desk.browsers()
    organisation.forget()


def said(browser: Client, url: str, **more: Any) -> str:
    found = browser.get(url, **more)
    assert found.status_code == 200, found.status_code
    return found.content.decode()


def test_a_new_programme_leads_on_to_writing_who_is_entitled(hall: dict[str, Client]) -> None:
    sent = hall["first"].post("/staff/benefits/new", FORM | {"code": "elder-meals"})
    assert sent["Location"] == f"/staff/rules/{RULE}elder-meals/edit"
    made = api.versions("elder-meals")[0]
    assert (made.state, made.terms.amount.fen, made.terms.push) == (ProgrammeState.DRAFT, 120_050, True)
    page = said(hall["first"], "/staff/benefits/elder-meals/")
    assert "尚未写明条件" in page
    hall["first"].post("/staff/benefits/elder-meals/1/submit")
    assert api.versions("elder-meals")[0].state is ProgrammeState.DRAFT  # nobody is named yet


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("fen", "很多", "请以数字填写金额"),
        ("fen", "12.345", "小数点后最多两位"),
        ("fen", "", "请填写发放金额"),
        ("fen", "-5", "金额应在"),
        ("fen", "NaN", "请以数字填写金额"),
        ("title", "", "请填写项目名称"),
        ("unit", "nobody", "没有这个单位"),
        ("pool", "", "请选择"),
        ("closes_on", "2025-12-31", "早于"),
        ("opens_on", "明天", "年-月-日"),
        ("confirm_days", "0", "1 至 366"),
        ("group", "住房", "叠加组"),
        ("code", "高龄", "小写"),
        ("code", CODE, "已有"),
        ("code", "nights", "已有"),
        ("add_exclude", "nothing", "没有项目"),
    ],
)
def test_bad_input_is_said_in_one_sentence_by_its_field_and_nothing_typed_is_lost(
    hall: dict[str, Client], field: str, value: str, words: str
) -> None:
    sent = hall["first"].post("/staff/benefits/new", FORM | {"code": "elder-meals"} | {field: value})
    page = sent.content.decode()
    assert sent.status_code == 422
    errors = re.findall(r'<p class="error"[^>]*>.*?<span>(.*?)</span>', page)
    assert len(errors) == 1, errors
    assert words in errors[0]
    assert "老年人就餐补贴" in page or field == "title"
    assert "就餐补贴办法" in page
    assert not api.versions("elder-meals")


def test_an_amount_by_tiers_and_a_share_survive_the_form() -> None:
    amounts = [
        Amount(120_050),
        Amount(field="age", tiers=((79, 10_000), (89.5, 20_000))),
        Amount(field="age", tiers=((79, 10_000), (None, 20_000))),
        Amount(field="income_month_fen", tiers=((200_000, 30_000), (500_050, 10))),
        Amount(field="education", tiers=(("bachelor", 1_500_000), ("master", 2_500_000))),
        Amount(100, "income_month_fen", (), 125, 50_000),
    ]
    for amount in amounts:
        form = typed.of_terms(replace(TERMS, amount=amount), code=CODE)
        assert typed._Reader(form).amount() == amount
        assert not form.errors


def test_tiers_that_would_never_hold_are_refused_where_they_stand(hall: dict[str, Client]) -> None:
    tiers = {"kind": "tiers", "field": "age", "tier-0-end": "90", "tier-0-yuan": "300", "tier-1-end": "80", "tier-1-yuan": "100"}  # fmt: skip
    page = hall["first"].post(f"{HOME}edit", FORM | tiers)
    assert page.status_code == 422
    assert "逐档递增" in page.content.decode()
    for typed_end in ("很老", "1e5000"):
        page = hall["first"].post(f"{HOME}edit", FORM | tiers | {"tier-1-end": typed_end})
        assert "请以数字填写上限" in page.content.decode()
        assert f'value="{typed_end}"' in page.content.decode()


def test_a_tier_and_an_excluded_programme_are_added_and_removed_without_saving(
    hall: dict[str, Client],
) -> None:
    tiers = {"kind": "tiers", "field": "age", "tier-0-end": "80", "tier-0-yuan": "100"}
    api.load([ProgrammeRow("meals", replace(TERMS, title="就餐"), All((AGE,)))])
    page = (
        hall["first"]
        .post(f"{HOME}edit", FORM | tiers | {"do": "tier", "add_exclude": "meals"})
        .content.decode()
    )
    assert 'name="tier-1-end"' in page
    assert 'name="excludes" value="meals"' in page
    page = (
        hall["first"]
        .post(f"{HOME}edit", FORM | tiers | {"do": "drop:0", "excludes": "meals"})
        .content.decode()
    )
    assert 'value="80"' not in page
    page = (
        hall["first"]
        .post(f"{HOME}edit", FORM | {"do": "unexclude:meals", "excludes": "meals"})
        .content.decode()
    )
    assert 'name="excludes"' not in page
    assert len(api.versions(CODE)) == 1


def test_terms_and_conditions_are_changed_by_one_and_put_in_force_by_another(
    hall: dict[str, Client],
) -> None:
    first, second = hall["first"], hall["second"]
    first.post(f"{HOME}edit", FORM | {"title": TERMS.title, "fen": "1500", "note": "物价上涨"})
    assert first.post(f"{HOME}conditions")["Location"] == f"/staff/rules/{RULE}{CODE}/edit"
    account = identity.account_by_login("b-first")
    assert account is not None
    api.draft_conditions(actor=desk.actor(account.id), code=CODE, node=All((Leaf("age", "age", Op.GE, 75),)))
    page = said(first, HOME)
    assert "物价上涨" in page
    differs = page[page.index('id="differs"') :]
    assert differs.index("1,200 元") < differs.index("1,500 元")  # before and after
    assert 'class="gone' in page
    assert 'class="added' in page
    first.post(f"{HOME}2/submit")
    assert "批准并生效" not in said(first, HOME)  # not by who wrote it
    first.post(f"{HOME}2/approve")
    assert api.programme(CODE).terms.amount.fen == 120_000
    assert "批准并生效" in said(second, HOME)
    second.post(f"{HOME}2/approve")
    assert api.programme(CODE).terms.amount.fen == 150_000
    assert "不低于 75 周岁" in said(second, HOME)
    assert hall["lead"].post(f"{HOME}2/approve").status_code == 403


def test_what_another_editor_saved_meanwhile_is_not_overwritten_unseen(hall: dict[str, Client]) -> None:
    first, second = hall["first"], hall["second"]
    first.post(f"{HOME}edit", FORM | {"fen": "1500"})
    seen = mark(said(first, f"{HOME}edit"))
    second.post(f"{HOME}edit", FORM | {"fen": "1600", "seen": seen})
    page = first.post(f"{HOME}edit", FORM | {"fen": "1700", "seen": seen})
    assert page.status_code == 422
    assert "在您编写期间保存了" in page.content.decode()
    assert 'value="1700"' in page.content.decode()  # nothing typed is lost
    assert api.versions(CODE)[0].terms.amount.fen == 160_000
    first.post(f"{HOME}edit", FORM | {"fen": "1700", "seen": mark(page.content.decode())})
    assert api.versions(CODE)[0].terms.amount.fen == 170_000


def mark(page: str) -> str:
    found = re.search(r'name="seen" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def test_conditions_that_were_sent_back_are_mended_and_not_rewritten(hall: dict[str, Client]) -> None:
    first, second, node = hall["first"], hall["second"], All((Leaf("age", "age", Op.GE, 75),))
    first.post(f"{HOME}conditions")
    account = identity.account_by_login("b-first")
    assert account is not None
    api.draft_conditions(actor=desk.actor(account.id), code=CODE, node=node)
    first.post(f"{HOME}2/submit")
    second.post(f"{HOME}2/send-back", {"reason": "年龄写错了"})
    assert "年龄写错了" in said(first, f"{HOME}?version=2")
    first.post(f"{HOME}edit", FORM)
    rule = api.open_rule(CODE)
    assert rule is not None
    assert (rule.state, rule.node) == (RuleState.DRAFT, node)


def test_conditions_go_with_their_programme_and_not_alone(hall: dict[str, Client]) -> None:
    hall["first"].post(f"{HOME}conditions")
    api.draft_conditions(actor=desk.actor(9301), code=CODE, node=All((Leaf("age", "age", Op.GE, 75),)))
    page = said(hall["first"], f"/staff/rules/{RULE}{CODE}/2")
    assert HOME in page
    assert "提交复核" not in page
    assert hall["first"].post(f"/staff/rules/{RULE}{CODE}/2/submit")["Location"] == HOME
    assert rules.versions(RULE + CODE)[0].state is RuleState.DRAFT


def test_the_list_is_narrowed_by_words_category_unit_push_and_state(hall: dict[str, Client]) -> None:
    claimed = replace(TERMS, title="创业补贴", category="创业", push=False)
    api.load([ProgrammeRow("startup", claimed, All((AGE,)))])
    api.draft(actor=desk.actor(9301), code=CODE, terms=replace(TERMS, title="高龄老人津贴"))
    first = hall["first"]
    for query, found in {
        "q=创业": {"startup"},
        "category=养老": {CODE},
        "push=claim": {"startup"},
        "push=push": {CODE},
        f"unit={CIVIL}": {CODE, "startup"},
        "state=draft": {CODE},
        "state=live": {CODE, "startup"},
        "state=waiting": set(),
    }.items():
        page = said(first, f"/staff/benefits/?{query}")
        assert set(re.findall(r'class="matter-row" href="/staff/benefits/([a-z-]+)/"', page)) == found, query


def test_a_preview_says_whom_it_reaches_what_it_costs_and_that_the_pool_lacks_money(
    hall: dict[str, Client], tmp_path: Path, settings: Any
) -> None:
    settings.RULE_POPULATION = str(tmp_path / "people.parquet")
    crowd = [{"party": at, "age": 70 + at, "residence_district": desk.WEST} for at in range(1, 21)]
    desk.lake(tmp_path / "people.parquet", crowd)
    htmx = {"headers": {"HX-Request": "true"}}
    page = said(hall["first"], f"{HOME}preview", **htmx)
    assert "<html" not in page
    assert "13,200 元" in page  # 11 people of 80 and older, 1,200 yuan each
    assert "还差 3,200 元" in page
    assert "西区" in page
    api.draft(actor=desk.actor(9301), code=CODE, terms=replace(TERMS, amount=Amount(50_000)))
    page = said(hall["first"], f"{HOME}preview", **htmx)
    assert "5,500 元" in page
    assert "还差" not in page
    assert "<html" in said(hall["first"], f"{HOME}preview")  # without JavaScript it is a page of its own


def a_benefit(party: int, number: str, **more: Any) -> None:
    values: dict[str, Any] = {
        "programme": CODE, "version": 1, "title": TERMS.title, "unit": CIVIL, "period": "2026", "year": 2026,
        "fen": 120_000, "state": "offered", "district": desk.WEST, "made_at": timezone.now(),
        "expires_on": date(2026, 12, 31),
    }  # fmt: skip
    Entitlement.objects.create(number=number, party_id=party, **(values | more))


def test_figures_are_for_who_may_see_them_and_lead_to_the_programme(hall: dict[str, Client]) -> None:
    year = timezone.localdate().year
    a_benefit(1, "B1", state="paid", paid_at=timezone.now(), year=year)
    a_benefit(2, "B2", state="failed", year=year)
    page = said(hall["lead"], "/staff/benefits/statistics/")
    assert "1,200 元" in page
    assert "西区" in page
    assert HOME in page
    assert "没有" in said(hall["lead"], f"/staff/benefits/statistics/?year={year - 1}")
    assert hall["first"].get("/staff/benefits/statistics/").status_code == 403
    assert 'id="standing"' in said(hall["lead"], HOME)
    assert 'id="standing"' not in said(hall["first"], HOME)  # an editor writes terms and sees no sums


def test_a_look_at_the_list_for_letters_is_in_the_ledger_of_each_who_stands_on_it(
    hall: dict[str, Client],
) -> None:
    silent, reached = identity.load_parties(
        [
            NewParty(PartyKind.PERSON, "陈阿婆"),
            NewParty(PartyKind.PERSON, "李大爷", phone="13800000001"),
        ]
    )
    a_benefit(silent, "B1")
    a_benefit(reached, "B2")
    page = said(hall["lead"], "/staff/benefits/letters/")
    assert "陈阿婆" in page
    assert "李大爷" not in page
    ledger.seal()
    assert [row.act for row in ledger.of_party(about=silent)] == ["benefit.listed"]
    assert not ledger.of_party(about=reached)
    assert hall["first"].get("/staff/benefits/letters/").status_code == 403
    ledger.seal()
    assert len(ledger.of_party(about=silent)) == 1


def test_nights_show_what_each_did(hall: dict[str, Client]) -> None:
    for day, gained in ((24, 12), (25, 345)):
        NightRow.objects.create(
            on=date(2026, 11, day), about="person", people=20_000, programmes=723, pairs=61_234, gained=gained,
            lost=3, offered=gained, cpu_s=0.81, at=timezone.now(),
        )  # fmt: skip
    page = said(hall["first"], "/staff/benefits/nights/")
    assert "2026-11-25" in page
    assert "345" in page
    assert "0.81" in page


def test_the_list_leads_on_and_back(hall: dict[str, Client]) -> None:
    api.load(
        ProgrammeRow(f"more-{at:03}", replace(TERMS, title=f"补贴{at}"), All((AGE,))) for at in range(119)
    )

    def ways(page: str) -> list[str]:
        return re.findall(r'href="\?(?:q=&amp;)?page=(\d+)"', page)

    first, second, last = (said(hall["first"], f"/staff/benefits/?page={at}") for at in (1, 2, 3))
    assert ways(first) == ["2"]
    assert ways(second) == ["1", "3"]
    assert ways(last) == ["2"]
    assert said(hall["first"], "/staff/benefits/?page=99").count('class="matter-row"') == 20  # the last one


def test_an_editor_of_a_district_s_unit_reads_all_and_writes_the_own(hall: dict[str, Client]) -> None:
    west = f"{desk.WEST}-civil"
    organisation.load_units([UnitRow(west, "西区民政局", UnitLevel.DISTRICT, "civil", desk.WEST)])
    organisation.forget()
    api.load([ProgrammeRow("west-meals", replace(TERMS, title="西区就餐", unit=west), All((AGE,)))])
    browser = desk.browser("west", Role.EDITOR, west)
    listed = said(browser, "/staff/benefits/")
    assert "高龄津贴" in listed
    assert "西区就餐" in listed
    assert f'href="{HOME}edit"' not in said(browser, HOME)
    assert 'href="/staff/benefits/west-meals/edit"' in said(browser, "/staff/benefits/west-meals/")
    assert browser.get(f"{HOME}edit").status_code == 403
    assert browser.post(f"{HOME}edit", FORM).status_code == 403
    assert browser.post(f"{HOME}conditions").status_code == 403
    assert browser.post(f"{HOME}1/discard").status_code == 403
    assert browser.get(f"/staff/rules/{RULE}{CODE}/edit").status_code == 403
    assert browser.get("/staff/benefits/west-meals/edit").status_code == 200
    assert browser.get(f"/staff/rules/{RULE}west-meals/edit").status_code == 200
    sent = browser.post("/staff/benefits/new", FORM | {"code": "taken-over"})
    assert sent.status_code == 422
    assert "其他单位" in sent.content.decode()
    assert not api.versions("taken-over")
    assert [one.state for one in api.versions(CODE)] == [ProgrammeState.LIVE]


def test_the_last_tier_may_have_no_upper_end(hall: dict[str, Client]) -> None:
    tiers = {"kind": "tiers", "field": "age", "tier-0-end": "89", "tier-0-yuan": "300", "tier-1-end": "", "tier-1-yuan": "500"}  # fmt: skip
    assert hall["first"].post(f"{HOME}edit", FORM | tiers).status_code == 302
    assert api.versions(CODE)[0].terms.amount == Amount(field="age", tiers=((89, 30_000), (None, 50_000)))
    assert "90 周岁以上：500 元" in said(hall["first"], HOME)
    for change in ({"tier-0-end": "", "tier-1-end": "89"}, {"tier-0-end": "", "tier-1-yuan": ""}):
        page = hall["first"].post(f"{HOME}edit", FORM | tiers | change)
        assert page.status_code == 422
        assert "请以数字填写上限" in page.content.decode()
