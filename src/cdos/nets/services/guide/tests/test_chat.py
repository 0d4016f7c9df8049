"""The chat consults, looks up, fills and files, from the same definitions as the pages."""

from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from cdos.base.files import api as files
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor
from cdos.nets.services.applications import api as applications
from cdos.nets.services.guide.contracts import Turn
from cdos.nets.services.guide.logic import talking
from cdos.nets.services.guide.logic.filling import Talk

pytestmark = pytest.mark.django_db
NOBODY = Actor()


class Chat:
    """Says one thing after the other."""

    def __init__(self, actor: Actor) -> None:
        self.actor, self.talk = actor, Talk()

    def say(self, words: str, *files: str) -> Turn:
        return talking.reply(actor=self.actor, talk=self.talk, said=words, files=files, language="zh-hans")

    def text(self, words: str) -> str:
        return "\n".join(self.say(words).words)


@pytest.fixture
def chat(resident: Any) -> Chat:
    return Chat(organisation.actor_of_account(resident.id))


def test_a_greeting_says_what_the_chat_can_do(catalogue) -> None:
    assert Chat(NOBODY).say("你好").choices


def test_papers_cost_and_term_are_answered_from_the_services_own_definition(catalogue) -> None:
    chat = Chat(NOBODY)
    assert "居民身份证" in chat.text("办养犬登记要什么材料")
    assert "不收费" in chat.text("多少钱？")  # of what was talked about last
    assert "即时" in chat.text("要多久")
    assert "年满" in chat.text("谁可以办") or "周岁" in chat.text("谁可以办")


def test_a_wish_becomes_services_to_choose_from(catalogue) -> None:
    turn = Chat(NOBODY).say("我刚生了孩子")
    assert turn.hits[0].code == "newborn-birth-certificate"
    assert any(one.say.startswith("/begin ") for one in turn.choices)


def test_what_is_no_service_can_be_sent_to_the_city(catalogue) -> None:
    turn = Chat(NOBODY).say("楼下井盖坏了没人管")
    assert turn.appeal == "楼下井盖坏了没人管"


def test_a_visitor_is_asked_to_sign_in_before_anything_is_filled(catalogue) -> None:
    chat = Chat(NOBODY)
    assert "登录" in "".join(chat.say("/begin library-card").words)
    assert (chat.talk.want, chat.talk.draft) == ("library-card", 0)


def begun(chat: Chat, code: str) -> Turn:
    turn = chat.say(f"/begin {code}")
    return chat.say("同意") if chat.talk.at == "consent" else turn


def answered(chat: Chat, turn: Turn) -> Turn:
    """Answers whatever is asked until all is to be looked over."""
    for _ in range(30):
        if chat.talk.at == "confirm":
            return turn
        turn = one_answer(chat)
    raise AssertionError(turn.words)


KNOWN = {"name": "我叫周一鸣", "phone": "电话：13800138000", "residence_address": "景田路1号"}


def one_answer(chat: Chat) -> Turn:
    if chat.talk.at.startswith("file:"):
        return chat.say("", picture(chat.actor))
    return chat.say(KNOWN.get(chat.talk.at, "跳过"))


def picture(actor: Actor) -> str:
    out = BytesIO()
    Image.new("RGB", (900, 700), (120, 150, 120)).save(out, "JPEG")
    out.seek(0)
    return files.store(stream=out, name="card.jpg", uploaded_by=actor.account_id).token


def to_the_community(chat: Chat) -> None:
    begun(chat, "dog-licence")
    for _ in range(20):
        if chat.talk.at == "residence_community":
            return
        one_answer(chat)
    raise AssertionError(chat.talk.at)


def test_it_fills_and_files_an_application(chat) -> None:
    turn = answered(chat, begun(chat, "library-card"))
    shown = dict(turn.rows)
    assert "15412340725" in shown["手机号码"]
    assert "实名身份信息" in shown["手机号码"]  # the source beside it
    assert any(one.say == "提交" for one in turn.choices)
    sent = chat.say("提交")
    assert "已提交" in sent.words[0]
    found = applications.of_party(party_id=chat.actor.party_id, actor=chat.actor)
    assert [one.item for one in found] == ["library-card"]
    assert found[0].channel == "chat"
    assert applications.drafts_of(actor=chat.actor) == []
    assert (
        found[0].number in "\n".join(value for _label, value in chat.say("我的办件").rows)
        or found[0].decided_at
    )


def test_what_is_not_understood_is_asked_again_and_nothing_is_kept(chat) -> None:
    to_the_community(chat)
    turn = chat.say("火星上的一个地方")
    assert chat.talk.at == "residence_community"
    assert len(turn.words) > 1
    assert "residence_community" not in applications.drafts_of(actor=chat.actor)[0].answers
    chat.say("样例市")
    assert chat.talk.at != "residence_community"
    assert applications.drafts_of(actor=chat.actor)[0].answers["residence_community"] == "440300"


def test_a_question_in_between_is_answered_and_the_form_goes_on(chat) -> None:
    to_the_community(chat)
    turn = chat.say("这个要多少钱？")
    assert "不收费" in "".join(turn.words)
    assert chat.talk.at == "residence_community"


def test_one_draft_is_shared_with_the_form(chat) -> None:
    begun(chat, "dog-licence")
    draft = applications.draft(actor=chat.actor, draft_id=chat.talk.draft)
    applications.save_draft(
        actor=chat.actor, draft_id=draft.id, answers={**draft.answers, "phone": "13900139000"}
    )
    stopped = chat.say("不办了")
    assert chat.talk.draft == 0
    assert stopped.link.endswith(str(draft.id))
    begun(chat, "dog-licence")
    assert chat.talk.draft == draft.id
    assert "13900139000" in applications.draft(actor=chat.actor, draft_id=draft.id).answers["phone"]


def test_before_sending_it_can_be_changed(chat) -> None:
    answered(chat, begun(chat, "library-card"))
    chat.say("改手机号码") if chat.say("改联系电话").ask != "phone" else None
    assert chat.talk.at == "phone"
    turn = chat.say("13700137000")
    assert "13700137000" in "".join(value for _label, value in turn.rows)


def test_the_session_holds_nothing_that_was_said(chat) -> None:
    answered(chat, begun(chat, "library-card"))
    assert "13800138000" not in str(chat.talk.as_dict())
    assert "周一鸣" not in str(chat.talk.as_dict())


def test_another_persons_number_is_not_told(chat, catalogue) -> None:
    answered(chat, begun(chat, "library-card"))
    sent = chat.say("提交")
    number = sent.link.rsplit("/", 1)[1]
    assert number not in Chat(NOBODY).say(number).link
    assert Chat(NOBODY).say(number).rows == ()
