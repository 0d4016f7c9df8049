"""An appeal's life through the door, from filing to closure."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from cdos.base.calendar.contracts import TimeUnit
from cdos.base.jobs import api as jobs
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import ClockState, Conflict, MoveRefused, NotAllowed, Phase, Place, Question
from cdos.base.organisation.contracts import SYSTEM, Actor, Role
from cdos.nets.governance.appeals import api
from cdos.nets.governance.appeals.contracts import (
    AppealFiling,
    AppealRefused,
    ChosenBy,
    Contact,
    Filed,
    Outcome,
    Rating,
    Reader,
    Source,
)
from cdos.nets.governance.appeals.models import Appeal, DispatchRecord, RatingRecord

from .conftest import DESK, IN_NORTH, NORTH, OFFICE, OUTSIDE, WATER, WEST, People, staff

COVER = "小区门口的污水井盖松动，车一压就响，晚上很危险"
GOOD = Rating(satisfied=True, speed=5, effect=5, experience=4, reply_quality=5)
BAD = Rating(satisfied=False, speed=2, effect=1, experience=2, reply_quality=1, text="井盖还在响")


def filing(text: str = COVER, **values: object) -> AppealFiling:
    base = AppealFiling(
        text=text, place=Place(address="景田路 1 号", lon=IN_NORTH[0], lat=IN_NORTH[1]), public=True
    )
    return replace(base, **values)


def filed(people: People, text: str = COVER, **values: object) -> Filed:
    return api.file_appeal(actor=people.resident, filing=filing(text, **values))


def dispatched(people: People) -> str:
    number = filed(people).number
    api.dispatch(actor=people.dispatcher, number=number)
    return number


def replied(people: People, outcome: str = "solved") -> str:
    number = dispatched(people)
    api.act(actor=people.water, number=number, move="accept")
    api.act(actor=people.water, number=number, move="contact", data={"note": "已电话联系，约定今晚到场"})
    reply_to(people, number, outcome)
    return number


def reply_to(people: People, number: str, outcome: str = "solved") -> None:
    data = {"reply": "井盖已经更换并加固。", "outcome": outcome, "evidence": "11 月 3 日更换，现场压车无响声"}
    api.act(actor=people.water, number=number, move="reply", data=data)


def clock(number: str, name: str) -> ClockState | None:
    found = [one for one in matters.clocks(actor=SYSTEM, number=number) if one.name == name]
    return found[-1].state if found else None


def test_filing_gives_a_number_the_place_the_item_and_the_desk_at_once(people: People) -> None:
    made = filed(people)
    view = api.appeal(actor=people.resident, number=made.number)
    assert view.reader == Reader.SUBJECT
    assert view.matter.state == "received"
    assert view.matter.place.scope.community == NORTH
    assert view.matter.holder_unit == DESK
    assert view.item is not None
    assert view.item.code == "0101"
    assert view.item_by == ChosenBy.SUGGESTION
    assert "井盖" in view.item_reason
    assert view.matter.title == "小区门口的污水井盖松动，车一压就响，晚上很危险"


def test_the_whole_life_with_two_bad_ratings_ends_with_a_ruling(people: People) -> None:
    number = dispatched(people)
    assert api.appeal(actor=people.water, number=number).matter.state == "dispatched"
    api.act(actor=people.water, number=number, move="contact", data={"note": "已联系"})
    reply_to(people, number)
    assert api.appeal(actor=people.resident, number=number).matter.state == "solved"

    api.rate(actor=people.resident, number=number, rating=BAD)
    view = api.appeal(actor=people.water, number=number)
    assert view.matter.state == "handling"
    assert view.matter.holder_unit == WATER
    assert view.redo_count == 1
    assert view.solved_at is None
    assert clock(number, "redo") == ClockState.RUNNING

    reply_to(people, number, "explained")
    assert clock(number, "redo") == ClockState.MET
    api.rate(actor=people.resident, number=number, rating=BAD)
    view = api.appeal(actor=people.supervisor, number=number)
    assert view.matter.state == "supervised"
    assert clock(number, "supervision") == ClockState.RUNNING
    assert [one.round for one in view.ratings] == [1, 2]

    api.act(actor=people.supervisor, number=number, move="rule", data={"reason": "现场复核属实，予以办结"})
    view = api.appeal(actor=people.resident, number=number)
    assert view.matter.phase == Phase.DONE
    assert view.matter.state == "closed"
    assert view.confirmed_at is None


def test_replied_solved_and_confirmed_are_three_things(people: People) -> None:
    number = replied(people, "explained")
    view = api.appeal(actor=people.resident, number=number)
    assert (view.matter.state, view.outcome) == ("replied", Outcome.EXPLAINED)
    assert view.replied_at is not None
    assert view.solved_at is None
    api.act(actor=people.water, number=number, move="solve", data={"evidence": "已更换并复查"})
    view = api.appeal(actor=people.resident, number=number)
    assert (view.matter.state, view.outcome) == ("solved", Outcome.SOLVED)
    assert view.confirmed_at is None
    api.rate(actor=people.resident, number=number, rating=GOOD)
    view = api.appeal(actor=people.resident, number=number)
    assert view.matter.state == "confirmed"
    assert view.confirmed_at is not None


def test_solved_needs_evidence(people: People) -> None:
    number = dispatched(people)
    data = {"reply": "已处理", "outcome": "solved"}
    with pytest.raises(MoveRefused) as refused:
        api.act(actor=people.water, number=number, move="reply", data=data)
    assert refused.value.code == "evidence_missing"
    assert api.appeal(actor=people.water, number=number).matter.state == "dispatched"


def test_no_rating_in_time_closes_it_unconfirmed(people: People) -> None:
    number = replied(people)
    late = timezone.now() + timedelta(days=16)
    matters.sweep(late)
    jobs.drain()
    view = api.appeal(actor=people.resident, number=number)
    assert view.matter.state == "closed"
    assert view.confirmed_at is None
    assert view.ratings == ()


def test_dispatch_keeps_rule_reason_and_version_of_the_list(people: People) -> None:
    number = dispatched(people)
    record = DispatchRecord.objects.get(appeal__number=number)
    assert (record.unit, record.proposed_unit, record.rule) == (WATER, WATER, "item x area")
    assert record.list_version == api.duty_list().version
    assert "西区水务局" in record.reason
    assert "井盖" in record.reason


def test_dispatching_elsewhere_is_recorded_as_by_hand(people: People) -> None:
    number = filed(people).number
    api.dispatch(actor=people.dispatcher, number=number, unit=OFFICE, reason="小区内部道路")
    record = DispatchRecord.objects.get(appeal__number=number)
    assert (record.unit, record.proposed_unit, record.rule) == (OFFICE, WATER, "by hand")
    assert record.reason == "小区内部道路"


def test_a_text_nobody_knows_goes_to_the_backstop_with_the_reason(people: People) -> None:
    proposal = api.propose(text="qwerty zxcvb", scope=filed(people).matter.place.scope)
    assert proposal.rule == "backstop"
    assert proposal.unit is not None
    assert proposal.unit.code == OFFICE
    assert "甲街道办事处" in proposal.reason


def test_urgent_runs_thirty_minutes_and_ordinary_two_hours(people: People) -> None:
    urgent, ordinary = filed(people, item="0101"), filed(people, "小区停水了", item="0102")
    for made, minutes in ((urgent, 30), (ordinary, 120)):
        assert made.matter.due_clock == "dispatch"
        assert made.matter.due_at == made.matter.filed_at + timedelta(minutes=minutes)


def test_contact_stops_its_clock_and_the_item_sets_the_term_of_handling(people: People) -> None:
    number = dispatched(people)
    clocks = {one.name: one for one in matters.clocks(actor=SYSTEM, number=number)}
    assert clocks["contact"].due_at - clocks["contact"].started_at == timedelta(hours=24)
    item = api.duty_item(code="0101")
    assert item.handling.unit == TimeUnit.HOURS
    assert clocks["handling"].due_at - clocks["handling"].started_at == timedelta(hours=24)
    api.act(actor=people.water, number=number, move="contact", data={"note": "已联系"})
    assert clock(number, "contact") == ClockState.MET
    assert clock(number, "sign") == ClockState.MET
    assert clock(number, "handling") == ClockState.RUNNING
    assert Appeal.objects.get(number=number).contact_on_time is True


def test_nobody_is_contacted_who_asked_not_to_be(people: People) -> None:
    number = filed(people, contact_allowed=False).number
    api.dispatch(actor=people.dispatcher, number=number)
    assert clock(number, "contact") is None


def test_a_return_needs_grounds_and_another_owner_and_comes_back_to_the_desk(people: People) -> None:
    number = dispatched(people)
    data = {"reason": "属于小区内部设施，按条例由街道督促物业", "proposed_unit": WATER}
    with pytest.raises(MoveRefused) as refused:
        api.act(actor=people.water, number=number, move="return", data=data)
    assert refused.value.code == "own_unit"
    api.act(actor=people.water, number=number, move="return", data=data | {"proposed_unit": OFFICE})
    view = api.appeal(actor=people.dispatcher, number=number)
    assert (view.matter.state, view.matter.holder_unit) == ("returned", DESK)
    assert clock(number, "dispatch") == ClockState.RUNNING
    assert clock(number, "handling") == ClockState.RUNNING
    api.dispatch(actor=people.dispatcher, number=number, unit=OFFICE, reason="同意退回")
    assert api.appeal(actor=people.office, number=number).matter.state == "dispatched"
    assert len(api.appeal(actor=people.office, number=number).dispatches) == 2


def test_the_next_unit_has_its_own_time_to_sign(people: People) -> None:
    number = filed(people).number
    api.dispatch(actor=people.dispatcher, number=number, unit=WATER)
    before = next(one for one in api.appeal(actor=SYSTEM, number=number).clocks if one.name == "sign")
    api.act(
        actor=people.dispatcher, number=number, move="redispatch", data={"unit": OFFICE, "reason": "按职责"}
    )
    found = [one for one in api.appeal(actor=SYSTEM, number=number).clocks if one.name == "sign"]
    running = [one for one in found if one.state is ClockState.RUNNING]
    assert len(running) == 1
    assert running[0].started_at > before.started_at


def test_after_a_working_day_it_cannot_be_returned(people: People) -> None:
    number = dispatched(people)
    Appeal.objects.filter(number=number).update(assigned_at=timezone.now() - timedelta(days=20))
    with pytest.raises(MoveRefused) as refused:
        api.act(
            actor=people.water,
            number=number,
            move="return",
            data={"reason": "不属于我们", "proposed_unit": OFFICE},
        )
    assert refused.value.code == "return_too_late"


def test_the_second_of_two_clerks_is_told(people: People) -> None:
    made = filed(people)
    api.dispatch(actor=people.dispatcher, number=made.number, version=made.matter.version)
    with pytest.raises(Conflict) as told:
        api.dispatch(
            actor=people.other_dispatcher,
            number=made.number,
            unit=OFFICE,
            reason="x",
            version=made.matter.version,
        )
    assert "孙分拨" in str(told.value)


def test_a_dispatch_can_be_taken_back_for_ten_seconds(people: People) -> None:
    number = dispatched(people)
    entry = matters.timeline(actor=people.dispatcher, number=number)[-1]
    matters.undo(actor=people.dispatcher, number=number, entry_id=entry.id)
    row = Appeal.objects.get(number=number)
    assert (row.state, row.unit, row.dispatched_at) == ("received", DESK, None)
    assert not DispatchRecord.objects.filter(appeal=row).exists()


def test_a_dispatch_taken_back_leaves_item_unit_and_clocks_as_they_were(people: People) -> None:
    number = filed(people).number
    before = Appeal.objects.get(number=number)
    matter = matters.get(actor=SYSTEM, number=number)
    running = matters.clocks(actor=SYSTEM, number=number)
    data = {"unit": OFFICE, "item": "0201", "urgency": "ordinary"}
    api.act(actor=people.dispatcher, number=number, move="dispatch", data=data)
    assert Appeal.objects.get(number=number).item_code == "0201"
    entry = matters.timeline(actor=people.dispatcher, number=number)[-1]
    matters.undo(actor=people.dispatcher, number=number, entry_id=entry.id)
    row = Appeal.objects.get(number=number)
    for name in ("unit", "item_code", "item_by", "item_confidence", "item_reason", "list_version"):
        assert getattr(row, name) == getattr(before, name), name
    after = matters.get(actor=SYSTEM, number=number)
    assert (after.urgency, after.holder_unit, after.due_at) == (
        matter.urgency,
        matter.holder_unit,
        matter.due_at,
    )
    assert matters.clocks(actor=SYSTEM, number=number) == running


def test_only_the_subject_rates_and_withdraws(people: People) -> None:
    number = replied(people)
    with pytest.raises(NotAllowed):
        api.rate(actor=people.neighbour, number=number, rating=GOOD)
    with pytest.raises(NotAllowed):
        api.act(actor=people.water, number=number, move="withdraw")
    api.act(actor=people.resident, number=number, move="withdraw", data={"reason": "已经好了"})
    assert Appeal.objects.get(number=number).state == "withdrawn"


@pytest.mark.parametrize("rating", [GOOD, BAD])
def test_who_rates_twice_is_told_so(people: People, rating: Rating) -> None:
    number = replied(people)
    version = matters.get(actor=people.resident, number=number).version
    api.rate(actor=people.resident, number=number, rating=rating, version=version)
    for seen in (version, None):
        with pytest.raises(MoveRefused) as refused:
            api.rate(actor=people.resident, number=number, rating=rating, version=seen)
        assert refused.value.code == "rated_already"
    with pytest.raises(NotAllowed):
        api.rate(actor=people.neighbour, number=number, rating=rating)
    assert RatingRecord.objects.filter(appeal__number=number).count() == 1


def test_a_new_answer_is_rated_anew_and_an_old_page_of_it_is_no_second_rating(people: People) -> None:
    number = replied(people)
    api.rate(actor=people.resident, number=number, rating=BAD)
    old = matters.get(actor=people.resident, number=number).version
    reply_to(people, number)
    with pytest.raises(Conflict) as refused:
        api.rate(actor=people.resident, number=number, rating=GOOD, version=old)
    assert refused.value.code == "conflict"
    api.rate(actor=people.resident, number=number, rating=GOOD)
    assert Appeal.objects.get(number=number).state == "confirmed"


def test_an_operator_answers_a_caller_at_once(people: People) -> None:
    caller = filing("学位申请要什么材料", contact=Contact("陈女士", "13800000000"))
    made = api.file_for_caller(actor=people.operator, filing=caller)
    assert made.matter.source == Source.HOTLINE
    assert made.matter.subject_id is None
    data = {"reply": "需要居住证与社保记录。", "outcome": "explained"}
    api.act(actor=people.operator, number=made.number, move="answer", data=data)
    view = api.appeal(actor=people.dispatcher, number=made.number)
    assert view.matter.state == "replied"
    assert view.contact.phone == "13800000000"


def test_a_resident_may_not_file_for_callers(people: People) -> None:
    with pytest.raises(AppealRefused):
        api.file_for_caller(actor=people.resident, filing=filing())


def test_joining_counts_once_and_leaving_undoes_it(people: People) -> None:
    number = filed(people).number
    api.join(actor=people.neighbour, number=number)
    api.join(actor=people.neighbour, number=number)
    assert Appeal.objects.get(number=number).followers == 1
    api.leave(actor=people.neighbour, number=number)
    assert Appeal.objects.get(number=number).followers == 0


def test_nearby_shows_public_texts_masked_and_hides_the_others(people: People) -> None:
    shown = filed(people, COVER + "，电话13812345678").number
    hidden = filed(people, "污水井盖坏了，不想公开", public=False).number
    found = {one.number: one for one in api.nearby(lon=114.0505, lat=22.5801, text="污水井盖松动")}
    assert "138****5678" in found[shown].text
    assert "13812345678" not in found[shown].text
    assert found[hidden].text == ""
    assert "不想公开" not in found[hidden].title
    assert found[shown].distance_m < 100
    assert found[shown].similarity > 0
    assert api.nearby(lon=114.09, lat=22.51, text="污水井盖松动") == []


def test_an_anonymous_person_is_nameless_to_staff(people: People) -> None:
    number = filed(people, anonymous=True, contact=Contact("赵居民", "13900000000")).number
    api.act(actor=people.resident, number=number, move="supplement", data={"text": "今天更响了"})
    view = api.appeal(actor=people.dispatcher, number=number)
    assert view.contact == Contact()
    assert view.matter.subject_id is None
    assert "赵居民" not in repr(view)
    assert api.appeal(actor=people.resident, number=number).reader == Reader.SUBJECT


def test_a_visitor_tracks_with_the_key_and_others_see_no_personal_data(people: People) -> None:
    made = api.file_appeal(actor=Actor(), filing=filing(COVER + " 张三丰 13812345678", public=False))
    assert made.key
    mine = api.track(actor=Actor(matter_key=made.key), number=made.number)
    assert mine.reader == Reader.SUBJECT
    assert "张三丰" in mine.text
    other = api.track(actor=Actor(), number=made.number)
    assert other.reader == Reader.PUBLIC
    assert "张三丰" not in repr(other)
    assert "景田" not in repr(other)


def test_a_place_outside_the_city_is_taken_with_a_hint_and_dispatched_by_hand(people: People) -> None:
    made = filed(people, place=Place(lon=OUTSIDE[0], lat=OUTSIDE[1]))
    assert made.hints
    view = api.appeal(actor=people.resident, number=made.number)
    assert view.outside
    assert view.matter.place.scope.district == ""


@pytest.mark.parametrize(
    "place", [Place(lon=114.0), Place(lon=999.0, lat=22.0), Place(lon=float("nan"), lat=22.0)]
)
def test_a_place_that_is_none_is_refused(people: People, place: Place) -> None:
    with pytest.raises(AppealRefused) as refused:
        filed(people, place=place)
    assert refused.value.field == "place"


def test_clerks_find_and_residents_see_their_own_only(people: People) -> None:
    number = filed(people).number
    assert [row.matter.number for row in api.mine(actor=people.resident).rows] == [number]
    assert api.mine(actor=people.neighbour).rows == ()
    found = api.find(actor=people.dispatcher, question=Question(words="井盖"))
    assert [row.matter.number for row in found.rows] == [number]
    assert api.find(actor=people.office, question=Question(words="井盖")).rows == ()


def test_handing_over_keeps_both_tables_at_one(people: People) -> None:
    number = dispatched(people)
    matters.hand_over(actor=people.dispatcher, number=number, unit=OFFICE, reason="内部调整")
    assert Appeal.objects.get(number=number).unit == OFFICE


def test_a_colleague_of_the_unit_takes_over_what_another_had(people: People) -> None:
    number = dispatched(people)
    api.act(actor=people.water, number=number, move="accept")
    colleague = staff(9020, "何同事", WATER, Role.HANDLER, WEST)
    with pytest.raises(MoveRefused):
        api.act(actor=people.water, number=number, move="take_over")
    for other in (people.office, people.dispatcher, people.resident):
        with pytest.raises(NotAllowed):
            api.act(actor=other, number=number, move="take_over")
    running = matters.clocks(actor=SYSTEM, number=number)
    matter = api.act(actor=colleague, number=number, move="take_over", data={"reason": "周水务休假"})
    assert (matter.state, matter.holder_unit, matter.holder_account) == ("handling", WATER, 9020)
    assert matters.clocks(actor=SYSTEM, number=number) == running
    line = matters.timeline(actor=colleague, number=number)[-1]
    assert (line.move, line.actor_name, line.data["from_account"]) == (
        "take_over",
        "何同事",
        people.water.account_id,
    )
    assert all(line.move != "take_over" for line in matters.timeline(actor=people.resident, number=number))
    head = staff(9021, "马科长", WATER, Role.LEAD, WEST)
    assert api.act(actor=head, number=number, move="take_over").holder_account == 9021


def test_the_city_may_dispatch_by_itself(people: People) -> None:
    from cdos.nets.governance.appeals.logic import moving

    number = filed(people, item="0101").number
    assert moving.dispatch_by_itself(number)
    record = DispatchRecord.objects.get(appeal__number=number)
    assert record.automatic
    assert not moving.dispatch_by_itself(number)
    unsure = filed(people, "有件事想说说").number
    assert not moving.dispatch_by_itself(unsure)


def test_supervisors_urge_take_over_and_send_back(people: People) -> None:
    number = dispatched(people)
    api.act(actor=people.supervisor, number=number, move="urge", data={"reason": "请尽快联系市民"})
    api.act(actor=people.supervisor, number=number, move="supervise", data={"reason": "多次反映"})
    api.act(actor=people.supervisor, number=number, move="send_back", data={"reason": "限期整改"})
    view = api.appeal(actor=people.water, number=number)
    assert view.matter.state == "handling"
    assert clock(number, "redo") == ClockState.RUNNING


def test_statistics_count_what_happened_in_reach(people: People) -> None:
    from cdos.nets.governance.appeals.contracts import Period

    number = replied(people)
    api.rate(actor=people.resident, number=number, rating=GOOD)
    filed(people, "垃圾桶满溢没人清运")
    today = timezone.localdate()
    found = api.statistics(actor=people.dispatcher, period=Period(today, today))
    assert (found.total.filed, found.total.replied, found.total.solved, found.total.confirmed) == (2, 1, 1, 1)
    assert found.total.handling_on_time == 1.0
    assert found.total.satisfied == 1.0
    assert {group.key: group.figures.filed for group in found.by_unit} == {WATER: 1, DESK: 1}
    assert {group.key for group in found.by_class} == {"水务", "市容"}
    assert [(point.filed, point.replied) for point in found.days] == [(2, 1)]
    own = api.statistics(actor=people.water, period=Period(today, today))
    assert own.total.filed == 1
    with pytest.raises(NotAllowed):
        api.statistics(actor=people.resident, period=Period(today, today))
    public = api.public_statistics(period=Period(today, today))
    assert public.total.masked
    assert all(group.figures.filed is None for group in public.by_unit)


def test_area_statistics_go_one_level_down(people: People) -> None:
    from cdos.nets.governance.appeals.contracts import Period

    filed(people)
    today = timezone.localdate()
    found = api.statistics(actor=SYSTEM, period=Period(today, today), area=WEST)
    assert [group.name for group in found.by_area] == ["甲街道"]


def test_the_public_sees_no_measure_that_a_few_appeals_make(people: People) -> None:
    from cdos.nets.governance.appeals.contracts import Period

    numbers = [filed(people, f"{COVER}{place}").number for place in range(5)]
    api.act(
        actor=people.dispatcher,
        number=numbers[0],
        move="answer",
        data={"reply": "已安排更换。", "outcome": "explained"},
    )
    today = timezone.localdate()
    total = api.public_statistics(period=Period(today, today)).total
    assert (total.filed, total.replied, total.median_reply_h, total.solved) == (5, None, None, 0)
    assert api.statistics(actor=SYSTEM, period=Period(today, today)).total.replied == 1
