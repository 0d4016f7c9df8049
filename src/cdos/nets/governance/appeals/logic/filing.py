"""Takes an appeal in: the matter and its appeal in one transaction, with few statements."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from cdos.base import statements
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import Filed as MatterFiled
from cdos.base.matters.contracts import Filing, Place, Urgency
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action, Actor, Scope

from ..contracts import (
    KIND,
    AppealFiling,
    AppealRefused,
    ChosenBy,
    Contact,
    DutyItemInfo,
    Filed,
    Source,
)
from . import contacts, dispatching, duty
from .cells import cell_of
from .text import checked, one_line, safe, title_and_text

BELIEVED_URGENT = 0.6  # an urgent item that is only suggested makes the appeal urgent from here on
MAX_FILES = 20


@dataclass(frozen=True, slots=True)
class Chosen:
    """The duty item of a new appeal and how it came to it."""

    item: DutyItemInfo | None
    by: ChosenBy
    confidence: float
    reason: str
    version: int


NOTHING = Chosen(None, ChosenBy.NOBODY, 0.0, "", 0)


def choose_item(text: str, item: str, staff: bool) -> Chosen:
    """The item picked, else the believed suggestion. AppealRefused: an item that is not in the list."""
    held = duty.held()
    if item:
        named = held.by_code.get(item) if held else None
        if named is None:
            raise AppealRefused(
                "item", _("This subject is not in the list any more. Please choose another or none.")
            )
        by = ChosenBy.STAFF if staff else ChosenBy.RESIDENT
        return Chosen(named, by, 1.0, "", held.info.version if held else 0)
    best = dispatching.guess(text)
    if best is None or held is None:
        return NOTHING
    return Chosen(
        best.item, ChosenBy.SUGGESTION, best.confidence, "、".join(best.words)[:300], held.info.version
    )


def check_point(lon: float | None, lat: float | None) -> None:
    """Both or neither, and on this planet."""
    if (lon is None) != (lat is None):
        raise AppealRefused("place", _("A place needs both longitude and latitude."))
    if lon is None or lat is None:
        return
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise AppealRefused("place", _("The place is not on the map. Please set the pin again."))


def place_in_city(place: Place) -> tuple[Place, bool]:
    """The place with its scope, and whether the point lies outside the city (a dispatcher decides then)."""
    check_point(place.lon, place.lat)
    address = one_line(place.address, 300)
    if place.lon is None or place.lat is None:
        return replace(place, address=address, scope=_known(place.scope)), False
    found = organisation.locate(lon=place.lon, lat=place.lat)
    if found is None:
        return Place(address, place.lon, place.lat, Scope()), True
    return Place(address, place.lon, place.lat, Scope(found.district, found.street, found.community)), False


def _known(scope: Scope) -> Scope:
    """The scope without codes of areas that do not exist."""
    smallest = scope.community or scope.street or scope.district
    if not smallest:
        return Scope()
    if organisation.area(smallest) is None:
        raise AppealRefused("place", _("There is no area with this code."))
    return organisation.scope_of(smallest)


def _urgency(filing: AppealFiling, chosen: Chosen, staff: bool) -> Urgency:
    if filing.urgent and (staff or filing.source is Source.ENTERPRISE):
        return Urgency.URGENT
    sure = chosen.by in (ChosenBy.RESIDENT, ChosenBy.STAFF) or chosen.confidence >= BELIEVED_URGENT
    return chosen.item.urgency if chosen.item and sure else Urgency.ORDINARY


def _hints(outside: bool, urgency: Urgency) -> tuple[str, ...]:
    hints = []
    if outside:
        hints.append(
            _("The place you gave lies outside %(city)s. A dispatcher will look at it by hand.")
            % {"city": settings.CITY_NAME}
        )
    if urgency == Urgency.URGENT:
        hints.append(
            _("This is urgent: it will be dispatched within 30 minutes. In danger, call 110, 119 or 120 now.")
        )
    return tuple(hints)


def _files(filing: AppealFiling) -> list[str]:
    tokens = list(dict.fromkeys(token for token in map(safe, filing.files) if token))
    if len(tokens) > MAX_FILES:
        raise AppealRefused("files", _("At most %(most)d files can be attached.") % {"most": MAX_FILES})
    return tokens


def _contact(contact: Contact) -> Contact:
    return Contact(one_line(contact.name, 100), one_line(contact.phone, 40), one_line(contact.mail, 200))


def file(
    *,
    actor: Actor,
    filing: AppealFiling,
    idempotency_key: str,
    for_caller: bool = False,
    at: datetime | None = None,
) -> Filed:
    """AppealRefused says what to change; the same key gives the first number again."""
    staff = for_caller or actor.system
    title, text = title_and_text(filing.title, checked(filing.text))
    filing = replace(filing, title=title, text=text, contact=_contact(filing.contact))
    chosen = choose_item(f"{title}\n{text}", filing.item, staff and not actor.system)
    place, outside = place_in_city(filing.place)
    urgency = _urgency(filing, chosen, staff)
    desk = dispatching.desk(place.scope)
    tokens = _files(filing)
    opening = Filing(
        kind=KIND,
        title=title,
        text=text,
        subject_id=None if for_caller else actor.party_id,
        place=place,
        urgency=urgency,
        source=filing.source.value,
        holder_unit=desk.code if desk else "",
        filed_at=at,
        idempotency_key=idempotency_key,
    )
    with matters.opening(actor=actor) as serial:
        filed = matters.file(actor=actor, filing=opening, files=tokens, serial=serial)
        if filed.created:
            _insert(filed, filing, chosen, place, outside, tokens)
    return Filed(filed.matter.number, filed.key, filed.created, filed.matter, _hints(outside, urgency))


# What every new appeal begins with is written out, so that the statement has few parameters and stays prepared.
GIVEN = (
    *("matter_id", "number", "title", "text", "source", "origin", "item_code", "item_by", "item_confidence"),
    *(
        "item_reason",
        "list_version",
        "anonymous",
        "public",
        "contact_allowed",
        "contact_sealed",
        "contact_blind",
    ),
    *("state", "unit", "district", "street", "community", "address", "lon", "lat", "cell"),
    *("outside", "files", "filed_at", "updated_at"),
)
EMPTY = (
    *("category", "outcome", "reply", "evidence", "merged_into"),
    *("contact_name", "contact_phone", "contact_mail"),
)
ZERO = ("redo_count", "return_count", "followers", "votes_for", "votes_against")
INSERT = (
    f"INSERT INTO appeals_appeal ({', '.join((*GIVEN, *EMPTY, *ZERO))}, history) VALUES "
    f"({', '.join(['%s'] * len(GIVEN))}, {', '.join([chr(39) * 2] * len(EMPTY))}, {', '.join('0' * len(ZERO))}, false)"
)


def _insert(
    filed: MatterFiled, filing: AppealFiling, chosen: Chosen, place: Place, outside: bool, tokens: list[str]
) -> None:
    matter, scope, contact = filed.matter, place.scope, filing.contact
    item = chosen.item.code if chosen.item else ""
    values = [
        *(
            matter.id,
            matter.number,
            matter.title,
            filing.text,
            filing.source.value,
            safe(filing.origin)[:200],
        ),
        *(item, chosen.by.value, chosen.confidence, chosen.reason, chosen.version),
        *(filing.anonymous, filing.public, filing.contact_allowed, *contacts.stored(contact, filed.key)),
        *(matter.state, matter.holder_unit, scope.district, scope.street, scope.community, place.address),
        *(
            place.lon,
            place.lat,
            cell_of(place.lon, place.lat),
            outside,
            tokens,
            matter.filed_at,
            matter.filed_at,
        ),
    ]
    statements.run(INSERT, values)


def check_operator(actor: Actor) -> None:
    """Operators and dispatchers file for callers."""
    if not organisation.may(actor, Action.FILE_FOR_OTHERS):
        raise AppealRefused("actor", _("Only operators of the hotline may file for a caller."))


def as_hotline(filing: AppealFiling) -> AppealFiling:
    return filing if filing.source != Source.WEB else replace(filing, source=Source.HOTLINE)
