"""The night: the whole city against every programme, tonight's bits against yesterday's, and offers for who is newly entitled.

The bits lie in the lake, a folder a night: parties in order, then for each block of people one row of bits a programme. Pairs of
person and programme are never written: 3 in a hundred of 20 million times 723 would be 434 million rows.
"""

import json
import shutil
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt
from django.conf import settings
from django.utils import timezone

from cdos.base.alone import alone
from cdos.base.fence import api as fence
from cdos.base.rules import api as rules

from ..adapters import registry as engines
from ..contracts import About, Night, Programme
from ..contracts import EntitlementState as State
from ..models import Entitlement as Row
from ..models import NightRow
from . import amounts, columns, deciding, limits, offering, recording, shelf

KEPT = 8  # nights
WITHDRAWN_A_NIGHT = 5_000  # of a programme; the rest the nights after
BITS, PARTIES, MANIFEST = "bits.bin", "parties.npy", "night.json"
LOCK = 7_302_144  # of the nights, beside the kind's own number
Bits = npt.NDArray[np.uint8]
Places = npt.NDArray[np.int64]


class NightRuns(RuntimeError):
    """Another process is matching the same kind: it would write the same folder."""


@dataclass(frozen=True, slots=True)
class Sky:
    """One night as it lies in the lake."""

    folder: Path
    on: date
    size: int
    block: int
    codes: tuple[str, ...]

    def parties(self) -> npt.NDArray[np.int64]:
        found: npt.NDArray[np.int64] = np.load(self.folder / PARTIES)
        return found

    def bits(self, code: str) -> Bits:
        """Who was entitled to one programme, packed."""
        held = np.memmap(self.folder / BITS, np.uint8, "r")
        wide, at, parts, offset = self.block // 8, self.codes.index(code), [], 0
        for start in range(0, self.size, self.block):
            row = min(wide, (self.size - start + 7) // 8)
            parts.append(np.array(held[offset + at * row : offset + (at + 1) * row]))
            offset += row * len(self.codes)
        return np.concatenate(parts) if parts else np.empty(0, np.uint8)


def root(about: About) -> Path:
    return Path(settings.DATA_DIR) / "benefits" / about.value


def nights(about: About) -> list[Sky]:
    """Newest first."""
    found = sorted(root(about).glob(f"????-??-??/{MANIFEST}"), reverse=True)
    return [_read(one) for one in found]


def _read(manifest: Path) -> Sky:
    held = json.loads(manifest.read_text())
    return Sky(
        manifest.parent, date.fromisoformat(held["on"]), held["size"], held["block"], tuple(held["codes"])
    )


def match(about: About, *, on: date | None = None, most: int = 100_000) -> Night:
    """Persons (with households) or enterprises; at most so many offers, the rest the nights after. NightRuns."""
    with alone(LOCK, list(About).index(about)) as mine:
        if not mine:
            raise NightRuns(about.value)
        return _match(about, on or timezone.localdate(), most)


def _match(about: About, day: date, most: int) -> Night:
    kinds = (About.ENTERPRISE,) if about is About.ENTERPRISE else (About.PERSON, About.HOUSEHOLD)
    programmes = [one for one in shelf.every(on=day, about=kinds) if shelf.node(one, on=day) is not None]
    wanted = deciding.fields_of(programmes, on=day)
    everybody = columns.load(about, engines.chosen().columns(wanted, programmes) | {columns.DISTRICT[about]})
    began = time.process_time()
    sky, pairs = _swept(about, everybody, programmes, day)
    before = next((one for one in nights(about) if one.on < day), None)
    gained, lost = differences(sky, before)
    cpu = time.process_time() - began
    offered = sum(
        _offer(one, sky.bits(one.code), everybody, day, most) for one in programmes if one.terms.push
    )
    night = Night(day, sky.size, len(programmes), pairs, gained, lost, offered, round(cpu, 3))
    _record(about, night)
    _tidy(about)
    return night


def match_one(code: str, *, most: int = 100_000) -> int:
    """A programme that has just become live: offers to whom it finds, without a night. How many."""
    one, day = shelf.find(code), timezone.localdate()
    node = shelf.node(one, on=day) if one else None
    if one is None or node is None or not one.terms.push or one not in shelf.every(on=day):
        return 0
    about = About.ENTERPRISE if one.terms.about is About.ENTERPRISE else About.PERSON
    everybody = columns.load(about, deciding.fields_of([one], on=day) | {columns.DISTRICT[about]})
    yes, _unknown = rules.select(node, everybody.population, on=day)
    return _offer(one, yes, everybody, day, most)


def _swept(
    about: About, everybody: columns.Everybody, programmes: list[Programme], day: date
) -> tuple[Sky, int]:
    """Written beside, then put in its place: a night is there whole or not at all."""
    nodes = []
    for one in programmes:
        node = shelf.node(one, on=day)
        assert node is not None
        nodes.append(node)
    final = root(about) / day.isoformat()
    making = final.with_name(f".{final.name}.making")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    blocks = engines.chosen().sweep(nodes, about, everybody, day)
    pairs = write_bits(making / BITS, blocks)
    np.save(making / PARTIES, everybody.parties)
    codes = [one.code for one in programmes]
    held = {"on": day.isoformat(), "size": everybody.population.size, "block": engines.BLOCK, "codes": codes}
    (making / MANIFEST).write_text(json.dumps(held))
    shutil.rmtree(final, ignore_errors=True)
    making.rename(final)
    return _read(final / MANIFEST), pairs


def write_bits(path: Path, blocks: Iterable[rules.Block]) -> int:
    """How many pairs of party and programme."""
    pairs = 0
    with path.open("wb") as out:
        for block in blocks:
            for yes, _unknown in block.found:
                pairs += rules.count(yes)
                out.write(yes.tobytes())
    return pairs


def differences(tonight: Sky, before: Sky | None) -> tuple[int, int]:
    """How many pairs were gained and lost, over the programmes of both nights and the new ones."""
    gained = lost = 0
    for _code, more, fewer in changes(tonight, before):
        gained += rules.count(more)
        lost += rules.count(fewer)
    return gained, lost


def changes(tonight: Sky, before: Sky | None) -> Iterator[tuple[str, Bits, Bits]]:
    """For each programme who is newly entitled and who no longer is, over tonight's parties."""
    there = _places(tonight, before) if before else None
    for code in tonight.codes:
        now = tonight.bits(code)
        then = _aligned(before, code, there, tonight.size) if before else np.zeros_like(now)
        yield code, now & ~then, then & ~now


def _places(tonight: Sky, before: Sky) -> npt.NDArray[np.int64] | None:
    """Where tonight's parties stood the night before, -1 for the new ones; None: the same people."""
    new, old = tonight.parties(), before.parties()
    if len(new) == len(old) and np.array_equal(new, old):
        return None
    if not len(old):
        return np.full(len(new), -1, np.int64)
    at = np.minimum(np.searchsorted(old, new), len(old) - 1)
    return np.where(old[at] == new, at, -1).astype(np.int64)


def _aligned(before: Sky, code: str, there: npt.NDArray[np.int64] | None, size: int) -> Bits:
    if code not in before.codes:
        return np.zeros((size + 7) // 8, np.uint8)
    held = before.bits(code)
    if there is None:
        return held
    one = np.append(np.unpackbits(held, count=before.size), np.uint8(0))  # the last one is for -1
    return np.packbits(one[there])


def _offer(one: Programme, yes: Bits, everybody: columns.Everybody, day: date, most: int) -> int:
    """Offers to those entitled who have none in this period; offers of those no longer entitled end."""
    at = np.array(rules.members(yes, size=everybody.population.size), np.int64)
    entitled = everybody.parties[at]
    _withdraw(one, everybody.parties, entitled, day)
    with fence.everything():
        held = offering.held_by(one, day)
    fresh = at[~np.isin(entitled, np.fromiter(held, np.int64))]
    paid = (hit for hit in _hits(one, everybody, fresh) if hit.fen > 0)
    with fence.everything():
        hits = list(islice((hit for hit in paid if _free(one, hit.party_id, day)), most))
    return offering.offer(one, hits, day)


def _free(one: Programme, party_id: int, day: date) -> bool:
    """What the tap would refuse is not offered."""
    period = amounts.period_key(one.terms.period, day)
    return not limits.concerns(one) or not limits.blocked(one, party_id, day.year, period=period)


def _withdraw(one: Programme, parties: Places, entitled: Places, day: date) -> None:
    """Who is not among the entitled tonight may only be unknown: each is decided by what the registers say, and NO alone ends it."""
    period = amounts.period_key(one.terms.period, day)
    with fence.everything():
        rows = Row.objects.filter(programme=one.code, period=period, state=State.OFFERED.value)
        open_ = dict(rows.values_list("party_id", "pk"))
    looked_at = np.intersect1d(np.fromiter(open_, np.int64), parties)
    for party in np.setdiff1d(looked_at, entitled)[:WITHDRAWN_A_NIGHT].tolist():
        with fence.everything():
            if deciding.refused(one, party):
                offering.withdraw([open_[party]])


def _hits(one: Programme, everybody: columns.Everybody, at: npt.NDArray[np.int64]) -> Iterator[offering.Hit]:
    held = everybody.population.columns
    about = About.ENTERPRISE if one.terms.about is About.ENTERPRISE else About.PERSON
    district, amount = held.get(columns.DISTRICT[about]), held.get(one.terms.amount.field)
    for place in at.tolist():
        facts = {one.terms.amount.field: columns.value_at(amount, place)} if amount is not None else {}
        fen = amounts.of(one.terms.amount, facts)
        area = columns.value_at(district, place) if district is not None else ""
        yield offering.Hit(int(everybody.parties[place]), fen or 0, str(area or ""))


def _record(about: About, night: Night) -> None:
    with fence.everything():
        _write_down(about, night)


def _write_down(about: About, night: Night) -> None:
    NightRow.objects.update_or_create(
        on=night.on,
        about=about.value,
        defaults={
            "people": night.people,
            "programmes": night.programmes,
            "pairs": night.pairs,
            "gained": night.gained,
            "lost": night.lost,
            "offered": night.offered,
            "cpu_s": night.cpu_s,
            "at": timezone.now(),
        },
    )
    recording.matched(
        about.value, {"people": night.people, "programmes": night.programmes, "pairs": night.pairs}
    )


def _tidy(about: About) -> None:
    for old in nights(about)[KEPT:]:
        shutil.rmtree(old.folder, ignore_errors=True)
