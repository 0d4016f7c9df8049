"""Which stretches of a text were meant by a query."""

from cdos.base.search.logic import grams

Piece = tuple[str, bool]


def pieces(text: str, query: str) -> list[Piece]:
    """The text cut into stretches, True where a word of the query stands. Joined they are the text."""
    plain, origin = _fold(text)
    marked = bytearray(len(text))
    for word in grams.words(query):
        needle = grams.stripped(word)
        start = plain.find(needle) if needle else -1
        while start >= 0:
            first, last = origin[start], origin[start + len(needle) - 1]
            marked[first : last + 1] = b"\x01" * (last + 1 - first)
            start = plain.find(needle, start + 1)
    return _cut(text, marked)


def excerpt(text: str, query: str, length: int) -> list[Piece]:
    """About `length` characters of the text around the first hit, highlighted; an ellipsis where it was cut."""
    whole = pieces(text, query)
    first = 0
    for piece, hit in whole:
        if hit:
            break
        first += len(piece)
    else:
        first = 0
    start = max(0, min(first - length // 3, len(text) - length))
    cut = pieces(text[start : start + length], query)
    before: list[Piece] = [("…", False)] if start > 0 else []
    after: list[Piece] = [("…", False)] if start + length < len(text) else []
    return before + cut + after


def _fold(text: str) -> tuple[str, list[int]]:
    """Normalised characters without punctuation, and for each the index of the character it came from."""
    plain: list[str] = []
    origin: list[int] = []
    for index, char in enumerate(text):
        folded = grams.stripped(grams.normalise(char))
        plain.append(folded)
        origin.extend([index] * len(folded))
    return "".join(plain), origin


def _cut(text: str, marked: bytearray) -> list[Piece]:
    cut: list[Piece] = []
    start = 0
    for index in range(1, len(text) + 1):
        if index == len(text) or marked[index] != marked[start]:
            cut.append((text[start:index], bool(marked[start])))
            start = index
    return cut
