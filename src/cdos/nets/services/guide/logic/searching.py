"""The search as pages ask it: hits with what matched in words, and what is popular."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from ..contracts import Hit
from . import catalogue, events, ranking
from .entries import Entry
from .ranking import Found

LONGEST = 200


def search(words: str, *, audience: str = "", limit: int = 10) -> list[Hit]:
    index = catalogue.HELD.get()
    found = ranking.search(index, words[:LONGEST], audience=audience, limit=limit)
    return [hit_of(index.entries[one.place], one) for one in found]


def hit_of(entry: Entry, found: Found | None = None) -> Hit:
    return Hit(
        kind=entry.kind,
        code=entry.code,
        title=entry.title,
        summary=entry.summary,
        url=entry.url,
        why=why(found) if found else "",
        score=round(found.score, 3) if found else 0.0,
        department=entry.department,
        away=entry.away,
    )


def why(found: Found) -> str:
    """Said only where it is not plain to see."""
    if found.how == "everyday":
        return _("because you said “{word}”").format(word=found.by)
    if found.how in {"sound", "spelling"}:
        return _("sounds or is spelt alike")
    return ""


def popular(*, audience: str = "person", limit: int = 8) -> list[Hit]:
    """Most opened first; before anybody opened anything, what life events begin with."""
    entries = [one for one in catalogue.HELD.get().entries if one.own and audience in one.audience]
    first = events.first_items()
    entries.sort(key=lambda one: (-one.liked, one.kind != "item", first.get(one.code, len(first))))
    return [hit_of(one) for one in entries[:limit]]


def own(*, audience: str = "", limit: int = 500) -> list[Hit]:
    """All that the city itself offers, by title."""
    entries = [
        one for one in catalogue.HELD.get().entries if one.own and (not audience or audience in one.audience)
    ]
    return [hit_of(one) for one in sorted(entries, key=lambda one: one.title)[:limit]]


def hits(kind: str, codes: Iterable[str]) -> list[Hit]:
    """In the order asked for; what is not offered now is left out."""
    known = {one.code: one for one in catalogue.HELD.get().entries if one.kind == kind}
    return [hit_of(known[code]) for code in codes if code in known]


def bundles_with(codes: Iterable[str]) -> list[Hit]:
    """Bundles made of these items, the closest first."""
    wanted = set(codes)
    found = [one for one in catalogue.HELD.get().entries if one.parts and wanted & set(one.parts)]
    found.sort(key=lambda one: -len(wanted & set(one.parts)) / (len(wanted | set(one.parts)) or 1))
    return [hit_of(one) for one in found if len(wanted & set(one.parts)) * 2 >= len(one.parts)]


def bundles_with_item(code: str) -> list[Hit]:
    found = [one for one in catalogue.HELD.get().entries if code in one.parts]
    return [hit_of(one) for one in sorted(found, key=lambda one: len(one.parts))]
