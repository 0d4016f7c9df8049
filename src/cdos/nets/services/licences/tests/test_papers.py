"""Documents with a code: the city's own is found genuine, a forged or altered one refused; copies end with their use."""

import io
from datetime import timedelta

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from cdos.base.files import api as files
from cdos.nets.services.licences import api
from cdos.nets.services.licences.contracts import LicenceRefused, Paper
from cdos.nets.services.licences.logic import codes

from .conftest import CIVIL, Town

pytestmark = pytest.mark.django_db


def decision(town: Town) -> tuple[Paper, bytes]:
    made = api.document(
        title="行政许可决定书",
        paragraphs=("陈小满：", "您提出的申请符合条件，准予许可。如不服本决定，可在六十日内申请行政复议。"),
        facts=(("事项", "敬老优待证"), ("有效期", "长期")),
        issuer=CIVIL,
        matter="SZ-26-0000001-1",
        holder_id=town.resident.party_id,
    )
    with files.open_file(made.token) as stream:
        return made, stream.read()


def test_the_document_says_what_it_should_and_bears_its_code(town: Town) -> None:
    made, data = decision(town)
    reader = pypdf.PdfReader(io.BytesIO(data))
    text = "".join(page.extract_text() for page in reader.pages)
    assert "行政许可决定书" in text
    assert "准予许可" in text
    assert "样例市民政局" in text
    assert codes.spaced(made.code) in text
    assert len(data) < 40_000


def test_the_citys_own_file_and_its_code_are_genuine(town: Town) -> None:
    made, data = decision(town)
    for found in (api.verify_file(data), api.verify(made.code), api.verify(codes.spaced(made.code).lower())):
        assert (found.genuine, found.valid, found.what) == (True, True, "行政许可决定书")


def test_an_altered_file_is_found_out_also_when_only_one_byte_differs(town: Town) -> None:
    made, data = decision(town)
    place = data.rindex(b"/Producer") if b"/Producer" in data else len(data) // 2
    changed = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
    found = api.verify_file(changed)
    assert (found.genuine, found.altered, found.code) == (False, True, made.code)


def test_a_file_saved_anew_with_another_text_is_found_out(town: Town) -> None:
    _made, data = decision(town)
    reader, writer = pypdf.PdfReader(io.BytesIO(data)), pypdf.PdfWriter()
    writer.append(reader)
    writer.add_metadata(
        {"/Title": "行政许可决定书（改）", "/Keywords": str((reader.metadata or {})["/Keywords"])}
    )
    out = io.BytesIO()
    writer.write(out)
    assert api.verify_file(out.getvalue()).genuine is False


def test_a_forged_document_with_a_made_up_code_is_refused(town: Town) -> None:
    forged = b"%PDF-1.4\n" + b"CDOS-VERIFY:" + codes.new_code(codes.PAPER).encode() + b"\n%%EOF"
    assert api.verify_file(forged).genuine is False
    assert api.verify(codes.new_code(codes.PAPER)).genuine is False
    assert api.verify("not a code").genuine is False
    with pytest.raises(LicenceRefused):
        api.verify_file(b"a picture")


def test_a_document_that_was_taken_back_is_genuine_and_does_not_hold(town: Town) -> None:
    made, data = decision(town)
    api.withdraw_document(code=made.code, why="复议决定已变更")
    found = api.verify_file(data)
    assert (found.genuine, found.valid) == (True, False)
    assert "复议决定已变更" in found.sentence


def test_a_copy_bears_its_purpose_and_ends_with_its_use(town: Town) -> None:
    made = town.card()
    until = timezone.localdate() + timedelta(days=30)
    copy = api.give_copy(
        actor=town.resident, licence_id=made.id, purpose="入学报名", by="荔花小学", until=until
    )
    with files.open_file(copy.token) as stream:
        data = stream.read()
    text = pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text()
    assert text.count("入学报名") > 10  # the watermark, all over the page
    assert "荔花小学" in text
    assert api.verify_file(data).valid
    api.stop(actor=town.resident, use_id=api.own_uses(actor=town.resident)[0].id)
    found = api.verify_file(data)
    assert (found.genuine, found.valid) == (True, False)


def test_a_copy_of_a_revoked_licence_does_not_hold(town: Town) -> None:
    made = town.card()
    until = timezone.localdate() + timedelta(days=30)
    copy = api.give_copy(actor=town.resident, licence_id=made.id, purpose="x", by="y", until=until)
    api.revoke(licence=made, reason="违法")
    assert api.verify(copy.code).valid is False


def test_everybody_may_verify_and_learns_no_number_and_no_whole_name(town: Town) -> None:
    made = town.card()
    answer = (
        Client().get(f"/verify/{made.verify_code}", headers={"accept-language": "zh-hans"}).content.decode()
    )
    assert "真实有效" in answer
    assert "陈**" in answer
    assert "陈小满" not in answer
    assert made.number not in answer
    assert "440304199103" not in answer


def test_a_file_is_verified_on_the_page(town: Town) -> None:
    _made, data = decision(town)
    sent = SimpleUploadedFile("决定书.pdf", data, "application/pdf")
    answer = Client().post("/verify/", {"file": sent}).content.decode()
    assert "行政许可决定书" in answer
    forged = SimpleUploadedFile("x.pdf", b"%PDF-1.4 nothing", "application/pdf")
    assert "行政许可决定书" not in Client().post("/verify/", {"file": forged}).content.decode()
    assert Client().post("/verify/", {}).status_code == 422


def test_a_document_is_read_by_its_holder_and_its_unit_only(town: Town, client: Client) -> None:
    from tests.support.signing_in import signed_in

    made, _data = decision(town)
    assert town.resident.account_id
    assert town.neighbour.account_id
    assert client.get(files.url(made.token)).status_code in {302, 403, 404}
    assert signed_in(town.neighbour.account_id, Client()).get(files.url(made.token)).status_code in {403, 404}
    assert signed_in(town.resident.account_id, Client()).get(files.url(made.token)).status_code == 200
