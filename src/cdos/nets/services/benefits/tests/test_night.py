"""The night finds exactly whom the rules name, tells them once, and sees who is new the night after."""

import duckdb
import pytest
from django.conf import settings
from django.utils import timezone

from cdos.base.alone import alone
from cdos.base.identity import api as identity
from cdos.base.identity.contracts import Assurance, DocumentKind
from cdos.base.jobs import api as jobs
from cdos.base.notices import api as notices
from cdos.base.rules.contracts import All, Leaf, Op
from cdos.base.rules.logic import live
from cdos.hubs.registers import api as registers
from cdos.hubs.registers.contracts import NewRow
from cdos.nets.services.licences import api as licences

from .. import api
from ..contracts import About, Amount, EntitlementState, Period
from ..logic import night, shelf, writing
from ..models import Entitlement
from .conftest import ELDERS, LAW, PEOPLE, Town, programme, today, tomorrow, write

POOR = All((Leaf("poor", "low_income", Op.EQ, True, LAW), Leaf("years", "residence_years", Op.GE, 5, LAW)))


def offered(code: str) -> set[int]:
    return set(Entitlement.objects.filter(programme=code, state="offered").values_list("party_id", flat=True))


def test_everybody_who_meets_the_rule_is_offered_it_once_and_nobody_else(pool: None, town: Town) -> None:
    api.load([programme("elders"), programme("poor", POOR, period=Period.ONCE)])
    first = api.match_night(about=About.PERSON)
    assert (first.people, first.programmes) == (PEOPLE, 2)
    assert offered("elders") == town.met(ELDERS)
    assert offered("poor") == town.met(POOR)
    assert first.pairs == first.gained == first.offered == len(offered("elders")) + len(offered("poor")) > 20
    again = api.match_night(about=About.PERSON)
    assert again.offered == 0
    assert Entitlement.objects.count() == first.offered


def test_what_another_process_put_in_force_finds_its_people_at_once(
    pool: None, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert api.programmes() == []  # this process has just looked
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(shelf, "forget", lambda: None)
        elsewhere.setattr(live, "forget", lambda: None)
        api.load([programme("elders")])
    jobs.announce(writing.LIVE_TOPIC, code="elders", version=1)
    jobs.drain()
    assert offered("elders") == town.met(ELDERS)


def test_two_nights_of_one_kind_do_not_run_at_once(pool: None, town: Town) -> None:
    api.load([programme("elders")])
    with alone(night.LOCK, list(About).index(About.PERSON)):  # as another process holds it
        with pytest.raises(night.NightRuns):
            api.match_night(about=About.PERSON)
        assert not offered("elders")
    assert api.match_night(about=About.PERSON).offered


def test_a_value_that_is_not_known_offers_nothing_and_refuses_nobody(pool: None, town: Town) -> None:
    api.load([programme("elders")])
    api.match_night(about=About.PERSON)
    unknown = [at for at, one in enumerate(town.facts) if one["age"] >= 80 and one["hukou"] is None]
    assert unknown
    for at in unknown:
        assert town.parties[at] not in offered("elders")
        assert [one.programme.code for one in api.mine(actor=town.actor(at)).asking] == ["elders"]


def test_the_night_after_only_who_is_newly_entitled_is_told_and_who_no_longer_is_loses_the_offer(
    pool: None, town: Town
) -> None:
    api.load([programme("poor", POOR, period=Period.ONCE)])
    before = api.match_night(about=About.PERSON)
    entitled = town.met(POOR)
    loses = next(at for at, party in enumerate(town.parties) if party in entitled)
    gains = next(
        at
        for at, one in enumerate(town.facts)
        if one["low_income"] is False and (one["residence_years"] or 0) >= 5
    )
    town.facts[loses]["low_income"], town.facts[gains]["low_income"] = False, True
    write(settings.DATA_DIR / "population.parquet", town.parties, town.facts)
    after = api.match_night(about=About.PERSON, on=tomorrow())
    assert (after.gained, after.lost, after.offered) == (1, 1, 1)
    assert offered("poor") == town.met(POOR)
    assert before.pairs == after.pairs
    gone = Entitlement.objects.get(party_id=town.parties[loses])
    assert gone.state == EntitlementState.CANCELLED


def test_people_who_came_and_went_between_two_nights_are_told_apart(pool: None, town: Town) -> None:
    api.load([programme("poor", POOR, period=Period.ONCE)])
    api.match_night(about=About.PERSON)
    yes = [at for at, party in enumerate(town.parties) if party in town.met(POOR)]
    kept = [
        at for at in range(PEOPLE) if at not in yes[:3]
    ]  # three of the entitled are not in the extract any more
    write(
        settings.DATA_DIR / "population.parquet",
        [town.parties[at] for at in kept] + [town.parties[-1] + 7],
        [town.facts[at] for at in kept] + [{**town.facts[yes[0]]}],
    )
    after = api.match_night(about=About.PERSON, on=tomorrow())
    assert after.people == PEOPLE - 2
    assert after.gained == 1
    assert offered("poor") >= {town.parties[at] for at in yes[:3]}, (
        "who is missing from an extract loses nothing"
    )


def test_what_a_register_was_told_since_the_extract_counts_tonight(pool: None, town: Town) -> None:
    api.load([programme("poor", POOR, period=Period.ONCE)])
    at = next(
        at
        for at, one in enumerate(town.facts)
        if one["low_income"] is False and (one["residence_years"] or 0) >= 5
    )
    registers.load([NewRow("civil", town.parties[at], {"low_income": True}, timezone.now())])
    api.match_night(about=About.PERSON)
    assert town.parties[at] in offered("poor")
    assert api.mine(actor=town.actor(at)).offers[0].programme == "poor"


def test_the_sums_follow_the_tiers_and_shares_of_the_datum(pool: None, town: Town) -> None:
    tiers = Amount(field="age", tiers=((89, 20_000), (99, 30_000), (200, 50_000)))
    share = Amount(fen=1_000, field="income_month_fen", permille=10, most_fen=9_000)
    api.load(
        [
            programme("tiers", ELDERS, amount=tiers),
            programme("share", POOR, amount=share, period=Period.YEAR),
        ]
    )
    api.match_night(about=About.PERSON)
    facts = dict(zip(town.parties, town.facts, strict=True))
    rows = Entitlement.objects.filter(programme="tiers")
    assert {row.fen for row in rows} == {20_000, 30_000}
    for row in rows:
        assert row.fen == (20_000 if facts[row.party_id]["age"] <= 89 else 30_000)  # type: ignore[operator]
    for row in Entitlement.objects.filter(programme="share"):
        income = facts[row.party_id]["income_month_fen"]
        assert income is not None
        assert row.fen == min(9_000, max(1_000, int(income) // 100))  # type: ignore[call-overload]


def test_bits_of_a_night_are_what_the_rules_say_of_each(pool: None, town: Town) -> None:
    api.load([programme("elders"), programme("poor", POOR)])
    api.match_night(about=About.PERSON)
    sky = night.nights(About.PERSON)[0]
    assert sky.on == today()
    for code, node in (("elders", ELDERS), ("poor", POOR)):
        from cdos.base.rules import api as rules

        found = {int(sky.parties()[at]) for at in rules.members(sky.bits(code), size=sky.size)}
        assert found == town.met(node)


def test_an_offer_is_told_in_the_app_and_reminded_once_and_ends(pool: None, town: Town) -> None:
    from datetime import timedelta

    from ..logic import offering

    api.load([programme("elders", confirm_days=10)])
    api.match_night(about=About.PERSON)
    party = min(offered("elders"))
    assert len(notices.notices(party_id=party)) == 1
    assert offering.remind(today() + timedelta(days=1)) == 0
    assert offering.remind(today() + timedelta(days=4)) == len(offered("elders"))
    assert offering.remind(today() + timedelta(days=5)) == 0
    assert offering.expire(today() + timedelta(days=10)) == 0
    count = len(offered("elders"))
    assert offering.expire(today() + timedelta(days=11)) == count
    assert not offered("elders")


def test_the_same_conditions_as_sql_on_the_extract_find_the_same_people(
    pool: None, town: Town, settings: object
) -> None:
    api.load([programme("elders"), programme("poor", POOR, period=Period.ONCE)])
    at = next(
        at
        for at, one in enumerate(town.facts)
        if one["low_income"] is False and (one["residence_years"] or 0) >= 5
    )
    registers.load([NewRow("civil", town.parties[at], {"low_income": True}, timezone.now())])
    by_bits = api.match_night(about=About.PERSON)
    found = {code: night.nights(About.PERSON)[0].bits(code).tobytes() for code in ("elders", "poor")}
    settings.MATCH_ENGINE = "duckdb"  # type: ignore[attr-defined]
    by_sql = api.match_night(about=About.PERSON)
    assert by_sql.pairs == by_bits.pairs > 20
    for code, bits in found.items():
        assert night.nights(About.PERSON)[0].bits(code).tobytes() == bits


def test_a_life_event_finds_a_benefit_the_same_minute(pool: None, town: Town) -> None:
    """A licence is issued, a register is told something new, somebody proves who they are."""
    api.load(
        [
            programme("poor", Leaf("poor", "low_income", Op.EQ, True, LAW)),
            programme("carded", Leaf("card", "licences_held", Op.HAS, "elder-card", LAW)),
            programme("old", Leaf("age", "age", Op.GE, 90, LAW)),
        ]
    )
    at = next(at for at, one in enumerate(town.facts) if one["low_income"] is False and one["age"] < 90)  # type: ignore[operator]
    party = town.parties[at]
    registers.load([NewRow("civil", party, {"low_income": False}, timezone.now())])
    jobs.drain()
    assert not Entitlement.objects.exists()
    registers.load([NewRow("civil", party, {"low_income": True}, timezone.now())])
    jobs.drain()
    assert offered("poor") == {party}
    values = {"name": "居民", "sex": "f", "birth_date": today(), "id_number": "1", "phone": "1"}
    licences.issue(type="elder-card", holder_id=party, values=values)
    jobs.drain()
    assert offered("carded") == {party}
    body = "44030419300102315"
    account = identity.create_account(login="proves", name="陈老", assurance=Assurance.PHONE)
    proved = identity.verify_real_name(
        account_id=account.id,
        name="陈老",
        document_kind=DocumentKind.CITIZEN_ID,
        document_number=body + identity.id_check_digit(body),
    )
    jobs.drain()
    assert offered("old") == {proved.party_id}


@pytest.mark.parametrize("engine", ["bits", "duckdb"])
def test_a_number_that_is_none_and_an_empty_text_are_not_known(
    pool: None, town: Town, settings: object, engine: str
) -> None:
    path = settings.DATA_DIR / "population.parquet"  # type: ignore[attr-defined]
    years = "CASE party % 3 WHEN 0 THEN 'nan'::DOUBLE WHEN 1 THEN 'inf'::DOUBLE ELSE 8 END AS residence_years"
    hukou = "CASE party % 2 WHEN 0 THEN '' ELSE 'other' END AS hukou"
    with duckdb.connect() as lake:
        lake.execute(f"CREATE TABLE p AS SELECT * REPLACE ({years}, {hukou}) FROM '{path}'")
        lake.execute(f"COPY (SELECT * FROM p ORDER BY party) TO '{path}' (FORMAT parquet)")
    settings.MATCH_ENGINE = engine  # type: ignore[attr-defined]
    share = Amount(field="residence_years", permille=100_000)
    api.load(
        [
            programme("years", Leaf("years", "residence_years", Op.GT, 5, LAW)),
            programme("other", Leaf("other", "hukou", Op.NE, "sz", LAW)),
            programme("share", Leaf("age", "age", Op.GE, 0, LAW), amount=share),
        ]
    )
    api.match_night(about=About.PERSON)
    assert offered("years") == offered("share") == {one for one in town.parties if one % 3 == 2}
    assert offered("other") == {one for one in town.parties if one % 2}
    at = next(at for at, one in enumerate(town.parties) if one % 6 == 0)
    asking = {one.programme.code for one in api.mine(actor=town.actor(at)).asking}
    assert asking == {"years", "other", "share"}


@pytest.mark.parametrize("most", [3])
def test_no_more_offers_a_night_than_the_city_allows_and_the_rest_follows(
    pool: None, town: Town, most: int
) -> None:
    api.load([programme("elders")])
    assert api.match_night(about=About.PERSON, most=most).offered == most
    assert api.match_night(about=About.PERSON).offered == len(town.met(ELDERS)) - most


def test_an_offer_survives_a_datum_that_is_not_known_any_more_and_comes_back_when_it_was_lost(
    pool: None, town: Town
) -> None:
    api.load([programme("poor", POOR, period=Period.ONCE)])
    api.match_night(about=About.PERSON)
    first, second = [at for at, party in enumerate(town.parties) if party in town.met(POOR)][:2]
    town.facts[first]["low_income"], town.facts[second]["low_income"] = None, False
    path = settings.DATA_DIR / "population.parquet"
    write(path, town.parties, town.facts)
    api.match_night(about=About.PERSON, on=tomorrow())
    assert town.parties[first] in offered("poor"), "not known is no refusal"
    assert town.parties[second] not in offered("poor")
    town.facts[second]["low_income"] = True
    write(path, town.parties, town.facts)
    assert api.match_night(about=About.PERSON, on=tomorrow()).offered == 1
    assert town.parties[second] in offered("poor")


def test_a_household_whose_head_is_not_known_is_asked_and_another_member_is_not_paid(
    pool: None, town: Town
) -> None:
    api.load([programme("home", POOR, about=About.HOUSEHOLD, period=Period.YEAR)])
    at = min(at for at, party in enumerate(town.parties) if party in town.met(POOR))
    api.match_night(about=About.PERSON)
    assert not offered("home"), "the extract does not know a head"
    assert [one.programme.code for one in api.mine(actor=town.actor(at)).asking] == ["home"]
    registers.load([NewRow("lake-population", town.parties[at], {"household_head": True}, timezone.now())])
    api.match_night(about=About.PERSON)
    assert offered("home") == set(), "columns that the extract lacks wait for the next extract"
    assert api.recheck(party_id=town.parties[at]) == (1, 0)
    assert offered("home") == {town.parties[at]}
