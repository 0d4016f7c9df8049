"""From text to what the index keeps: pairs of neighbouring characters.

Any two neighbouring characters can be found, whatever the language: no dictionary decides what a word is. White space
and invisible characters do not count, so a word broken over two lines is still one word. Punctuation does not part
two characters either, but is kept beside them: in "好，世" lie the pairs 好世, 好， and ，世.
"""

import re
import unicodedata
from dataclasses import dataclass, field

MARK = "\x1f"  # begins label lexemes; text cannot hold it
POSITIONS = 16_000  # a tsvector's positions end at 16383
OVERLAP = 64  # pairs repeated where positions start anew, so that a phrase across the seam is found
PART = 48_000  # characters a row: a tsvector ends at 1 MB
MOST_WORDS = 12
LONGEST_WORD = 64

_SPACES = re.compile(r"\s+")
_SOFT = frozenset({"Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk"})
_GONE = frozenset({"Cc", "Cf", "Cs", "Cn", "Mn", "Me", "Zs", "Zl", "Zp"})


@dataclass(slots=True)
class Pairs:
    """Lexemes with their positions, counted in characters that are not punctuation."""

    positions: dict[str, list[int]] = field(default_factory=dict)

    def add(self, lexeme: str, position: int) -> None:
        self.positions.setdefault(lexeme, []).append(position)


class _Roles(dict[str, int]):
    """Characters by what they do: 0 invisible, 1 punctuation, 2 counts. Filled as they come: a look-up costs nothing."""

    def __missing__(self, char: str) -> int:
        category = unicodedata.category(char)
        role = 0 if category in _GONE else 1 if category in _SOFT else 2
        if len(self) < 100_000:
            self[char] = role
        return role


_role = _Roles()


def counts(char: str) -> bool:
    """Whether a character is more than punctuation and space."""
    return _role[char] == 2


def stripped(plain: str) -> str:
    """Normalised text without its punctuation."""
    return "".join(char for char in plain if _role[char] == 2)


def normalise(text: str) -> str:
    """Full-width to plain, lower case, without white space and invisible characters."""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return "".join([char for char in plain if _role[char]])


def words(query: str) -> list[str]:
    """The words of a query, normalised; each must be found, as a phrase."""
    parts = [normalise(part)[:LONGEST_WORD] for part in _SPACES.split(unicodedata.normalize("NFKC", query))]
    return list(dict.fromkeys(part for part in parts if part))[:MOST_WORDS]


def parts(text: str) -> list[str]:
    """Normalised text in pieces that fit a row, overlapping a little; at least one."""
    plain = normalise(text)
    step = PART - OVERLAP
    return [plain[start : start + PART] for start in range(0, max(1, len(plain) - OVERLAP), step)]


def pairs(plain: str) -> Pairs:
    found = Pairs()
    kept = stripped(plain)
    if len(kept) <= POSITIONS - OVERLAP:
        for position, pair in enumerate(map(str.__add__, kept, kept[1:]), 1):
            found.add(pair, position)
    else:
        for position, pair in enumerate(map(str.__add__, kept, kept[1:]), 1):
            _place(found, pair, position)
    if kept:
        _place(found, kept[-1], len(kept))
    if len(kept) < len(plain):
        _add_soft(found, plain)
    return found


def _add_soft(found: Pairs, plain: str) -> None:
    """Pairs with punctuation in them, at the position of the character before."""
    position = 0
    for here, after in zip(plain, [*plain[1:], ""], strict=True):
        soft = _role[here] == 1
        position += not soft
        if soft or (after and _role[after] == 1):
            _place(found, here + after, max(1, position))


def _place(found: Pairs, lexeme: str, position: int) -> None:
    # Long texts use the positions again: a phrase may then, very rarely, be found where it is not.
    step = POSITIONS - OVERLAP
    block, offset = divmod(position - 1, step)
    found.add(lexeme, offset + 1)
    if block and offset < OVERLAP:
        found.add(lexeme, offset + 1 + step)


def literal(found: Pairs, labels: list[str]) -> str:
    """A tsvector's text; quotes and backslashes doubled, as its input wants."""
    lexemes = [
        f"{_quote(lexeme)}:{','.join(map(str, places[:255]))}" for lexeme, places in found.positions.items()
    ]
    return " ".join([*lexemes, *map(_quote, labels)])


def phrase(word: str) -> str:
    """A tsquery for one normalised word: its pairs in a row; a single character is the start of some pair."""
    if len(word) == 1:
        return f"{_quote(word)}:*"
    kept = stripped(word)
    row = " <-> ".join(_quote(kept[i : i + 2]) for i in range(len(kept) - 1))
    beside = [word[i : i + 2] for i in range(len(word) - 1) if _role[word[i]] == 1 or _role[word[i + 1]] == 1]
    terms = [f"({row})"] if row else []
    terms += [_quote(pair) for pair in dict.fromkeys(beside)]
    return " & ".join(terms)


def _quote(lexeme: str) -> str:
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"
