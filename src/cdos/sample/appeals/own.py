"""The demonstration resident's own appeals: one in hand, one to rate, one long done."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from cdos.base.matters.contracts import Place, Urgency
from cdos.base.organisation.contracts import Scope
from cdos.nets.governance.appeals.contracts import AppealRow, Outcome, Rating, Source

COMMUNITY = "440304008014"
WATER, URBAN = "440304-water", "440304-urban"


def own_appeals(subject: int, *, lon: float, lat: float, now: datetime) -> Iterator[AppealRow]:
    """Oldest first."""
    yield _rated(subject, _place(lon, lat, URBAN), now - timedelta(days=41, hours=3))
    yield _to_rate(subject, _place(lon + 0.0006, lat, WATER), now - timedelta(days=4, hours=2))
    yield _in_hand(subject, _place(lon, lat + 0.0005, WATER), now - timedelta(hours=5))


def _place(lon: float, lat: float, unit: str) -> Place:
    return Place(
        address="福田区莲花街道景田社区",
        lon=round(lon, 6),
        lat=round(lat, 6),
        scope=Scope(district="440304", street="440304008", community=COMMUNITY, department=unit),
    )


def _in_hand(subject: int, place: Place, filed: datetime) -> AppealRow:
    return AppealRow(
        title="小区门口污水井盖松动",
        text="景田小区门口人行道上的污水井盖松了，车一压就“咣当”响，边上已经裂开一条缝。每天早上很多孩子从这里走，怕踩翻。",
        filed_at=filed,
        place=place,
        item="020202",
        unit=WATER,
        state="handling",
        subject_id=subject,
        source=Source.WEB,
        urgency=Urgency.URGENT,
        public=True,
        dispatched_at=filed + timedelta(minutes=9),
        contacted_at=filed + timedelta(minutes=52),
        dispatch_on_time=True,
        contact_on_time=True,
    )


def _to_rate(subject: int, place: Place, filed: datetime) -> AppealRow:
    base = _in_hand(subject, place, filed)
    return replace(
        base,
        title="一下雨路口就积水",
        text="景田北街路口一下雨就积水，水深到脚踝，雨水篦子被树叶和泥堵住了。老人买菜要绕一大圈，希望清一清。",
        item="020204",
        state="solved",
        urgency=Urgency.ORDINARY,
        outcome=Outcome.SOLVED,
        reply="您好！我局排水管理人员当天到景田北街路口查看，雨水篦子3处堵塞属实。昨日已出动吸污车清淤，清出淤泥约0.6吨，"
        "并冲水试验，排水顺畅。该路口已列入汛期重点巡查，每次暴雨预警前提前清理。我局将在15个工作日内为雨水篦子加装防堵网罩。欢迎继续监督。",
        replied_at=filed + timedelta(days=2, hours=6),
        solved_at=filed + timedelta(days=2, hours=6),
        handling_on_time=True,
    )


def _rated(subject: int, place: Place, filed: datetime) -> AppealRow:
    base = _to_rate(subject, place, filed)
    return replace(
        base,
        title="行道树树枝挡住路灯",
        text="景田路行道树的树枝把路灯全挡住了，晚上下班走过去黑乎乎的，有点怕。能不能修剪一下？",
        item="010301",
        unit=URBAN,
        state="confirmed",
        reply="您好！工作人员已于次日上午对景田路12棵行道树进行修剪，清运断枝两车，夜间复查路灯照明恢复正常。感谢您的反映。",
        closed_at=filed + timedelta(days=3),
        rating=Rating(True, 5, 5, 5, 4, "第二天就有人来剪了，谢谢。"),
    )
