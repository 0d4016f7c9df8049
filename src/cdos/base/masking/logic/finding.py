"""All recognisers together: what overlaps goes to the surer one."""

from cdos.base.masking.contracts import Kind, Span
from cdos.base.masking.logic import addresses, names, numbers, papers
from cdos.base.masking.logic.plain import PROMISING, plain

# The surer form first.
ORDER = (
    Kind.MAIL,
    Kind.CITIZEN_ID,
    Kind.BANK_CARD,
    Kind.PASSPORT,
    Kind.PERMIT,
    Kind.PLATE,
    Kind.PHONE,
    Kind.ADDRESS,
    Kind.NAME,
)


def find(text: str) -> list[Span]:
    """In the order of the text, never overlapping; time grows with the length and no faster."""
    if not PROMISING.search(text):
        return []
    looked = plain(text)
    found = [*numbers.find(looked), *papers.find(looked), *addresses.find(looked), *names.find(looked)]
    found.sort(key=lambda span: (ORDER.index(span.kind), span.start, -span.end))
    taken = bytearray(len(text))
    kept: list[Span] = []
    for span in found:
        inner = max(span.start, span.inner)
        if not any(taken[inner : span.end]):
            start = span.start if not any(taken[span.start : inner]) else inner
            taken[start : span.end] = b"\1" * (span.end - start)
            kept.append(Span(span.kind, start, span.end, inner))
    return sorted(kept, key=lambda span: span.start)
