"""A second licence of a kind: both are good, the new one takes the old one's place, or there is none (一人一证)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from cdos.base.identity import api as identity
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import AreaLevel, AreaRow
from cdos.nets.services.licences import api
from cdos.nets.services.licences.contracts import (
    Act,
    Again,
    Licence,
    LicenceRefused,
    LicenceRow,
    LicenceState,
    LicenceType,
)
from cdos.nets.services.licences.models import Licence as Row

from .conftest import CITY, CIVIL, NUMBER, UNITS, Town

AT_ONCE = 6


def issue(town: Town, kind: str, **more: Any) -> Licence:
    assert town.resident.party_id is not None
    return api.issue(type=kind, holder_id=town.resident.party_id, values={"name": "陈小满"}, **more)


def of(holder: int | None, *states: LicenceState) -> list[Row]:
    wanted = [state.value for state in states or (LicenceState.VALID,)]
    return list(Row.objects.filter(holder_id=holder, state__in=wanted).order_by("id"))


def test_no_second_card_beside_a_valid_one_and_the_refusal_says_so(town: Town) -> None:
    held = town.card()
    with pytest.raises(LicenceRefused, match="敬老优待证"):
        town.card()
    assert [row.pk for row in of(town.resident.party_id)] == [held.id]
    (found,) = api.second(
        holder_id=held.holder_id, types=["elder-card", "id-card", "estate-certificate"]
    ).values()
    assert (found.licence.id, bool(found.refused)) == (held.id, True)


def test_a_clerk_issues_no_second_one_by_hand_either(town: Town) -> None:
    town.card()
    with pytest.raises(LicenceRefused, match="敬老优待证"):
        api.issue_by_hand(
            actor=town.handler, type="elder-card", document=NUMBER, values={}, issuer=CIVIL, reason="柜台办理"
        )


def test_a_permit_is_renewed_in_its_last_days_and_not_before(town: Town, today: date) -> None:
    first = issue(town, "residence-permit", valid_until=today + timedelta(days=31))
    with pytest.raises(LicenceRefused, match=f"{today + timedelta(days=1):%Y-%m-%d}"):
        issue(town, "residence-permit")
    Row.objects.filter(pk=first.id).update(valid_until=today + timedelta(days=30))
    renewed = issue(town, "residence-permit", matter="SZ-2")
    assert (renewed.version, renewed.replaces, renewed.number) == (2, first.identifier, first.number)
    assert renewed.valid_until is not None
    assert renewed.valid_until > today + timedelta(days=300)
    assert [row.pk for row in of(town.resident.party_id)] == [renewed.id]


def test_a_card_that_may_change_takes_the_place_of_the_one_before(town: Town) -> None:
    first = issue(town, "id-card")
    second = issue(town, "id-card")
    assert (second.replaces, second.version) == (first.identifier, 2)
    before = api.licence(first.id)
    assert before is not None
    assert before.state is LicenceState.EXPIRED


def test_of_homes_and_shops_there_are_as_many_papers_as_there_are(town: Town) -> None:
    issue(town, "estate-certificate", number="1")
    issue(town, "estate-certificate", number="2")
    for _shop in range(2):
        api.issue(type="food-permit", holder_id=town.firm, values={})
    assert len(of(town.resident.party_id)) == len(of(town.firm)) == 2


def test_a_suspended_card_is_not_got_round_with_a_new_one(town: Town) -> None:
    held = issue(town, "driving-licence")
    api.suspend(licence=held, reason="记满 12 分")
    with pytest.raises(LicenceRefused):
        issue(town, "driving-licence")
    assert len(of(town.resident.party_id, LicenceState.VALID, LicenceState.SUSPENDED)) == 1


def test_one_that_ran_out_or_was_taken_away_is_in_nobodys_way(town: Town, today: date) -> None:
    old = issue(town, "low-income-card")
    Row.objects.filter(pk=old.id).update(
        issued_on=today - timedelta(days=400), valid_until=today - timedelta(days=1)
    )
    new = issue(town, "low-income-card")
    assert (new.version, new.replaces) == (1, "")
    assert [row.pk for row in of(town.resident.party_id, LicenceState.EXPIRED)] == [old.id]
    api.cancel(licence=new, reason="已交回")
    assert issue(town, "low-income-card").valid


def test_what_another_register_held_twice_stays_and_gets_no_other(town: Town, today: date) -> None:
    assert town.resident.party_id is not None
    row = LicenceRow("veteran-card", town.resident.party_id, "陈小满", CIVIL, today, {})
    assert api.load([row, row]) == 2
    assert api.load([row]) == 1
    assert len(of(town.resident.party_id)) == 3
    with pytest.raises(LicenceRefused):
        issue(town, "veteran-card")


def test_how_many_one_may_hold_is_the_types_own_and_kept_by_who_keeps_the_lists(town: Town) -> None:
    wish = LicenceType("fishing-permit", "捕捞证", "", (("name", "姓名"),), again=Again.REFUSED)
    assert api.save_type(actor=town.editor, type=wish, function="civil").again is Again.REFUSED
    issue(town, "fishing-permit")
    with pytest.raises(LicenceRefused):
        issue(town, "fishing-permit")
    many = LicenceType("fishing-permit", "捕捞证", "", (("name", "姓名"),), again=Again.MANY)
    api.save_type(actor=town.editor, type=many, function="civil")
    assert issue(town, "fishing-permit").version == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("kind", "refused"), [("elder-card", AT_ONCE - 1), ("id-card", 0)])
def test_many_at_once_leave_one_valid_card(kind: str, refused: int) -> None:
    settings.DATA_DIR.mkdir(exist_ok=True)
    organisation.load_areas([AreaRow(CITY, "样例市", AreaLevel.CITY, "", 114.2, 22.55)])
    organisation.load_units(UNITS)
    organisation.forget()
    holder = identity.register_person(
        name="林国栋", document_number="44030419581102031" + identity.id_check_digit("44030419581102031")
    ).id
    gate = Barrier(AT_ONCE)

    def run(_n: int) -> object:
        try:
            gate.wait()
            return api.issue(type=kind, holder_id=holder, values={"name": "林国栋"})
        except LicenceRefused as words:
            return words
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = list(pool.map(run, range(AT_ONCE)))
    organisation.forget()
    assert len([one for one in found if isinstance(one, LicenceRefused)]) == refused
    assert len(of(holder)) == 1
    acts = list(Row.objects.get(pk=of(holder)[0].pk).events.values_list("act", flat=True))
    assert acts == [Act.ISSUED.value if refused else Act.CHANGED.value]


def test_the_day_from_which_it_can_be_renewed_is_the_day_of_the_reminder(town: Town) -> None:
    today = timezone.localdate()
    held = issue(town, "residence-permit", valid_until=today + timedelta(days=30))
    assert api.remind(today=today) == 1
    assert not api.second(holder_id=held.holder_id, types=["residence-permit"])["residence-permit"].refused
