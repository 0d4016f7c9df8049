"""What staff and everybody see of programmes: sums, nights, the public list, and whom to write a letter."""

from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from cdos.base.identity import api as identity
from cdos.base.identity.contracts import Party, PartyKind
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action, Actor
from cdos.base.rules import api as rules

from ..contracts import RULE, About, Night, Programme, Reach
from ..contracts import EntitlementState as State
from ..models import OPEN, NightRow, ProgrammeVersion
from ..models import Entitlement as Row
from . import limits, reach, shelf, writing

PAGE, BLOCK = 50, 2000
BAD = (State.FAILED.value, State.RETURNED.value)


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts and sums of one programme or one district."""

    key: str
    title: str
    offered: int
    taken: int  # said yes, whatever became of it
    paid: int
    paid_fen: int
    failed: int


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the public list (公示)."""

    name: str  # 陈*满
    district: str
    period: str
    fen: int
    paid_on: date


@dataclass(frozen=True, slots=True)
class Letter:
    """Somebody to be told on paper."""

    number: str
    name: str
    community: str
    title: str
    fen: int
    expires_on: date | None
    party_id: int = 0


def shelves(words: str, state: str) -> list[Programme]:
    rows = ProgrammeVersion.objects.order_by("code", "-version").distinct("code")
    if state in OPEN:
        rows = rows.filter(state=state)
    found = [shelf.info(row) for row in rows]
    return [one for one in found if not words or words in one.terms.title or words in one.code]


def preview(code: str) -> Reach | None:
    row = writing.open_row(code) or ProgrammeVersion.objects.filter(code=code, state="live").first()
    if row is None:
        raise LookupError(code)
    rule = writing.open_rule(code) or rules.live(RULE + code)
    node = rule.node if rule else None
    return reach.of(shelf.info(row).terms, node, shelf.find(code)) if node is not None else None


def nights(limit: int) -> list[Night]:
    return [
        Night(
            row.on,
            row.people,
            row.programmes,
            row.pairs,
            row.gained,
            row.lost,
            row.offered,
            row.cpu_s,
            About(row.about),
        )  # fmt: skip
        for row in NightRow.objects.order_by("-on", "about")[:limit]
    ]


def reach_of(actor: Actor) -> QuerySet[Row]:
    """Rows whose money the actor may know of."""
    if actor.system:
        return Row.objects.all()
    areas = organisation.areas_of(actor, Action.FIGURES)
    if any(found.level == "city" for found in map(organisation.area, areas) if found):
        return Row.objects.all()
    held = {code for code, unit in organisation.units().items() if unit.area in areas}
    return Row.objects.filter(unit__in=held | set(organisation.units_of(actor, Action.FIGURES)))


def _summed(rows: QuerySet[Row], key: str) -> list[dict[str, object]]:
    made = rows.values(key).annotate(
        offered=Count("id"),
        taken=Count("id", filter=Q(state__in=limits.TAKEN)),
        paid=Count("id", filter=Q(state=State.PAID.value)),
        paid_fen=Sum("fen", filter=Q(state=State.PAID.value)),
        failed=Count("id", filter=Q(state__in=BAD)),
    )
    return list(made)


def by_programme(actor: Actor, year: int) -> list[Figures]:
    found = _summed(reach_of(actor).filter(year=year), "programme")
    return _shown(
        found, "programme", {str(one["programme"]): shelf.title(str(one["programme"])) for one in found}
    )


def by_district(actor: Actor, year: int) -> list[Figures]:
    found = _summed(reach_of(actor).filter(year=year), "district")
    names = {str(one["district"]): district_name(str(one["district"])) for one in found}
    return _shown(found, "district", names)


def district_name(code: str) -> str:
    area = organisation.area(code) if code else None
    return area.name if area else code


def _shown(found: list[dict[str, object]], key: str, names: dict[str, str]) -> list[Figures]:
    made = [
        Figures(
            str(one[key]),
            names.get(str(one[key]), ""),
            *(int(str(one[name] or 0)) for name in ("offered", "taken", "paid", "paid_fen", "failed")),
        )
        for one in found
    ]
    return sorted(made, key=lambda one: (-one.paid_fen, -one.offered, one.title))


def published(code: str, page: int) -> list[Line]:
    rows = Row.objects.filter(programme=code, state=State.PAID.value).order_by("-paid_at", "-pk")
    rows = rows[(page - 1) * PAGE : page * PAGE]
    parties = identity.parties(row.party_id for row in rows)
    return [
        Line(
            starred(parties.get(row.party_id)),
            district_name(row.district),
            row.period,
            row.fen,
            timezone.localdate(row.paid_at),
        )
        for row in rows
        if row.paid_at is not None
    ]


def starred(party: Party | None) -> str:
    """陈*满; an enterprise's name is public."""
    if party is None or party.kind is not PartyKind.PERSON:
        return party.name if party else "*"
    first, last = party.name[:1], party.name[-1:] if len(party.name) > 2 else ""
    return f"{first}{'*' * max(1, len(party.name) - 1 - len(last))}{last}"


def letters(actor: Actor, limit: int) -> list[Letter]:
    """The offers that end first; read in blocks, for nearly everybody has a phone."""
    rows = reach_of(actor).filter(state=State.OFFERED.value).order_by("expires_on", "pk")
    every = rows.iterator(chunk_size=BLOCK)
    made: list[Letter] = []
    while len(made) < limit and (block := list(islice(every, BLOCK))):
        silent = identity.without_phone(row.party_id for row in block)
        made += [_letter(row, silent[row.party_id]) for row in block if row.party_id in silent]
    return made[:limit]


def _letter(row: Row, party: Party) -> Letter:
    area = organisation.area(party.community)
    where = area.name if area else ""
    return Letter(row.number, party.name, where, row.title, row.fen, row.expires_on, row.party_id)
