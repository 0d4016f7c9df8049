"""What a yes is held to: its version's group, the same period, the last day of its programme; and what of it is counted."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from cdos.hubs.registers import api as registers
from cdos.hubs.registers.contracts import NewRow

from .. import api
from ..contracts import About, BenefitRefused, Period, Terms
from ..logic import amounts, limits, offering, shelf, terms
from ..models import Entitlement, ProgrammeVersion
from .conftest import ELDERS, Town, payee, programme, today
from .test_confirming import ANYBODY, entitled


def now_says(code: str, **more: object) -> None:
    """Another version is in force."""
    row = ProgrammeVersion.objects.get(code=code, state="live")
    held: Terms = replace(terms.parse(row.terms), **more)  # type: ignore[arg-type]
    row.terms, row.version, row.updated_at = terms.dump(held), row.version + 1, timezone.now()
    row.title, row.unit = held.title, held.unit
    row.save()
    shelf.forget()


def offer(town: Town, **more: object) -> tuple[int, str]:
    api.load([programme("elders", **more)])
    api.match_night(about=About.PERSON)
    at = entitled(town)
    return at, api.mine(actor=town.actor(at)).offers[0].number


@pytest.mark.parametrize("way", ["confirm", "claim"])
def test_a_yes_counts_under_the_group_of_the_version_that_it_takes(pool: None, town: Town, way: str) -> None:
    grouped = {"group": "aid", "group_most_fen": 30_000, "period": Period.YEAR}
    at, number = offer(town, period=Period.YEAR)
    api.load([programme("other", ANYBODY, push=False, **grouped)])
    now_says("elders", **grouped, title="新名称")
    actor = town.actor(at)
    if way == "claim":
        api.decline(actor=actor, number=number)
        done = api.claim(actor=actor, code="elders", payee=payee())
    else:
        done = api.confirm(actor=actor, number=number, payee=payee())
    assert (done.fen, done.title) == (20_000, "新名称")
    assert api.claim(actor=actor, code="other", payee=payee()).fen == 10_000


def test_what_is_offered_once_more_is_offered_as_the_new_version_says(pool: None, town: Town) -> None:
    at, number = offer(town)
    row = Entitlement.objects.get(number=number)
    offering.withdraw([row.pk])
    now_says("elders", group="aid", group_most_fen=30_000, title="新名称")
    assert api.recheck(party_id=town.parties[at]) == (1, 0)
    row.refresh_from_db()
    assert (row.state, row.group, row.title, row.version) == ("offered", "aid", "新名称", 2)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2026-12", "2026-12", True),
        ("2026-12", "2026-11", False),
        ("2026-12", "2026", True),
        ("2026", "2027-01", False),
        ("once", "2027-01", True),
        ("once", "once", True),
    ],
)
def test_two_periods_are_the_same_where_they_share_a_day(one: str, other: str, same: bool) -> None:
    assert amounts.overlap(one, other) is amounts.overlap(other, one) is same


def test_what_excludes_another_does_so_in_its_own_period(pool: None, town: Town) -> None:
    api.load(
        [
            programme("month", ANYBODY, push=False, excludes=("two", "three")),
            programme("two", ANYBODY, push=False),
            programme("three", ANYBODY, push=False, period=Period.ONCE),
            programme("once", ANYBODY, push=False, period=Period.ONCE, excludes=("late",)),
            programme("late", ANYBODY, push=False),
        ]
    )
    party, year = town.parties[0], today().year
    api.claim(actor=town.actor(0), code="month", payee=payee())
    two = shelf.programme("two")
    assert limits.blocked(two, party, year)
    assert not limits.blocked(two, party, year, period=f"{year}-00"), "another month of the same year"
    assert limits.blocked(shelf.programme("three"), party, year)
    number = api.claim(actor=town.actor(0), code="once", payee=payee()).number
    Entitlement.objects.filter(number=number).update(year=year - 1)
    with pytest.raises(BenefitRefused, match="nobody has both"):
        api.claim(actor=town.actor(0), code="late", payee=payee())


def test_no_offer_outlives_its_programme(pool: None, town: Town) -> None:
    ends = today() + timedelta(days=3)
    at, number = offer(town, closes_on=ends)
    assert api.held(number).expires_on == ends
    now_says("elders", closes_on=today() - timedelta(days=1))
    for step in (
        lambda: api.confirm(actor=town.actor(at), number=number, payee=payee()),
        lambda: api.claim(actor=town.actor(at), code="elders", payee=payee()),
    ):
        with pytest.raises(BenefitRefused, match="Expired"):
            step()
    assert offering.expire(today()) == len(town.met(ELDERS))
    assert api.held(number).state == "expired"


def test_the_public_list_shows_the_day_in_the_city(pool: None, town: Town) -> None:
    _at, number = offer(town)
    late = datetime(2026, 3, 1, 17, 30, tzinfo=UTC)  # after midnight in the city
    Entitlement.objects.filter(number=number).update(state="paid", paid_at=late)
    assert [line.paid_on for line in api.published(code="elders")] == [date(2026, 3, 2)]
    assert [one.last_on for one in api.published_programmes()] == [date(2026, 3, 2)]


def test_a_claim_and_a_recheck_know_the_district(pool: None, town: Town) -> None:
    api.load([programme("claimed", push=False), programme("found")])
    at = entitled(town)
    party = town.parties[at]
    registers.load([NewRow("lake-population", party, {"residence_district": "440305"}, timezone.now())])
    api.claim(actor=town.actor(at), code="claimed", payee=payee())
    assert api.recheck(party_id=party) == (1, 0)
    assert dict(Entitlement.objects.values_list("programme", "district")) == {
        "claimed": "440305",
        "found": "440305",
    }


def test_last_months_offer_does_not_stand_in_the_way_of_this_months_and_both_end(
    pool: None, town: Town
) -> None:
    at, number = offer(town)
    party = town.parties[at]
    Entitlement.objects.filter(number=number).update(period="2020-01")
    assert api.recheck(party_id=party) == (1, 0)
    registers.load([NewRow("household", party, {"hukou": "other"}, timezone.now())])
    assert api.recheck(party_id=party) == (0, 2)
