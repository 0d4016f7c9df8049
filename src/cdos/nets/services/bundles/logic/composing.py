"""Composes what a person chose: items and forms by code, what the wallet holds, and then the algebra."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.nets.services.applications import api as applications
from cdos.nets.services.forms import api as forms
from cdos.nets.services.forms.contracts import Form
from cdos.nets.services.items import api as items
from cdos.nets.services.items.contracts import Item
from cdos.nets.services.licences import api as licences

from ..contracts import Bundle, BundleRefused, Composed, Part
from . import algebra, choosing, founding
from .algebra import Ingredients
from .choosing import Choice

NO_FORM = Form("none", 1, "", {"type": "object", "properties": {}}, ())
MOST = 20  # items that one person puts together


@dataclass(frozen=True, slots=True)
class Made:
    """What was chosen and what it comes to."""

    choice: Choice
    composed: Composed
    items: Mapping[str, Item]


def held_by(party_id: int | None) -> dict[str, str] | None:
    """Types of the valid e-licences in the wallet with their titles; None for nobody in particular."""
    if party_id is None:
        return None
    return {one.type.code: one.type.name for one in licences.of_holder(party_id, valid_only=True)}


def no_other(codes: Iterable[str], party_id: int | None) -> dict[str, str]:
    """Those of these items that would give the party a second licence where it may have one only, with the reason."""
    return applications.no_other(items=list(codes), party_id=party_id) if party_id is not None else {}


def known_items(codes: Iterable[str]) -> dict[str, Item]:
    """In this order. BundleRefused names what is not offered today."""
    wanted = list(dict.fromkeys(codes))
    found = items.items(wanted)
    missing = [code for code in wanted if code not in found]
    if missing:
        raise BundleRefused(_("This is not offered at present: %(what)s.") % {"what": ", ".join(missing)})
    return {code: found[code] for code in wanted}


def form_of(item: Item) -> Form | None:
    """An item without a form asks nothing."""
    return forms.form(item.form or item.code, expected=bool(item.form))


def _compose(
    parts: Sequence[Part], held: Mapping[str, str] | None, *, derive: bool, audience: str = ""
) -> tuple[Composed, dict[str, Item]]:
    found = known_items(part.item for part in parts)
    each = {code: form for code, item in found.items() if (form := form_of(item)) is not None}
    new = founding.for_new(found, algebra.waits(parts, found, held, derive=derive), audience)
    each |= {code: forms.without(each[code], founding.GIVEN) for code in new if code in each}
    burdens = {code: items.burden(item) for code, item in found.items()}
    once = list({form.code: form for form in each.values()}.values())
    form = forms.merge(once) if once else NO_FORM
    return algebra.compose(Ingredients(parts, found, form, burdens, held, derive, new)), found


def bundle(
    of: Bundle,
    *,
    chosen: Collection[str] | None,
    answers: Mapping[str, Any],
    held: Mapping[str, str] | None = None,
    no_other: Mapping[str, str] | None = None,
) -> Made:
    """`chosen` None: with all optional parts. BundleRefused where nothing is left to do."""
    today = timezone.localdate()
    choice = choosing.choose(of, chosen=chosen, answers=answers, on=today, no_other=no_other)
    if not choice.parts and choice.no_other:
        raise BundleRefused(" ".join(choice.no_other.values()))
    if not choice.parts:
        raise BundleRefused(_("Nothing of this bundle applies to what you have answered."))
    composed, found = _compose(choice.parts, held, derive=False, audience=of.audience)
    return Made(choice, composed, found)


def whole(of: Bundle) -> Composed:
    """All parts, whatever the conditions say: the bundle at its largest."""
    return _compose(of.parts, None, derive=False, audience=of.audience)[0]


def own(
    codes: Sequence[str],
    *,
    held: Mapping[str, str] | None = None,
    no_other: Mapping[str, str] | None = None,
) -> Made:
    """Put together by a person. BundleRefused for items that may not be combined."""
    chosen = list(dict.fromkeys(codes))
    if len(chosen) > MOST:
        raise BundleRefused(
            _("At most %(most)d items at once. Please leave some for later.") % {"most": MOST}
        )
    found = known_items(chosen)
    for item in found.values():
        if not item.combinable:
            raise BundleRefused(_("“%(item)s” cannot be combined with others.") % {"item": item.title})
    if not frozenset.intersection(*(kinds(item) for item in found.values())) if found else False:
        raise BundleRefused(
            _("Some of these are for persons, others for enterprises. Please choose one kind.")
        )
    needless = {code: words for code, words in (no_other or {}).items() if code in chosen}
    parts = tuple(Part(code) for code in chosen if code not in needless)
    if needless and not parts:
        raise BundleRefused(" ".join(needless.values()))
    composed, found = _compose(parts, held, derive=True)
    return Made(Choice(parts, (), (), needless), composed, found)


def kinds(item: Item) -> frozenset[str]:
    """person, enterprise or both."""
    return frozenset("person" if code == "1" else "enterprise" for code in item.audience)


def audience_of(found: Iterable[Item]) -> str:
    """Whom these are for; persons first where both may."""
    each = [kinds(item) for item in found]
    return "enterprise" if each and all("person" not in kind for kind in each) else "person"
