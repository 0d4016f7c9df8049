"""One matter, many people: joined appeals keep number, clocks, reply and rating, and can be parted again."""

import threading
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone
from PIL import Image, ImageEnhance

from cdos.base.files import api as files
from cdos.base.identity import api as identity
from cdos.base.identity.contracts import Assurance, NewAccount
from cdos.base.jobs import api as jobs
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import ClockState, LinkKind, MoveRefused, NotAllowed, Visibility
from cdos.base.notices import api as notices
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import SYSTEM, Actor, AppointmentRow, PostRow, Role
from cdos.nets.governance.appeals import api
from cdos.nets.governance.appeals.contracts import Contact, Reader
from cdos.nets.governance.appeals.logic import goingalong, joining, repeated
from cdos.nets.governance.appeals.models import Appeal

from .conftest import DESK, LIST, OFFICE, WATER, People, load_city, staff
from .test_api import BAD, GOOD, filing

THIRD = Actor(account_id=9010, name="孙三", party_id=8003, own_party_id=8003, assurance=Assurance.REAL_NAME)
REPLY = {
    "reply": "赵居民您好，井盖已更换，赵先生可拨打 13800000000 了解。",
    "outcome": "solved",
    "evidence": "11 月 3 日更换",
}


@pytest.fixture
def three(people: People) -> tuple[str, str, str]:
    """Three people about the same cover."""
    words = ("小区门口的污水井盖松动，车一压就响", "污水井盖响得睡不着", "井盖坏了要出事")
    who = (people.resident, people.neighbour, THIRD)
    filed = [
        api.file_appeal(actor=actor, filing=filing(text, public=False, contact=Contact(name=actor.name)))
        for actor, text in zip(who, words, strict=True)
    ]
    return filed[0].number, filed[1].number, filed[2].number


def merge(people: People, number: str, into: str) -> None:
    api.act(actor=people.dispatcher, number=number, move="merge", data={"into": into})
    jobs.drain()


def clocks(number: str) -> dict[str, ClockState]:
    return {one.name: one.state for one in matters.clocks(actor=SYSTEM, number=number)}


def due(number: str, name: str) -> object:
    return next(one.due_at for one in matters.clocks(actor=SYSTEM, number=number) if one.name == name)


def state(number: str) -> str:
    return api.appeal(actor=SYSTEM, number=number).matter.state


def works(people: People, number: str) -> None:
    api.dispatch(actor=people.dispatcher, number=number, unit=WATER, item="0101")
    api.act(actor=people.water, number=number, move="accept")
    jobs.drain()


def test_three_are_joined_go_along_and_each_is_answered_and_rates_alone(
    people: People, three: tuple[str, str, str]
) -> None:
    first, second, third = three
    for number in (second, third):
        merge(people, number, first)
    assert clocks(second) == {"dispatch": ClockState.RUNNING}  # nobody has it yet: the clock goes on
    works(people, first)
    for number in (second, third):
        view = api.appeal(actor=people.water, number=number)  # the unit sees what all of them say
        assert (view.matter.state, view.matter.holder_unit) == ("merged", WATER)
        assert clocks(number)["dispatch"] is ClockState.MET
        assert clocks(number)["handling"] is ClockState.RUNNING
        assert clocks(number)["contact"] is ClockState.RUNNING
    api.act(actor=people.water, number=second, move="contact", data={"note": "已电话说明"})
    assert state(second) == "merged"
    assert clocks(second)["contact"] is ClockState.MET

    api.act(actor=people.water, number=first, move="reply", data=REPLY)
    jobs.drain()
    for actor, number in ((people.neighbour, second), (THIRD, third)):
        view = api.appeal(actor=actor, number=number)
        assert view.reader is Reader.SUBJECT
        assert view.matter.state == "solved"
        assert "井盖已更换" in view.reply
        for personal in ("赵居民", "赵先生", "13800000000"):
            assert personal not in view.reply
        assert clocks(number)["handling"] is ClockState.MET
        assert clocks(number)["rating"] is ClockState.RUNNING

    api.rate(actor=people.neighbour, number=second, rating=BAD)
    api.rate(actor=THIRD, number=third, rating=GOOD)
    jobs.drain()
    assert state(first) == "solved"
    assert state(second) == "handling"
    assert api.appeal(actor=people.water, number=second).matter.holder_unit == WATER
    assert state(third) == "confirmed"
    api.act(actor=people.water, number=second, move="reply", data=REPLY | {"reply": "又加固了一次"})
    jobs.drain()
    assert api.appeal(actor=people.resident, number=first).reply == REPLY["reply"]
    api.rate(actor=people.resident, number=first, rating=BAD)
    jobs.drain()
    assert [state(number) for number in three] == ["handling", "solved", "confirmed"]


def test_parting_puts_everything_back_with_a_reason(people: People, three: tuple[str, str, str]) -> None:
    first, second, third = three
    works(people, first)
    api.dispatch(actor=people.dispatcher, number=second, unit=OFFICE, item="0201")
    api.act(actor=people.office, number=second, move="accept")
    before = {name: due(second, name) for name in ("contact", "handling")}
    for number in (second, third):
        merge(people, number, first)
    assert api.appeal(actor=people.water, number=second).matter.holder_unit == WATER
    for actor in (people.water, people.neighbour):
        with pytest.raises(NotAllowed):
            api.part(actor=actor, number=second, reason="不是一回事")
    with pytest.raises(MoveRefused):
        api.part(actor=people.dispatcher, number=second, reason=" ")
    api.part(actor=people.dispatcher, number=second, reason="这是垃圾清运，不是井盖")
    view = api.appeal(actor=people.dispatcher, number=second)
    assert (view.matter.state, view.matter.holder_unit) == ("handling", OFFICE)
    assert view.matter.holder_account == people.office.account_id
    assert view.merged_into == ""
    assert {name: due(second, name) for name in before} == before
    assert not matters.links(actor=SYSTEM, number=second)

    api.part(actor=people.other_dispatcher, number=third, reason="另一处井盖")  # by anybody of the desk
    view = api.appeal(actor=people.dispatcher, number=third)
    assert (view.matter.state, view.matter.holder_unit) == ("received", DESK)
    assert matters.clocks(actor=SYSTEM, number=third)[-1].name == "dispatch"
    api.act(actor=people.water, number=first, move="reply", data=REPLY)
    jobs.drain()
    assert [state(number) for number in (second, third)] == ["handling", "received"]


def test_an_answer_that_was_not_for_it_is_taken_back(people: People, three: tuple[str, str, str]) -> None:
    first, second, _third = three
    works(people, first)
    merge(people, second, first)
    api.act(actor=people.water, number=first, move="reply", data=REPLY)
    jobs.drain()
    api.part(actor=people.dispatcher, number=second, reason="回复的不是这一处")
    view = api.appeal(actor=people.neighbour, number=second)
    assert (view.matter.state, view.reply, view.outcome) == ("handling", "", None)
    assert clocks(second)["redo"] is ClockState.RUNNING
    assert clocks(second)["rating"] in (ClockState.MET, ClockState.CANCELLED)
    with pytest.raises(MoveRefused):  # never joined
        api.part(actor=people.dispatcher, number=first, reason="x")


def test_joining_again_or_in_a_chain_neither_fails_nor_makes_circles(
    people: People, three: tuple[str, str, str]
) -> None:
    first, second, third = three
    merge(people, first, second)
    merge(people, first, second)  # again
    merge(people, second, first)  # the other way round: they go on together already
    assert [state(first), state(second)] == ["merged", "received"]
    merge(people, second, third)
    assert [state(number) for number in three] == ["merged", "merged", "received"]
    merge(people, third, first)
    assert state(third) == "received"
    assert {row.number for row in joining.members(third)} == {first, second}
    assert matters.live(first) == third
    works(people, third)
    assert api.appeal(actor=people.water, number=first).matter.holder_unit == WATER
    api.act(actor=people.water, number=third, move="reply", data=REPLY)
    jobs.drain()
    assert [state(number) for number in three] == ["solved", "solved", "solved"]
    with pytest.raises(MoveRefused):
        api.act(actor=people.dispatcher, number=third, move="merge", data={"into": third})


def test_one_that_is_joined_is_joined_on_and_still_comes_back_to_where_it_began(
    people: People, three: tuple[str, str, str]
) -> None:
    first, second, third = three
    works(people, second)
    merge(people, second, first)
    merge(people, second, third)
    assert Appeal.objects.get(number=second).merged_into == third
    assert [
        link.other.number
        for link in matters.links(actor=SYSTEM, number=second)
        if link.kind is LinkKind.DUPLICATE
    ] == [third]
    api.part(actor=people.supervisor, number=second, reason="不是一回事")
    assert state(second) == "handling"


def test_what_is_joined_to_an_answered_appeal_has_the_answer_at_once(
    people: People, three: tuple[str, str, str]
) -> None:
    first, second, _third = three
    works(people, first)
    api.act(actor=people.water, number=first, move="reply", data=REPLY | {"outcome": "explained"})
    merge(people, second, first)
    assert state(second) == "replied"
    api.act(actor=people.water, number=first, move="solve", data={"evidence": "现场复查"})
    jobs.drain()
    assert state(second) == "solved"


def test_when_the_live_one_is_withdrawn_the_eldest_goes_on_and_nobody_is_lost(
    people: People, three: tuple[str, str, str]
) -> None:
    first, second, third = three
    works(people, first)
    for number in (second, third):
        merge(people, number, first)
    handling = {number: due(number, "handling") for number in (second, third)}
    api.act(actor=people.resident, number=first, move="withdraw")
    jobs.drain()
    view = api.appeal(actor=people.water, number=second)
    assert (view.matter.state, view.matter.holder_unit) == ("handling", WATER)
    assert Appeal.objects.get(number=third).merged_into == second
    assert {number: due(number, "handling") for number in (second, third)} == handling
    api.act(actor=people.water, number=second, move="reply", data=REPLY)
    jobs.drain()
    assert state(third) == "solved"


def test_what_a_joined_person_adds_reaches_the_live_one_and_no_other_person(
    people: People, three: tuple[str, str, str]
) -> None:
    first, second, _third = three
    works(people, first)
    merge(people, second, first)
    api.act(actor=people.neighbour, number=second, move="supplement", data={"text": "昨晚又有人绊倒"})
    seen = matters.timeline(actor=people.water, number=first)
    told = [line for line in seen if "昨晚又有人绊倒" in line.text]
    assert [line.visibility for line in told] == [Visibility.STAFF]
    assert second in told[0].text
    for line in matters.timeline(actor=people.resident, number=first):
        assert "绊倒" not in line.text
    with pytest.raises(NotAllowed):
        api.appeal(actor=people.resident, number=second)
    assert api.track(actor=people.resident, number=second).reader is Reader.PUBLIC
    assert api.appeal(actor=people.resident, number=first).appellants == 2  # a number, no names


def appointed(login: str) -> Actor:
    """Who works at the water office with an account of their own, which can be told something."""
    identity.load_accounts([NewAccount(login=login, name="周水务", is_staff=True)])
    account = identity.account_by_login(login)
    assert account is not None
    [post] = organisation.load_posts([PostRow(WATER, Role.HANDLER)])
    organisation.load_appointments([AppointmentRow(account.id, post, date(2020, 1, 1))])
    return organisation.actor_of_account(account.id)


def test_who_handles_the_live_one_is_told_of_what_a_joined_person_adds(
    people: People, three: tuple[str, str, str]
) -> None:
    first, second, _third = three
    handler = appointed("j-water")
    api.dispatch(actor=people.dispatcher, number=first, unit=WATER, item="0101")
    api.act(actor=handler, number=first, move="accept")
    merge(people, second, first)
    api.act(actor=people.neighbour, number=second, move="supplement", data={"text": "昨晚又有人绊倒"})
    jobs.drain()
    told = [one for one in notices.notices(account_id=handler.account_id) if first in one.link]
    assert [first in one.title for one in told] == [True]
    heard = notices.notices(party_id=people.resident.party_id)
    assert not any("绊倒" in one.title + one.body for one in heard)


def test_mail_to_a_joined_appeal_stays_its_own_and_reaches_the_live_one(people: People) -> None:
    mailer = Contact(name="李信", mail="li@example.com")
    first = api.file_appeal(actor=people.resident, filing=filing()).number
    second = api.file_appeal(actor=people.neighbour, filing=filing("井盖坏了", contact=mailer)).number
    merge(people, second, first)
    raw = (
        f"From: 李信 <li@example.com>\r\nTo: 12345@example.org\r\nSubject: Re: {second}\r\nMessage-ID: <1@x>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
        "今天早上井盖整个掉下去了\r\n"
    ).encode()
    for _twice in range(2):
        result = api.receive_mail(raw=raw)
        assert result.number == second
    own = [
        line for line in matters.timeline(actor=people.neighbour, number=second) if "整个掉下去" in line.text
    ]
    assert len(own) == 1
    live = [
        line for line in matters.timeline(actor=people.dispatcher, number=first) if "整个掉下去" in line.text
    ]
    assert [line.visibility for line in live] == [Visibility.STAFF]


def test_the_unit_follows_a_redispatch_and_an_undo(people: People, three: tuple[str, str, str]) -> None:
    first, second, _third = three
    merge(people, second, first)
    api.dispatch(actor=people.dispatcher, number=first, unit=WATER, item="0101")
    jobs.drain()
    api.act(actor=people.dispatcher, number=first, move="redispatch", data={"unit": OFFICE, "reason": "改派"})
    jobs.drain()
    assert api.appeal(actor=people.office, number=second).matter.holder_unit == OFFICE
    assert goingalong.keep(first) == 0  # nothing more to do


def drawn(seed: int) -> Image.Image:
    """A scene of soft blotches, another for each seed."""
    random = Random(seed)
    points = bytes(random.randrange(30, 226) for _point in range(12 * 9))
    return Image.frombytes("L", (12, 9), points).resize((640, 480), Image.Resampling.BICUBIC).convert("RGB")


def stored(picture: Image.Image, quality: int = 90) -> str:
    settings.DATA_DIR.mkdir(exist_ok=True)
    out = BytesIO()
    picture.save(out, "JPEG", quality=quality)
    out.seek(0)
    return files.store(stream=out, name="a.jpg", uploaded_by=None).token


def test_the_same_picture_is_known_again_whatever_the_words(people: People, tmp_path: Path) -> None:
    other = api.file_appeal(actor=people.neighbour, filing=filing("井盖响", files=(stored(drawn(2)),))).number
    same = api.file_appeal(
        actor=people.neighbour, filing=filing("这里太吵", files=(stored(drawn(1)),))
    ).number
    copy = ImageEnhance.Brightness(drawn(1).resize((400, 300))).enhance(1.1)
    token = stored(copy, quality=60)
    near = api.nearby(lon=114.05, lat=22.58, text="夜里睡不好", files=[token])
    assert [(one.number, one.same_picture) for one in near] == [(same, True), (other, False)]
    mine = api.file_appeal(actor=people.resident, filing=filing("夜里睡不好", files=(token,))).number
    assert [one.number for one in api.duplicates(actor=people.dispatcher, number=mine)] == [same]
    assert api.duplicates(actor=people.water, number=mine) == [] if _sees(people, mine) else True


def test_the_picture_of_what_is_hidden_counts_for_those_alone_who_may_see_it(
    people: People, tmp_path: Path
) -> None:
    hidden = api.file_appeal(
        actor=people.neighbour, filing=filing("这里太吵", files=(stored(drawn(1)),), public=False)
    ).number
    token = stored(drawn(1), quality=60)
    near = {
        given: api.nearby(lon=114.05, lat=22.58, text="夜里睡不好", files=given) for given in ((token,), ())
    }
    assert near[(token,)] == near[()]
    assert [(one.number, one.same_picture, one.likely) for one in near[(token,)]] == [(hidden, False, False)]
    mine = api.file_appeal(actor=people.resident, filing=filing("夜里睡不好", files=(token,))).number
    assert [one.number for one in api.duplicates(actor=people.dispatcher, number=mine)] == [hidden]


def _sees(people: People, number: str) -> bool:
    return bool(matters.parts_of(actor=people.water, number=number))


def test_without_a_pin_the_desk_is_shown_what_has_the_same_words(people: People) -> None:
    place = replace(filing().place, lon=None, lat=None)
    first = api.file_appeal(actor=people.resident, filing=filing("地铁口共享单车堆成山", place=place)).number
    second = api.file_appeal(
        actor=people.neighbour, filing=filing("地铁口的共享单车又堆成山了", place=place)
    ).number
    api.file_appeal(actor=people.neighbour, filing=filing("培训班不退费", place=place))
    city_desk = replace(people.operator, posts=(replace(people.dispatcher.posts[0], area="440300"),))
    assert [one.number for one in api.duplicates(actor=city_desk, number=second)] == [first]


def test_who_is_invited_signs_once_and_has_an_own_number(people: People) -> None:
    number = api.file_appeal(
        actor=people.resident, filing=filing("楼上装修噪声，请打 13812345678", public=False)
    ).number
    assert api.joint_token(actor=people.water, number=number) == "" if _sees(people, number) else True
    secret = api.joint_token(actor=people.resident, number=number)
    shown = api.invitation(actor=Actor(), secret=secret)
    assert "13812345678" not in shown.text
    assert shown.appellants == 1
    made = api.sign(actor=people.neighbour, secret=secret)
    jobs.drain()
    view = api.appeal(actor=people.neighbour, number=made.number)
    assert view.reader is Reader.SUBJECT
    assert (view.matter.state, view.merged_into, view.appellants) == ("merged", number, 2)
    assert "13812345678" not in view.text
    with pytest.raises(MoveRefused):
        api.sign(actor=people.neighbour, secret=secret)
    with pytest.raises(MoveRefused):
        api.sign(actor=people.resident, secret=secret)
    with pytest.raises(LookupError):
        api.invitation(actor=people.neighbour, secret=secret[:-1] + "x")
    assert api.invitation(actor=people.neighbour, secret=secret).signed == made.number


def test_who_appeals_again_and_again_is_shown_to_staff_by_the_thresholds(people: People) -> None:
    for _n in range(9):
        number = api.file_appeal(actor=people.resident, filing=filing()).number
    assert api.repeated(actor=people.dispatcher, number=number).level == ""
    number = api.file_appeal(actor=people.resident, filing=filing()).number
    found = api.repeated(actor=people.dispatcher, number=number)
    assert (found.appeals, found.level) == (10, "unit")
    hidden = api.file_appeal(actor=people.resident, filing=filing(anonymous=True)).number
    assert api.repeated(actor=people.dispatcher, number=hidden).appeals == 1
    assert (
        api.repeated(actor=people.dispatcher, number=number).appeals == 10
    )  # nor does it count for the other
    Appeal.objects.filter(number=number).update(filed_at=timezone.now() - timedelta(days=400))
    assert api.repeated(actor=people.dispatcher, number=number).appeals == 9
    assert [repeated.level(n) for n in (9, 10, 29, 30, 50, 51)] == [
        "",
        "unit",
        "unit",
        "district",
        "district",
        "city",
    ]
    with pytest.raises(NotAllowed):
        api.repeated(actor=people.resident, number=number)


def test_callers_are_known_again_by_their_phone(people: People) -> None:
    contact = Contact(name="王女士", phone="13700000000")
    numbers = [
        api.file_for_caller(actor=people.operator, filing=filing(contact=contact)).number for _n in range(2)
    ]
    assert api.repeated(actor=people.dispatcher, number=numbers[0]).appeals == 2


def test_the_page_of_an_invitation_shows_masked_words_and_the_way_to_sign(people: People) -> None:
    text = "楼上装修噪声，请打 13812345678"
    number = api.file_appeal(actor=people.resident, filing=filing(text, public=False)).number
    secret = api.joint_token(actor=people.resident, number=number)
    page = Client().get(f"/appeals/together/{secret}")
    html = page.content.decode()
    assert page.status_code == 200
    assert "138****5678" in html
    assert "13812345678" not in html
    assert "/accounts/sign-in/?next=/appeals/together/" in html.replace("%2F", "/")
    assert Client().post(f"/appeals/together/{secret}").status_code == 422
    assert Client().get(f"/appeals/together/{secret}x").status_code == 404


def test_who_withdrew_and_signs_again_has_a_new_number(people: People) -> None:
    number = api.file_appeal(actor=people.resident, filing=filing("楼上装修噪声", public=False)).number
    secret = api.joint_token(actor=people.resident, number=number)
    first = api.sign(actor=people.neighbour, secret=secret)
    api.act(actor=people.neighbour, number=first.number, move="withdraw")
    again = api.sign(actor=people.neighbour, secret=secret)
    assert again.created
    assert again.number != first.number
    assert [row.number for row in joining.members(number)] == [again.number]
    api.act(actor=people.neighbour, number=again.number, move="withdraw")
    assert api.sign(actor=people.neighbour, secret=secret).number not in (first.number, again.number)


def test_two_clicks_give_one_part_away(people: People) -> None:
    number = api.file_appeal(actor=people.resident, filing=filing()).number
    parts = [api.open_part(actor=people.dispatcher, number=number, text="请修路灯") for _click in range(2)]
    assert parts[0].number == parts[1].number
    assert [one.created for one in parts] == [True, False]
    assert api.open_part(actor=people.dispatcher, number=number, text="请扫地").created


@pytest.mark.django_db(transaction=True)
def test_of_two_clerks_who_join_two_to_each_other_one_succeeds(tmp_path: Path) -> None:
    load_city()
    path = tmp_path / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    api.import_duty_list(path=path, effective_on=date(2020, 1, 1))
    one, other = (api.file_appeal(actor=Actor(), filing=filing(text)).number for text in ("井盖响", "井盖松"))
    start, told = threading.Barrier(2), []

    def clerk(account: int, number: str, into: str) -> None:
        try:
            actor = staff(account, f"分拨{account}", DESK, Role.DISPATCHER, "440300")
            start.wait()
            api.act(actor=actor, number=number, move="merge", data={"into": into})
            told.append("done")
        except MoveRefused as refusal:
            told.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=clerk, args=args) for args in ((7001, one, other), (7002, other, one))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["done", "same_appeal"]
    assert Appeal.objects.filter(state="merged").count() == 1
