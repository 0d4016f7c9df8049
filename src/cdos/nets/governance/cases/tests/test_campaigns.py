"""A topic becomes a campaign: who may, what it needs, and what is said of its effect."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.utils import timezone
from tests.support.town import EAST_WATER, WATER, Town

from cdos.base.matters import api as matters
from cdos.base.matters.contracts import MoveRefused, NotAllowed
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import SYSTEM, Actor
from cdos.nets.governance.cases import api
from cdos.nets.governance.cases.contracts import CampaignRefused, CaseQuestion, Verdict
from cdos.nets.governance.cases.models import Campaign, Case, Member

from .conftest import SMOKE

pytestmark = pytest.mark.django_db
Say = Callable[..., list[int]]


@pytest.fixture
def topic(say: Say) -> int:
    say(SMOKE)
    api.bring_up_to_date()
    return api.find(actor=SYSTEM, question=CaseQuestion(words="翠竹苑"))[0].id


def who(town: Town, name: str) -> Actor:
    return organisation.actor_of_account(town.accounts[name])


def test_from_topic_to_closed_campaign(town: Town, topic: int) -> None:
    supervisor, lead = who(town, "supervisor"), who(town, "lead")
    number = api.begin_campaign(actor=supervisor, number=topic, unit=WATER, aim="不再扰民").number
    with pytest.raises(MoveRefused, match="措施|measure"):
        matters.act(actor=lead, number=number, move="start", data={})
    api.add_measure(actor=lead, number=number, text="装油烟净化器", due_on=date(2030, 1, 1))
    matters.act(actor=lead, number=number, move="start", data={})
    with pytest.raises(MoveRefused):
        matters.act(actor=lead, number=number, move="watch", data={})
    measure = api.campaign(actor=lead, number=number).measures[0].id
    api.change_measure(actor=lead, number=number, measure=measure, what="done", note="已装")
    matters.act(actor=lead, number=number, move="watch", data={})
    assert api.campaign(actor=lead, number=number).effect.verdict is Verdict.TOO_EARLY
    with pytest.raises(NotAllowed):
        matters.act(actor=lead, number=number, move="close", data={"note": "好了"})
    matters.act(actor=supervisor, number=number, move="close", data={"note": "再看看"})
    view = api.campaign(actor=supervisor, number=number)
    assert (view.matter.state, view.judged) == ("closed", "再看看")
    assert api.campaign_of(case=topic) is None


def test_the_unit_that_leads_sees_the_topic_though_no_appeal_is_with_it(town: Town, topic: int) -> None:
    stranger = who(town, "stranger")
    with pytest.raises(LookupError):
        api.case(actor=stranger, number=topic)
    api.begin_campaign(actor=who(town, "supervisor"), number=topic, unit=EAST_WATER, aim="")
    api.bring_up_to_date()
    assert api.case(actor=stranger, number=topic).people == 6
    assert api.view(actor=stranger, number=topic).members == ()


def test_only_supervision_begins_one_and_only_one_about_a_topic(town: Town, topic: int) -> None:
    with pytest.raises(NotAllowed):
        api.begin_campaign(actor=who(town, "lead"), number=topic, unit=WATER, aim="")
    supervisor = who(town, "supervisor")
    with pytest.raises(CampaignRefused):
        api.begin_campaign(actor=supervisor, number=topic, unit="nobody", aim="")
    api.begin_campaign(actor=supervisor, number=topic, unit=WATER, aim="")
    with pytest.raises(CampaignRefused):
        api.begin_campaign(actor=supervisor, number=topic, unit=WATER, aim="")
    stranger = who(town, "stranger")
    assert api.campaigns_of(actor=stranger) == []
    with pytest.raises(LookupError):
        api.case(actor=stranger, number=topic)


def test_another_unit_changes_no_measures(town: Town, topic: int) -> None:
    number = api.begin_campaign(actor=who(town, "supervisor"), number=topic, unit=WATER, aim="").number
    with pytest.raises((NotAllowed, LookupError)):
        api.add_measure(actor=who(town, "stranger"), number=number, text="x", due_on=date(2030, 1, 1))
    with pytest.raises(NotAllowed):
        api.add_measure(actor=who(town, "dispatcher"), number=number, text="x", due_on=date(2030, 1, 1))


def test_the_repeat_rate_counts_each_person_once_before_and_after(town: Town, topic: int) -> None:
    """Twelve people in the three months before, one in the two months after, and one of the twelve twice."""
    now = timezone.now()
    begun, done = now - timedelta(days=70), now - timedelta(days=60)
    Member.objects.filter(case_id=topic).delete()
    days = [*(75 + 7 * at for at in range(12)), 100, 20]
    people = [*range(12), 0, 99]
    for at, (ago, person) in enumerate(zip(days, people, strict=True)):
        Member.objects.create(
            matter_id=10_000_000 + at, case_id=topic, filed_at=now - timedelta(days=ago), who=f"p{person}"
        )
    found = api.effect_of(case=topic, begun=begun, done=done, now=now)
    assert (found.before, found.after, found.again) == (12, 1, 0)
    assert found.verdict is Verdict.FELL
    again = api.effect_of(case=topic, begun=begun, done=done, now=done + timedelta(days=10))
    assert again.verdict is Verdict.TOO_EARLY


def test_a_group_with_a_campaign_is_not_forgotten(town: Town, topic: int) -> None:
    api.begin_campaign(actor=who(town, "supervisor"), number=topic, unit=WATER, aim="")
    assert Case.objects.get(id=topic).kept
    assert Campaign.objects.filter(case_id=topic).count() == 1


def test_pages_lead_from_the_topic_to_its_campaign(town: Town, topic: int) -> None:
    browser = town.browser("supervisor")
    assert "Make it a campaign" in browser.get(f"/staff/topics/{topic}/").content.decode()
    answer = browser.post(f"/staff/topics/{topic}/campaign", {"unit": WATER, "aim": "不再扰民"})
    assert answer.status_code == 302
    page = browser.get(answer["Location"]).content.decode()
    assert "Too early to judge" in page
    assert "Its campaign" in browser.get(f"/staff/topics/{topic}/").content.decode()
    wrong = browser.post(f"{answer['Location']}measures", {"text": "x", "due_on": "soon"}, follow=True)
    assert "year-month-day" in wrong.content.decode()
    handler = town.browser("clerk").get(f"/staff/topics/{topic}/")
    assert handler.status_code == 404 or "Make it a campaign" not in handler.content.decode()
