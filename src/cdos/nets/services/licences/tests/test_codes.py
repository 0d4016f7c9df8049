"""Identifiers and codes: their form, and that slips of the finger are noticed."""

from hypothesis import given
from hypothesis import strategies as st

from cdos.base.identity import api as identity
from cdos.nets.services.licences.logic import codes


def test_the_check_character_is_that_of_the_standard() -> None:
    """ISO 7064 MOD 37,36: the standard's own example, and the rule that the whole comes to 1."""
    assert codes.check_character("A12425GABC1234002") == "M"


def test_an_identifier_has_all_segments_and_a_changed_one_is_noticed() -> None:
    made = codes.identifier(
        name_code="11440300MB2C904570001", issuer_code="11440300MB2C90457D", serial=42, version=1
    )
    assert made.startswith("1.2.156.3005.2.11440300MB2C904570001.11440300MB2C90457D.000000042.001.")
    assert codes.is_identifier(made)
    assert not codes.is_identifier(made.replace(".000000042.", ".000000043."))
    assert not codes.is_identifier(made[:-1] + ("0" if made[-1] != "0" else "1"))


def test_a_unit_without_a_credit_code_gets_one_of_valid_form_that_stays(db: None) -> None:
    made = codes.unit_credit_code("440300-civil")
    assert made == codes.unit_credit_code("440300-civil") != codes.unit_credit_code("440300-police")
    assert identity.check_document(None, made).number == made


@given(st.integers(0, codes.LENGTH - 1), st.sampled_from(codes.ALPHABET))
def test_one_wrong_character_of_a_code_is_always_noticed(place: int, other: str) -> None:
    code = codes.new_code(codes.LICENCE)
    changed = code[:place] + other + code[place + 1 :]
    assert codes.is_code(code)
    assert (changed == code) == codes.is_code(changed) or place == 0


def test_a_code_may_be_typed_with_blanks_small_letters_and_lookalikes() -> None:
    code = codes.new_code(codes.PAPER)
    typed = codes.spaced(code).lower().replace("1", "l").replace("0", "o")
    assert codes.tidy(typed) == code
