"""A disputed duty: from the third hand-over, a timeout or a wish, through a ruling, to the next dispatch that follows it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cdos.base.fence import api as fence
from cdos.base.jobs import api as jobs
from cdos.base.ledger import api as ledger
from cdos.base.ledger.contracts import Sought
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import ClockState, MoveRefused, NotAllowed
from cdos.base.matters.models import MatterClock
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import SYSTEM, Actor, Role, Scope
from cdos.nets.governance.appeals import api as appeals
from cdos.nets.governance.appeals.tests.conftest import DESK, EAST, OFFICE, STREET, WATER, WEST, People, staff
from cdos.nets.governance.appeals.tests.test_api import COVER, filing
from cdos.nets.governance.rulings import api
from cdos.nets.governance.rulings.contracts import Cause, RulingInfo, RulingRefused
from cdos.nets.governance.rulings.logic import precedents
from cdos.nets.governance.rulings.models import PanelView, PrecedentRow, Ruling

CABLE = "莲花路上的线缆垂下来了，离地不到两米，电话 13812345678"
GROUNDS = "架空线缆归街道统筹，依据《架空线管理办法》第六条"
SAY = {"reason": "线缆不是排水设施", "proposed_unit": OFFICE}


@pytest.fixture(autouse=True)
def nothing_held() -> None:
    precedents.HELD.forget()


def lead(unit: str, number: int = 9100) -> Actor:
    return staff(number, f"{unit} 负责人", unit, Role.LEAD, WEST)


def file(people: People, text: str = CABLE) -> str:
    return appeals.file_appeal(actor=people.resident, filing=filing(text)).number


def disputed(people: People, text: str = CABLE) -> str:
    """Water returns it, the street office returns it, water returns it again: the third hand-over."""
    number = file(people, text)
    appeals.dispatch(actor=people.dispatcher, number=number, unit=WATER, item="0101")
    appeals.act(actor=people.water, number=number, move="return", data=SAY)
    give(people, number, OFFICE)
    back = {"reason": "街道没有管线执法权", "proposed_unit": WATER}
    appeals.act(actor=people.office, number=number, move="return", data=back)
    give(people, number, WATER)
    appeals.act(actor=people.water, number=number, move="return", data=SAY)
    jobs.drain()
    return number


def give(people: People, number: str, unit: str) -> None:
    appeals.dispatch(actor=people.dispatcher, number=number, unit=unit, reason="再派")


def open_ruling(number: str) -> str:
    row = Ruling.objects.filter(appeal=number, ended_at=None).first()
    return matters.get_many(actor=SYSTEM, ids=[row.pk])[row.pk].number if row else ""


def read(actor: Actor, number: str) -> RulingInfo:
    return api.ruling(actor=actor, number=number)


def decide(people: People, ruling: str, **values: str) -> None:
    data = {"unit": OFFICE, "reason": GROUNDS, "holds": "yes", "wording": "线缆垂下来", "level": "district"}
    api.decide(actor=people.supervisor, number=ruling, data=data | values)


def test_the_third_hand_over_opens_a_ruling_and_a_backstop_unit_handles_meanwhile(people: People) -> None:
    number = disputed(people)
    ruling = open_ruling(number)
    assert ruling.startswith("R")
    found = read(people.supervisor, ruling)
    assert found.cause is Cause.HAND_OVERS
    assert [unit.code for unit in found.units] == [WATER, OFFICE]
    assert [one.grounds for one in found.claims] == [SAY["reason"], "街道没有管线执法权", SAY["reason"]]
    assert "13812345678" not in found.appeal_text + found.matter.title
    view = appeals.appeal(actor=people.supervisor, number=number)
    assert view.matter.state == "dispatched"
    assert view.matter.holder_unit == OFFICE  # the backstop of the street
    assert view.dispatches[0].rule == "until ruled"
    clocks = {one.name: one.state for one in matters.clocks(actor=SYSTEM, number=number)}
    assert clocks["handling"] is ClockState.RUNNING  # the person waits all the same
    assert [one.name for one in matters.clocks(actor=people.supervisor, number=ruling)] == ["ruling"]


def test_two_hand_overs_open_none(people: People) -> None:
    number = file(people)
    appeals.dispatch(actor=people.dispatcher, number=number, unit=WATER, item="0101")
    appeals.act(actor=people.water, number=number, move="return", data=SAY)
    give(people, number, OFFICE)
    back = {"reason": "不归街道", "proposed_unit": WATER}
    appeals.act(actor=people.office, number=number, move="return", data=back)
    jobs.drain()
    assert open_ruling(number) == ""


def test_nobody_may_return_or_move_it_while_the_ruling_is_open(people: People) -> None:
    number = disputed(people)
    for actor, move, data in (
        (people.office, "return", {"reason": "不归我们", "proposed_unit": WATER}),
        (people.dispatcher, "redispatch", {"unit": WATER, "reason": "试试"}),
        (people.dispatcher, "hand_over", {"unit": WATER, "reason": "试试"}),
        (people.office, "dispute", {"reason": "不归我们", "proposed_unit": WATER}),
    ):
        with pytest.raises(MoveRefused) as refused:
            appeals.act(actor=actor, number=number, move=move, data=data)
        assert refused.value.code == "ruling_open", move
    appeals.act(actor=people.office, number=number, move="accept")  # handled all the same


def test_a_ruling_that_ended_keeps_no_appeal_waiting(people: People) -> None:
    number = disputed(people)
    appeals.act(actor=people.supervisor, number=number, move="supervise", data={"reason": "看一看"})
    decide(people, open_ruling(number))  # finds the appeal in other hands
    appeals.act(actor=people.supervisor, number=number, move="send_back", data={"reason": "请办"})
    appeals.act(
        actor=people.dispatcher, number=number, move="redispatch", data={"unit": WATER, "reason": "按裁定"}
    )
    assert appeals.appeal(actor=people.supervisor, number=number).matter.holder_unit == WATER


def test_the_leads_of_the_panel_give_views_and_others_do_not(people: People) -> None:
    ruling = open_ruling(disputed(people))
    api.give_view(actor=lead(WATER), number=ruling, whose=OFFICE, grounds="线缆归街道")
    api.give_view(actor=lead(OFFICE, 9101), number=ruling, whose=WATER, grounds="水务先到场")
    api.give_view(actor=lead(OFFICE, 9101), number=ruling, whose=OFFICE, grounds="复核后归我们")
    found = read(people.supervisor, ruling)
    assert [
        (one.unit.code if one.unit else "", one.whose.code if one.whose else "") for one in found.views
    ] == [
        (WATER, OFFICE),
        (OFFICE, OFFICE),
    ]
    with pytest.raises(NotAllowed):  # a handler sees the ruling, the lead speaks
        api.give_view(actor=people.water, number=ruling, whose=OFFICE, grounds="经办人")
    with pytest.raises(NotAllowed):
        read(staff(9200, "外人", f"{EAST}-water", Role.LEAD, EAST), ruling)
    with pytest.raises(NotAllowed):  # no unit of the panel decides
        api.decide(actor=lead(WATER), number=ruling, data={"unit": OFFICE, "reason": "x", "holds": "no"})


def test_the_decision_dispatches_and_the_next_appeal_is_proposed_by_the_precedent(people: People) -> None:
    number = disputed(people)
    ruling = open_ruling(number)
    decide(people, ruling)
    view = appeals.appeal(actor=people.supervisor, number=number)
    assert (view.matter.state, view.matter.holder_unit) == ("dispatched", OFFICE)
    assert view.dispatches[0].rule == "ruling"
    assert ruling in view.dispatches[0].reason
    back = {"reason": "还是不归我们", "proposed_unit": WATER}
    with pytest.raises(MoveRefused) as refused:
        appeals.act(actor=people.office, number=number, move="return", data=back)
    assert refused.value.code == "ruled"

    later = file(people, "小区门口有线缆垂了下来，快碰到行人，线缆垂下来很危险")
    proposal = appeals.propose_for(actor=people.dispatcher, number=later)
    assert proposal.rule == "precedent"
    assert proposal.unit is not None
    assert proposal.unit.code == OFFICE
    assert ruling in proposal.reason
    assert timezone.localdate().isoformat() in proposal.reason
    assert GROUNDS in proposal.reason
    appeals.dispatch(actor=people.dispatcher, number=later)
    assert appeals.appeal(actor=people.dispatcher, number=later).dispatches[0].rule == "precedent"
    assert appeals.propose(text=COVER, scope=Scope(WEST, STREET)).rule == "item x area"  # another problem
    assert appeals.propose(text="线缆垂下来了", scope=Scope(EAST)).rule != "precedent"  # another district


def test_a_precedent_of_an_item_gives_way_to_one_of_a_smaller_area_and_to_its_withdrawal(
    people: People,
) -> None:
    decide(people, open_ruling(disputed(people)), item="0101", wording="", level="city", unit=DESK)
    here = Scope(WEST, STREET)
    assert appeals.propose(text=COVER, scope=here).unit.code == DESK
    decide(people, open_ruling(disputed(people)), item="0101", wording="", level="street")
    assert appeals.propose(text=COVER, scope=here).unit.code == OFFICE
    assert appeals.propose(text=COVER, scope=Scope(EAST)).unit.code == DESK
    newest, eldest = api.precedent_list(actor=people.editor)
    for one in (newest, eldest):
        with pytest.raises(RulingRefused):
            api.withdraw(actor=people.editor, precedent_id=one.id, reason=" ")
        api.withdraw(actor=people.editor, precedent_id=one.id, reason="新的职责清单已经写明")
    assert appeals.propose(text=COVER, scope=here).unit.code == WATER
    assert all(one.withdrawn_on for one in api.precedent_list(actor=people.editor))
    ledger.seal()
    acts = [row.act for row in ledger.find(Sought(by=people.editor.account_id))]
    assert acts.count("precedent.withdrawn") == 2
    with pytest.raises(NotAllowed):
        api.precedent_list(actor=people.water)


def test_a_precedent_holds_only_between_its_days(people: People) -> None:
    decide(people, open_ruling(disputed(people)))
    today = timezone.localdate()
    PrecedentRow.objects.update(valid_until=today)
    precedents.HELD.forget()
    text, scope = "线缆垂下来了", Scope(WEST, STREET)
    precedents.HELD._held = None
    assert api.precedent_for(text=text, scope=scope, on=today) is not None
    assert api.precedent_for(text=text, scope=scope, on=today + timedelta(days=1)) is None
    assert api.precedent_for(text=text, scope=scope, on=today - timedelta(days=1)) is None
    # A person who names another item knows better than the words; a guess does not.
    assert api.precedent_for(text=text, item="0102", scope=scope) is not None
    PrecedentRow.objects.update(item="0101")
    precedents.HELD._held = None
    precedents.HELD.forget()
    assert api.precedent_for(text=text, item="0102", scope=scope) is None


def test_a_decision_for_this_case_only_leaves_no_precedent_and_one_for_all_says_of_what(
    people: People,
) -> None:
    ruling = open_ruling(disputed(people))
    with pytest.raises(MoveRefused) as refused:
        decide(people, ruling, item="", wording="")
    assert refused.value.code == "precedent_of_what"
    decide(people, ruling, holds="no", item="", wording="")
    assert not PrecedentRow.objects.exists()


def test_the_unit_that_has_it_keeps_its_progress_when_the_ruling_names_it(people: People) -> None:
    number = disputed(people)
    appeals.act(actor=people.office, number=number, move="accept")
    decide(people, open_ruling(number))
    view = appeals.appeal(actor=people.office, number=number)
    assert view.matter.state == "handling"
    assert view.matter.holder_account == people.office.account_id
    assert view.dispatches[0].rule == "ruling"


def test_an_answered_appeal_is_not_moved_but_the_precedent_is_made(people: People) -> None:
    number = disputed(people)
    data = {"reply": "已经绑扎加固。", "outcome": "solved", "evidence": "现场照片"}
    appeals.act(actor=people.office, number=number, move="reply", data=data)
    decide(people, open_ruling(number), unit=WATER)
    assert appeals.appeal(actor=people.office, number=number).matter.holder_unit == OFFICE
    assert PrecedentRow.objects.get().unit == WATER


def test_dropping_it_gives_it_back_to_the_desk_with_its_clock(people: People) -> None:
    number = disputed(people)
    reason = {"reason": "双方已经协商一致"}
    matters.act(actor=people.supervisor, number=open_ruling(number), move="drop", data=reason)
    view = appeals.appeal(actor=people.dispatcher, number=number)
    assert (view.matter.state, view.matter.holder_unit) == ("returned", DESK)
    assert matters.clocks(actor=SYSTEM, number=number)[-1].name == "dispatch"
    give(people, number, WATER)
    assert open_ruling(number) == ""


def test_a_timeout_opens_one_where_duty_is_in_dispute_and_only_there(people: People) -> None:
    quiet, number = file(people), file(people)
    for one in (quiet, number):
        appeals.dispatch(actor=people.dispatcher, number=one, unit=WATER, item="0101")
    appeals.act(actor=people.water, number=number, move="return", data=SAY)
    late()
    assert open_ruling(quiet) == ""  # its unit sleeps: the lead is told
    found = read(people.supervisor, open_ruling(number))
    assert found.cause is Cause.TIME


def late() -> None:
    """All running clocks of appeals are over, and the sweep says so."""
    past = timezone.now() - timedelta(minutes=1)
    with fence.everything():
        MatterClock.objects.filter(name__in=["sign", "dispatch"]).update(due_at=past, near_at=past)
        matters.sweep()
    jobs.drain()


def test_a_unit_that_is_too_late_to_return_asks_for_a_ruling(people: People) -> None:
    number = file(people)
    appeals.dispatch(actor=people.dispatcher, number=number, unit=WATER, item="0101")
    with pytest.raises(MoveRefused):
        appeals.act(actor=people.water, number=number, move="dispute", data=SAY | {"proposed_unit": WATER})
    appeals.act(actor=people.water, number=number, move="dispute", data=SAY)
    jobs.drain()
    found = read(people.supervisor, open_ruling(number))
    assert found.cause is Cause.ASKED
    assert [one.grounds for one in found.claims] == [SAY["reason"]]
    assert [unit.code for unit in found.units] == [WATER, OFFICE]
    jobs.drain()
    assert Ruling.objects.count() == 1


def test_the_person_never_sees_the_dispute(people: People) -> None:
    number = disputed(people)
    seen = appeals.track(actor=people.resident, number=number)
    assert all(SAY["reason"] not in line.text for line in seen.timeline)
    with pytest.raises(NotAllowed):
        read(people.resident, open_ruling(number))


def test_the_database_shows_a_ruling_to_its_panel_and_its_area_only(people: People) -> None:
    ruling = open_ruling(disputed(people))
    api.give_view(actor=lead(WATER), number=ruling, whose=OFFICE, grounds="线缆归街道")
    stranger = staff(9201, "外区", f"{EAST}-water", Role.LEAD, EAST)
    seen = {}
    for name, actor in {
        "panel": lead(OFFICE, 9101),
        "supervisor": people.supervisor,
        "stranger": stranger,
        "resident": people.resident,
    }.items():
        with organisation.acting(actor):
            seen[name] = (Ruling.objects.count(), PanelView.objects.count())
    assert seen == {"panel": (1, 1), "supervisor": (1, 1), "stranger": (0, 0), "resident": (0, 0)}
