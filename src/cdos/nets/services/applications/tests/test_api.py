"""Applications from end to end through the door: decided at once, by people, paid, supplemented, objected to, rated."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from PIL import Image

from cdos.base import statements
from cdos.base.files import api as files
from cdos.base.files.logic import storing
from cdos.base.files.models import File
from cdos.base.identity import api as identity
from cdos.base.identity.contracts import Assurance, Self
from cdos.base.jobs import api as jobs
from cdos.base.ledger import api as ledger
from cdos.base.ledger.contracts import Sought
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import ClockInfo, MoveRefused, NotAllowed, Question
from cdos.base.matters.models import Matter
from cdos.base.notices import api as notices
from cdos.base.organisation.contracts import SYSTEM, Actor
from cdos.nets.services.applications import api
from cdos.nets.services.applications.contracts import (
    FOLLOW_UP,
    ApplicationInfo,
    ApplicationRefused,
    Channel,
    Handed,
    Receivable,
    Submission,
)
from cdos.nets.services.applications.logic import deciding, founding, own_data, results, submitting, vault
from cdos.nets.services.applications.models import Application
from cdos.nets.services.applications.tests.conftest import ADDRESS, CIVIL, HALL, People, apply
from cdos.nets.services.applications.tests.test_pages import browser
from cdos.nets.services.decisions.contracts import DecisionRefused
from cdos.nets.services.items import api as items
from cdos.nets.services.items.models import Version
from cdos.nets.services.licences import api as licences
from cdos.nets.services.payments import api as payments
from cdos.nets.services.payments.contracts import Heard, Notice, Payment, PaymentState
from cdos.nets.services.payments.models import Charge, DemoCharge


def photo(actor: Actor) -> str:
    out = BytesIO()
    Image.new("RGB", (400, 300), (120, 150, 120)).save(out, "JPEG")
    out.seek(0)
    return files.store(stream=out, name="paper.jpg", uploaded_by=actor.account_id).token


def act(actor: Actor, number: str, move: str, **data: object) -> str:
    return matters.act(actor=actor, number=number, move=move, data=data).state


def relief(people: People) -> ApplicationInfo:
    return apply(people.young, "relief", files={"medical-report": photo(people.young)})


def test_who_meets_every_condition_has_the_licence_in_the_same_transaction(people: People) -> None:
    made = apply(people.old, "elder-card")
    assert (made.state, made.outcome, made.at_once, made.created) == ("delivered", "granted", True, True)
    (licence,) = licences.of_matter(matter=made.number)
    assert licence.identifier == made.licence
    assert licence.holder_id == people.old.party_id
    assert licences.verify(licence.verify_code).valid
    assert made.answers["name"] == "赵老人"  # nobody typed it
    assert matters.get(actor=people.clerk, number=made.number).holder_unit == CIVIL
    moves = [entry.move for entry in matters.timeline(actor=people.old, number=made.number)]
    assert moves == ["", "decide"]


def test_a_refusal_at_once_names_the_clause_and_how_to_object(people: People) -> None:
    made = apply(people.young, "elder-card")
    assert (made.state, made.outcome, made.at_once) == ("refused", "refused", True)
    assert made.reason == "不符合“年满六十周岁”这一条件"  # the condition alone would read as if it were met
    assert "《样例市老年人优待办法》" in made.clauses[0]
    assert "第三条" in made.clauses[0]
    assert made.objection_until is not None
    assert len(made.objection) >= 2  # reconsideration and the court
    assert "复议" in made.objection[0]
    assert licences.of_matter(matter=made.number) == []
    assert licences.verify(made.document).valid


def test_a_refusal_is_in_the_citys_language_and_the_reader_goes_on_in_their_own(people: People) -> None:
    with override("en"):
        made = apply(people.young, "elder-card")
        assert get_language() == "en"
    assert "年满六十周岁" in made.reason
    assert "第三条" in made.clauses[0]
    assert "administrative reconsideration" in made.objection[0]  # said to the reader, not kept


def test_an_objection_is_looked_at_by_a_lead_who_did_not_decide(people: People) -> None:
    made = relief(people)
    act(
        people.lead,
        made.number,
        "refuse",
        reason="收入高于标准",
        clause="《样例办法》第二条：收入不高于三千元",
    )
    act(people.young, made.number, "object", reason="我上个月失业了")
    with pytest.raises(NotAllowed):
        act(people.clerk, made.number, "overturn", reason="有理")
    with pytest.raises(NotAllowed) as refused:
        act(people.lead, made.number, "overturn", reason="有理")
    assert refused.value.code == "own_decision"
    other = replace(people.lead, account_id=9999)
    document = api.info(number=made.number).document
    assert licences.verify(document).valid
    assert act(other, made.number, "overturn", reason="已核实失业") == "examined"
    assert not licences.verify(document).valid
    assert act(people.clerk, made.number, "grant") == "delivered"
    assert api.info(number=made.number).outcome == "granted"


def test_a_refusal_that_stands_can_be_objected_to_from_its_own_day(people: People) -> None:
    made = relief(people)
    act(people.lead, made.number, "refuse", reason="收入高于标准", clause="《样例办法》第二条")
    long_ago = timezone.localdate() - timedelta(days=100)
    Application.objects.filter(number=made.number).update(objection_until=timezone.localdate())
    act(people.young, made.number, "object", reason="我上个月失业了")
    Application.objects.filter(number=made.number).update(objection_until=long_ago)
    act(replace(people.lead, account_id=9999), made.number, "uphold", reason="仍高于标准")
    until = api.info(number=made.number).objection_until
    assert until is not None
    assert until > timezone.localdate()


def test_a_refusal_by_a_person_needs_a_clause(people: People) -> None:
    made = relief(people)
    with pytest.raises(MoveRefused):
        act(people.clerk, made.number, "refuse", reason="不符合")


def test_foresight_is_the_decision_before_sending_and_files_nothing(people: People) -> None:
    asked = Submission("elder-card", people.young.party_id or 0, ADDRESS, {})
    seen = api.foresee(actor=people.young, submission=asked)
    made = api.submit(actor=people.young, submission=asked)
    assert (seen.outcome, seen.at_once) == (made.outcome, True)
    assert seen.failing == made.clauses
    assert Application.objects.count() == 1


def test_what_is_missing_is_named_and_nothing_is_filed(people: People) -> None:
    with pytest.raises(ApplicationRefused) as refused:
        apply(people.young, "relief", answers={})
    assert {"residence_address", "material-medical-report"} <= set(refused.value.problems)
    assert not Application.objects.exists()


def test_the_same_key_gives_the_same_application(people: People) -> None:
    first = apply(people.old, "elder-card", idempotency_key="k1")
    again = apply(people.old, "elder-card", idempotency_key="k1")
    assert (again.number, again.created) == (first.number, False)
    assert len(licences.of_matter(matter=first.number)) == 1


def test_nobody_applies_for_a_stranger_or_without_a_proven_name(people: People) -> None:
    with pytest.raises(ApplicationRefused):
        apply(people.young, "elder-card", party=people.old.party_id)
    with pytest.raises(ApplicationRefused):
        apply(replace(people.young, assurance=Assurance.PHONE), "elder-card")
    with pytest.raises(ApplicationRefused):
        apply(people.young, "firm-thing")
    with pytest.raises(ApplicationRefused):
        apply(people.young, "elder-card", channel=Channel.COUNTER, proof={"document": "身份证"})


def test_a_mother_applies_for_her_child_and_reads_it_as_hers(people: People) -> None:
    made = apply(people.parent, "relief", party=people.child, files={"medical-report": photo(people.parent)})
    assert api.info(number=made.number, actor=people.parent).party_id == people.child
    assert [one.number for one in api.mine(actor=people.parent)] == [made.number]
    with pytest.raises(NotAllowed):
        api.info(number=made.number, actor=people.young)
    assert api.mine(actor=people.young) == []
    act(people.lead, made.number, "refuse", reason="收入高于标准", clause="《样例办法》第二条")
    (paper,) = licences.documents_of(matter=made.number)
    assert browser(people.parent.account_id).get(f"/files/{paper.token}").status_code == 200
    assert browser(people.young.account_id).get(f"/files/{paper.token}").status_code in (403, 404)
    decided = apply(people.parent, "elder-card", party=people.child)
    receipt = reverse("decisions:receipt", args=[decided.receipt_id])
    assert browser(people.parent.account_id).get(receipt).status_code == 200
    assert browser(people.young.account_id).get(receipt).status_code == 404


def test_people_handle_what_no_rule_decides_with_clocks_from_the_item(people: People) -> None:
    made = relief(people)
    assert made.state == "submitted"
    with pytest.raises(NotAllowed):
        act(people.stranger, made.number, "accept")
    act(people.clerk, made.number, "accept")
    clocks = {one.name: one.state for one in matters.clocks(actor=people.clerk, number=made.number)}
    assert clocks == {"accept": "met", "promised": "running", "legal": "running"}
    act(people.clerk, made.number, "examine", opinion="情况属实")
    assert act(people.clerk, made.number, "grant") == "delivered"
    done = api.info(number=made.number)
    assert licences.verify(done.document).valid


def test_the_time_stands_still_while_the_person_is_asked_for_more(people: People) -> None:
    made = relief(people)
    act(people.clerk, made.number, "accept")
    act(people.clerk, made.number, "ask_supplement", reason="请补充近三个月银行流水")
    states = {one.name: one.state for one in matters.clocks(actor=people.clerk, number=made.number)}
    assert (states["promised"], states["legal"], states["supplement"]) == ("paused", "paused", "running")
    assert act(people.young, made.number, "supplement", text="已上传") == "accepted"
    states = {one.name: one.state for one in matters.clocks(actor=people.clerk, number=made.number)}
    assert (states["promised"], states["supplement"]) == ("running", "met")


def test_what_is_asked_for_before_it_is_accepted_comes_back_there(people: People) -> None:
    made = relief(people)
    act(people.clerk, made.number, "ask_supplement", reason="照片看不清")
    assert act(people.young, made.number, "supplement") == "submitted"


def paid(reference: str, *, heard: Heard = Heard.PAID, fen: int = 1500, message: str = "m1") -> None:
    payments.begin(reference=reference)
    row = payments.by_reference(reference=reference)
    from cdos.nets.services.payments.models import Charge

    key = Charge.objects.filter(payment_id=row.id).latest("pk").key
    payments.paid(provider="demo", notice=Notice(message, key, heard, fen))


def test_a_fee_is_paid_before_the_rule_decides_and_shared_by_department(people: People) -> None:
    made = apply(people.old, "paid-card")
    assert made.state == "paying"
    payment = payments.of_matter(matter=made.number)
    assert payment is not None
    assert {one.department: one.fen for one in payment.shares} == {CIVIL: 1000, HALL: 500}
    paid(payment.reference)
    done = api.info(number=made.number)
    assert (done.state, done.outcome) == ("delivered", "granted")


def test_a_refusal_gives_the_fee_back(people: People) -> None:
    made = apply(people.young, "paid-card")
    payment = payments.of_matter(matter=made.number)
    assert payment is not None
    paid(payment.reference)
    assert api.info(number=made.number).outcome == "refused"
    jobs.drain()
    after = payments.of_matter(matter=made.number)
    assert after is not None
    assert (after.state, after.refunded_fen) == (PaymentState.REFUNDED, 1500)


def test_an_objection_that_is_right_asks_for_the_fee_again_before_it_is_granted(people: People) -> None:
    made = apply(people.young, "paid-card")
    first = payments.of_matter(matter=made.number)
    assert first is not None
    paid(first.reference)
    act(people.young, made.number, "object", reason="我是残疾人，可以提前办")
    with pytest.raises(MoveRefused) as refused:  # the money is still on its way back
        act(people.lead, made.number, "overturn", reason="有理")
    assert refused.value.code == "refund_running"
    jobs.drain()
    assert act(people.lead, made.number, "overturn", reason="有理") == "paying"
    again = payments.of_matter(matter=made.number)
    assert again is not None
    assert (again.fen, again.state, again.shares) == (1500, PaymentState.OPEN, first.shares)
    assert again.id != first.id
    clocks = {
        one.name for one in matters.clocks(actor=people.clerk, number=made.number) if one.state == "running"
    }
    assert "promised" not in clocks
    with pytest.raises(MoveRefused):
        act(people.clerk, made.number, "grant")
    paid(again.reference, message="m2")
    assert api.info(number=made.number).state == "examined"
    clocks = {
        one.name for one in matters.clocks(actor=people.clerk, number=made.number) if one.state == "running"
    }
    assert "promised" in clocks
    assert act(people.clerk, made.number, "grant") == "delivered"
    after = payments.of_matter(matter=made.number)
    assert after is not None
    assert (after.id, after.state) == (again.id, PaymentState.PAID)


def item_ends() -> None:
    """Yesterday was its last day."""
    Version.objects.filter(item__code="paid-card").update(
        effective_until=timezone.localdate() - timedelta(days=1)
    )
    items.forget()


def begun(number: str) -> Payment:
    payment = payments.of_matter(matter=number)
    assert payment is not None
    payments.begin(reference=payment.reference)
    return payment


def lost() -> None:
    """Paid at the bank, and no call back ever comes."""
    DemoCharge.objects.filter(pk=DemoCharge.objects.earliest("pk").pk).update(state="paid")
    Charge.objects.update(began_at=timezone.now() - timedelta(hours=1))
    jobs.fire_schedules(until=timezone.now() + timedelta(minutes=2))
    jobs.drain()


def test_an_item_that_ended_after_it_was_asked_for_is_paid_and_decided(people: People) -> None:
    made = apply(people.old, "paid-card")
    Matter.objects.filter(number=made.number).update(filed_at=timezone.now() - timedelta(days=3))
    item_ends()
    begun(made.number)
    lost()
    after = api.info(number=made.number)
    assert (after.state, after.outcome) == ("delivered", "granted")


def test_a_decision_that_cannot_be_made_leaves_the_payment_paid_and_the_matter_to_a_person(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = apply(people.old, "paid-card")
    begun(made.number)

    def refused(*_args: object, **_given: object) -> None:
        raise DecisionRefused("not now")

    monkeypatch.setattr(deciding, "at_once", refused)
    lost()
    after = payments.of_matter(matter=made.number)
    assert after is not None
    assert after.state is PaymentState.PAID
    assert api.info(number=made.number).state == "submitted"
    assert [
        one.name for one in matters.clocks(actor=people.clerk, number=made.number) if one.state == "running"
    ] == ["accept"]
    monkeypatch.undo()
    act(people.clerk, made.number, "accept")
    assert act(people.clerk, made.number, "grant") == "delivered"


def test_money_that_came_unheard_before_it_was_withdrawn_goes_back(people: People) -> None:
    made = apply(people.old, "paid-card")
    begun(made.number)
    begun(made.number)
    act(people.old, made.number, "withdraw")
    lost()
    first = DemoCharge.objects.earliest("pk")
    assert sum(first.refunds.values()) == 1500


def test_settling_takes_the_matter_before_its_payment_as_withdrawing_does(people: People) -> None:
    made = apply(people.old, "paid-card")
    reference = begun(made.number).reference
    with CaptureQueriesContext(connection) as seen:
        payments.paid(provider="demo", notice=Notice("m1", f"{reference}-1", Heard.PAID, 1500))
    locks = [
        one["sql"]
        for one in seen.captured_queries
        if "FOR UPDATE" in one["sql"] or "FOR NO KEY" in one["sql"]
    ]
    assert "matters_matter" in locks[0]
    assert "payments_payment" in locks[1]


def test_withdrawing_drops_a_fee_that_nobody_paid(people: People) -> None:
    made = apply(people.old, "paid-card")
    act(people.old, made.number, "withdraw")
    payment = payments.of_matter(matter=made.number)
    assert payment is not None
    assert payment.state == PaymentState.CANCELLED


def test_what_nobody_pays_is_closed_by_the_unit(people: People) -> None:
    made = apply(people.old, "paid-card")
    assert act(people.clerk, made.number, "close_unpaid") == "lapsed"
    payment = payments.of_matter(matter=made.number)
    assert payment is not None
    assert payment.state == PaymentState.CANCELLED


def test_what_nobody_pays_in_time_is_closed_by_itself_and_money_that_comes_later_goes_back(
    people: People,
) -> None:
    made = apply(people.old, "paid-card")
    reference = begun(made.number).reference
    (clock,) = running(people, made.number)
    assert clock.name == "payment"
    assert clock.due_at is not None
    day = timezone.localtime(clock.due_at).date()
    assert day == timezone.localdate() + timedelta(days=15)
    with override("en"):
        page = browser(people.old.account_id).get(f"/services/applications/{made.number}").content.decode()
    assert day.isoformat() in page
    matters.sweep(now=clock.due_at - timedelta(days=1))
    jobs.drain()
    told = [one.body for one in notices.notices(party_id=people.old.party_id)]
    assert any(day.isoformat() in one for one in told)
    matters.sweep(now=clock.due_at + timedelta(seconds=1))
    jobs.drain()
    assert api.info(number=made.number).state == "lapsed"
    after = payments.of_matter(matter=made.number)
    assert after is not None
    assert after.state is PaymentState.CANCELLED
    assert len(notices.notices(party_id=people.old.party_id)) > len(told)
    payments.paid(provider="demo", notice=Notice("late", f"{reference}-1", Heard.PAID, 1500))
    DemoCharge.objects.update(state="paid")
    jobs.drain()
    assert sum(DemoCharge.objects.get().refunds.values()) == 1500
    assert api.info(number=made.number).state == "lapsed"


def running(people: People, number: str) -> list[ClockInfo]:
    found = matters.clocks(actor=people.clerk, number=number)
    return [one for one in found if one.state == "running"]


def test_who_pays_in_time_is_not_closed(people: People) -> None:
    made = apply(people.old, "relief", files={"medical-report": photo(people.old)})
    assert "payment" not in [one.name for one in running(people, made.number)]
    paying = apply(people.old, "paid-card")
    payment = payments.of_matter(matter=paying.number)
    assert payment is not None
    paid(payment.reference)
    overdue(paying.number, "payment")
    assert api.info(number=paying.number).outcome == "granted"


def test_what_was_closed_for_want_of_the_fee_can_be_objected_to(people: People) -> None:
    made = apply(people.old, "paid-card")
    overdue(made.number, "payment")
    with override("en"):
        closed = api.info(number=made.number, actor=people.old)
    assert closed.objection_until is not None
    assert closed.objection
    page = browser(people.old.account_id).get(f"/services/applications/{made.number}").content.decode()
    assert closed.objection[0] in page
    act(people.old, made.number, "object", reason="我住院了，没能按时缴费")
    assert act(people.lead, made.number, "overturn", reason="有理") == "paying"
    assert [one.name for one in running(people, made.number)] == ["payment"]
    again = payments.of_matter(matter=made.number)
    assert again is not None
    paid(again.reference)
    assert api.info(number=made.number).outcome == "granted"  # the rule had not looked at it yet


def test_what_was_closed_stays_closed_where_the_objection_is_not_right(people: People) -> None:
    made = relief(people)
    act(people.clerk, made.number, "ask_supplement", reason="请补充")
    overdue(made.number, "supplement")
    act(people.young, made.number, "object", reason="我交过了")
    assert act(people.lead, made.number, "uphold", reason="没有收到") == "lapsed"
    act(people.young, made.number, "object", reason="寄出的凭证在这里")
    assert act(people.lead, made.number, "overturn", reason="凭证属实") == "accepted"
    assert act(people.clerk, made.number, "grant") == "delivered"
    late = relief(people)
    act(people.clerk, late.number, "ask_supplement", reason="请补充")
    overdue(late.number, "supplement")
    Application.objects.filter(number=late.number).update(
        objection_until=timezone.localdate() - timedelta(days=1)
    )
    with pytest.raises(MoveRefused) as refused:
        act(people.young, late.number, "object", reason="太晚了")
    assert refused.value.code == "term_over"


def at_the_counter(people: People) -> ApplicationInfo:
    return apply(
        people.hall,
        "relief",
        party=people.young.party_id,
        files={"medical-report": "seen"},
        channel=Channel.COUNTER,
        proof={"document": "身份证"},
    )


def test_the_clerk_who_filed_it_does_not_rate_it_and_withdraws_it_only_with_the_document_seen(
    people: People,
) -> None:
    made = at_the_counter(people)
    with pytest.raises(MoveRefused) as refused:
        act(people.hall, made.number, "withdraw", reason="本人要求")
    assert refused.value.code == "proof_missing"
    assert act(people.hall, made.number, "withdraw", proof="身份证") == "withdrawn"
    other = at_the_counter(people)
    act(people.lead, other.number, "refuse", reason="收入高于标准", clause="《样例办法》第二条")
    with pytest.raises(NotAllowed):
        act(people.hall, other.number, "rate", grade=5)
    assert act(people.young, other.number, "rate", grade=5) == "refused"


def test_the_chat_files_only_what_may_be_filed_online(people: People) -> None:
    offered = items.item("elder-card")
    assert offered is not None
    counter_only = replace(offered, channels=("counter",))
    with pytest.raises(ApplicationRefused):
        submitting.check_channel(counter_only, Channel.CHAT)
    submitting.check_channel(offered, Channel.CHAT)


def test_what_a_draft_names_lives_as_long_as_the_draft(people: People) -> None:
    token, thrown = photo(people.young), photo(people.young)
    draft = api.start(actor=people.young, party_id=people.young.party_id or 0, item="relief")
    api.save_draft(actor=people.young, draft_id=draft.id, files={"medical-report": token})
    File.objects.filter(token__in=[token, thrown]).update(created_at=timezone.now() - timedelta(hours=25))
    storing.sweep()
    assert [one.token for one in files.by_tokens([token, thrown])] == [token]
    made = apply(people.young, "relief", files={"medical-report": token})
    api.drop_draft(actor=people.young, draft_id=draft.id)
    storing.sweep()
    assert files.by_tokens([token])  # it is the application's now
    assert made.state == "submitted"


def test_what_was_thrown_away_is_forgotten(people: People) -> None:
    token = photo(people.young)
    draft = api.start(actor=people.young, party_id=people.young.party_id or 0, item="relief")
    api.save_draft(actor=people.young, draft_id=draft.id, files={"medical-report": token})
    api.drop_draft(actor=people.young, draft_id=draft.id)
    File.objects.filter(token=token).update(created_at=timezone.now() - timedelta(hours=25))
    storing.sweep()
    assert not files.by_tokens([token])


def test_a_founded_enterprise_has_its_code_on_its_licence_and_all_its_licences(people: People) -> None:
    answers = ADDRESS | {"enterprise_name": "样例面包店", "legal_representative": "孙青年"}
    made = found(people.young, answers)
    again = found(people.young, answers)
    codes = set()
    for number in (made, again):
        first, second = licences.of_matter(matter=number)
        assert first.holder_id == second.holder_id
        assert first.number == first.values["uscc"] == second.values["uscc"]
        assert first.values["founded_on"] == timezone.localdate().isoformat()
        codes.add(first.number)
    assert len(codes) == 2


def found(actor: Actor, answers: dict[str, str]) -> str:
    """Two licences of an enterprise, to a person who has none."""
    made = apply(actor, "relief", files={"medical-report": photo(actor)}, answers=answers)
    row = Application.objects.get(number=made.number)
    row.sealed = vault.seal({"answers": answers, "proof": {}}, vault.APPLICATION)
    known, party = licences.types(), identity.party(row.party_id)
    results._issue(row, [known["business-licence"], known["seal-record"]], party)
    return row.number


def test_a_code_that_came_from_elsewhere_is_not_given_again(people: People) -> None:
    statements.run("SELECT setval('applications_founded', 1)")
    for serial in (2, 3):
        identity.register_enterprise(name="别处登记", uscc=founding.code_for(serial))
    made = founding._registered("新设", "")
    assert made.uscc == founding.code_for(4)
    assert len({founding.code_for(one) for one in range(0, 3_000_000, 250_000)}) == 12


def test_a_bad_rating_needs_a_reason_and_opens_a_follow_up_that_answers_the_person(people: People) -> None:
    made = apply(people.young, "elder-card")
    with pytest.raises(MoveRefused) as refused:
        act(people.young, made.number, "rate", grade=1)
    assert refused.value.code == "reasons_missing"
    act(people.young, made.number, "rate", grade=1, reasons="unclear,nonsense", text="没说清楚")
    with pytest.raises(MoveRefused):
        act(people.young, made.number, "rate", grade=5)
    (follow,) = matters.find(actor=people.lead, question=Question(kinds=(FOLLOW_UP,))).rows
    assert matters.detail(kind=FOLLOW_UP, matter_id=follow.id, actor=people.lead)["text"] == "没说清楚"
    act(people.lead, follow.number, "mend", answer="已电话说明，并改写了告知书")
    said = [entry.text for entry in matters.timeline(actor=people.young, number=made.number)]
    assert "已电话说明，并改写了告知书" in said
    (figures,) = api.graded(actor=people.lead)
    assert (figures.counts, figures.bad, figures.followed_up) == ((1, 0, 0, 0, 0), 1, 1)


def test_a_clerk_files_for_a_person_without_a_phone(people: People) -> None:
    known = api.receive(actor=people.hall, receivable=Receivable("赵老人", number_of("19500101", 101)))
    assert known.id == people.old.party_id
    with pytest.raises(ApplicationRefused):
        api.receive(actor=people.hall, receivable=Receivable("赵老", number_of("19500101", 101)))
    new = api.receive(actor=people.hall, receivable=Receivable("冯无机", number_of("19480501", 505)))
    with pytest.raises(ApplicationRefused) as refused:
        apply(people.hall, "elder-card", party=new.id, channel=Channel.COUNTER)
    assert set(refused.value.problems) == {"document"}
    made = apply(
        people.hall,
        "elder-card",
        party=new.id,
        channel=Channel.COUNTER,
        proof={"document": "居民身份证"},
        answers={"residence_address": "景田北"},  # no phone
    )
    assert made.outcome == "granted"
    assert made.answers["name"] == "冯无机"
    assert licences.of_holder(new.id)[0].identifier == made.licence
    ledger.seal()
    acts = {row.act for row in ledger.find(Sought(), limit=200) if row.by == people.hall.account_id}
    assert {"application.looked_up", "application.filed_for"} <= acts


def number_of(born: str, sequence: int) -> str:
    from cdos.base.identity import api as identity

    body = f"440304{born}{sequence:03d}"
    return body + identity.id_check_digit(body)


def test_a_clerk_who_saw_the_original_needs_no_copy(people: People) -> None:
    files_ = {"medical-report": "seen"}
    with pytest.raises(ApplicationRefused):  # nobody says so of themselves
        apply(people.young, "relief", files=files_)
    made = apply(
        people.hall,
        "relief",
        party=people.young.party_id,
        files=files_,
        channel=Channel.COUNTER,
        proof={"document": "身份证"},
    )
    (line,) = api.materials(number=made.number)
    assert line.handed is Handed.SEEN


def test_a_draft_is_kept_sealed_and_only_its_owner_finds_it(people: People) -> None:
    draft = api.start(actor=people.young, party_id=people.young.party_id or 0, item="relief")
    api.save_draft(actor=people.young, draft_id=draft.id, answers={"residence_address": "暗记路 7 号"})
    again = api.start(actor=people.young, party_id=people.young.party_id or 0, item="relief")
    assert (again.id, again.answers["residence_address"]) == (draft.id, "暗记路 7 号")
    from cdos.nets.services.applications.models import Draft

    assert "暗记路".encode() not in bytes(Draft.objects.get().sealed)
    with pytest.raises(LookupError):
        api.draft(actor=people.old, draft_id=draft.id)


def test_nothing_handed_in_in_time_closes_it_and_silence_accepts_it(people: People) -> None:
    made = relief(people)
    act(people.clerk, made.number, "ask_supplement", reason="请补充")
    overdue(made.number, "supplement")
    closed = api.info(number=made.number)
    assert closed.state == "lapsed"  # the person did not withdraw it
    entry = matters.timeline(actor=people.young, number=made.number)[-1]
    assert entry.move == "lapse"
    other = relief(people)
    overdue(other.number, "accept")
    assert api.info(number=other.number).state == "accepted"


def overdue(number: str, clock: str) -> None:
    from cdos.base.jobs.contracts import Event
    from cdos.nets.services.applications import tasks

    tasks.time_is_over(
        Event("matter.clock_overdue", {"kind": "application", "number": number, "clock": clock})
    )


def test_a_part_of_a_bundle_pays_nothing_itself_and_hangs_on_it(people: People) -> None:
    parent = relief(people)
    made = apply(people.old, "paid-card", channel=Channel.BUNDLE, parent=parent.number)
    assert (made.outcome, made.fee_fen, made.parent) == ("granted", 0, parent.number)
    assert [one.number for one in api.of_parent(number=parent.number)] == [made.number]
    assert matters.links(actor=SYSTEM, number=made.number)[0].other.number == parent.number


def test_who_leaves_takes_drafts_and_answers_along_and_the_decision_stays(people: People) -> None:
    made = apply(people.young, "elder-card")
    api.start(actor=people.young, party_id=people.young.party_id or 0, item="relief")
    own_data.forget(Self(people.young.account_id or 0, people.young.party_id))
    assert api.drafts_of(actor=people.young) == []
    left = api.info(number=made.number)
    assert (left.answers, left.outcome) == ({}, "refused")
    assert left.clauses


def test_who_holds_a_valid_card_is_refused_before_anything_is_filed(people: People) -> None:
    first = apply(people.old, "elder-card")
    asked = Submission(item="elder-card", party_id=people.old.party_id or 0, answers=ADDRESS, files={})
    seen = api.foresee(actor=people.old, submission=asked)
    assert (seen.outcome, seen.at_once) == ("refused", False)
    with pytest.raises(ApplicationRefused) as refused:
        apply(people.old, "elder-card")
    assert str(refused.value) == seen.sentence
    assert Application.objects.count() == 1
    licences.cancel(licence=first.licence, reason="遗失，已交回")
    assert apply(people.old, "elder-card").outcome == "granted"


def test_a_clerk_cannot_grant_what_the_person_got_in_the_meantime(people: People) -> None:
    made = apply(people.old, "card-by-hand")
    assert people.old.party_id is not None
    licences.issue(type="elder-card", holder_id=people.old.party_id, values={})
    act(people.clerk, made.number, "accept")
    act(people.clerk, made.number, "examine", opinion="情况属实")
    with pytest.raises(MoveRefused, match="敬老优待证") as refused:
        act(people.clerk, made.number, "grant")
    assert refused.value.code == "result_refused"
    assert api.info(number=made.number).outcome == ""


def test_who_got_the_card_before_the_fee_was_paid_waits_for_a_person(people: People) -> None:
    made = apply(people.old, "dear-card")
    assert people.old.party_id is not None
    licences.issue(type="elder-card", holder_id=people.old.party_id, values={})
    payment = payments.of_matter(matter=made.number)
    assert payment is not None
    paid(payment.reference, fen=1000)
    after = api.info(number=made.number)
    assert (after.outcome, after.licence) == ("", "")
    assert after.state not in {"paying", "delivered"}
