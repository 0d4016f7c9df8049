"""The pages, asked as a browser without JavaScript asks them."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from PIL import Image
from tests.support.signing_in import signed_in

from cdos.base.files import api as files
from cdos.base.identity import api as identity
from cdos.base.identity.contracts import Relation
from cdos.base.matters import api as matters
from cdos.nets.services.applications import api
from cdos.nets.services.applications.models import Application, Draft
from cdos.nets.services.applications.tests.conftest import ADDRESS, CIVIL, People, apply, person
from cdos.nets.services.payments import api as payments
from cdos.nets.services.payments.models import Charge


def browser(account: int | None) -> Client:
    assert account is not None
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    signed_in(account, client)
    return client


def text(answer: Any) -> str:
    assert answer.status_code < 400, answer.content.decode()[:2000]
    return str(answer.content.decode())


def begun(client: Client, people: People, item: str) -> str:
    """The address of the form."""
    answer = client.post(
        f"/services/apply/{item}", {"party": people.young.party_id, "consent": ["residence"]}
    )
    assert answer.status_code == 302, text(answer)
    return str(answer["Location"])


def test_who_applies_reads_the_decision_before_and_after_sending(people: People) -> None:
    client = browser(people.young.account_id)
    first = text(client.get("/services/apply/elder-card?for=1"))
    assert "居住登记" in first  # may we look it up?
    form = begun(client, people, "elder-card")
    page = text(client.get(form))
    assert "孙青年" in page  # filled
    assert "would be refused" in page
    kept = text(
        client.post(f"{form}/save", ADDRESS | {"material-photo": "undefined"})
    )  # no file of that name
    assert Draft.objects.count() == 1
    assert "样例市老年人优待办法" in kept
    assert "Saved" in kept
    assert "You have one in progress" in text(client.get("/services/apply/elder-card"))
    wrong = client.post(form, {"residence_address": ""})
    assert wrong.status_code == 422
    assert client.post(form, ADDRESS)["Location"] == f"{form}/check"
    check = text(client.get(f"{form}/check"))
    assert "景田路" in check
    tracked = client.post(f"{form}/check")["Location"]
    page = text(client.get(tracked))
    assert "样例市老年人优待办法" in page
    assert "第三条" in page
    assert 'id="objection"' in page
    assert not Draft.objects.exists()
    assert text(client.get("/services/applications/")).count("颐年卡申领") == 1
    assert "Very satisfied" in page


def test_a_material_is_asked_for_and_a_licence_stands_for_it(people: People) -> None:
    client = browser(people.young.account_id)
    form = begun(client, people, "relief")
    answer = client.post(form, ADDRESS)
    assert answer.status_code == 422
    assert "Please hand in: 诊断证明." in answer.content.decode()


def test_a_stranger_sees_neither_draft_nor_application(people: People) -> None:
    form = begun(browser(people.young.account_id), people, "elder-card")
    made = apply(people.old, "elder-card")
    stranger = browser(people.parent.account_id)
    for path in (form, f"{form}/check", f"/services/applications/{made.number}"):
        assert stranger.get(path).status_code == 404
    assert stranger.post(f"/services/applications/{made.number}/withdraw").status_code == 403
    assert Client().get("/services/apply/elder-card").status_code == 302


def test_the_person_objects_and_rates_on_the_page(people: People) -> None:
    made = apply(people.young, "elder-card")
    client = browser(people.young.account_id)
    path = f"/services/applications/{made.number}"
    bad = client.post(f"{path}/rate", {"grade": "1"})
    assert bad.status_code == 422
    assert "Please say what was wrong" in bad.content.decode()
    assert client.post(f"{path}/rate", {"grade": "2", "reasons": ["slow", "unclear"]}).status_code == 302
    assert Application.objects.get().grade_reasons == ["slow", "unclear"]
    assert client.post(f"{path}/object", {"reason": "登记错了"}).status_code == 302
    assert "Somebody else" in text(client.get(path))
    assert made.number in text(client.get(f"{path}/receipt"))


@pytest.fixture
def hall(people: People) -> Client:
    """A clerk of the hall with a real post."""
    return clerk("hall", "440300-data", "operator")


def clerk(login: str, unit: str, role: str) -> Client:
    from datetime import date

    from cdos.base.identity import api as identity
    from cdos.base.identity.contracts import NewAccount
    from cdos.base.organisation import api as organisation
    from cdos.base.organisation.contracts import AppointmentRow, PostRow, Role

    identity.load_accounts([NewAccount(login=login, name=login, is_staff=True)])
    account = identity.account_by_login(login)
    assert account is not None
    (post,) = organisation.load_posts([PostRow(unit, Role(role))])
    organisation.load_appointments([AppointmentRow(account.id, post, date(2020, 1, 1))])
    return browser(account.id)


def test_a_clerk_files_by_hand_with_what_the_channel_asks(hall: Client, people: People) -> None:
    known = person("何老伯", "19400101", 606)
    from cdos.base.identity import api as identity

    number = identity.proven(known)
    assert number is not None
    sent = {"item": "elder-card", "name": "何老伯", "number": number.document_number, "channel": "home"}
    missing = hall.post("/staff/services/counter", sent)
    assert missing.status_code == 422
    assert "Who came along" in missing.content.decode()
    sent |= {"need-home-document": "身份证", "need-home-address": "景田北", "need-home-companion": "刘社工"}
    sent |= {"need-counter-document": ""}  # the fields of the other channels are sent along, empty
    allow = hall.post("/staff/services/counter", sent)["Location"]
    assert "何老伯" in text(hall.get(allow))
    form = hall.post(allow, {})["Location"]
    assert "would be granted" in text(hall.get(form))
    assert hall.post(form, ADDRESS)["Location"] == f"{form}/check"
    paper = text(hall.get(hall.post(f"{form}/check")["Location"]))
    assert "何老伯" in paper
    assert "verification code" in paper
    assert Application.objects.get().channel == "home"


def test_the_workbench_shows_what_was_entered_its_sources_and_findings(people: People) -> None:
    made = apply(people.young, "elder-card")
    page = text(clerk("handler", CIVIL, "handler").get(f"/staff/?queue=all&matter={made.number}"))
    for words in (
        "孙青年",
        "样例市老年人优待办法",
        "a condition is not met",
        "said by the applicant",
        "景田路",
    ):
        assert words in page
    found = matters.detail(
        kind="application",
        matter_id=matters.get(actor=people.clerk, number=made.number).id,
        actor=people.clerk,
    )
    assert found["application"].number == made.number


def test_staff_read_ratings_and_fees_of_their_units(people: People) -> None:
    made = apply(people.young, "elder-card")
    matters.act(actor=people.young, number=made.number, move="rate", data={"grade": 5})
    lead = clerk("leader", CIVIL, "lead")
    assert "样例市民政局" in text(lead.get("/staff/services/ratings"))
    assert "No fees yet" in text(lead.get("/staff/fees/"))
    assert api.graded(actor=people.lead)[0].good_share == 1


def test_staff_read_which_payments_the_bank_leaves_open(people: People) -> None:
    made = apply(people.old, "paid-card")
    payment = payments.of_matter(matter=made.number)
    assert payment is not None
    payments.begin(reference=payment.reference)
    lead = clerk("leader", CIVIL, "lead")
    assert made.number not in text(lead.get("/staff/fees/"))
    Charge.objects.update(began_at=timezone.now() - timedelta(days=2))
    page = text(lead.get("/staff/fees/"))
    assert "Payments without an answer" in page
    assert made.number in page


def test_who_filed_for_a_child_sees_the_papers_and_nobody_else_does(people: People) -> None:
    out = BytesIO()
    Image.new("RGB", (400, 300), (120, 150, 120)).save(out, "JPEG")
    out.seek(0)
    paper = files.store(stream=out, name="paper.jpg", uploaded_by=people.parent.account_id)
    apply(people.parent, "relief", party=people.child, files={"medical-report": paper.token})
    paths = (files.url(paper.token), files.thumb_url(paper.token))

    def seen(account: int | None) -> set[int]:
        return {browser(account).get(path).status_code for path in paths}

    assert seen(people.parent.account_id) == {200}
    assert seen(people.young.account_id) == {404}
    assert {Client().get(path).status_code for path in paths} == {404}
    father = people.young
    yesterday = timezone.localdate() - timedelta(days=1)
    identity.grant_mandate(
        holder_id=father.party_id or 0,
        party_id=people.child,
        relation=Relation.CHILD,
        valid_from=yesterday - timedelta(days=1),
        valid_until=yesterday,
    )
    assert seen(father.account_id) == {404}
    identity.grant_mandate(holder_id=father.party_id or 0, party_id=people.child, relation=Relation.CHILD)
    assert seen(father.account_id) == {200}


def test_who_holds_the_card_reads_that_there_is_no_need_and_finds_nothing_to_send(people: People) -> None:
    apply(people.old, "elder-card")
    client = browser(people.old.account_id)
    answer = client.post("/services/apply/elder-card", {"party": people.old.party_id})
    page = text(client.get(answer["Location"]))
    assert "There is no need to apply" in page
    assert "敬老优待证" in page
    assert 'id="application"' not in page
    sent = client.post(str(answer["Location"]).replace("/form", "/check"), {})
    assert sent.status_code != 302 or "/me/applications/" not in sent["Location"]
    assert Application.objects.count() == 1


def test_what_another_tab_sent_already_is_no_mistake(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    client = browser(people.young.account_id)
    form = begun(client, people, "elder-card")
    client.post(f"{form}/save", ADDRESS)
    submit, draft = api.submit, int(form.rpartition("/")[2])

    def twice(**given: Any) -> Any:
        made = submit(**given)
        api.drop_draft(actor=given["actor"], draft_id=draft)  # the other tab was faster
        return made

    monkeypatch.setattr(api, "submit", twice)
    answer = client.post(f"{form}/check")
    assert answer.status_code == 302
    assert Application.objects.count() == 1
