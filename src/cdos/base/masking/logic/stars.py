"""Stars in the place of what is personal; what is left tells the kind, not the person."""

from cdos.base.masking.contracts import Kind, Span
from cdos.base.masking.logic.finding import find
from cdos.base.masking.logic.surnames import COMPOUND

# How many digits or letters stay in front and behind.
KEPT = {
    Kind.CITIZEN_ID: (4, 0),
    Kind.PHONE: (3, 4),
    Kind.BANK_CARD: (0, 4),
    Kind.PLATE: (2, 0),
    Kind.PASSPORT: (1, 0),
    Kind.PERMIT: (1, 0),
}
# Masking uncovers next to nothing new; the bound keeps hostile text from costing more.
PASSES = 4


def mask(text: str) -> str:
    """Of the same length; masking what is masked changes nothing."""
    for _ in range(PASSES):
        spans = find(text)
        if not spans:
            break
        parts, at = [], 0
        for span in spans:
            parts += [text[at : span.start], _starred(text[span.start : span.end], span)]
            at = span.end
        text = "".join([*parts, text[at:]])
    return text


def _starred(found: str, span: Span) -> str:
    if span.kind is Kind.NAME:
        kept = 2 if found[:2] in COMPOUND and len(found) > 2 else 1
        return found[:kept] + "*" * (len(found) - kept)
    if span.kind is Kind.ADDRESS:
        kept = max(0, span.inner - span.start)
        return found[:kept] + "*" * (len(found) - kept)
    if span.kind is Kind.MAIL:
        return _mail(found)
    head, tail = KEPT[span.kind]
    places = [place for place, character in enumerate(found) if character.isalnum()]
    if span.kind is Kind.PHONE:
        head = _shown_head(found, len(places))
    hidden = set(places[head : len(places) - tail])
    return "".join("*" if place in hidden else character for place, character in enumerate(found))


def _mail(found: str) -> str:
    """The first letter, and the last part of the host."""
    name, _, host = found.partition("@")
    shown, _, last = host.rpartition(".")
    hidden = "".join("." if character == "." else "*" for character in shown)
    return (
        f"{name[0]}{'*' * max(1, len(name) - 1)}@{hidden}.{last}" if len(name) > 1 else f"*@{hidden}.{last}"
    )


def _shown_head(phone: str, digits: int) -> int:
    """138****5678, 0755-****2345: an area code or a country's stays whole."""
    return 3 if digits == 11 and not phone.startswith(("0", "(0", "（0")) else max(0, digits - 8)
