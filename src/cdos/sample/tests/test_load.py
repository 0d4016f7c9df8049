"""The whole load, through the modules' doors, at the smallest useful scale."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.db import transaction

from cdos.base.identity import api as identity
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import Question
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import SYSTEM, AreaLevel, Role
from cdos.base.rules import api as rules
from cdos.hubs.registers import api as registers
from cdos.hubs.space import api as space
from cdos.nets.governance.appeals import api as appeals
from cdos.nets.services.benefits import api as benefits
from cdos.nets.services.payouts import api as payouts
from cdos.sample import api
from cdos.sample.contracts import LoadReport
from cdos.sample.people.demonstration import STAFF

SCALE, SEED = 0.0002, 4403
NOW = datetime(2026, 6, 1, 3, 0, tzinfo=UTC)
pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[LoadReport]:
    """Loaded once for the module, and taken back at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield api.load(scale=SCALE, seed=SEED, now=NOW)
        transaction.set_rollback(True)
    organisation.forget()


def test_everything_is_counted_and_texts_are_varied(loaded: LoadReport) -> None:
    assert {"areas", "places", "units", "staff", "people", "enterprises", "appeals", "duty items"} <= set(
        loaded.counts
    )
    assert loaded.counts["areas"] == 877
    assert loaded.near_equal_share < 0.05
    assert {"map", "units", "people", "enterprises", "appeals", "answers", "items"} <= set(loaded.seconds)


def test_a_second_load_changes_nothing_and_says_so(loaded: LoadReport) -> None:
    again = api.load(scale=0.5, seed=1)
    assert again.already_loaded
    assert again.counts == loaded.counts


def test_every_area_finds_itself_at_its_centre(loaded: LoadReport) -> None:
    for area in organisation.areas(level=AreaLevel.COMMUNITY)[::23]:
        scope = organisation.locate(lon=area.lon, lat=area.lat)
        assert scope is not None
        assert scope.community == area.code


def test_every_item_finds_the_unit_of_its_level_everywhere(loaded: LoadReport) -> None:
    for item in appeals.duty_items():
        for area in organisation.areas(level=AreaLevel.COMMUNITY)[::211]:
            unit = organisation.find_unit(function=item.function, area=area.code)
            assert unit is not None, item.name
            assert unit.level in {item.level, "city", "district"}


def test_the_demonstration_accounts_are_there_with_posts_and_a_line_to_try(loaded: LoadReport) -> None:
    listed = {account.login: account for account in identity.demo_accounts()}
    assert {"chenxiaoman", "linguodong", *(member.login for member in STAFF)} <= set(listed)
    assert all(account.what and account.role for account in listed.values())
    for member in STAFF:
        account = identity.account_by_login(member.login)
        assert account is not None
        actor = organisation.actor_of_account(account.id)
        assert {post.role for post in actor.posts} == set(member.roles)


def test_the_resident_acts_for_self_child_and_enterprise(loaded: LoadReport) -> None:
    account = identity.account_by_login("chenxiaoman")
    assert account is not None
    assert {mandate.relation.value for mandate in identity.mandates(account.id)} == {"self", "child", "agent"}
    mine = appeals.mine(actor=organisation.actor_of_account(account.id))
    assert {row.matter.state for row in mine.rows} == {"handling", "solved", "confirmed"}


def test_the_workbench_of_the_water_handler_is_alive(loaded: LoadReport) -> None:
    account = identity.account_by_login("water-handler")
    assert account is not None
    actor = organisation.actor_of_account(account.id)
    assert actor.holds(Role.HANDLER)
    page = matters.find(actor=actor, question=Question(open_only=True, units=("440304-water",)))
    assert len(page.rows) >= 3
    assert any(row.due_at for row in page.rows)


def test_every_appeal_lies_in_its_community(loaded: LoadReport) -> None:
    page = matters.find(actor=SYSTEM, question=Question(kinds=("appeal",), limit=200))
    inside = 0
    for row in page.rows:
        scope = organisation.locate(lon=row.place.lon or 0, lat=row.place.lat or 0)
        inside += scope is not None and scope.community == row.place.scope.community
    assert inside > 0.95 * len(page.rows)


def test_places_are_found_by_word(loaded: LoadReport) -> None:
    assert space.suggest(words="景田")[0].community.startswith("440304")
    base = space.base_map()
    assert base is not None


def test_everybody_who_was_loaded_stands_in_the_extracts_under_their_own_number(loaded: LoadReport) -> None:
    sizes = {
        about: rules.read_extract(registers.extract_path(about), ()).size
        for about in ("person", "enterprise")
    }
    assert sizes["person"] == loaded.counts["people"] + 4  # the demonstration's
    assert sizes["enterprise"] == loaded.counts["enterprises"] + 1
    account = identity.account_by_login("linguodong")
    assert account is not None
    assert account.party_id is not None
    asked = ("birth_date", "elders_in_household", "veteran", "employment")
    facts = registers.facts_of(
        party_id=account.party_id, fields=asked, purpose="programme:elder-accident", actor=SYSTEM
    )
    assert [facts[name].value for name in asked] == [date(1958, 11, 2), 2, True, "retired"]
    assert {facts[name].source for name in asked} == {
        "identity",  # what a register of the demonstration knows of its people goes before the lake
        "civil",
        "social_security",
        "lake-population",
    }


def test_the_pools_are_open_and_hold_money(loaded: LoadReport) -> None:
    pools = payouts.pools()
    assert len(pools) >= loaded.counts["budget pools"] > 35
    assert all(pool.free_fen > 0 for pool in pools)


def test_the_demonstration_has_offers_from_the_start_and_one_value_to_correct(loaded: LoadReport) -> None:
    assert loaded.counts["programmes"] == 723
    found = {}
    for login in ("chenxiaoman", "linguodong", "zhouyichen"):
        account = identity.account_by_login(login)
        assert account is not None
        found[login] = benefits.mine(actor=organisation.actor_of_account(account.id))
        assert 2 <= len(found[login].offers) <= 4
        assert len(found[login].claimable) >= 5
    nearly = {one.programme.code: one for one in found["chenxiaoman"].nearly}
    assert [one.leaf.field for one in nearly["second-child"].failing] == ["children_count"]
