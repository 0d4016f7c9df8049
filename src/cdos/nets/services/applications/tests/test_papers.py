"""A document read by machine in the wizard (AI+秒批): asked for, looked at, confirmed, and only then decided on."""

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from cdos.base import statements
from cdos.base.files import api as files
from cdos.base.jobs import api as jobs
from cdos.nets.services.applications import api
from cdos.nets.services.applications.tests.conftest import ADDRESS, People
from cdos.nets.services.applications.tests.test_pages import begun, browser, text
from cdos.nets.services.decisions import api as decisions
from cdos.nets.services.decisions.contracts import Outcome

MASTER = "degree#学历层次 硕士.png"  # the demonstration's reader says what stands in a file's own name


def uploaded(name: str, by: int | None) -> str:
    picture = BytesIO()
    Image.new("RGB", (40, 30), (200, 200, 200)).save(picture, "PNG")
    picture.seek(0)
    return files.store(stream=picture, name=name, uploaded_by=by).token


@pytest.fixture
def client(people: People, settings: Any) -> Client:
    settings.FILE_READERS = "demo"
    return browser(people.young.account_id)


def handed_in(client: Client, people: People, name: str = MASTER) -> tuple[str, dict[str, str]]:
    """The address of the form, and what is typed into it with the document."""
    form = begun(client, people, "degree-grant")
    return form, ADDRESS | {"material-degree": uploaded(name, people.young.account_id)}


def receipt(client: Client, people: People, form: str) -> Any:
    where = client.post(f"{form}/check")["Location"]
    found = api.info(actor=people.young, number=where.rstrip("/").rpartition("/")[2])
    return decisions.receipt(actor=people.young, receipt_id=found.receipt_id)


def test_what_a_document_says_decides_once_the_person_confirmed_it(client: Client, people: People) -> None:
    form, typed = handed_in(client, people)
    page = text(client.post(f"{form}/save", typed))
    assert "not known yet" in page
    assert "Read them" in page
    papers = client.post(f"{form}/papers/read", typed)["Location"]
    assert "Being read" in text(client.get(papers))
    jobs.drain()
    page = text(client.get(papers))
    assert "硕士" in page
    assert "学历层次 硕士" in page  # the words it was found in
    assert "not known yet" in text(client.get(form))  # seen is not confirmed
    (confirm,) = {one for one in page.split('"') if one.startswith(f"{papers}/")}
    assert client.post(confirm, {"right": ["education"]})["Location"] == form
    page = text(client.get(form))
    assert "would be granted" in page
    assert "Read them" not in page
    made = receipt(client, people, form)
    assert made.outcome is Outcome.GRANTED
    assert {one.field: one.source.partition(":")[0] for one in made.used}["education"] == "document"


def recorded() -> int:
    """Lines of the ledger that are not sealed yet, the looks into registers among them."""
    return int(statements.run("SELECT count(*) FROM ledger_intake")[0][0])


def test_waiting_for_the_reader_asks_no_register(client: Client, people: People) -> None:
    form, typed = handed_in(client, people)
    papers = client.post(f"{form}/papers/read", typed)["Location"]
    before = recorded()
    for _turn in range(3):
        assert "Being read" in text(client.get(f"{papers}?part=papers", headers={"HX-Request": "true"}))
    assert recorded() == before
    client.get(form)
    assert recorded() > before  # the form does ask


def test_what_the_person_does_not_confirm_decides_nothing(client: Client, people: People) -> None:
    form, typed = handed_in(client, people)
    papers = client.post(f"{form}/papers/read", typed)["Location"]
    jobs.drain()
    (confirm,) = {one for one in text(client.get(papers)).split('"') if one.startswith(f"{papers}/")}
    client.post(confirm, {"right": []})
    assert "not known yet" in text(client.get(form))
    assert receipt(client, people, form).outcome is Outcome.ASK


def test_anothers_reading_is_not_confirmed(client: Client, people: People) -> None:
    form, typed = handed_in(client, people)
    papers = client.post(f"{form}/papers/read", typed)["Location"]
    jobs.drain()
    (confirm,) = {one for one in text(client.get(papers)).split('"') if one.startswith(f"{papers}/")}
    stranger = browser(people.old.account_id)
    assert stranger.post(confirm, {"right": ["education"]}).status_code == 404
    assert stranger.get(papers).status_code == 404


def test_nothing_is_offered_where_nothing_reads(client: Client, people: People, settings: Any) -> None:
    form, typed = handed_in(client, people)
    settings.FILE_READERS = "none"
    assert "Read them" not in text(client.post(f"{form}/save", typed))
    papers = client.post(f"{form}/papers/read", typed)["Location"]
    assert "Nothing to read" in text(client.get(papers))


def test_a_mother_has_her_childs_document_read_and_confirms_it(client: Client, people: People) -> None:
    mother = browser(people.parent.account_id)
    form = mother.post("/services/apply/degree-grant", {"party": people.child, "consent": []})["Location"]
    typed = ADDRESS | {"material-degree": uploaded(MASTER, people.parent.account_id)}
    assert "Read them" in text(mother.post(f"{form}/save", typed))
    assert "Read them" in text(mother.get(form))
    papers = mother.post(f"{form}/papers/read", typed)["Location"]
    jobs.drain()
    page = text(mother.get(papers))
    (confirm,) = {one for one in page.split('"') if one.startswith(f"{papers}/")}
    assert mother.post(confirm, {"right": ["education"]})["Location"] == form
