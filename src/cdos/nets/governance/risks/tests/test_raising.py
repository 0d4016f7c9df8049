"""Sentinels, the rule of danger and growth raise a risk once, with its evidence; a person judges it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone
from tests.support import town as towns
from tests.support.town import EAST, WATER, WEST, Town

from cdos.base.jobs import api as jobs
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import MoveRefused, NotAllowed, Place
from cdos.base.notices import api as notices
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor
from cdos.nets.governance.appeals import api as appeals
from cdos.nets.governance.appeals.contracts import AppealFiling, AppealRow
from cdos.nets.governance.cases import api as cases
from cdos.nets.governance.risks import api
from cdos.nets.governance.risks.contracts import Origin, SentinelRefused, SentinelWish
from cdos.nets.governance.risks.logic import watching

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(db: None, tmp_path: Path) -> Iterator[Town]:
    settings.DATA_DIR.mkdir(exist_ok=True)
    yield towns.build(tmp_path)
    organisation.forget()


def who(town: Town, name: str) -> Actor:
    return organisation.actor_of_account(town.accounts[name])


def said(texts: list[str], *, lon: float = 114.06, hours: int = 2, first: int = 5_000_000) -> None:
    now, lat = timezone.now(), 22.56
    scope = organisation.locate(lon=lon, lat=lat)
    assert scope is not None
    appeals.load_appeals(
        rows=[
            AppealRow(
                text=text, filed_at=now - timedelta(hours=hours + at), place=Place("", lon, lat, scope),
                subject_id=first + at,
            )
            for at, text in enumerate(texts)
        ]
    )  # fmt: skip


def test_a_sentinel_raises_once_and_not_again_after_it_was_dismissed(town: Town) -> None:
    supervisor = who(town, "supervisor")
    wish = SentinelWish("欠薪", ("欠薪", "讨薪"), WEST, people=3, days=2)
    api.set_sentinel(actor=supervisor, wish=wish)
    said(["工地欠薪三个月", "老板欠薪跑了"])
    assert watching.sentinels() == 0
    said(["再不发工资就去讨薪"], hours=30)
    assert watching.sentinels() == 0, "two of the three texts are of one person"
    said(["我也来说欠薪", "还有欠薪的事", "讨薪无门"])
    assert watching.sentinels() == 1
    assert watching.sentinels() == 0
    risk = next(one for one in api.find(actor=supervisor, states=("raised",)) if one.matter.title == "欠薪")
    assert (risk.origin, risk.people) == (Origin.SENTINEL, 3)
    matters.act(actor=supervisor, number=risk.matter.number, move="dismiss", data={"reason": "已知"})
    assert watching.sentinels() == 0


def test_a_sentinel_for_a_large_crowd_counts_all_of_them(town: Town) -> None:
    supervisor = who(town, "supervisor")
    api.set_sentinel(actor=supervisor, wish=SentinelWish("欠薪", ("欠薪",), WEST, people=210, days=30))
    said([f"工地欠薪第{n}起" for n in range(209)])
    assert watching.sentinels() == 0
    said([f"又一起欠薪，第{n}起" for n in range(21)], first=7_000_000)
    assert watching.sentinels() == 1
    risk = next(one for one in api.find(actor=supervisor, states=("raised",)) if one.matter.title == "欠薪")
    assert risk.people == 230


def test_who_judges_is_told_and_confirms_with_a_unit(town: Town) -> None:
    supervisor, lead = who(town, "supervisor"), who(town, "lead")
    told = notices.notices(account_id=town.accounts["supervisor"])
    assert any(town.risk in one.link for one in told)
    with pytest.raises(MoveRefused):
        matters.act(actor=supervisor, number=town.risk, move="confirm", data={"unit": "nobody"})
    with pytest.raises(NotAllowed):
        matters.act(actor=lead, number=town.risk, move="confirm", data={"unit": WATER})
    matters.act(actor=supervisor, number=town.risk, move="confirm", data={"unit": WATER, "note": "快看"})
    assert api.risk(actor=lead, number=town.risk).info.matter.state == "confirmed"
    matters.act(actor=lead, number=town.risk, move="deal", data={"note": "已换井盖"})
    assert api.risk(actor=lead, number=town.risk).info.matter.state == "handled"


def test_several_who_speak_of_danger_at_one_place_are_raised_before_a_crowd_is_there(town: Town) -> None:
    said(["明月桥桥面开裂有坍塌危险", "明月桥桥面开裂，怕坍塌", "明月桥桥面开裂坍塌谁负责"])
    cases.bring_up_to_date()
    assert watching.danger() == 1
    assert watching.danger() == 0
    found = [one for one in api.find(actor=who(town, "supervisor")) if one.origin is Origin.RULE]
    assert "明月桥" in found[0].matter.title
    view = api.risk(actor=who(town, "supervisor"), number=found[0].matter.number)
    assert len(view.members) == 3
    assert view.case is not None


def test_growth_is_raised_with_its_probability_and_the_stated_rate(town: Town) -> None:
    # Quiet places over the weeks before, and one that says eight times the same this week.
    lon = 114.02
    for at in range(24):
        said(
            [f"第{at}号路口红绿灯太短等候太久"],
            lon=lon + 0.004 * (at % 12),
            hours=24 * (8 + 2 * at),
            first=6_000_000 + at,
        )
    said([f"春风里小区停水第{at}天了没人管" for at in range(1, 9)], lon=114.13)
    cases.bring_up_to_date()
    assert watching.grown() == 1
    found = next(one for one in api.find(actor=who(town, "supervisor")) if one.origin is Origin.GROWTH)
    view = api.risk(actor=who(town, "supervisor"), number=found.matter.number)
    assert "春风里" in found.matter.title
    assert any(str(settings.RISK_FALSE_ALARM_DAYS) in one.value for one in view.evidence)


def test_sentinels_are_set_where_one_looks_after_and_seen_there_only(town: Town) -> None:
    dispatcher = who(town, "dispatcher")
    api.set_sentinel(actor=dispatcher, wish=SentinelWish("西", ("停水",), WEST, 3, 3))
    for area in (EAST, ""):
        with pytest.raises(NotAllowed):
            api.set_sentinel(actor=dispatcher, wish=SentinelWish("东", ("停水",), area, 3, 3))
    with pytest.raises(NotAllowed):
        api.set_sentinel(actor=who(town, "clerk"), wish=SentinelWish("西", ("停水",), WEST, 3, 3))
    api.set_sentinel(actor=who(town, "supervisor"), wish=SentinelWish("全市", ("停水",), "", 3, 3))
    assert {one.name for one in api.sentinels(actor=dispatcher)} == {"西", "井盖"}
    assert {one.name for one in api.sentinels(actor=who(town, "supervisor"))} == {"西", "井盖", "全市"}


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        (SentinelWish("", ("停水",), WEST, 3, 3), "name"),
        (SentinelWish("x", (), WEST, 3, 3), "words"),
        (SentinelWish("x", ("水",), WEST, 3, 3), "words"),
        (SentinelWish("x", ("停水",), "999999", 3, 3), "area"),
        (SentinelWish("x", ("停水",), WEST, 0, 3), "people"),
        (SentinelWish("x", ("停水",), WEST, 3, 400), "days"),
    ],
)
def test_a_sentinel_that_cannot_be_is_refused_with_its_field(
    town: Town, wish: SentinelWish, field: str
) -> None:
    with pytest.raises(SentinelRefused) as refused:
        api.set_sentinel(actor=who(town, "supervisor"), wish=wish)
    assert refused.value.field == field


def test_the_pages_set_a_sentinel_and_judge_a_risk(town: Town) -> None:
    browser = town.browser("supervisor")
    sent = {"name": "停水", "words": "停水 没水", "area": WEST, "people": "2", "days": "1"}
    assert browser.post("/staff/topics/sentinels/", sent).status_code == 302
    assert browser.post("/staff/topics/sentinels/", sent | {"people": "x"}).status_code == 422
    assert "停水" in browser.get("/staff/topics/sentinels/").content.decode()
    answer = browser.post(f"/staff/topics/risks/{town.risk}/act/dismiss", {})
    assert answer.status_code == 422
    browser.post(f"/staff/topics/risks/{town.risk}/act/dismiss", {"reason": "老问题"})
    assert town.risk in browser.get("/staff/topics/risks/?show=over").content.decode()


def test_filing_itself_waits_for_no_sentinel(town: Town) -> None:
    filing = AppealFiling(text="井盖又松了", place=Place("", 114.05, 22.55))
    appeals.file_appeal(actor=who(town, "resident"), filing=filing)
    jobs.drain()
    assert len(api.find(actor=who(town, "supervisor"), states=("raised",))) == 1
