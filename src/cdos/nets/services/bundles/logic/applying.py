"""Between a bundle and the applications that are its parts: what each is given, how each stands."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from cdos.base.files import api as files
from cdos.base.identity import api as identity
from cdos.base.matters import api as matters
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor
from cdos.hubs.registers import api as registers
from cdos.hubs.registers.contracts import Source
from cdos.nets.services.applications import api as applications
from cdos.nets.services.applications.contracts import (
    ApplicationInfo,
    ApplicationRefused,
    Channel,
    Foresight,
    Prepared,
    Submission,
)
from cdos.nets.services.forms import api as forms
from cdos.nets.services.forms.contracts import Filled, Form
from cdos.nets.services.items import api as items
from cdos.nets.services.items.contracts import Item

from ..contracts import BundleRefused, DeliveryState, Request
from ..models import Delivery, Run
from . import composing, founding, graph, vault
from .composing import Made

GRANTED, REFUSED = "granted", "refused"
ENDED = ("withdrawn", "lapsed")  # without a decision


@dataclass(frozen=True, slots=True)
class Child:
    """How the application of a part stands, in the words of its own flow."""

    sentence: str
    until: datetime | None
    licence: str
    asks_person: bool  # the person must hand something in


def purpose(code: str) -> str:
    return f"bundle:{code}"


def days_of(item: Item) -> float:
    return items.burden(item).days


def known(actor: Actor, code: str, party_id: int, names: Collection[str]) -> dict[str, Any]:
    """What registers say, as far as consents go."""
    facts = registers.facts_of(party_id=party_id, fields=names, purpose=purpose(code), actor=actor)
    return dict(registers.known(facts))


def filled(form: Form, request: Request, acting: Actor) -> tuple[Filled, ...]:
    """What registers and licences say for the one form, as far as the person lets them."""
    return forms.fill(form, party_id=request.party_id, purpose=purpose(request.code), actor=acting)


def with_facts(form: Form, given: Mapping[str, Any], filled: Iterable[Filled]) -> dict[str, Any]:
    """A register goes before what somebody typed, where it may not be typed over; else it fills what is empty."""
    held = {one.field: one.value for one in filled}
    answers = dict(given)
    for entry in form.entries:
        if entry.name in held and (not entry.editable or answers.get(entry.name) in (None, "", [])):
            answers[entry.name] = held[entry.name]
    return answers


def with_form_files(form: Form, answers: Mapping[str, Any], given: Mapping[str, str]) -> dict[str, str]:
    """Material code -> token, those that the form's own file fields hold too."""
    found = dict(given)
    for entry in form.entries:
        held = answers.get(entry.name)
        if entry.material and held:
            found[entry.material] = str(held[0] if isinstance(held, list) else held)
    return found


def check(form: Form, request: Request, acting: Actor) -> tuple[dict[str, Any], dict[str, str]]:
    """The one form, checked by the server: answers as it takes them, problems by field."""
    names = [entry.name for entry in form.entries if entry.source]
    facts = known(acting, request.code, request.party_id, names) if names else {}
    answers = with_facts(form, request.answers, filled(form, request, acting))
    found = forms.check(form, answers, facts=facts)
    situation = {name: value for name, value in request.answers.items() if form.entry(name) is None}
    return {**situation, **found.answers}, {one.field: one.words for one in found.problems}


def share_of(row: Delivery) -> tuple[dict[str, Any], dict[str, str]]:
    """What this department gets of what the person gave: the fields of its form, the papers that it asks for."""
    given, item = vault.unseal(row.run), items.item(row.item)
    wanted = [material.code for material in item.materials] if item else []
    papers = {code: given.files[code] for code in wanted if given.files.get(code)}
    return dict(given.shares.get(row.item, {})), papers


def shares(made: Made, answers: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """What each item gets of the answers."""
    return {code: answers_for(item, made.composed.form, answers) for code, item in made.items.items()}


def answers_for(item: Item, merged: Form, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Under the names of the item's own form: in a merged form an entry may be called otherwise."""
    own = composing.form_of(item)
    return forms.part(merged, answers, own) if own is not None else {}


def consent(acting: Actor, request: Request) -> None:
    """Once, when the bundle is sent: what the person takes back later stays taken back for the parts that follow."""
    wanted = set(request.consents)
    if wanted:
        wanted -= registers.consented(party_id=request.party_id, purpose=purpose(request.code))
    for source in sorted(wanted):
        registers.consent(
            actor=acting, party_id=request.party_id, source=source, purpose=purpose(request.code)
        )


def submit(row: Delivery, *, key: str) -> str:
    """Number of the application. BundleRefused where the item's own check refuses it."""
    run = row.run
    answers, papers = share_of(row)
    new, item = founding.licence(row), items.item(row.item)
    if new is not None and item is not None:
        answers |= founding.said_of(new, composing.form_of(item))
    party = new.holder_id if new else run.party_id
    submission = Submission(
        item=row.item,
        party_id=party,
        answers=answers,
        files=copies(papers),
        channel=Channel.BUNDLE,
        idempotency_key=key,
        parent=run.number,
        purpose=purpose(run.code),
        supplied=supplied(row),
    )
    try:
        return applications.submit(submission=submission, actor=_applicant(run, party)).number
    except ApplicationRefused as refused:
        words = "; ".join([str(refused), *refused.problems.values()])
        raise BundleRefused(words, refused.problems) from refused


def copies(papers: Mapping[str, str]) -> dict[str, str]:
    """A paper handed in once goes to every department that asks for it, to each its own copy. BundleRefused: it is gone."""
    try:
        return {code: files.duplicate(token=token).token for code, token in papers.items()}
    except LookupError as gone:
        raise BundleRefused(_("A file is not there any more. Please attach it again.")) from gone


def supplied(row: Delivery) -> tuple[str, ...]:
    """Codes of the materials that parts done before this one gave."""
    rows = list(Delivery.objects.filter(run_id=row.run_id))
    above = graph.above({one.item: tuple(one.after) for one in rows}, row.item)
    given = {code for item in items.items(above).values() for code in graph.gives(item)}
    return tuple(sorted(given))


def _applicant(run: Run, party: int) -> Actor:
    """Whoever sent the bundle, acting for who the part is done for."""
    sender = organisation.actor_of_account(run.account_id) if run.account_id is not None else Actor()
    return replace(sender, party_id=party)


def withdraw(row: Delivery, reason: str, actor: Actor) -> None:
    """As the person; MoveRefused where its department has decided."""
    data = {"reason": reason} if reason else {}
    party = applications.info(number=row.application).party_id
    matters.act(actor=replace(actor, party_id=party), number=row.application, move="withdraw", data=data)


def outcome(row: Delivery) -> tuple[DeliveryState | None, str]:
    """How the application of this part ended, with the reason; None while it has not."""
    info = applications.info(number=row.application)
    if info.outcome == GRANTED:
        return DeliveryState.DONE, ""
    if info.outcome == REFUSED:
        return DeliveryState.REFUSED, info.reason
    return (DeliveryState.WITHDRAWN, info.reason) if info.state in ENDED else (None, "")


def children(rows: Iterable[Delivery]) -> dict[str, Child]:
    """By number of the application."""
    numbers = [row.application for row in rows if row.application]
    return {number: _child(applications.info(number=number)) for number in numbers}


def _child(info: ApplicationInfo) -> Child:
    return Child(info.sentence, info.due_at, info.licence, info.state == "supplementing")


def foresee(item: Item, request: Request, made: Made, acting: Actor) -> Foresight:
    """What would be decided about this part on what is known now. BundleRefused."""
    return prepared(item, request, made, acting).foresight


def prepared(item: Item, request: Request, made: Made, acting: Actor) -> Prepared:
    """The part as its own application would be before sending."""
    above = graph.above(dict(made.composed.after), item.code)
    given = {code for one in above for code in graph.gives(made.items[one])}
    wanted = [material.code for material in item.materials]
    submission = Submission(
        item=item.code,
        party_id=request.party_id,
        answers=answers_for(item, made.composed.form, request.answers),
        files={code: request.files[code] for code in wanted if request.files.get(code)},
        channel=Channel.BUNDLE,
        purpose=purpose(request.code),
        supplied=tuple(sorted(given)),
    )
    try:
        return applications.prepare(actor=acting, submission=submission)
    except ApplicationRefused as refused:
        raise BundleRefused(str(refused), refused.problems) from refused


def sources(made: Made, party_id: int) -> tuple[Source, ...]:
    """Registers that need the person's consent, each once for all parts."""
    party = identity.party(party_id)
    if party is None:
        return ()
    found: dict[str, Source] = {}
    for code in made.items:
        found |= {one.code: one for one in applications.sources_to_ask(item=code, party=party)}
    return tuple(found.values())
