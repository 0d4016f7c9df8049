"""Who is told what, how often and by which way."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from cdos.base.identity import api as identity
from cdos.base.jobs import api as jobs
from cdos.base.notices import api, logic
from cdos.base.notices.adapters import registry
from cdos.base.notices.adapters.demo import masked
from cdos.base.notices.api import Channel, Telling
from cdos.base.notices.models import Notice, Sent

pytestmark = pytest.mark.django_db
EVERY = (Channel.APP, Channel.MAIL, Channel.SMS)


def test_what_is_unread_is_counted_without_reading_what_was_read() -> None:
    now = timezone.now()
    rows = [
        Notice(**{whose: n % 250}, title="t", body="b", read_at=read_at)
        for n in range(2500)
        for whose in ("party_id", "account_id")
        for read_at in (None, now)
    ]
    Notice.objects.bulk_create(rows, batch_size=1000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE notices_notice")
        cursor.execute(f"EXPLAIN {logic._UNREAD}", [7, 1, 99])
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "notices_unread_of_party" in plan, plan
    assert "notices_unread_of_account" in plan, plan
    assert api.unread(account_id=7, party_id=1) == 20


@pytest.fixture
def party() -> int:
    return identity.register_person(name="陈小明", phone="13800138000", mail="ming@example.org").id


def test_a_party_is_told_in_the_app_by_mail_and_by_sms_once_each(party: int) -> None:
    for _ in range(2):
        api.tell(
            party_id=party,
            title="已受理",
            body="您的诉求已受理。",
            link="/track/SZ-1",
            channels=EVERY,
            key="filed:1",
        )
        jobs.drain()
    assert api.unread(party_id=party) == 1
    assert {(sent.channel, sent.to_masked, sent.body) for sent in api.sent()} == {
        (Channel.SMS, "138****8000", "您的诉求已受理。"),
        (Channel.MAIL, "m***@example.org", "您的诉求已受理。"),
    }


def test_without_a_key_the_same_words_are_told_twice(party: int) -> None:
    telling = Telling("a", "b", party_id=party, channels=(Channel.SMS,))
    assert api.tell_many([telling, telling]) == 2
    jobs.drain()
    assert len(api.sent()) == 2
    assert api.notices(party_id=party) == []  # only by SMS


def test_one_key_tells_each_recipient_once() -> None:
    tellings = [Telling("a", "b", party_id=1, key="k"), Telling("a", "b", account_id=1, key="k")]
    assert api.tell_many([*tellings, *tellings]) == 2
    assert api.tell_many(tellings) == 0
    assert api.tell_many([]) == 0


def test_a_rolled_back_cause_tells_nobody(party: int) -> None:
    try:
        with transaction.atomic():
            api.tell(party_id=party, title="a", body="b", channels=EVERY)
            raise KeyError
    except KeyError:
        pass
    jobs.drain()
    assert not Notice.objects.exists()
    assert not Sent.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        Telling("a", "b"),
        Telling("a", "b", party_id=1, account_id=1),
        Telling("a", "b", account_id=1, channels=(Channel.SMS,)),
        Telling("a", "b", party_id=1, link="https://elsewhere.example"),
        Telling("a", "b", party_id=1, link="//elsewhere.example"),
    ],
)
def test_a_telling_without_a_clear_recipient_or_link_is_refused(wrong: Telling) -> None:
    with pytest.raises(ValueError):
        api.tell_many([wrong])


def test_the_table_itself_refuses_a_notice_for_nobody() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.create(title="a", body="b")


def test_a_reader_sees_own_and_acted_for_notices_page_by_page_and_marks_only_those() -> None:
    api.tell_many([Telling(f"p{n}", "b", party_id=1) for n in range(5)])
    api.tell(account_id=9, title="mine", body="b")
    api.tell(party_id=2, title="another's", body="b")
    first = api.notices(account_id=9, party_id=1, limit=4)
    rest = api.notices(account_id=9, party_id=1, before=first[-1].id)
    assert [notice.title for notice in first + rest] == ["mine", "p4", "p3", "p2", "p1", "p0"]
    assert api.mark_read(account_id=9, party_id=1, notice_ids=[first[0].id]) == 1
    assert api.mark_read(account_id=9, party_id=1) == 5
    assert api.unread(account_id=9, party_id=1) == 0
    assert api.unread(party_id=2) == 1
    assert api.unread() == 0


def test_a_party_without_an_address_is_told_in_the_app_only() -> None:
    api.tell(party_id=999_999, title="a", body="b", channels=EVERY)
    assert jobs.drain() == 2
    assert api.sent() == []


def test_a_failing_gateway_is_tried_again(party: int, monkeypatch: pytest.MonkeyPatch) -> None:
    class Down(api.Sender):
        def send(self, *, to: str, title: str, body: str, key: str) -> None:
            raise ConnectionError("gateway down")

    kept = registry._senders[Channel.SMS, "demo"]
    api.add_sender(Channel.SMS, "demo", Down)
    api.tell(party_id=party, title="a", body="b", channels=(Channel.SMS,))
    jobs.drain(raising=False)
    assert jobs.figures().by_name == {"notices.send": 1}
    api.add_sender(Channel.SMS, "demo", kept)


def test_a_code_is_sent_by_sms_once() -> None:
    code = identity.send_code(phone="13800138000", purpose="register")
    jobs.drain()
    jobs.drain()
    (sent,) = api.sent()
    assert sent.to_masked == "138****8000"
    assert not code or code in sent.body


@pytest.mark.parametrize(
    ("address", "shown"),
    [("13800138000", "138****8000"), ("110", "****"), ("a@b.cn", "a***@b.cn"), ("", "****")],
)
def test_addresses_are_masked(address: str, shown: str) -> None:
    assert masked(address) == shown
