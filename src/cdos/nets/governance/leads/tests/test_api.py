"""Leads: found by patrol, sensors and the web, judged by a person, solved; and whether anybody complained before."""

import csv
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.db import connection
from django.utils import timezone

from cdos.base.fence import api as fence
from cdos.base.fence.contracts import NOTHING
from cdos.base.fence.logic import scope
from cdos.base.jobs import api as jobs
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import Erasing, MatterInfo, MoveRefused, NotAllowed, Place
from cdos.base.organisation.contracts import SYSTEM
from cdos.nets.governance.appeals import api as appeals
from cdos.nets.governance.appeals.contracts import AppealFiling
from cdos.nets.governance.appeals.tests.conftest import (
    DESK,
    IN_NORTH,
    OFFICE,
    WATER,
    WEST,
    People,
    load_city,
)
from cdos.nets.governance.leads import api
from cdos.nets.governance.leads.adapters import registry
from cdos.nets.governance.leads.contracts import (
    Channel,
    FeedEntry,
    LeadRefused,
    NewSource,
    Report,
    SourceRefused,
    TooMany,
)
from cdos.nets.governance.leads.logic import effects, erasing
from cdos.nets.governance.leads.models import Lead, Source
from cdos.nets.governance.leads.tasks import FETCH

pytestmark = pytest.mark.django_db
HERE = Place("甲路 1 号", *IN_NORTH)
COVER = Report(text="路口的污水井盖松动，车压过去会响", place=HERE)


def matter(number: str) -> MatterInfo:
    return matters.get(actor=SYSTEM, number=number)


def found(people: People, report: Report = COVER, key: str = "") -> str:
    return api.report(actor=people.office, report=report, idempotency_key=key).number


def accepted(people: People, report: Report = COVER) -> str:
    number = found(people, report)
    matters.act(actor=people.dispatcher, number=number, move="accept", data={"unit": WATER, "item": "0101"})
    return number


def solve(people: People, number: str) -> None:
    matters.act(
        actor=people.water, number=number, move="solve", data={"evidence": "已加固井盖，来回压过不响。"}
    )


def test_a_patrols_lead_waits_at_the_desk_of_its_district_with_a_clock_of_two_hours(people: People) -> None:
    number = found(people)
    info = matter(number)
    assert (info.kind, info.state, info.holder_unit, info.source) == ("lead", "reported", DESK, "patrol")
    assert info.place.scope.district == WEST
    assert info.due_at == info.filed_at + timedelta(hours=2)
    assert appeals.public_appeal(number=number) is None  # it counts among no appeals


def test_danger_is_judged_within_half_an_hour(people: People) -> None:
    info = matter(found(people, Report(text="井盖没了", place=HERE, urgent=True)))
    assert info.due_at == info.filed_at + timedelta(minutes=30)


def test_who_does_not_work_on_matters_reports_nothing(people: People) -> None:
    for actor in (people.resident, people.editor):
        with pytest.raises(NotAllowed):
            api.report(actor=actor, report=COVER)


def test_two_taps_are_one_lead(people: People) -> None:
    first = api.report(actor=people.office, report=COVER, idempotency_key="tap")
    again = api.report(actor=people.office, report=COVER, idempotency_key="tap")
    assert (again.number, first.created, again.created) == (first.number, True, False)


def test_a_report_without_words_is_refused_with_a_sentence(people: People) -> None:
    with pytest.raises(LeadRefused, match="."):
        api.report(actor=people.office, report=Report(text=" \n ", place=HERE))


def test_the_duty_list_proposes_the_unit_and_says_why(people: People) -> None:
    number = found(people)
    detail = matters.detail(kind="lead", matter_id=matter(number).id, actor=people.dispatcher)
    proposal = detail["proposal"]
    assert (proposal["move"], proposal["data"]["unit"], proposal["data"]["item"]) == ("accept", WATER, "0101")
    assert "西区水务局" in proposal["reason"]


def test_a_person_judges_it_and_the_items_own_term_runs(people: People) -> None:
    number = accepted(people)
    info = matter(number)
    assert (info.state, info.holder_unit) == ("handling", WATER)
    clock = next(one for one in matters.clocks(actor=SYSTEM, number=number) if one.name == "handling")
    assert clock.due_at == clock.started_at + timedelta(hours=24)  # of item 0101
    with pytest.raises(MoveRefused):
        matters.act(actor=people.water, number=number, move="refute", data={"reason": "没有"})


def test_a_unit_returns_it_with_grounds_and_the_same_clock_goes_on(people: People) -> None:
    number = accepted(people)
    clock = matters.clocks(actor=SYSTEM, number=number)[-1]
    data = {"reason": "人行道不归我们", "proposed_unit": OFFICE}
    matters.act(actor=people.water, number=number, move="return", data=data)
    assert (matter(number).state, matter(number).holder_unit) == ("reported", DESK)
    matters.act(actor=people.dispatcher, number=number, move="accept", data={"unit": OFFICE})
    again = [one for one in matters.clocks(actor=SYSTEM, number=number) if one.name == "handling"]
    assert [one.started_at for one in again] == [clock.started_at]


def test_an_appeal_about_the_same_near_by_is_shown_and_joined_by_a_person(people: People) -> None:
    filing = AppealFiling(text="污水井盖松动，路口车压过去很响", place=Place("甲路 3 号", 114.0505, 22.5802))
    appeal = appeals.file_appeal(actor=people.resident, filing=filing).number
    number = found(people)
    lead = matters.detail(kind="lead", matter_id=matter(number).id, actor=people.dispatcher)["lead"]
    assert [one.number for one in lead.alike] == [appeal]
    assert lead.alike[0].distance_m < 100
    assert "污水井盖松动" not in lead.alike[0].title  # not public: its subject only
    matters.act(actor=people.dispatcher, number=number, move="join", data={"into": appeal})
    assert Lead.objects.get(number=number).joined_to == appeal
    assert [one.other.number for one in matters.links(actor=SYSTEM, number=number)] == [appeal]


@pytest.mark.parametrize("into", ["", "SZ-26-0000001-0", "自己"])
def test_it_is_joined_to_no_number_that_is_none(people: People, into: str) -> None:
    number = found(people)
    with pytest.raises(MoveRefused):
        matters.act(actor=people.dispatcher, number=number, move="join", data={"into": into})


def test_a_lead_solved_in_silence_counts_and_one_after_a_complaint_does_not(people: People) -> None:
    quiet, loud = (
        accepted(people),
        accepted(people, Report(text="甲路污水井盖缺失", place=Place("", 114.06, 22.56))),
    )
    filing = AppealFiling(text="甲路污水井盖缺失，请尽快补上", place=Place("", 114.0601, 22.5601))
    complaint = appeals.file_appeal(actor=people.resident, filing=filing).number
    solve(people, quiet)
    solve(people, loud)
    assert Lead.objects.get(number=quiet).complaint == ""
    assert Lead.objects.get(number=loud).complaint == complaint
    today = timezone.localdate()
    page = api.effect(actor=people.supervisor, start=today, end=today)
    assert (page.total.found, page.total.solved, page.total.before, page.total.share) == (2, 2, 1, 0.5)
    assert [(one.key, one.before) for one in page.by_unit] == [(WATER, 1)]
    assert [(one.key, one.before) for one in page.by_district] == [(WEST, 1)]


def test_four_weeks_later_it_is_asked_whether_somebody_complained_since(people: People) -> None:
    number = accepted(people)
    solve(people, number)
    assert effects.look_back() == 0
    then = timezone.now() - timedelta(days=29)
    Lead.objects.filter(number=number).update(solved_at=then, reported_at=then - timedelta(hours=5))
    filing = AppealFiling(text="路口的污水井盖松动，车压过去会响", place=HERE)
    again = appeals.file_appeal(actor=people.resident, filing=filing).number
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE appeals_appeal SET filed_at = %s WHERE number = %s", [then + timedelta(days=3), again]
        )
    assert effects.look_back() == 1
    assert Lead.objects.get(number=number).complaint_after == again
    assert effects.look_back() == 0


def test_what_a_unit_calls_solved_is_looked_at_again(people: People) -> None:
    number = accepted(people)
    solve(people, number)
    matters.act(actor=people.supervisor, number=number, move="redo", data={"reason": "还是响"})
    assert (matter(number).state, Lead.objects.get(number=number).solved_at) == ("handling", None)
    solve(people, number)
    matters.act(actor=people.supervisor, number=number, move="check")
    assert (matter(number).state, matter(number).closed_at is not None) == ("checked", True)


def test_what_nobody_looked_at_again_closes_and_is_not_called_checked(people: People) -> None:
    number = accepted(people)
    solve(people, number)
    due = matter(number).due_at
    assert due is not None
    matters.sweep(due + timedelta(minutes=1))
    jobs.drain()
    assert (matter(number).state, Lead.objects.get(number=number).state) == ("closed", "closed")


def sensor(people: People, **values: object) -> str:
    new = NewSource(
        **{"code": "gauges", "name": "水位计", "channel": Channel.SENSOR, "item": "0101"} | values
    )
    api.add_source(actor=people.editor, new=new)
    return api.new_token(actor=people.editor, source=str(new.code))


ALARM = Report(text="", title="水位超警戒", place=HERE, external_id="a-1", device="G-07", urgent=True)


def test_an_alarm_counts_once_and_an_open_device_only_counts_up(people: People) -> None:
    token = sensor(people)
    first = api.alarm(token=token, report=ALARM)
    same = api.alarm(token=token, report=ALARM)
    second = api.alarm(
        token=token, report=Report(text="", title="水位超警戒", external_id="a-2", device="G-07")
    )
    twice = api.alarm(
        token=token, report=Report(text="", title="水位超警戒", external_id="a-2", device="G-07")
    )
    assert first.created
    assert {same.number, second.number, twice.number} == {first.number}
    assert (same.repeats, second.repeats, twice.repeats) == (0, 1, 1)
    row = Lead.objects.get(number=first.number)
    assert (row.item, row.channel, row.repeats) == ("0101", "sensor", 1)
    solve_as_water(people, first.number)
    third = api.alarm(
        token=token, report=Report(text="", title="水位超警戒", external_id="a-3", device="G-07")
    )
    assert third.created  # the earlier one was solved: it is a new one


def solve_as_water(people: People, number: str) -> None:
    matters.act(actor=people.dispatcher, number=number, move="accept", data={"unit": WATER})
    solve(people, number)


def test_a_token_is_signed_and_ends_with_the_next_one_or_when_the_source_is_stopped(people: People) -> None:
    old = sensor(people)
    new = api.new_token(actor=people.editor, source="gauges")
    for wrong in ("", "gauges.9:made-up", old, new[:-1] + ("a" if new[-1] != "a" else "b")):
        with pytest.raises(SourceRefused):
            api.alarm(token=wrong, report=ALARM)
    assert api.alarm(token=new, report=ALARM).created
    api.switch_source(actor=people.editor, source="gauges", active=False)
    with pytest.raises(SourceRefused):
        api.alarm(token=new, report=ALARM)


def test_a_source_may_speak_only_so_often(people: People) -> None:
    token = sensor(people, per_minute=2)
    for number in range(2):
        api.alarm(token=token, report=Report(text="", title="报警", external_id=f"r-{number}"))
    with pytest.raises(TooMany) as refused:
        api.alarm(token=token, report=Report(text="", title="报警", external_id="r-9"))
    assert 1 <= refused.value.wait_s <= 60


def web_source(people: People, url: str = "") -> None:
    new = NewSource(code="forum", name="本地论坛", channel=Channel.WEB, feed_url=url)
    api.add_source(actor=people.editor, new=new)


CSV = """编号,标题,内容,地点,时间
7,路灯不亮,甲街道北社区门口的路灯三天不亮,北社区门口,2026-03-01 20:10
8,,,,
9,垃圾没人收,"南社区的垃圾
堆了一周",,不是时间
7,路灯不亮,同一条,北社区门口,
"""


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_file_of_web_leads_is_brought_in_once_and_every_row_is_accounted_for(
    people: People, encoding: str
) -> None:
    web_source(people)
    brought = api.bring_in(actor=people.editor, raw=CSV.encode(encoding), source="forum")
    assert (brought.rows, brought.created, brought.known, brought.refused) == (4, 2, 1, 1)
    again = api.bring_in(actor=people.editor, raw=CSV.encode(encoding), source="forum")
    assert (again.created, again.known, again.refused) == (0, 3, 1)
    row = Lead.objects.get(external_id="7")
    assert (row.district, matter(row.number).place.scope.community) == (WEST, "440391001001")


def test_a_file_without_ids_brings_nothing_twice(people: People) -> None:
    web_source(people)
    raw = "标题,内容\n路灯不亮,甲街道的路灯三天不亮\n垃圾,没人收\n".encode()
    assert api.bring_in(actor=people.editor, raw=raw, source="forum").created == 2
    again = api.bring_in(actor=people.editor, raw=raw, source="forum")
    assert (again.created, again.known, again.refused) == (0, 2, 0)


def test_a_file_that_is_no_table_is_refused_whole(people: People) -> None:
    web_source(people)
    raw = f"标题,内容\n路灯不亮,三天不亮\n垃圾,{'没' * (csv.field_size_limit() + 1)}\n".encode()
    with pytest.raises(LeadRefused):
        api.bring_in(actor=people.editor, raw=raw, source="forum")
    assert not Lead.objects.exists()


def test_a_lead_is_not_joined_to_what_is_closed(people: People) -> None:
    appeal = appeals.file_appeal(
        actor=people.resident, filing=AppealFiling(text="井盖松动", place=HERE)
    ).number
    appeals.act(actor=people.resident, number=appeal, move="withdraw")
    number = found(people)
    with pytest.raises(MoveRefused):
        matters.act(actor=people.dispatcher, number=number, move="join", data={"into": appeal})
    assert matter(number).state == "reported"


FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>f</title>
<item><guid>g1</guid><title>甲街道井盖坏了</title><description>&lt;p&gt;西区甲街道路口&lt;/p&gt;</description>
<link>http://forum.example/1</link><pubDate>Sun, 01 Mar 2026 20:10:00 +0800</pubDate></item>
<item><guid>g2</guid><title>路灯</title></item></channel></rss>"""


class FeedServer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = FEED.encode() if self.path == "/feed" else b"<html>no feed"
        self.send_response(200 if self.path != "/gone" else 404)
        self.send_header("Content-Type", "application/rss+xml; charset=utf-8")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def feed() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), FeedServer)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_feed_is_asked_over_http_and_brings_nothing_twice(people: People, feed: str) -> None:
    web_source(people, f"{feed}/feed")
    first, again = api.fetch(source="forum"), api.fetch(source="forum")
    assert (first.rows, first.created, again.created, again.known) == (2, 2, 0, 2)
    row = Lead.objects.get(external_id="g1")
    assert (row.text, row.link, row.district) == ("西区甲街道路口", "http://forum.example/1", WEST)
    assert timezone.localtime(row.reported_at).isoformat() == "2026-03-01T20:10:00+08:00"


@pytest.mark.parametrize("path", ["/page", "/gone"])
def test_a_feed_that_fails_says_so_beside_its_source(people: People, feed: str, path: str) -> None:
    web_source(people, f"{feed}{path}")
    assert api.fetch(source="forum").rows == 0
    assert api.source_list(actor=people.editor)[0].error


class Watched:
    """A feed that looks whether a transaction is open while it is asked."""

    def __init__(self) -> None:
        self.open: list[bool] = []

    def entries(self, url: str) -> list[FeedEntry]:
        self.open.append(connection.in_atomic_block)
        return [FeedEntry(id="w1", title="路灯不亮", text="", link="", at=None)]


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_a_feed_is_asked() -> None:
    load_city()
    feed = Watched()
    registry.add("watched", feed)
    Source.objects.create(code="far", name="远", channel=Channel.WEB.value, feed_url="watched:x")
    jobs.enqueue(FETCH, source="far")
    jobs.drain()
    assert feed.open == [False]
    row = Source.objects.get(code="far")
    assert (row.error, row.fetched_at is None) == ("", False)
    with fence.everything():
        assert Lead.objects.filter(external_id="w1").exists()


def test_the_worker_asks_every_feed(people: People, feed: str) -> None:
    web_source(people, f"{feed}/feed")
    jobs.fire_schedules(until=timezone.now() + timedelta(minutes=16))
    assert api.fetch(source="forum").rows == 2


def test_the_database_hides_a_lead_from_who_may_not_see_its_matter(people: People) -> None:
    found(people)
    with scope.within(NOTHING):
        assert not Lead.objects.exists()
    scope.forget()


def test_a_lead_is_erased_with_its_matter(people: People) -> None:
    number = found(people, Report(text="王小明（13912345678）家门口井盖松动", place=HERE))
    erasing.erase([matter(number).id], Erasing.ANONYMISE)
    row = Lead.objects.get(number=number)
    assert "13912345678" not in row.text
    assert (row.lon, row.address) == (None, "")


def test_who_reported_finds_their_own_leads_again(people: People) -> None:
    number = found(people)
    assert [one.number for one in api.own(actor=people.office)] == [number]
    assert api.own(actor=people.water) == []
