"""The chat (边聊边办): what somebody says becomes an answer, a list of services, a question of a form, or an application.

Nothing is guessed by a model: services are found by the search, answered from their definitions, forms asked one question
at a time. What is not understood is said to be so, and can be sent to the city as an appeal.
"""

import re

from django.utils.translation import gettext as _

from cdos.base.matters import api as matters
from cdos.base.matters.contracts import NotAllowed, Question
from cdos.base.organisation.contracts import Actor
from cdos.base.web import api as web
from cdos.hubs.knowledge import api as knowledge
from cdos.nets.services.items import api as items

from ..contracts import Choice, Hit, Turn
from . import asking, consulting, searching
from .filling import Talk
from .words import plain, wanted

LONGEST = 2000
NUMBER = re.compile(r"[A-Za-z]{1,4}-[0-9A-Za-z-]{6,40}")
MINE = re.compile("我的办件|我的事|办到哪|进度|办好了吗|办完了吗|查询办件|我办的")
GREETING = re.compile("^(你好|您好|在吗|hello|hi|早上好|下午好|嗨|帮助|help)$")
QUESTION = re.compile("[?？]|吗$|呢$|怎么|如何|什么|多少|多久|哪|谁|能不能|可以")
BEGIN = re.compile("^(我想|我要|帮我|给我|请)?(办理|申办|申请|办|开始办)")
GOOD_HIT = 0.72
MOST_HITS = 4


def hello() -> Turn:
    return Turn(
        words=(
            _("Tell me what you want to get done, in your own words. I look it up, say what it takes, and fill it in with you."),
        ),
        choices=(
            Choice(_("Having a baby"), _("Having a baby")),
            Choice(_("I want to open a shop"), _("I want to open a shop")),
            Choice(_("How far are my applications?"), _("How far are my applications?")),
        ),
    )  # fmt: skip


def reply(*, actor: Actor, talk: Talk, said: str, files: tuple[str, ...], language: str) -> Turn:
    """The next turn; `talk` is changed to where the chat stands afterwards."""
    words = said.replace("\x00", "").strip()[:LONGEST]
    if words.startswith("/begin "):
        return asking.begin(actor=actor, talk=talk, code=words.removeprefix("/begin ").strip())
    if talk.draft:
        return asking.reply(actor=actor, talk=talk, said=words, files=files, language=language)
    return consult(actor=actor, talk=talk, words=words, language=language)


def consult(*, actor: Actor, talk: Talk, words: str, language: str) -> Turn:
    text = plain(words).replace(" ", "")
    if not text or GREETING.match(text):
        return hello()
    number = NUMBER.search(words)
    if number and matters.is_number(number.group()):
        return followed(actor, number.group())
    if MINE.search(text) or plain(_("How far are my applications?")).replace(" ", "") == text:
        return going_on(actor)
    return looked_up(actor, talk, words, language)


def followed(actor: Actor, number: str) -> Turn:
    try:
        matter = matters.get(actor=actor, number=number)
    except (LookupError, NotAllowed):
        return Turn(
            (_("I find no matter of yours with this number. Please sign in as the person who filed it."),)
        )
    flow = matters.flow(matter.kind)
    state = flow.state(matter.state)
    sentence = _(state.sentence).format(holder=matter.holder_unit_name) if state.sentence else _(state.title)
    return Turn(
        words=(web.for_reader(matter.title), web.for_reader(sentence)),
        link=flow.tracking_path.format(number=matter.number),
        link_title=_("See its progress"),
    )


def going_on(actor: Actor) -> Turn:
    if actor.account_id is None or actor.party_id is None:
        return Turn(
            (_("Please sign in, then I can see what you filed."),),
            link="/accounts/sign-in/?next=/chat",
            link_title=_("Sign in"),
        )
    asked = Question(subject_id=actor.party_id, open_only=True, limit=MOST_HITS)
    found = matters.find(actor=actor, question=asked).rows
    if not found:
        return Turn(
            (_("Nothing of yours is being handled now."),), link="/services/", link_title=_("Services")
        )
    rows = []
    for one in found:
        flow = matters.flow(one.kind)
        state = _(flow.state(one.state).title)
        rows.append(
            (web.for_reader(one.title), f"{state} · {web.for_reader(one.holder_unit_name)} · {one.number}")
        )
    return Turn((_("This is being handled:"),), rows=tuple(rows), link="/services/", link_title=_("Services"))


def looked_up(actor: Actor, talk: Talk, words: str, language: str) -> Turn:
    """A question about a service, a service to begin, an answer of the knowledge base, or a list to choose from."""
    kind = consulting.asked_about(words)
    hits = searching.search(words, limit=MOST_HITS)
    best = hits[0] if hits else None
    known = consulting.item_of(talk.item)
    if kind and known is not None and (best is None or best.score < GOOD_HIT or not says_more(words)):
        return consulting.answer(known, words, language)
    if best and best.kind == "item" and best.score >= GOOD_HIT:
        talk.item = best.code
        item = items.item(best.code)
        if item and kind:
            return consulting.answer(item, words, language)
    if QUESTION.search(words):
        answers = knowledge.ask(question=words, language=language, portal="chat", limit=2).answers
        if answers and (best is None or best.score < GOOD_HIT):
            return Turn((_("What the city says:"),), answers=answers, hits=tuple(hits[:2]))
    return listed(talk, words, hits)


def says_more(words: str) -> bool:
    """Whether something is left of a question when what it asks is taken away."""
    left = re.sub("材料|费用|多久|条件|流程|依据|地点|带|交|几天|钱", "", wanted(words).replace(" ", ""))
    return len(left) >= 2


def listed(talk: Talk, words: str, hits: list[Hit]) -> Turn:
    if not hits:
        return Turn(
            (_("I know no service for that. If something is wrong somewhere, send it to the city: a person answers you."),),
            appeal=words,
        )  # fmt: skip
    best = hits[0]
    talk.item = best.code if best.kind == "item" else talk.item
    choices = []
    for one in hits[:3]:
        item = items.item(one.code) if one.kind == "item" else None
        if item is not None and "online" in item.channels:
            title = _("Begin: {title}").format(title=web.for_reader(one.title))
            choices.append(Choice(f"/begin {one.code}", title))
    said = _("I think you mean this:") if len(hits) == 1 else _("Is it one of these?")
    return Turn((said,), hits=tuple(hits), choices=tuple(choices))
