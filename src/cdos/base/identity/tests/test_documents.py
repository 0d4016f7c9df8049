"""Every valid number passes, every slip of the finger is told."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cdos.base.identity.contracts import DocumentInvalid, DocumentKind
from cdos.base.identity.documents import check_document, id_check_digit
from cdos.base.identity.uscc import DEPARTMENTS, SYMBOLS, organisation_check_symbol, uscc_check_symbol

TODAY = date(2026, 11, 22)
PREFIXES = {
    DocumentKind.CITIZEN_ID: ["440308", "440309", "440310", "440311", "110105", "659004", "469035"],
    DocumentKind.HK_MACAO_TW_RESIDENCE: ["810000", "820000", "830000"],
    DocumentKind.FOREIGN_PERMANENT: ["944840", "911156", "931826"],
}
DIGITS = "0123456789"


@st.composite
def eighteen(draw: st.DrawFn, kind: DocumentKind) -> str:
    born = draw(st.dates(min_value=date(1900, 1, 1), max_value=TODAY))
    body = draw(st.sampled_from(PREFIXES[kind])) + f"{born:%Y%m%d}" + f"{draw(st.integers(0, 999)):03}"
    return body + id_check_digit(body)


@st.composite
def usccs(draw: st.DrawFn) -> str:
    head = draw(st.sampled_from(DEPARTMENTS)) + draw(st.sampled_from("1239"))
    area = f"{draw(st.integers(0, 999999)):06}"
    organisation = draw(st.text(alphabet=SYMBOLS, min_size=8, max_size=8))
    body = head + area + organisation + organisation_check_symbol(organisation)
    return body + uscc_check_symbol(body)


any_eighteen = st.sampled_from(sorted(PREFIXES)).flatmap(
    lambda kind: st.tuples(st.just(kind), eighteen(kind))
)


@given(any_eighteen, st.booleans())
def test_any_valid_number_of_the_18_digit_scheme_passes_with_its_kind_and_birth(pair, told) -> None:
    kind, number = pair
    checked = check_document(kind if told else None, number, today=TODAY)
    assert (checked.kind, checked.number) == (kind, number)
    assert f"{checked.born_on:%Y%m%d}" == number[6:14]
    assert checked.sex == ("m" if int(number[16]) % 2 else "f")


@given(any_eighteen, st.integers(0, 17), st.sampled_from(DIGITS + "X"))
def test_any_single_changed_character_is_refused(pair, place, character) -> None:
    kind, number = pair
    assume(number[place] != character)
    with pytest.raises(DocumentInvalid):
        check_document(kind, number[:place] + character + number[place + 1 :], today=TODAY)


@given(any_eighteen, st.integers(0, 16))
def test_any_two_neighbours_swapped_are_refused(pair, place) -> None:
    kind, number = pair
    assume(number[place] != number[place + 1])
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    with pytest.raises(DocumentInvalid):
        check_document(kind, swapped, today=TODAY)


@given(
    st.sampled_from(["440308", "440309", "440310", "440311"]),
    st.dates(date(1995, 1, 1), date(1995, 12, 31)),
    st.integers(0, 999),
)
def test_people_born_in_1995_with_the_areas_that_were_made_later_pass(area, born, order) -> None:
    body = f"{area}{born:%Y%m%d}{order:03}"
    assert check_document(None, body + id_check_digit(body), today=TODAY).notes == ()


def test_an_unknown_area_is_a_note_and_no_refusal() -> None:
    body = "990000" + "19900101" + "001"
    assert check_document(None, body + id_check_digit(body), today=TODAY).notes
    body = "240000" + "19900101" + "001"
    assert check_document(DocumentKind.CITIZEN_ID, body + id_check_digit(body), today=TODAY).notes


@pytest.mark.parametrize(
    "text",
    [
        "11010519491231002x",
        "１１０１０５１９４９１２３１００２Ｘ",
        " 110105 19491231 002X ",
        "110105-19491231-002x",
        "\u200f11010519491231002X\u200b",
    ],
)
def test_full_width_lower_case_blanks_and_invisible_characters_do_not_matter(text) -> None:
    assert check_document(DocumentKind.CITIZEN_ID, text, today=TODAY).number == "11010519491231002X"


@pytest.mark.parametrize("born", ["19900230", "20261123", "18500101", "19901301", "00000000"])
def test_a_date_of_birth_that_cannot_be_is_refused_and_named(born) -> None:
    body = "440305" + born + "001"
    with pytest.raises(DocumentInvalid, match=born) as refusal:
        check_document(DocumentKind.CITIZEN_ID, body + id_check_digit(body), today=TODAY)
    assert refusal.value.code == "date"


def test_a_child_born_today_passes() -> None:
    body = f"440305{TODAY:%Y%m%d}001"
    assert check_document(None, body + id_check_digit(body), today=TODAY).born_on == TODAY


@pytest.mark.parametrize(
    ("kind", "number", "kept"),
    [
        (DocumentKind.HK_MACAO_PERMIT, "h12345678", "H12345678"),
        (DocumentKind.HK_MACAO_PERMIT, "M1234567801", "M12345678"),
        (DocumentKind.TAIWAN_PERMIT, "1234 5678", "12345678"),
        (DocumentKind.FOREIGN_PERMANENT, "usa440390022912", "USA440390022912"),
        (DocumentKind.PASSPORT, "E12345678", "E12345678"),
        (DocumentKind.PASSPORT, "EA1234567", "EA1234567"),
        (DocumentKind.PASSPORT, "G12345678", "G12345678"),
        (DocumentKind.PASSPORT, "c01x00t47", "C01X00T47"),
    ],
)
def test_other_documents_pass_and_are_recognised_where_their_form_tells_them(kind, number, kept) -> None:
    assert check_document(kind, number, today=TODAY).number == kept
    assert check_document(None, number, today=TODAY).kind is kind


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        (DocumentKind.HK_MACAO_PERMIT, "A12345678"),
        (DocumentKind.HK_MACAO_PERMIT, "H1234567"),
        (DocumentKind.TAIWAN_PERMIT, "123456789"),
        (DocumentKind.FOREIGN_PERMANENT, "11010519491231002X"),
        (DocumentKind.FOREIGN_PERMANENT, "USA440390133112"),
        (DocumentKind.PASSPORT, "ABCDEFGHI"),
        (DocumentKind.PASSPORT, "E1"),
        (DocumentKind.CITIZEN_ID, "110105491231002"),
        (DocumentKind.CITIZEN_ID, "<script>alert(1)</script>"),
        (None, ""),
        (None, "   "),
        (None, "'; DROP TABLE identity_party; --"),
        (None, "😀" * 50_000),
        (None, "9" * 50_000),
    ],
)
def test_what_cannot_be_a_document_is_refused_with_a_sentence(kind, number) -> None:
    with pytest.raises(DocumentInvalid) as refusal:
        check_document(kind, number, today=TODAY)
    assert str(refusal.value).endswith((".", "。"))
    assert len(str(refusal.value)) < 200


@given(usccs())
def test_any_valid_credit_code_of_every_issuing_department_passes_without_notes(code) -> None:
    checked = check_document(DocumentKind.USCC, code.lower())
    assert (checked.number, checked.notes) == (code, ())


@given(usccs(), st.integers(0, 17), st.sampled_from(SYMBOLS + "IOSVZ"))
def test_any_single_changed_symbol_of_a_credit_code_is_refused(code, place, symbol) -> None:
    assume(code[place] != symbol)
    with pytest.raises(DocumentInvalid):
        check_document(DocumentKind.USCC, code[:place] + symbol + code[place + 1 :])


@given(usccs(), st.integers(0, 16))
def test_swapped_symbols_of_a_credit_code_are_refused(code, place) -> None:
    assume(code[place] != code[place + 1])
    with pytest.raises(DocumentInvalid):
        check_document(DocumentKind.USCC, code[:place] + code[place + 1] + code[place] + code[place + 2 :])


@pytest.mark.parametrize("head", ["N", "Y", "A"])
def test_codes_that_begin_with_a_letter_are_recognised(head) -> None:
    body = head + "2440300" + "MC0000123"[:8]
    body += organisation_check_symbol(body[8:16])
    checked = check_document(None, body + uscc_check_symbol(body))
    assert (checked.kind, checked.notes) == (DocumentKind.USCC, ())


def test_a_wrong_organisation_code_inside_is_a_note_and_no_refusal() -> None:
    organisation = "12345678"
    wrong = next(digit for digit in DIGITS if digit != organisation_check_symbol(organisation))
    body = "91440300" + organisation + wrong
    assert check_document(DocumentKind.USCC, body + uscc_check_symbol(body)).notes


def test_a_credit_code_of_digits_only_is_not_taken_for_a_person() -> None:
    body = "91440300" + "19203821"
    body += organisation_check_symbol(body[8:16])
    number = body + uscc_check_symbol(body)
    if number.isdecimal():
        assert check_document(None, number, today=TODAY).kind is DocumentKind.USCC
    assert check_document(DocumentKind.USCC, number).kind is DocumentKind.USCC
    with pytest.raises(DocumentInvalid, match="O"):
        check_document(DocumentKind.USCC, number[:10] + "O" + number[11:])


@given(st.text(max_size=400))
def test_no_text_breaks_the_check(text) -> None:
    for kind in (None, *DocumentKind):
        try:
            checked = check_document(kind, text, today=TODAY)
        except DocumentInvalid:
            continue
        assert checked.number.isascii()
