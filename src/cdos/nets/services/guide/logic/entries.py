"""What the search finds: one entry a service, with the names it may be asked by."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """`names` are what people call it, the title first; `more` is read less: summary, department, questions."""

    kind: str  # item | bundle | link
    code: str
    title: str
    summary: str
    url: str
    names: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    department: str = ""
    more: tuple[str, ...] = ()
    audience: frozenset[str] = frozenset({"person"})  # person, enterprise
    liked: float = 0.0  # 0 to 1: how often it is looked for
    parts: tuple[str, ...] = ()  # items of a bundle
    away: bool = False
    own: bool = True  # the city's own, not another provider's
