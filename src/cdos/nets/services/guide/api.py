"""The door of the guide: search, life events, links, zones, twin cities. Keyword-only; GuideRefused, NotAllowed, LookupError."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from cdos.base.identity.contracts import Party
from cdos.base.jobs import api as jobs
from cdos.base.matters.contracts import NotAllowed
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action, Actor
from cdos.nets.services.items import api as items

from .contracts import (
    CHECK,
    DraftRow,
    Hit,
    ItemFull,
    LifeEvent,
    MatterRow,
    ProviderLink,
    Twin,
    Zone,
    ZoneKind,
    ZoneVersion,
)
from .logic import catalogue, events, guiding, links, mine, searching, twins, zone_book
from .logic import zones as zones_
from .logic.health import Checked
from .logic.health import check as check_links

__all__ = ["Checked", "check_links"]


def search(*, words: str, audience: str = "", limit: int = 10) -> list[Hit]:
    """Best first; empty where nothing fits. `audience` ("person", "enterprise") puts its own first."""
    return searching.search(words, audience=audience, limit=limit)


def popular(*, audience: str = "person", limit: int = 8) -> list[Hit]:
    return searching.popular(audience=audience, limit=limit)


def own(*, audience: str = "", limit: int = 500) -> list[Hit]:
    """All that the city itself offers, by title."""
    return searching.own(audience=audience, limit=limit)


def hits(*, kind: str, codes: Iterable[str]) -> list[Hit]:
    """These services, in this order; what is not offered is left out."""
    return searching.hits(kind, codes)


def life_events(*, audience: str = "") -> tuple[LifeEvent, ...]:
    return tuple(one for one in events.EVENTS if not audience or one.audience == audience)


def life_event(*, code: str) -> LifeEvent:
    """LookupError."""
    return events.BY_CODE[code]


def bundles_with(*, items: Iterable[str]) -> list[Hit]:
    """Bundles that are mostly made of these items."""
    return searching.bundles_with(items)


def bundles_with_item(*, code: str) -> list[Hit]:
    """Bundles that hold this item, the smallest first."""
    return searching.bundles_with_item(code)


def drafts(*, actor: Actor) -> list[DraftRow]:
    """What the account began for the party acted for, newest first."""
    return mine.drafts(actor)


def in_progress(
    *, actor: Actor, kinds: tuple[str, ...] = mine.KINDS, limit: int = mine.SHOWN
) -> list[MatterRow]:
    """Open matters of the party acted for, by default applications and bundles."""
    return mine.in_progress(actor, kinds=kinds, limit=limit)


def firm_of(*, actor: Actor) -> Party | None:
    """The enterprise acted for now."""
    return mine.firm_of(actor)


def full(*, code: str) -> ItemFull:
    """An item with all elements of its guide. LookupError."""
    found = items.item(code)
    if found is None:
        raise LookupError(code)
    return guiding.full(found)


def looked(*, kind: str, code: str) -> None:
    """Counts that a service was opened, for "popular"."""
    catalogue.looked(kind, code)


def provider_links(*, codes: Iterable[str] | None = None) -> list[ProviderLink]:
    return links.active(codes)


def load_links(*, rows: Iterable[Mapping[str, Any]]) -> int:
    """For the sample; codes that are there are left alone."""
    return links.load(rows)


def sample_links() -> list[dict[str, Any]]:
    """Links that come with CDOS."""
    return links.packaged()


def put_link(
    *, actor: Actor, code: str = "", title: str, provider: str, url: str, summary: str = "", words: str = ""
) -> ProviderLink:
    """A new one, or a known one changed. GuideRefused, NotAllowed."""
    _check(actor)
    return links.put(
        code, title=title, provider=provider, url=url, summary=summary, words=words.replace("，", " ").split()
    )


def remove_link(*, actor: Actor, code: str) -> None:
    """NotAllowed, LookupError."""
    _check(actor)
    links.remove(code)


def check_links_soon(*, actor: Actor) -> None:
    """Asks every link in a moment, by the worker. NotAllowed."""
    _check(actor)
    jobs.enqueue(CHECK)


def may_edit(*, actor: Actor) -> bool:
    return organisation.may(actor, Action.EDIT_LISTS)


def zones(*, kind: ZoneKind | None = None) -> list[Zone]:
    return [one for one in zones_.zones().values() if kind is None or one.kind is kind]


def zone(*, code: str) -> Zone:
    """LookupError."""
    return zones_.zones()[code]


def park_of(*, community: str) -> Zone | None:
    """The park's corner for a firm that sits in this community."""
    return zones_.park_of(community)


def zone_versions(*, actor: Actor, code: str = "") -> list[ZoneVersion]:
    """The newest version of each zone, or all of one, newest first. NotAllowed."""
    _check(actor)
    return zone_book.versions(code) if code else zone_book.newest()


def propose_zone(*, actor: Actor, zone: Zone) -> ZoneVersion:
    """A new zone or a changed one; a second person puts it in force. GuideRefused, NotAllowed."""
    _check(actor)
    return zone_book.propose(actor, zone)


def approve_zone(*, actor: Actor, code: str) -> ZoneVersion:
    """By another person than its author. GuideRefused, NotAllowed."""
    _check(actor)
    return zone_book.approve(actor, code)


def send_zone_back(*, actor: Actor, code: str, reason: str) -> ZoneVersion:
    """GuideRefused, NotAllowed."""
    _check(actor)
    return zone_book.send_back(actor, code, reason)


def twin(*, zone: Zone) -> Twin:
    """What the twin city offered when it was asked last."""
    return twins.twin(zone)


def ask_twins() -> list[Twin]:
    """Asks every twin city now; also done each half hour."""
    return twins.refresh_all()


def forget() -> None:
    """What this process holds, where a test changed the tables behind it."""
    catalogue.HELD.forget()


def _check(actor: Actor) -> None:
    if not may_edit(actor=actor):
        raise NotAllowed("not_yours", _("This is for staff with another post."))
