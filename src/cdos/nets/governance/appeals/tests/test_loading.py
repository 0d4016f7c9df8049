"""Appeals of the past in bulk: the sample city's live ones, and their figures."""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone

from cdos.base.matters import api as matters
from cdos.base.matters.contracts import ClockState, Place, Question
from cdos.base.organisation.contracts import SYSTEM, Scope
from cdos.nets.governance.appeals import api
from cdos.nets.governance.appeals.contracts import AppealRow, Outcome, Period, Rating
from cdos.nets.governance.appeals.models import Appeal, RatingRecord

from .conftest import DESK, IN_NORTH, NORTH, STREET, WATER, WEST, People

PLACE = Place("景田路 1 号", IN_NORTH[0], IN_NORTH[1], Scope(WEST, STREET, NORTH))


def rows(now: datetime) -> list[AppealRow]:
    filed = now - timedelta(days=3)
    answered = {
        "filed_at": filed,
        "place": PLACE,
        "unit": WATER,
        "item": "0101",
        "dispatched_at": filed + timedelta(minutes=20),
        "contacted_at": filed + timedelta(hours=2),
        "replied_at": filed + timedelta(hours=20),
        "dispatch_on_time": True,
        "contact_on_time": True,
        "handling_on_time": True,
        "reply": "已更换",
        "outcome": Outcome.SOLVED,
        "solved_at": filed + timedelta(hours=20),
    }
    return [
        AppealRow("刚报的井盖", now - timedelta(minutes=30), place=PLACE, unit=DESK, subject_id=8001),
        AppealRow(
            "已分拨的井盖", filed, place=PLACE, unit=WATER, item="0101", state="dispatched", dispatched_at=now
        ),
        AppealRow("等评价的井盖", state="solved", **answered),
        AppealRow(
            "办完的井盖",
            state="confirmed",
            closed_at=filed + timedelta(hours=30),
            rating=Rating(True, 5, 4, 5, 4, "好"),
            **answered,
        ),
    ]


def test_live_rows_come_with_their_clocks_lines_and_ratings(people: People) -> None:
    now = timezone.now()
    assert api.load_appeals(rows=rows(now)) == 4
    numbers = dict(Appeal.objects.values_list("text", "number"))
    running = {
        text: {
            one.name for one in matters.clocks(actor=SYSTEM, number=number) if one.state == ClockState.RUNNING
        }
        for text, number in numbers.items()
    }
    assert running["刚报的井盖"] == {"dispatch"}
    assert running["已分拨的井盖"] == {"sign", "contact", "handling"}
    assert running["等评价的井盖"] == {"rating"}
    assert running["办完的井盖"] == set()
    done = api.appeal(actor=people.dispatcher, number=numbers["办完的井盖"])
    assert [entry.move for entry in done.timeline if entry.move] == ["dispatch", "contact", "reply", "rate"]
    assert done.confirmed_at is not None
    assert RatingRecord.objects.get().round == 1


def test_loaded_appeals_can_be_worked_on(people: People) -> None:
    api.load_appeals(rows=rows(timezone.now()))
    number = Appeal.objects.get(text="刚报的井盖").number
    api.dispatch(actor=people.dispatcher, number=number)
    waiting = Appeal.objects.get(text="等评价的井盖").number
    data = {"reason": "抽查"}
    assert api.act(actor=people.supervisor, number=waiting, move="supervise", data=data).state == "supervised"
    found = api.find(actor=people.water, question=Question(words="井盖", open_only=True))
    assert len(found.rows) == 3


def test_figures_of_loaded_appeals_add_up(people: People) -> None:
    now = timezone.now()
    api.load_appeals(rows=rows(now))
    today = timezone.localdate()
    total = api.statistics(actor=people.dispatcher, period=Period(today - timedelta(days=7), today)).total
    assert (total.filed, total.open, total.solved, total.confirmed) == (4, 3, 2, 1)
    assert total.median_reply_h == 20.0
    assert total.reply_quality == 4.0


def many(count: int, now: datetime) -> Iterator[AppealRow]:
    for step in range(count):
        yield AppealRow(
            f"第{step}件路灯不亮", now - timedelta(minutes=step), place=PLACE, unit=WATER, state="received"
        )


def test_five_thousand_rows_take_seconds(people: People) -> None:
    began = time.process_time()
    assert api.load_appeals(rows=many(5000, timezone.now())) == 5000
    assert time.process_time() - began < 10
    assert Appeal.objects.filter(unit=WATER).count() == 5000
