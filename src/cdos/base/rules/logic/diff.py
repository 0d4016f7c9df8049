"""What differs between two versions of a rule, line by line in words."""

from dataclasses import dataclass
from difflib import SequenceMatcher

from ..contracts import RuleVersion
from . import words

SAME, ADDED, GONE = "same", "added", "gone"


@dataclass(frozen=True, slots=True)
class Change:
    kind: str  # same | added | gone
    depth: int
    text: str


def between(old: RuleVersion, new: RuleVersion, language: str) -> list[Change]:
    """All lines of both in the order of the rule; what changed stands as gone and added."""
    before = [(line.depth, _whole(line)) for line in words.lines(old.node, language)]
    after = [(line.depth, _whole(line)) for line in words.lines(new.node, language)]
    made: list[Change] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            made += [Change(SAME, depth, text) for depth, text in after[c:d]]
        else:
            made += [Change(GONE, depth, text) for depth, text in before[a:b]]
            made += [Change(ADDED, depth, text) for depth, text in after[c:d]]
    return made


def _whole(line: words.Line) -> str:
    """Own words may stay while the value changes: both are compared."""
    return f"{line.text} = {line.exact}" if line.exact else line.text
