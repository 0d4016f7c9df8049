"""Sends a bundle: everything checked once, then the matter, what was given, and a row for each department's part."""

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cdos.base.fence import api as fence
from cdos.base.identity import api as identity
from cdos.base.identity.contracts import PartyKind
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import Filing, MatterInfo, Place
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import SYSTEM, Actor
from cdos.nets.services.applications import api as applications

from ..contracts import KIND, OWN, Bundle, BundleRefused, Request
from ..models import Delivery, Run
from . import algebra, applying, book, chain, composing, founding, moment, paying, vault, who
from .composing import Made

ABOUT_CHILD = frozenset({"child", "newborn"})


def bundle_of(code: str) -> Bundle | None:
    """None for an own bundle. BundleRefused for a code nobody knows."""
    if code == OWN:
        return None
    found = book.live(code)
    if found is None:
        raise BundleRefused(_("This bundle is not offered at present."))
    return found


def made_of(request: Request) -> Made:
    """What the request comes to, with the wallet of the party. BundleRefused."""
    return made(code=request.code, chosen=request.items, answers=request.answers, party_id=request.party_id)


def made(
    *, code: str, chosen: Collection[str] | None, answers: Mapping[str, Any], party_id: int | None
) -> Made:
    held, of = composing.held_by(party_id), bundle_of(code)
    if of is None:
        own = tuple(chosen or ())
        return composing.own(own, held=held, no_other=composing.no_other(own, party_id))
    no_other = composing.no_other((part.item for part in of.parts), party_id)
    return composing.bundle(of, chosen=chosen, answers=answers, held=held, no_other=no_other)


def submit(*, actor: Actor, request: Request) -> str:
    """Number of the bundle's matter; a repeated key gives the first one. BundleRefused with problems by field."""
    acting = who.acting_for(actor, request.party_id)
    check_founder(request)
    made = made_of(request)
    if made.choice.open:
        raise BundleRefused(_("Please answer the questions about your situation first."))
    answers = checked(acting, request, made)
    return _open(acting, request, made, answers)


def problems(actor: Actor, request: Request) -> dict[str, str]:
    """By field and paper, before it is sent. BundleRefused for what cannot be sent at all."""
    acting = who.acting_for(actor, request.party_id)
    made = made_of(request)
    try:
        checked(acting, request, made)
    except BundleRefused as refused:
        return refused.problems
    return {}


def check_founder(request: Request) -> None:
    """BundleRefused where one acts for an enterprise to found another."""
    of, party = bundle_of(request.code), identity.party(request.party_id)
    if of and party and party.kind is PartyKind.ENTERPRISE and founding.by_founder(of):
        raise BundleRefused(
            _("This founds a new enterprise: please act for yourself, not for an enterprise.")
        )


def _nobodys(request: Request, made: Made, answers: Mapping[str, Any]) -> str:
    """Why a child's licence would be nobody's. Where the bundle is not about a child it is looked for when its part is done:
    who adopts one cannot act for it before.
    """
    of = bundle_of(request.code)
    if of is not None and of.about not in ABOUT_CHILD:
        return ""
    said = (
        applications.nobody(
            item=item,
            party_id=request.party_id,
            answers=applying.answers_for(item, made.composed.form, answers),
        )
        for item in made.items.values()
    )
    return next(filter(None, said), "")


def checked(acting: Actor, request: Request, made: Made) -> dict[str, Any]:
    """The answers as the server takes them. BundleRefused names each field and paper that is missing or wrong."""
    composed = made.composed
    answers, found = applying.check(composed.form, request, acting)
    needless = {one.name for one in composed.form.entries if one.material in composed.dropped}
    found = {name: words for name, words in found.items() if name not in needless}
    files = applying.with_form_files(composed.form, answers, request.files)
    for material in composed.materials:
        if algebra.to_hand_in(material) and not files.get(material.code):
            found[f"file:{material.code}"] = _("Please add: %(paper)s.") % {"paper": material.name}
    if found:
        raise BundleRefused(_("Something is missing. Please look at what is marked."), found)
    if words := _nobodys(request, made, answers):
        raise BundleRefused(words, {"child_name": words})
    return answers


def _title(request: Request, made: Made) -> str:
    bundle = bundle_of(request.code)
    if bundle is not None:
        return bundle.title
    titles = [item.title for item in made.items.values()]
    return _("Own bundle: %(items)s") % {"items": "、".join(titles)}


def _lead(request: Request, made: Made) -> str:
    """Of an own bundle the department with most parts leads."""
    bundle = bundle_of(request.code)
    if bundle is not None:
        return bundle.lead
    held = [item.department for item in made.items.values()]
    return max(held, key=held.count)


def _open(acting: Actor, request: Request, made: Made, answers: Mapping[str, Any]) -> str:
    party = identity.party(request.party_id)
    scope = organisation.scope_of(party.community) if party and party.community else None
    title = _title(request, made)[:200]
    filing = Filing(
        kind=KIND,
        title=title,
        text="\n".join(item.title for item in made.items.values()),
        subject_id=request.party_id,
        place=Place(scope=scope) if scope else Place(),
        holder_unit=_lead(request, made),
        idempotency_key=request.idempotency_key,
    )
    papers = applying.with_form_files(made.composed.form, answers, request.files)
    tokens = [token for token in papers.values() if token]
    with matters.opening(actor=acting) as serial:
        filed = matters.file(actor=acting, filing=filing, files=tokens, serial=serial)
        if filed.created:
            applying.consent(acting, request)
            run = _run(acting, request, made, filed.matter, answers)
            rows = _deliveries(run, made)
            paying.ask(run.number, title, made.items)
            with fence.everything():
                _begin(run, rows, made)
    return filed.matter.number


def _run(acting: Actor, request: Request, made: Made, matter: MatterInfo, answers: Mapping[str, Any]) -> Run:
    bundle = bundle_of(request.code)
    return Run.objects.create(
        matter_id=matter.id,
        number=matter.number,
        code=request.code,
        version=bundle.version if bundle else 0,
        party_id=request.party_id,
        account_id=acting.account_id,
        sealed=vault.seal(
            vault.Given(
                answers,
                applying.with_form_files(made.composed.form, answers, request.files),
                applying.shares(made, answers),
            )
        ),
        consents=list(request.consents),
        sent_at=moment.now(),
    )


def _deliveries(run: Run, made: Made) -> list[Delivery]:
    composed = made.composed
    wave_of = {code: level for level, wave in enumerate(composed.order) for code in wave}
    rows = [
        Delivery(
            run=run,
            number=run.number,
            item=code,
            title=item.title[:200],
            department=item.department,
            position=position,
            wave=wave_of[code],
            after=list(composed.after[code]),
            fen=paying.fen_of(item),
            days=applying.days_of(item),
        )
        for position, (code, item) in enumerate(made.items.items())
    ]
    return Delivery.objects.bulk_create(rows)


def _begin(run: Run, rows: list[Delivery], made: Made) -> None:
    departments = len({row.department for row in rows})
    words = ngettext("%(n)d department", "%(n)d departments", departments) % {"n": departments}
    matters.act(actor=SYSTEM, number=run.number, move="begin", data={"words": words})
    chain.make_ready(rows, paid=paying.is_paid(run.number))
