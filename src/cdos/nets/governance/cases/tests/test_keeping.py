"""Appeals go into groups as they arrive: once, the same whoever puts them there, kept when appeals end otherwise."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from tests.support.town import EAST, WEST, Town

from cdos.base.jobs import api as jobs
from cdos.base.matters.contracts import Erasing, NotAllowed, Place
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import SYSTEM
from cdos.nets.governance.appeals import api as appeals
from cdos.nets.governance.appeals.contracts import AppealFiling
from cdos.nets.governance.cases import api
from cdos.nets.governance.cases.contracts import Came, CaseInfo, CaseQuestion
from cdos.nets.governance.cases.logic import arriving, refreshing
from cdos.nets.governance.cases.models import Case, Key, Member

from .conftest import EAST_SMOKE, ROAD, SMOKE

pytestmark = pytest.mark.django_db
Say = Callable[..., list[int]]


def found(words: str = "") -> list[CaseInfo]:
    return api.find(actor=SYSTEM, question=CaseQuestion(words=words))


def of(ids: list[int]) -> set[int | None]:
    return {api.case_of(matter_id=number) for number in ids}


def test_what_is_said_of_one_place_and_problem_is_one_group_with_a_name_in_plain_words(say: Say) -> None:
    smoke, road, east = say(SMOKE), say(ROAD), say(EAST_SMOKE)
    api.bring_up_to_date()
    assert len(of(smoke)) == len(of(road)) == len(of(east)) == 1
    assert len(of([*smoke, *road, *east])) == 3
    hottest = found()[0]
    assert (hottest.people, hottest.size, hottest.week) == (6, 6, 6)
    assert "翠竹苑" in hottest.name
    assert "油烟" in hottest.name
    assert sum(hottest.trend) == 6
    assert WEST in hottest.areas
    assert EAST not in hottest.areas


def test_a_filed_appeal_waits_for_its_group_and_joins_it_once(town: Town, say: Say) -> None:
    smoke = say(SMOKE)
    api.take(ids=smoke)
    actor = organisation.actor_of_account(town.accounts["neighbour"])
    filing = AppealFiling(text="翠竹苑楼下的烧烤店油烟熏得受不了，求管管", place=Place("", 114.0513, 22.5511))
    filed = appeals.file_appeal(actor=actor, filing=filing)
    jobs.drain()
    assert api.case_of(matter_id=filed.matter.id) is None
    with transaction.atomic():
        assert arriving.take_waiting() == 1
        transaction.set_rollback(True)
    assert (arriving.take_waiting(), arriving.take_waiting()) == (1, 0)
    assert of([filed.matter.id]) == of(smoke)


def test_what_is_killed_midway_leaves_nothing_and_is_done_once_when_it_is_tried_again(say: Say) -> None:
    smoke, keys = say(SMOKE), Key.objects.count()
    with transaction.atomic():
        api.take(ids=smoke)
        transaction.set_rollback(True)
    assert not Member.objects.filter(matter_id__in=smoke).exists()
    assert Key.objects.count() == keys
    assert api.take(ids=smoke) == 6
    before = list(Case.objects.order_by("id").values_list("id", "size"))
    assert api.take(ids=smoke) == 0
    assert list(Case.objects.order_by("id").values_list("id", "size")) == before


def came() -> tuple[Came, dict[int, Came]]:
    now = timezone.now()
    return api.came(since=now - timedelta(weeks=9), recent=now - timedelta(days=7), until=now, fewest=3)


def test_who_came_is_counted_once_a_group_and_of_small_groups_only_in_the_whole(say: Say) -> None:
    api.bring_up_to_date()
    before, others = came()
    smoke = say(SMOKE, every=timedelta(days=2), people=[1_000_001, 1_000_001, *range(1_000_002, 1_000_006)])
    say(ROAD, every=timedelta(days=1), people=[1_000_009] * 4)
    api.bring_up_to_date()
    whole, groups = came()
    (case,) = of(smoke)
    assert case is not None
    assert groups == others | {case: Came(people=5, recent=3)}
    assert whole == Came(people=before.people + 6, recent=before.recent + 4)


def test_a_person_counts_once_however_often_they_file(town: Town, say: Say) -> None:
    say(SMOKE, people=[town.parties["resident"]] * 4 + [town.parties["neighbour"]] * 2)
    api.bring_up_to_date()
    hottest = found("翠竹苑")[0]
    assert (hottest.people, hottest.size) == (2, 6)


def test_who_withdraws_stays_a_member_and_is_not_counted_who_is_merged_is(town: Town) -> None:
    resident, neighbour = (
        organisation.actor_of_account(town.accounts[name]) for name in ("resident", "neighbour")
    )
    texts = ("望湖路路面坑洼，电动车颠得厉害", "望湖路路面坑洼，下雨积水摔跤")
    numbers = [
        appeals.file_appeal(actor=who, filing=AppealFiling(text=text, place=Place("", 114.0712, 22.5702)))
        for who, text in zip((resident, neighbour), texts, strict=True)
    ]
    jobs.drain()
    arriving.take_waiting()
    refreshing.go_on()
    assert found("望湖路")[0].people == 2
    appeals.act(actor=neighbour, number=numbers[1].number, move="withdraw")
    jobs.drain()
    refreshing.go_on()
    case = Case.objects.get(id=api.case_of(matter_id=numbers[0].matter.id))
    assert (case.people, case.size) == (1, 2)
    assert Member.objects.get(matter_id=numbers[1].matter.id).withdrawn


def test_groups_that_turn_out_to_be_one_become_one_and_the_old_address_leads_there(say: Say) -> None:
    smoke = say(SMOKE)
    api.take(ids=smoke[:1])
    first = api.case_of(matter_id=smoke[0])
    # As if a second group had been begun for the same case.
    lonely = Case.objects.create(size=0, data=b"", into_id=first)
    api.take(ids=smoke[1:])
    assert api.case(actor=SYSTEM, number=lonely.id).id == api.case_of(matter_id=smoke[0])


def test_many_votes_for_one_message_make_no_topic_and_weigh_at_most_as_much_as_the_people(say: Say) -> None:
    say(SMOKE)
    ids = say(ROAD)
    api.bring_up_to_date()
    Member.objects.filter(matter_id=ids[0]).update(votes=100_000)
    Case.objects.update(dirty=True)
    refreshing.go_on()
    road = found("望湖路")[0]
    assert road.heat <= 2 * road.people * road.growth * road.severity + 0.01


def test_who_has_no_area_or_unit_of_a_group_does_not_see_it(town: Town, say: Say) -> None:
    say(SMOKE)
    say(EAST_SMOKE)
    api.bring_up_to_date()
    west = organisation.actor_of_account(town.accounts["dispatcher"])
    names = [case.name for case in api.find(actor=west, question=CaseQuestion())]
    assert any("翠竹苑" in name for name in names)
    assert not any("海棠湾" in name for name in names)
    hidden = found("海棠湾")[0].id
    with pytest.raises(LookupError):
        api.view(actor=west, number=hidden)
    with pytest.raises(NotAllowed):
        api.find(actor=organisation.actor_of_account(town.accounts["resident"]), question=CaseQuestion())


def test_names_and_excerpts_hold_no_phone_numbers(town: Town, say: Say) -> None:
    place, point, texts = SMOKE
    say((place, point, tuple(f"{text}，电话 13812345678" for text in texts)))
    api.bring_up_to_date()
    city = organisation.actor_of_account(town.accounts["supervisor"])
    view = api.view(actor=city, number=found("翠竹苑")[0].id)
    assert len(view.members) == 6
    assert "13812345678" not in repr(view)


def test_what_nothing_joined_is_forgotten_after_its_time(say: Say) -> None:
    api.take(ids=say(SMOKE))
    ids = say(("某处", (114.09, 22.51), ("路灯不亮",)))
    api.take(ids=ids)
    refreshing.go_on()
    Case.objects.filter(id__in=of(ids)).update(last_at=timezone.now() - timedelta(days=70))
    kept = Case.objects.filter(size__gt=1).count()
    assert refreshing.tidy() == 1
    assert not Member.objects.filter(matter_id__in=ids).exists()
    assert Case.objects.filter(size__gt=1).count() == kept


def test_at_the_end_of_retention_nobody_is_known_any_more_and_the_figures_stay(say: Say) -> None:
    ids = say(SMOKE)
    api.bring_up_to_date()
    arriving.forget(ids, Erasing.DELETE)
    refreshing.go_on()
    assert set(Member.objects.filter(matter_id__in=ids).values_list("who", "lon", "lat")) == {
        ("", None, None)
    }
    assert Case.objects.get(id=api.case_of(matter_id=ids[0])).people == 6
