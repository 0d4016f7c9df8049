"""Loads the sample city through the modules' doors, in one transaction: it is there whole or not at all."""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta
from importlib.resources import as_file, files
from itertools import chain, islice
from typing import TypeVar

import numpy as np
from django.db import transaction
from django.utils import timezone

from cdos.base.identity import api as identity
from cdos.base.identity.contracts import Assurance, NewAccount, NewMandate, NewParty, Relation
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import AppointmentRow
from cdos.base.search import api as search
from cdos.hubs.registers import api as registers_
from cdos.hubs.space import api as space
from cdos.nets.governance.appeals import api as appeals
from cdos.nets.governance.appeals.contracts import AppealRow
from cdos.nets.governance.closure import api as closure
from cdos.nets.services.guide import api as guide
from cdos.sample.appeals import before, history
from cdos.sample.appeals.crowds import crowds
from cdos.sample.appeals.disputes import disputes
from cdos.sample.appeals.lively import lively
from cdos.sample.appeals.own import COMMUNITY, own_appeals
from cdos.sample.contracts import LoadReport, Progress
from cdos.sample.ground import base_map
from cdos.sample.models import SampleLoad
from cdos.sample.people import demonstration, extract, told, units
from cdos.sample.people.documents import Ints
from cdos.sample.people.enterprises import enterprises
from cdos.sample.people.residents import CHILD, People, residents, take_census
from cdos.sample.services import (
    applications,
    bundles,
    care,
    catalogue,
    centres,
    forms,
    licences,
    mutual,
    registers,
    rulebook,
    subsidies,
)
from cdos.sample.texts.similarity import near_equal_share

T = TypeVar("T")
BATCH = 20_000
SAMPLE_TEXTS = 20_000
MANDATED = 0.08  # share of children whose parent may act for them online
CHILD_UNTIL = 14
ADULT_FROM = 18
REPLIES_SCORED = 100  # the newest, so that the supervisors' desk is not empty


class Loader:
    """One load: what is known so far, and the report that grows."""

    def __init__(self, scale: float, seed: int, now: datetime, progress: Progress) -> None:
        self.scale, self.seed, self.now, self.progress = scale, seed, now, progress
        self.today = timezone.localtime(now).date()
        self.report = LoadReport(scale=scale, seed=seed)
        self.texts: list[str] = []
        self.known = extract.Known()

    def load(self) -> LoadReport:
        with transaction.atomic():
            self._load()
            self.report = replace(self.report, near_equal_share=near_equal_share(self.texts))
            SampleLoad.objects.create(
                scale=self.scale, seed=self.seed, finished_at=timezone.now(), report=asdict(self.report)
            )
        return self.report

    def _load(self) -> None:
        with self._timed("map"):
            city = base_map.build_city(self.seed)
            self._map(city)
        with self._timed("units"):
            self._units()
        with self._timed("people"):
            census = take_census(self.scale, self.seed)
            people = self._people(city, residents(census, self.seed, self.today), census.total)
        with self._timed("enterprises"):
            self._enterprises(enterprises(census, self.scale, self.seed), people)
        with self._timed("appeals"), search.rebuilding():
            names = {unit.code: unit.name for unit in organisation.units().values()}
            self._appeals(history.Desk(city.neighbourhoods, census, people, names))
        lon, lat = self.home
        self.report.counts["disputes"] = disputes(self.residents.second, lon=lon, lat=lat)
        with self._timed("answers"):
            self.report.counts["answers"] = before.answers()
            self.report.counts["leads"] = before.found_by_patrol(lon=lon, lat=lat)
        with self._timed("forms"):
            self.report.counts["forms"] = forms.load(self.today)
        self.report.counts["links"] = guide.load_links(rows=guide.sample_links())
        with self._timed("licences"):
            own = people[:400].tolist()
            self.report.counts["licences"] = licences.load(self.residents, own, self.today)
        with self._timed("items"):
            self.report.counts.update(catalogue.load(self.today))
        with self._timed("registers"):
            self.report.counts["registers"] = registers.load(self.residents, self.today)
        with self._timed("applications"):
            self.report.counts["applications"] = applications.load(self.residents, own)
        with self._timed("bundles"):
            self.report.counts["bundles"] = bundles.load(self.residents, self.today)
        with self._timed("care"):
            self.report.counts["visits on credit"] = care.load(self.today)
        with self._timed("mutual aid"):
            self.report.counts["members of the mutual aid"] = mutual.load(self.residents, own, self.today)
        with self._timed("centres"):
            self.report.counts.update(centres.load())
        with self._timed("extracts"):
            extract.write(
                self.known,
                told.everybody(self.residents, self.today),
                people=registers_.extract_path("person"),
                firms=registers_.extract_path("enterprise"),
                today=self.today,
            )
        with self._timed("programmes"):
            self.report.counts.update(subsidies.load(self.residents, self.today))
        with self._timed("rule book"):
            self.report.counts["rules on the desk"] = rulebook.load(self.today)

    def _map(self, city: base_map.City) -> None:
        counts = self.report.counts
        counts["areas"] = organisation.load_areas(base_map.area_rows(city))
        counts["map features"] = space.load_base(
            rows=self._watched("map", base_map.feature_rows(city), 42_000)
        )
        counts["places"] = space.load_places(rows=base_map.place_rows(city))

    def _units(self) -> None:
        counts = self.report.counts
        self.residents = demonstration.create_residents(self.today)  # first in the list of accounts
        counts["units"] = organisation.load_units(units.units())
        positions = list(units.positions(self.scale, self.seed))
        accounts = identity.load_accounts(position.account for position in positions)
        posts = organisation.load_posts([position.post for position in positions])
        since = date(self.today.year - 1, 1, 1)
        organisation.load_appointments(
            AppointmentRow(account, post, since) for account, post in zip(accounts, posts, strict=True)
        )
        counts["staff"] = len(positions) + demonstration.create_staff(self.today)
        self._duty_list()
        self.progress("units", len(positions), len(positions))

    def _duty_list(self) -> None:
        source = files("cdos.nets.governance.appeals") / "data" / "duty_list.csv"
        with as_file(source) as path:
            result = appeals.import_duty_list(
                path=path, effective_on=self.today - timedelta(days=history.DAYS + 1), actor_name="system"
            )
        if result.list is None:
            raise ValueError("; ".join(result.errors[:5]))
        self.report.counts["duty items"] = result.list.items

    def _people(self, city: base_map.City, people: Iterator[People], total: int) -> Ints:
        hood = next(hood for hood in city.neighbourhoods if hood.code == COMMUNITY)
        self.home = hood.centre
        ids = np.empty(total, dtype=np.int64)
        done = 0
        for parts in gathered(people, BATCH):
            loaded = identity.load_parties(row for part in parts for row in part.rows)
            ids[done : done + len(loaded)] = loaded
            self._families(parts, loaded)
            done += len(loaded)
            self.progress("people", done, total)
        self.report.counts["people"] = total
        return ids

    def _families(self, parts: list[People], ids: list[int]) -> None:
        mandates: list[NewMandate] = []
        accounts: list[NewAccount] = []
        start = 0
        for part in parts:
            own = ids[start : start + len(part.rows)]
            self.known.people(part, own)
            mandates += parents(part, own, self.today)
            accounts += sign_ins(part, own)
            start += len(own)
        identity.load_mandates(mandates, confirmed_by="sample")
        identity.load_accounts(accounts)
        counts = self.report.counts
        counts["accounts"] = counts.get("accounts", 0) + len(accounts)

    def _enterprises(self, rows: Iterator[tuple[NewParty, int]], people: Ints) -> None:
        total = 0
        for block in blocks(rows, BATCH):
            ids = identity.load_parties(row for row, _ in block)
            agents = list(zip(block, ids, strict=True))
            for (row, agent), firm in agents:
                self.known.firm(firm, int(people[agent]), row)
            identity.load_mandates(
                (
                    NewMandate(int(people[agent]), firm, Relation.AGENT, date(2021, 1, 1))
                    for (_, agent), firm in agents
                ),
                confirmed_by="sample",
            )
            total += len(ids)
            self.progress("enterprises", total, total)
        self.report.counts["enterprises"] = total

    def _appeals(self, desk: history.Desk) -> None:
        expected = history.expected(self.scale, self.seed, self.now)
        lon, lat = self.home
        rows = chain(
            history.year(desk, scale=self.scale, seed=self.seed, now=self.now),
            lively(desk, seed=self.seed, now=self.now),
            crowds(desk, lon=lon, lat=lat, seed=self.seed, now=self.now),
            own_appeals(self.residents.first, lon=lon, lat=lat, now=self.now),
        )
        watched = self._watched("appeals", self._sampled(rows, expected), expected)
        self.report.counts["appeals"] = appeals.load_appeals(rows=watched)
        scored = closure.score_past(limit=REPLIES_SCORED, area=COMMUNITY) + closure.score_past(
            limit=REPLIES_SCORED
        )
        self.report.counts["replies scored"] = scored

    def _sampled(self, rows: Iterable[AppealRow], expected: int) -> Iterator[AppealRow]:
        """Keeps every n-th text for the measure of likeness."""
        step = max(1, expected // SAMPLE_TEXTS)
        for number, row in enumerate(rows):
            if number % step == 0:
                self.texts.append(row.text)
            yield row

    def _watched(self, what: str, rows: Iterable[T], total: int) -> Iterator[T]:
        done = 0
        for done, row in enumerate(rows, 1):
            if done % 500 == 0:
                self.progress(what, min(done, total), total)
            yield row
        self.progress(what, done, done)

    @contextmanager
    def _timed(self, what: str) -> Iterator[None]:
        began, worked = time.perf_counter(), time.process_time()
        yield
        self.report.cpu_seconds[what] = round(time.process_time() - worked, 2)
        self.report.seconds[what] = round(time.perf_counter() - began, 2)


def parents(part: People, ids: list[int], today: date) -> Iterator[NewMandate]:
    """Some parents may act for their young children; the first of a household is the parent."""
    head: dict[int, int] = {}
    people = zip(part.household.tolist(), part.role.tolist(), part.age.tolist(), strict=True)
    for number, (home, role, age) in enumerate(people):
        if home not in head:
            head[home] = number
        elif role == CHILD and age < CHILD_UNTIL and number % round(1 / MANDATED) == 0:
            born = part.rows[number].born_on or today
            yield NewMandate(ids[head[home]], ids[number], Relation.CHILD, born)


def sign_ins(part: People, ids: list[int]) -> Iterator[NewAccount]:
    """A third of the grown-ups have an account: their phone, and no password, so that nobody can use it."""
    for number in range(0, len(ids), 3):
        row = part.rows[number]
        if row.phone and part.age[number] >= ADULT_FROM:
            yield NewAccount(row.phone, row.name, ids[number], Assurance.REAL_NAME)


def gathered(people: Iterator[People], size: int) -> Iterator[list[People]]:
    """Whole communities together, until there are `size` people."""
    parts: list[People] = []
    for part in people:
        parts.append(part)
        if sum(len(part.rows) for part in parts) >= size:
            yield parts
            parts = []
    if parts:
        yield parts


def blocks(rows: Iterator[T], size: int) -> Iterator[list[T]]:
    while block := list(islice(rows, size)):
        yield block


def loaded() -> LoadReport | None:
    row = SampleLoad.objects.first()
    return LoadReport(**(row.report | {"already_loaded": True})) if row else None
