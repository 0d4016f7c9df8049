"""What a text's own words say, and the pages that show and manage it."""

from datetime import date

import pytest
from django.conf import settings
from django.test import Client
from tests.support import signing_in

from cdos.base.identity import api as identity
from cdos.base.identity.contracts import NewAccount
from cdos.base.matters.contracts import NotAllowed, Place
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import AppointmentRow, PostRow, Role
from cdos.nets.governance.appeals import api as appeals
from cdos.nets.governance.appeals.contracts import AppealFiling
from cdos.nets.governance.appeals.tests.conftest import CITY, DESK, IN_NORTH, WEST, People
from cdos.nets.governance.understanding import api
from cdos.nets.governance.understanding.contracts import Danger, Mood, UnderstandingRefused

pytestmark = pytest.mark.django_db


def test_danger_is_met_with_its_words_and_not_where_it_is_denied(city: None) -> None:
    found = api.signals(text="楼下电动车充电起火，浓烟很大，正在烧")
    assert found.urgent
    assert [(one.word, one.kind) for one in found.dangers] == [("起火", Danger.FIRE)]
    assert "正在" in found.urgent_why
    assert not api.signals(text="目前没有起火，也没有人员受伤，想问消防证怎么办").urgent
    assert api.signals(text="上次没有起火，今天早上又起火了").urgent
    assert not api.signals(text="想咨询学位申请").urgent


def test_what_is_around_a_danger_word_is_masked(city: None) -> None:
    [met] = api.signals(text="电话13912345678燃气泄漏").dangers
    assert "13912345678" not in met.around


@pytest.mark.parametrize(
    ("text", "mood"),
    [
        ("感谢工作人员，解决得很好", Mood.THANKFUL),
        ("请问公园几点开门", Mood.CALM),
        ("反映多次没人管，睡不着", Mood.UPSET),
        ("再不处理我就找媒体，太过分了", Mood.ANGRY),
    ],
)
def test_the_tone_is_read_from_words_that_are_shown(city: None, text: str, mood: Mood) -> None:
    found = api.signals(text=text)
    assert found.mood is mood
    assert all(word in text for word in found.mood_words)


def test_a_place_is_resolved_to_street_and_community(places: None) -> None:
    [met] = api.signals(text="我住翠湖花园三栋，楼下太吵").places
    assert (met.words, met.scope.community) == ("翠湖花园", "440391001001")
    assert met.area == "西区甲街道北社区"


def test_a_name_that_two_places_have_is_told_apart_by_the_area_or_left_out(places: None) -> None:
    assert api.placed(text="实验小学门口堵车") is None
    found = api.placed(text="南社区的实验小学门口堵车")
    assert found
    assert found[0].community == "440391001002"
    assert api.placed(text="从翠湖花园到银杏家园的路坏了") is None  # two communities: a person judges


def test_a_proposal_without_a_place_goes_by_the_place_in_the_text(people: People, places: None) -> None:
    filing = AppealFiling(text="翠湖花园门口的垃圾桶满溢，垃圾没人清运")
    number = appeals.file_appeal(actor=people.resident, filing=filing).number
    from cdos.base.organisation.contracts import SYSTEM

    proposal = appeals.propose_for(actor=SYSTEM, number=number)
    assert proposal.unit
    assert proposal.unit.code == "440391001-office"
    assert "翠湖花园" in proposal.reason


def test_amounts_and_masked_people(city: None) -> None:
    found = api.signals(text="我叫张伟，被骗3,500元，又交了2万元押金")
    assert found.amounts == ("3,500元", "2万元")
    assert all("伟" not in name for name in found.people)


def test_tags_are_offered_put_and_taken_by_who_sees_the_appeal(people: People) -> None:
    place = Place("北社区", *IN_NORTH)
    filing = AppealFiling(text="半夜施工，老人家睡不着", place=place)
    number = appeals.file_appeal(actor=people.resident, filing=filing).number
    offered = {one.tag.name: one for one in api.signals(text="半夜施工，老人家睡不着").tags}
    assert set(offered) == {"夜间", "老人"}
    api.put_tag(actor=people.dispatcher, number=number, tag_id=offered["夜间"].tag.id)
    api.put_tag(actor=people.dispatcher, number=number, tag_id=offered["夜间"].tag.id)
    said = api.understood(actor=people.dispatcher, number=number)
    assert [tag.name for tag in said.tags] == ["夜间"]
    with pytest.raises((NotAllowed, LookupError)):
        api.put_tag(actor=people.neighbour, number=number, tag_id=offered["老人"].tag.id)
    api.take_tag(actor=people.dispatcher, number=number, tag_id=offered["夜间"].tag.id)
    assert api.understood(actor=people.dispatcher, number=number).tags == ()


def test_editors_keep_the_words(people: People) -> None:
    api.add_danger(actor=people.editor, word="蜂窝", kind="life")
    assert api.signals(text="树上有个大蜂窝").urgent
    word = next(one for one in api.dangers() if one.word == "蜂窝")
    api.switch_danger(actor=people.editor, danger_id=word.id)
    assert not api.signals(text="树上有个大蜂窝").urgent
    with pytest.raises(UnderstandingRefused):
        api.add_danger(actor=people.editor, word="蜂窝", kind="life")
    with pytest.raises(NotAllowed):
        api.add_danger(actor=people.dispatcher, word="野猪", kind="life")
    api.save_tag(actor=people.editor, tag_id=None, name="占道", words_text="占道经营，摆摊", active=True)
    assert [one.tag.name for one in api.signals(text="门口摆摊太多").tags] == ["占道"]


def clerk(login: str, row: PostRow) -> Client:
    identity.load_accounts([NewAccount(login=login, name=login, is_staff=True)])
    account = identity.account_by_login(login)
    assert account is not None
    [post] = organisation.load_posts([row])
    organisation.load_appointments([AppointmentRow(account.id, post, date(2020, 1, 1))])
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return signing_in.signed_in(account.id, client)


def test_the_pages_show_and_change_it(people: People, places: None) -> None:
    editor = clerk("u-editor", PostRow(f"{CITY}-hotline", Role.EDITOR))
    desk = clerk("u-desk", PostRow(DESK, Role.DISPATCHER, area=WEST))
    filing = AppealFiling(
        text="翠湖花园楼下电线裸露，孩子差点触电，反映多次，垃圾也多", place=Place("北社区", *IN_NORTH)
    )
    number = appeals.file_appeal(actor=people.resident, filing=filing).number
    page = desk.get(f"/staff/appeals/{number}/understanding").content.decode()
    assert "电线裸露" in page
    assert "Mark as urgent" in page
    assert "Not sure" in page
    assert "翠湖花园" in page
    tag = next(one for one in api.tags(actor=people.editor) if one.name == "多次反映")
    assert desk.post(f"/staff/appeals/{number}/tags/{tag.id}").status_code == 302
    assert "Remove the tag 多次反映" in desk.get(f"/staff/appeals/{number}/understanding").content.decode()
    assert desk.get("/staff/understanding/").status_code == 403
    assert "No model serves" in editor.get("/staff/understanding/").content.decode()
    form = {"automatic": "on", "automatic_from": "95", "second_below": "70", "note": "试"}
    assert editor.post("/staff/understanding/choose", form).status_code == 302
    assert api.choice().automatic_from == 0.95
    assert editor.post("/staff/understanding/choose", {**form, "automatic_from": "20"}).status_code == 422
    assert editor.post("/staff/understanding/dangers", {"word": "x", "kind": "life"}).status_code == 422
    assert editor.post("/staff/understanding/dangers", {"word": "野猪", "kind": "life"}).status_code == 302
    assert "野猪" in editor.get("/staff/understanding/words").content.decode()
    assert (
        editor.post("/staff/understanding/tags", {"name": "暴雨", "words": "大雨，暴雨"}).status_code == 302
    )
    assert editor.get(f"/staff/appeals/{number}/understanding").status_code in (403, 404)
