"""Whether the holder agreed that the licences are used for a purpose, and the purpose in words."""

from cdos.hubs.registers import api as registers

from ..contracts import SOURCE


def given(party_id: int, purpose: str) -> bool:
    """As the registers keep it: a consent to the source `licences` for this purpose, not withdrawn."""
    return SOURCE in registers.consented(party_id=party_id, purpose=purpose)


def purpose_words(purpose: str) -> str:
    """What people read: the item's title for "item:CODE"; a purpose in words stays as it is."""
    kind, colon, code = purpose.partition(":")
    known = colon and kind.isascii() and kind.isalpha() and code
    return registers.purpose_words(purpose) if known else purpose
