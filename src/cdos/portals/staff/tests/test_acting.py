"""Acting on a matter: the proposal, the next matter, undoing, two clerks at once, wishes and decisions."""

import json

import pytest
from django.test import Client

from cdos.base.jobs import api as jobs
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import MatterInfo
from cdos.base.notices import api as notices
from cdos.base.organisation.contracts import SYSTEM

from .conftest import WATER, SignIn, actor, dispatched, file

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
DESK_QUEUE = "?queue=appeal-dispatch"


def state(number: str) -> MatterInfo:
    return matters.get(actor=SYSTEM, number=number)


def post(client: Client, number: str, move: str, data: dict[str, str], query: str = DESK_QUEUE):  # type: ignore[no-untyped-def]
    return client.post(f"/staff/matter/{number}/act/{move}{query}", data, headers=HTMX)


def dispatch(client: Client, number: str, **more: str):  # type: ignore[no-untyped-def]
    return post(client, number, "dispatch", {"unit": WATER, **more})


def test_the_likeliest_action_comes_first_with_its_reason_and_key(sign_in: SignIn) -> None:
    number = file()
    shown = sign_in("dispatcher").get(f"/staff/?matter={number}").content.decode()
    first = shown.split("first-move", 1)[1].split("</form>", 1)[0]
    assert "To 西区水务局" in first
    assert f'name="unit" value="{WATER}"' in first
    assert "井盖" in first
    assert "Confidence" in first
    assert 'data-key="D"' in first


def test_dispatching_goes_on_to_the_next_matter_and_can_be_undone(sign_in: SignIn) -> None:
    first, second = file(), file("西边的停水还没有好")
    client = sign_in("dispatcher")
    answer = dispatch(client, first)
    assert answer.status_code == 200
    assert state(first).holder_unit == WATER
    assert answer["HX-Push-Url"].endswith(second)
    told = json.loads(answer["HX-Trigger"])["cdos:toast"]
    assert told["seconds"] == 10
    client.post(told["undo"])
    assert state(first).state == "received"


def test_nobody_else_can_undo(sign_in: SignIn) -> None:
    number = file()
    told = json.loads(dispatch(sign_in("dispatcher"), number)["HX-Trigger"])["cdos:toast"]
    assert sign_in("second").post(told["undo"]).status_code == 403
    assert state(number).state == "dispatched"


def test_the_second_of_two_clerks_is_told_and_keeps_what_was_typed(sign_in: SignIn) -> None:
    number = file()
    seen = str(state(number).version)
    dispatch(sign_in("dispatcher"), number, version=seen)
    answer = dispatch(sign_in("second"), number, version=seen, reason="我认为也是水务")
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "孙分拨 was first" in shown
    assert "我认为也是水务" in shown
    assert "hx-partial" in shown


def test_a_wrong_value_is_told_beside_the_form_with_what_was_typed(sign_in: SignIn) -> None:
    number = file()
    answer = post(
        sign_in("dispatcher"), number, "answer", {"reply": "请稍候", "outcome": "solved", "evidence": ""}
    )
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "needs evidence" in shown
    assert "请稍候</textarea>" in shown


def test_without_javascript_an_action_leads_back_to_the_workbench(sign_in: SignIn) -> None:
    number = file()
    client = sign_in("dispatcher")
    answer = client.post(f"/staff/matter/{number}/act/dispatch{DESK_QUEUE}", {"unit": WATER}, follow=True)
    assert answer.status_code == 200
    assert "Done: Dispatch" in answer.content.decode()


def test_what_is_not_offered_is_forbidden_and_what_is_gone_is_told_kindly(sign_in: SignIn) -> None:
    number = file()
    assert post(sign_in("handler"), number, "dispatch", {"unit": WATER}).status_code == 403
    gone = post(sign_in("dispatcher"), "SZ-99-9", "comment", {"text": "x"})
    assert gone.status_code == 422
    assert "not there any more" in gone.content.decode()
    assert post(sign_in("dispatcher"), number, "nonsense", {}).status_code == 422


def test_a_handler_asks_for_time_and_the_lead_grants_it(sign_in: SignIn) -> None:
    number = dispatched()
    handler, lead = sign_in("handler"), sign_in("lead")
    assert post(handler, number, "accept", {}).status_code == 200
    wish = {"days": "3", "reason": "要等备件"}
    for days in ("99", "00001500", "0001500", "0001" + "0" * 5000, "0", "²"):
        assert post(handler, number, "ask-extension", {**wish, "days": days}).status_code == 422
    assert post(handler, number, "ask-extension", wish).status_code == 200
    assert "要等备件" in lead.get("/staff/requests").content.decode()
    request = matters.requests_waiting(actor=actor("lead"))[0]
    answer = lead.post("/staff/requests", {"request": str(request.id), "granted": "no"})
    assert answer.status_code == 422
    lead.post("/staff/requests", {"request": str(request.id), "granted": "yes"})
    assert matters.requests_of(actor=actor("lead"), number=number)[0].granted is True
    jobs.drain()
    told = [one.title for one in notices.notices(account_id=actor("handler").account_id)]
    assert [
        title for title in told if number in title and "已批准延期" in title
    ]  # in the language of the city


def test_a_pause_asked_for_on_the_page_ends_by_itself(sign_in: SignIn) -> None:
    number = dispatched()
    handler = sign_in("handler")
    assert post(handler, number, "accept", {}).status_code == 200
    assert post(handler, number, "ask-pause", {"reason": "等材料"}).status_code == 200
    wish = matters.requests_waiting(actor=actor("lead"))[0]
    assert (wish.for_subject, wish.until is not None) == (True, True)


def test_the_page_of_requests_is_for_leads(sign_in: SignIn) -> None:
    assert sign_in("handler").get("/staff/requests").status_code == 403
    assert "Nothing waits for you" in sign_in("lead").get("/staff/requests").content.decode()


def test_a_unit_helps_a_part_is_given_away_and_matters_are_linked(sign_in: SignIn) -> None:
    number, other = dispatched(), file("井盖旁边的路灯不亮")
    handler, desk = sign_in("handler"), sign_in("dispatcher")
    assert post(handler, number, "add-unit", {"unit": "440392-water", "reason": "协助"}).status_code == 200
    assert post(handler, number, "part", {"text": "请修路灯"}).status_code == 200
    assert post(desk, number, "link", {"target": other}).status_code == 200
    assert post(desk, number, "link", {"target": "SZ-1"}).status_code == 422
    shown = desk.get(f"/staff/?matter={number}").content.decode()
    for words in ("东区水务局", "Has the part", "Related to", other):
        assert words in shown
    assert (
        post(desk, number, "unlink", {"target": other, "kind": "related", "outgoing": "yes"}).status_code
        == 200
    )
    assert other not in [link.other.number for link in matters.links(actor=SYSTEM, number=number)]


def test_a_person_who_wants_no_name_is_not_named_to_staff(sign_in: SignIn) -> None:
    number = file()
    shown = sign_in("dispatcher").get(f"/staff/?matter={number}").content.decode()
    assert "赵居民" not in shown
