"""Facts from uploaded documents: read by machine, confirmed by the person, and only then good for a decision."""

import io
from datetime import date

import pytest
from PIL import Image

from cdos.base.files import api as files
from cdos.base.jobs import api as jobs
from cdos.base.organisation.contracts import Actor
from cdos.hubs.registers.contracts import Fact
from cdos.nets.governance.appeals.tests.conftest import People
from cdos.nets.services.decisions import api
from cdos.nets.services.decisions.contracts import DecisionRefused, DocumentReading, Outcome
from cdos.nets.services.decisions.logic import extracting

from .conftest import FIT, Decide

pytestmark = pytest.mark.django_db
DEGREE = """普通高等学校
毕业证书
学生 李雷 性别 男，一九九六年三月十四日生
姓名：李雷　　学历层次：硕士研究生
毕业日期：2021年6月30日
学校名称 样例大学
月收入：1.2万元
证件号码 44030419960314721X
累计缴费月数
36"""


def test_what_stands_behind_a_label_is_found_in_the_form_of_its_kind() -> None:
    asked = [
        "name",
        "education",
        "graduation_date",
        "degree_name",
        "income_month_fen",
        "id_number",
        "social_security_months",
    ]
    found = {one.field: one.value for one in extracting.found(DEGREE, [*asked, "age", "vehicle_plate"])}
    assert found == {
        "name": "李雷", "education": "master", "graduation_date": date(2021, 6, 30), "degree_name": "样例大学",
        "income_month_fen": 1_200_000, "id_number": "44030419960314721X", "social_security_months": 36,
    }  # fmt: skip


def test_what_is_not_clear_is_left_to_the_person() -> None:
    assert extracting.found("学历层次：见附件\n毕业日期：长期", ["education", "graduation_date"]) == ()


def uploaded(name: str) -> str:
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), (200, 200, 200)).save(picture, "PNG")
    picture.seek(0)
    return files.store(stream=picture, name=name, uploaded_by=9001).token


@pytest.fixture
def reading(settings, resident: Actor, party: int) -> DocumentReading:  # type: ignore[no-untyped-def]
    settings.FILE_READERS = "demo"  # says what stands in the file's own name
    token = uploaded("degree#学历层次 硕士.png")
    asked = api.read_document(actor=resident, party_id=party, token=token, fields=["education", "name"])
    assert (asked.read_at, asked.found) == (None, ())
    jobs.drain()
    return api.document_reading(actor=resident, reading_id=asked.id)


def test_a_document_is_read_in_the_background_and_shown_with_the_words_it_was_found_in(
    reading: DocumentReading,
) -> None:
    assert [(one.field, one.value, one.quote) for one in reading.found] == [
        ("education", "master", "学历层次 硕士")
    ]
    assert reading.confirmed is None


def test_nothing_read_is_used_before_it_is_confirmed(
    reading: DocumentReading, decide: Decide, resident: Actor, party: int
) -> None:
    assert api.confirmed_facts(party_id=party, tokens=[reading.token]) == {}
    claimed = {"education": Fact("education", "master", reading.source, reading.read_at)}
    with pytest.raises(DecisionRefused, match="not confirmed yet"):
        decide(FIT, sources=claimed)
    api.confirm_document(actor=resident, reading_id=reading.id, values={"education": "master"})
    facts = api.confirmed_facts(party_id=party, tokens=[reading.token])
    assert api.confirmed_facts(party_id=party + 1, tokens=[reading.token]) == {}
    receipt = decide(FIT, sources=facts)
    assert receipt.outcome is Outcome.GRANTED
    assert {one.field: one.source for one in receipt.used}["education"] == reading.source


def test_a_mended_value_is_the_persons_word(
    reading: DocumentReading, decide: Decide, resident: Actor, party: int
) -> None:
    api.confirm_document(actor=resident, reading_id=reading.id, values={"education": "bachelor"})
    assert api.confirmed_facts(party_id=party, tokens=[reading.token]) == {}
    with pytest.raises(DecisionRefused, match="not confirmed yet"):
        decide(FIT, sources={"education": Fact("education", "master", reading.source, None)})


def test_confirming_is_for_the_person_once_and_for_what_was_read(
    reading: DocumentReading, people: People, resident: Actor
) -> None:
    with pytest.raises(LookupError):
        api.confirm_document(actor=people.neighbour, reading_id=reading.id, values={"education": "master"})
    with pytest.raises(DecisionRefused, match="not read from this document"):
        api.confirm_document(actor=resident, reading_id=reading.id, values={"age": 30})
    api.confirm_document(actor=resident, reading_id=reading.id, values={"education": "master"})
    with pytest.raises(DecisionRefused, match="confirmed already"):
        api.confirm_document(actor=resident, reading_id=reading.id, values={"education": "master"})


def test_where_nothing_can_be_read_the_person_is_told_and_types(
    settings, resident: Actor, party: int
) -> None:  # type: ignore[no-untyped-def]
    settings.FILE_READERS = "none"
    asked = api.read_document(
        actor=resident, party_id=party, token=uploaded("degree.png"), fields=["education"]
    )
    jobs.drain()
    done = api.document_reading(actor=resident, reading_id=asked.id)
    assert done.read_at is not None
    assert "type the data" in done.why_not
