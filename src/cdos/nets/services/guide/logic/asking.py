"""The turns of a chat that fills a form: ask, understand, put right, show what would be decided, send."""

import re

from django.urls import reverse
from django.utils.translation import gettext as _

from cdos.base.identity import api as identity
from cdos.base.organisation.contracts import Actor
from cdos.base.web import api as web
from cdos.hubs.registers import api as registers
from cdos.hubs.registers.contracts import RegisterRefused
from cdos.nets.services.applications import api as applications
from cdos.nets.services.applications.contracts import ApplicationRefused, Channel, Draft, Prepared
from cdos.nets.services.forms.contracts import Entry
from cdos.nets.services.items import api as items

from ..contracts import Choice, Turn
from . import consulting, filling
from .filling import Talk
from .parsing import NotUnderstood, parse, yes_no
from .words import plain

CONSENT, CONFIRM, FILE = "consent", "confirm", "file:"
STOP = frozenset(["取消", "不办了", "退出", "停止", "算了", "先不办", "stop", "cancel"])
BACK = frozenset(["上一步", "返回", "回到上一个", "back"])
SKIP = frozenset(["跳过", "不填", "没有", "无", "skip"])
SEND = frozenset(["提交", "发送", "递交", "确认提交", "send", "submit"])
CHANGE = re.compile("^(改|修改|更正|改一下|重填)(.+)$")
MOST_CHOICES = 12


def begin(*, actor: Actor, talk: Talk, code: str) -> Turn:
    item = items.item(code)
    if item is None or "online" not in item.channels:
        return Turn((_("This cannot be filed here. Please choose another service."),))
    talk.item = code
    if actor.account_id is None:
        talk.want = code
        return Turn(
            (_("Please sign in first; then we go on here."),),
            link=f"/accounts/sign-in/?next=/chat%3Fbegin={code}",
            link_title=_("Sign in"),
        )
    if actor.is_staff or actor.party_id is None:
        return Turn((_("Accounts of staff file at the counter's page, not here."),))
    try:
        draft = applications.start(actor=actor, party_id=actor.party_id, item=code, channel=Channel.CHAT)
    except ApplicationRefused as refused:
        return Turn((str(refused),), link="/accounts/me/", link_title=_("My account"))
    talk.draft, talk.at, talk.skipped, talk.want = draft.id, "", [], ""
    asked = to_consent(actor, draft)
    if asked:
        talk.at = CONSENT
        return asked
    return go_on(actor, talk, (_("Let us begin: {title}.").format(title=web.for_reader(item.title)),))


def to_consent(actor: Actor, draft: Draft) -> Turn | None:
    """Which registers would fill the form, where any has not been allowed yet."""
    party = identity.party(draft.party_id)
    if party is None:
        return None
    wanted = applications.sources_to_ask(item=draft.item, party=party)
    given = registers.consented(party_id=draft.party_id, purpose=applications.purpose(item=draft.item))
    asked = [one for one in wanted if one.code not in given]
    if not asked or draft.consents:
        return None
    return Turn(
        words=(
            _("The city already holds some of this. May it be taken from these registers, for this application only?"),
        ),
        rows=tuple((web.for_reader(one.title), web.for_reader(one.unit_name)) for one in asked),
        choices=(Choice(_("Yes"), _("Yes, fill it in")), Choice(_("No"), _("No, I say it myself"))),
    )  # fmt: skip


def consented(actor: Actor, draft: Draft, said: str) -> None:
    """Opens the registers that were named. NotUnderstood."""
    party = identity.party(draft.party_id)
    if party is None or not understood_yes(said):
        return
    wanted = applications.sources_to_ask(item=draft.item, party=party)
    applications.allow(actor=actor, draft=draft, consents=tuple(one.code for one in wanted))


def understood_yes(said: str) -> bool:
    if said in {_("Yes"), _("Yes, fill it in")}:
        return True
    return False if said in {_("No"), _("No, I say it myself")} else yes_no(said)


def reply(*, actor: Actor, talk: Talk, said: str, files: tuple[str, ...], language: str) -> Turn:
    try:
        draft, prepared = filling.prepare(actor, talk)
    except LookupError:
        talk.leave()
        return Turn((_("This draft was sent or thrown away. What would you like to do?"),))
    except ApplicationRefused as refused:
        talk.leave()
        return Turn((str(refused),))
    command = ordered(actor, talk, draft, prepared, plain(said).replace(" ", ""))
    if command is not None:
        return command
    try:
        return answered(actor, talk, draft, prepared, said, files)
    except NotUnderstood as unclear:
        if consulting.asked_about(said):
            item = consulting.item_of(draft.item)
            if item is not None:
                aside = consulting.answer(item, said, language)
                return go_on(actor, talk, aside.words)
        return go_on(actor, talk, (str(unclear),))
    except (ApplicationRefused, RegisterRefused) as refused:
        return go_on(actor, talk, (str(refused),))


def ordered(actor: Actor, talk: Talk, draft: Draft, prepared: Prepared, text: str) -> Turn | None:
    """Words that steer: stop, back, skip, change something."""
    if text in STOP:
        talk.leave()
        return Turn(
            (_("Stopped. Your draft is kept for thirty days; you can go on here or in the form."),),
            link=reverse("applications:form", args=[draft.id]),
            link_title=_("Open the form"),
        )
    if text in BACK:
        before = previous(prepared, talk)
        return question(prepared, talk, before) if before else go_on(actor, talk, ())
    entry = filling.entry_of(prepared.form, talk.at)
    if text in SKIP and entry is not None and entry.name not in prepared.problems:
        talk.skipped.append(entry.name)
        return go_on(actor, talk, ())
    changed = CHANGE.match(text)
    if changed:
        found = named(prepared, changed[2])
        if found is not None:
            return question(prepared, talk, found)
    return None


def previous(prepared: Prepared, talk: Talk) -> Entry | None:
    rows = [
        one
        for one in filling.entries(prepared.form)
        if prepared.answers.get(one.name) not in (None, "") and one.name not in prepared.locked
    ]
    names = [one.name for one in filling.entries(prepared.form)]
    limit = names.index(talk.at) if talk.at in names else len(names)
    before = [one for one in rows if names.index(one.name) < limit]
    return before[-1] if before else None


def named(prepared: Prepared, words: str) -> Entry | None:
    """The question that somebody wants to change, by its label."""
    for one in filling.entries(prepared.form):
        label = plain(one.label).replace(" ", "")
        if one.name not in prepared.locked and (label in words or words in label):
            return one
    return None


def answered(
    actor: Actor, talk: Talk, draft: Draft, prepared: Prepared, said: str, files: tuple[str, ...]
) -> Turn:
    if talk.at == CONSENT:
        consented(actor, draft, said)
    elif talk.at.startswith(FILE):
        if not files:
            raise NotUnderstood(_("Please add the file below, then send."))
        code = talk.at.removeprefix(FILE)
        applications.save_draft(actor=actor, draft_id=draft.id, files={**draft.files, code: files[0]})
    elif talk.at == CONFIRM:
        return confirmed(actor, talk, draft, said)
    else:
        entry = filling.entry_of(prepared.form, talk.at)
        if entry is not None:
            filled_in(actor, draft, prepared, entry, said, files)
    return go_on(actor, talk, ())


def filled_in(
    actor: Actor, draft: Draft, prepared: Prepared, entry: Entry, said: str, files: tuple[str, ...]
) -> None:
    if entry.widget == "file":
        if not files:
            raise NotUnderstood(_("Please add the file below, then send."))
        filling.save(actor, draft, entry.name, list(files))
        return
    filling.save(actor, draft, entry.name, parse(filling.asked(prepared.form, entry), said))


def confirmed(actor: Actor, talk: Talk, draft: Draft, said: str) -> Turn:
    text = plain(said).replace(" ", "")
    if text not in SEND and said != _("Send") and not understood_yes(said):
        return Turn(
            (_("Say what you want to change, for example “change the phone”; or open the form."),),
            link=reverse("applications:form", args=[draft.id]),
            link_title=_("Open the form"),
            draft=True,
        )
    sent = applications.submit(submission=filling.submission(draft), actor=actor)
    applications.drop_draft(actor=actor, draft_id=draft.id)
    talk.leave()
    return Turn(
        words=(_("Sent. Its number is {number}.").format(number=sent.number), web.for_reader(sent.sentence)),
        link=reverse("applications:track", args=[sent.number]),
        link_title=_("See its progress"),
    )


def go_on(actor: Actor, talk: Talk, said: tuple[str, ...]) -> Turn:
    """After `said`: the next question, the next paper, or all to look over."""
    draft, prepared = filling.prepare(actor, talk)
    if talk.at == CONSENT and said and to_consent(actor, draft):
        asked = to_consent(actor, draft)
        assert asked is not None
        return Turn((*said, *asked.words), rows=asked.rows, choices=asked.choices)
    entry = filling.next_field(prepared, talk.skipped)
    if entry is not None:
        return question(prepared, talk, entry, said)
    material = filling.next_material(prepared)
    if material is not None:
        talk.at = f"{FILE}{material.code}"
        words = _("Please add: {name}.").format(name=web.for_reader(material.name))
        return Turn((*said, words), upload=material.code, draft=True)
    return look_over(talk, prepared, said)


def question(prepared: Prepared, talk: Talk, entry: Entry, said: tuple[str, ...] = ()) -> Turn:
    talk.at = entry.name
    problem = prepared.problems.get(entry.name, "")
    wrong = prepared.answers.get(entry.name) not in (None, "", [])
    words = [*said]
    if problem and wrong and problem not in words:
        words.append(problem)
    words.append(web.for_reader(entry.label))
    if entry.help:
        words.append(web.for_reader(entry.help))
    offered = filling.choices(prepared.form, entry) if entry.widget != "area" else ()
    choices = [Choice(title, web.for_reader(title)) for _code, title in offered[:MOST_CHOICES]]
    if entry.widget == "yes_no":
        choices = [Choice(_("Yes"), _("Yes")), Choice(_("No"), _("No"))]
    if entry.name not in prepared.problems and not entry.required:
        choices.append(Choice("跳过", _("Skip")))
    upload = entry.material or entry.name if entry.widget == "file" else ""
    return Turn(tuple(words), choices=tuple(choices), ask=str(entry.widget), draft=True, upload=upload)


def look_over(talk: Talk, prepared: Prepared, said: tuple[str, ...]) -> Turn:
    """Everything before it is sent, with what would be decided and why."""
    talk.at = CONFIRM
    seen = prepared.foresight
    words = [*said, _("Please look over it. This is what would be decided:"), web.for_reader(seen.sentence)]
    words += [f"· {web.for_reader(line)}" for line in (*seen.failing, *seen.missing)]
    papers = [
        (web.for_reader(one.name), web.for_reader(one.words)) for one in prepared.materials if one.words
    ]
    return Turn(
        words=tuple(words),
        rows=(*filling.rows(prepared), *papers),
        choices=(Choice("提交", _("Send")),),
        link=reverse("applications:form", args=[talk.draft]),
        link_title=_("Open the form"),
        draft=True,
    )
