"""The ledger's pages: a person sees who looked at their data and nobody else's; the audit administrator sees all."""

from collections.abc import Iterator

import pytest
from django.test import Client

from cdos.base.jobs import api as jobs
from cdos.base.ledger import access, models
from cdos.base.ledger import api as ledger
from cdos.base.ledger.contracts import Named, Reader

from .test_proof import SCRIPT

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _hooks() -> Iterator[None]:
    kept = list(access._readers), list(access._names), dict(access._objects)
    ledger.register_names(lambda ids: dict.fromkeys(ids, "黄经办"))
    ledger.register_objects(
        "thing", lambda ids: {one: Named(f"第 {one} 号", f"/things/{one}") for one in ids}
    )
    yield
    access._readers[:], access._names[:] = kept[0], kept[1]
    access._objects.clear()
    access._objects.update(kept[2])


def as_(reader: Reader) -> Client:
    ledger.register_reader(lambda request: reader)
    return Client(headers={"accept-language": "en"})


def a_look(about: int, number: int = 1) -> int:
    details = {"unit": "福田区水务局", "post": "经办人", "purpose": "核对地址"}
    ledger.record(act="test.looked", by=7, about=about, object=f"thing:{number}", details=details)
    ledger.seal()
    return ledger.of_party(about=about)[0].seq


def test_a_person_reads_unit_post_purpose_and_object_of_each_look() -> None:
    seq = a_look(31)
    page = as_(Reader(account_id=1, party_id=31)).get("/accounts/me/looks/").content.decode()
    for word in ("福田区水务局 · 经办人", "核对地址", 'href="/things/1"', f"/ledger/proof/{seq}.json"):
        assert word in page
    assert "黄经办" not in page


def test_another_person_reads_nothing_of_it_and_gets_no_proof() -> None:
    seq = a_look(31)
    other = as_(Reader(account_id=2, party_id=32))
    assert "福田区水务局" not in other.get("/accounts/me/looks/?all=1").content.decode()
    assert other.get(f"/ledger/proof/{seq}.json").status_code == 404
    assert other.get("/admin/ledger/").status_code == 403


def test_a_visitor_is_sent_to_sign_in() -> None:
    for path in ("/accounts/me/looks/", "/admin/ledger/", "/ledger/proof/1.json"):
        assert as_(Reader()).get(path).status_code == 302


def test_the_proof_comes_as_a_file_for_the_script() -> None:
    seq = a_look(31)
    client = as_(Reader(account_id=1, party_id=31))
    answer = client.get(f"/ledger/proof/{seq}.json")
    assert answer.json()["row"]["seq"] == seq
    assert f"proof-{seq}.json" in answer["Content-Disposition"]
    script = client.get("/ledger/verify_proof.py")
    assert script.content.decode() == SCRIPT.read_text(encoding="utf-8")


def test_the_auditor_searches_and_pages_through_all_rows() -> None:
    for number in range(40):
        a_look(31 + number % 2, number)
    auditor = as_(Reader(account_id=9, may_read_all=True))
    first = auditor.get("/admin/ledger/").content.decode()
    assert first.count("/ledger/proof/") == 30
    assert "黄经办" in first
    assert auditor.get("/admin/ledger/?after=11").content.decode().count("/ledger/proof/") == 10
    assert auditor.get("/admin/ledger/?object=thing:7").content.decode().count("/ledger/proof/") == 1
    for nonsense in (
        "kind=x",
        "by=abc",
        "since=2026-13-45",
        "until=x",
        "after=-1",
        "by=99999999999999999999",
    ):
        assert auditor.get(f"/admin/ledger/?{nonsense}").content.decode().count("/ledger/proof/") == 30, (
            nonsense
        )


def test_verifying_on_request_shows_its_outcome() -> None:
    a_look(31)
    auditor = as_(Reader(account_id=9, may_read_all=True))
    assert auditor.post("/admin/ledger/verify").status_code == 302
    jobs.drain()
    assert models.Verification.objects.get().ok
    models.Verification.objects.create(
        ok=False, rows=9, seconds=1, report={"altered": [4], "counts": {"head": 1}}
    )
    page = auditor.get("/admin/ledger/").content.decode()
    assert "Altered rows: 4" in page or "被改动的记录：4" in page
