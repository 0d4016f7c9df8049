"""What the desk of a programme shows beside its terms: who is entitled by state, by the last night, and what can be found."""

from dataclasses import dataclass

from django.db.models import Count, Sum
from django.utils import timezone

from cdos.base.organisation.contracts import Actor
from cdos.base.rules import api as rules
from cdos.nets.services.payouts import api as payouts

from ..contracts import RULE, About, Programme, ProgrammeState
from ..contracts import EntitlementState as State
from ..models import ProgrammeVersion
from . import columns, editors, figures, night, shelf, writing
from . import terms as terms_


@dataclass(frozen=True, slots=True)
class Standing:
    """How many stand in one state, and what they get together."""

    state: State
    count: int
    fen: int


@dataclass(frozen=True, slots=True)
class Shelf:
    """One programme in the list: what is in force, and the version that is being written or waits."""

    code: str
    live: Programme | None
    newest: Programme

    @property
    def shown(self) -> Programme:
        return self.live or self.newest

    @property
    def open(self) -> Programme | None:
        return self.newest if self.newest.state in (ProgrammeState.DRAFT, ProgrammeState.WAITING) else None


def shelves() -> list[Shelf]:
    """All programmes by code, drafts too: two reads however many there are."""
    newest = ProgrammeVersion.objects.order_by("code", "-version").distinct("code")
    live = {row.code: row for row in ProgrammeVersion.objects.filter(state=ProgrammeState.LIVE.value)}
    made = []
    for row in newest:
        held = live.get(row.code)
        made.append(Shelf(row.code, shelf.info(held) if held else None, shelf.info(row)))
    return made


def waiting(actor: Actor) -> int:
    """Of those that the actor may write."""
    rows = ProgrammeVersion.objects.filter(state=ProgrammeState.WAITING.value)
    return sum(editors.may_write_for(actor, unit) for unit in rows.values_list("unit", flat=True))


def standing(actor: Actor, code: str) -> list[Standing]:
    """In the order of a benefit's life, within the actor's reach."""
    rows = (
        figures.reach_of(actor).filter(programme=code).values("state").annotate(n=Count("id"), fen=Sum("fen"))
    )
    held = {str(row["state"]): (int(row["n"]), int(row["fen"] or 0)) for row in rows}
    return [Standing(state, *held[state.value]) for state in State if state.value in held]


def last_night(one: Programme) -> tuple[str, int] | None:
    """The day of the last night and how many it found entitled; None: no night has looked at this programme."""
    about = About.ENTERPRISE if one.terms.about is About.ENTERPRISE else About.PERSON
    sky = next((held for held in night.nights(about) if one.code in held.codes), None)
    return (sky.on.isoformat(), rules.count(sky.bits(one.code))) if sky else None


def preview_stamp(code: str) -> tuple[object, ...]:
    """What a preview stands on: as long as it is the same, so are the counts. LookupError."""
    row = writing.open_row(code) or ProgrammeVersion.objects.filter(code=code, state="live").first()
    if row is None:
        raise LookupError(code)
    rule, live = writing.open_rule(code) or rules.live(RULE + code), rules.live(RULE + code)
    terms = terms_.parse(row.terms)
    about = About.ENTERPRISE if terms.about is About.ENTERPRISE else About.PERSON
    source = columns.path(about)
    written = source.stat().st_mtime_ns if source.is_file() else 0
    hashes = (rule.hash if rule else "", live.hash if live else "")
    return (row.pk, row.updated_at, hashes, written, _free(terms.pool), timezone.localdate())


def _free(pool: str) -> int:
    try:
        return payouts.pool(pool).free_fen
    except LookupError:
        return 0
