"""A bundle as JSON and back: data files, versions in the book, the editor."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from cdos.base.rules import api as rules
from cdos.base.rules.contracts import RuleInvalid

from ..contracts import Bundle, BundleRefused, BundleState, Part

TEXTS = ("title", "event", "summary", "lead")


def read(given: Mapping[str, Any], *, version: int = 1, state: BundleState = BundleState.LIVE) -> Bundle:
    """BundleRefused for what is no bundle."""
    try:
        return Bundle(
            code=str(given["code"]),
            version=version,
            parts=tuple(_part(one) for one in given["parts"]),
            words=tuple(str(word) for word in given.get("words", ())),
            audience=str(given.get("audience", "person")),
            about=str(given.get("about", "self")),
            icon=str(given.get("icon", "services")),
            place=int(given.get("place") or 0),
            state=state,
            **{name: str(given[name]) for name in TEXTS},
        )
    except (KeyError, TypeError, ValueError) as missing:
        raise BundleRefused(_("The bundle lacks %(what)s.") % {"what": missing}) from missing


def _part(given: Mapping[str, Any]) -> Part:
    try:
        when = rules.parse(given["when"]) if given.get("when") else None
    except RuleInvalid as wrong:
        words = _("The condition of %(item)s cannot be read: %(why)s") % {"item": given["item"], "why": wrong}
        raise BundleRefused(words, {str(given["item"]): words}) from wrong
    return Part(
        item=str(given["item"]),
        after=tuple(str(code) for code in given.get("after", ())),
        optional=bool(given.get("optional", False)),
        when=when,
    )


def write(bundle: Bundle) -> dict[str, Any]:
    return {
        "code": bundle.code,
        **{name: getattr(bundle, name) for name in TEXTS},
        "audience": bundle.audience,
        "about": bundle.about,
        "icon": bundle.icon,
        "place": bundle.place,
        "words": list(bundle.words),
        "parts": [_written(part) for part in bundle.parts],
    }


def _written(part: Part) -> dict[str, Any]:
    found: dict[str, Any] = {"item": part.item}
    if part.after:
        found["after"] = list(part.after)
    if part.optional:
        found["optional"] = True
    if part.when is not None:
        found["when"] = rules.dump(part.when)
    return found


def structure(bundle: Bundle) -> tuple[Any, ...]:
    """What the bundle is made like, whatever its items are called: equal for two bundles that differ by name only.

    A part is described by whether it is optional, whether it has a condition, and the descriptions of what it waits for.
    """
    by_item = {part.item: part for part in bundle.parts}

    def described(item: str) -> tuple[Any, ...]:
        part = by_item[item]
        asked = part.when is not None
        needs = tuple(sorted(described(one) for one in part.after if one in by_item))
        return (part.optional, asked, needs)

    return tuple(sorted(described(part.item) for part in bundle.parts))
