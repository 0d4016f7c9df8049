"""Applying in three steps at most: for whom and what may be looked up; the form, filled; check and send."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cdos.base.identity import api as identity
from cdos.base.identity.contracts import Assurance, Party, Relation
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor
from cdos.base.web import api as web
from cdos.hubs.registers import api as registers
from cdos.nets.services.forms import api as forms
from cdos.nets.services.forms.contracts import Problem
from cdos.nets.services.items import api as items
from cdos.nets.services.items.contracts import Item
from cdos.nets.services.payments import api as payments

from .. import api
from ..contracts import ApplicationRefused, Draft, Prepared
from ..logic import once, papers, reading, submitting
from . import frame


@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, item: str) -> HttpResponse:
    actor, wanted = organisation.actor(request), items.item(item)
    if wanted is None:
        raise Http404(_("The city does not offer this any more. Please search for what you need."))
    if actor.account_id is None:
        return identity.to_sign_in(request)
    choices = who(actor, wanted)
    if request.method == "POST":
        return _begun(request, actor, wanted, choices)
    if _straight_on(actor, wanted, choices) and "for" not in request.GET:
        return _to_form(actor, wanted, choices[0][0], ())
    return _begin_page(request, actor, wanted, choices)


def who(actor: Actor, item: Item) -> list[tuple[Party, Relation]]:
    """For whom the actor may ask for this item, themselves first."""
    fitting = []
    for mandate in identity.mandates(actor.account_id or 0):
        try:
            submitting.check_audience(item, mandate.party)
        except ApplicationRefused:
            continue
        fitting.append((mandate.party, mandate.relation))
    return fitting


def to_ask(item: Item, party: Party) -> list[Any]:
    """(source, whether it may be used already)."""
    given = registers.consented(party_id=party.id, purpose=api.purpose(item=item.code))
    return [(one, one.code in given) for one in api.sources_to_ask(item=item.code, party=party)]


def _straight_on(actor: Actor, item: Item, choices: list[tuple[Party, Relation]]) -> bool:
    """One person, nothing to allow, nothing begun: the first page would ask nothing."""
    if len(choices) != 1 or actor.assurance < Assurance.REAL_NAME:
        return False
    return not _in_progress(actor, item) and all(given for _one, given in to_ask(item, choices[0][0]))


def _in_progress(actor: Actor, item: Item) -> list[tuple[Draft, Party]]:
    drafts = [one for one in api.drafts_of(actor=actor) if one.item == item.code and not frame.assisted(one)]
    known = identity.parties(one.party_id for one in drafts)
    return [(one, known[one.party_id]) for one in drafts if one.party_id in known]


def _begin_page(
    request: HttpRequest, actor: Actor, item: Item, choices: list[tuple[Party, Relation]], error: str = ""
) -> HttpResponse:
    asked: dict[str, Any] = {}
    for party, _relation in choices:
        asked |= {one.code: (one, given) for one, given in to_ask(item, party)}
    context = {
        "item": item,
        "choices": choices,
        "sources": list(asked.values()),
        "in_progress": _in_progress(actor, item),
        "needs_name": actor.assurance < Assurance.REAL_NAME,
        "error": error,
        "layout": "web/base.html",
        "steps": [_("For whom, and what may be looked up"), _("Your details"), _("Check and send")],
        "fee": payments.in_words(sum(one.fen for one in item.fees)) if item.fees else "",
    }
    return web.page(request, "applications/begin.html", context, status=422 if error else 200)


def _begun(
    request: HttpRequest, actor: Actor, item: Item, choices: list[tuple[Party, Relation]]
) -> HttpResponse:
    chosen = request.POST.get("party", "")
    party = next((one for one, _relation in choices if str(one.id) == chosen), None)
    if party is None:
        return _begin_page(request, actor, item, choices, _("Please choose for whom."))
    try:
        return _to_form(actor, item, party, tuple(request.POST.getlist("consent")))
    except ApplicationRefused as refused:
        return _begin_page(request, actor, item, choices, str(refused))


def _to_form(actor: Actor, item: Item, party: Party, consents: tuple[str, ...]) -> HttpResponse:
    draft = api.start(actor=actor, item=item.code, party_id=party.id)
    api.allow(actor=actor, draft=draft, consents=consents)
    return redirect("applications:form", draft_id=draft.id)


@require_http_methods(["GET", "POST"])
def allow(request: HttpRequest, draft_id: int) -> HttpResponse:
    """At a counter: the person says what may be looked up; and later, for whoever comes back to it."""
    draft = frame.found(request, draft_id)
    party, item = frame.party_of(draft), items.item(draft.item)
    if item is None:
        raise Http404
    if request.method == "POST":
        actor = organisation.actor(request)
        api.allow(actor=actor, draft=draft, consents=tuple(request.POST.getlist("consent")))
        return redirect("applications:form", draft_id=draft.id)
    sources = to_ask(item, party)
    context = frame.wizard(draft, party, 1) | {"item": item, "sources": sources, "choices": []}
    return web.page(request, "applications/begin.html", context)


@require_http_methods(["GET", "POST"])
def form(request: HttpRequest, draft_id: int) -> HttpResponse:
    draft = frame.found(request, draft_id)
    actor = organisation.actor(request)
    if request.method == "GET":
        return _form_page(request, draft, frame.prepared(actor, draft), {})
    draft = frame.kept(request, actor, draft)
    found = frame.prepared(actor, draft)
    if found.problems:
        return _form_page(request, draft, found, dict(found.problems))
    return redirect("applications:check", draft_id=draft.id)


def _form_page(
    request: HttpRequest, draft: Draft, prepared: Prepared, problems: dict[str, str]
) -> HttpResponse:
    asked = {one.material for one in prepared.form.entries if one.material} if prepared.form else set()
    context = frame.wizard(draft, frame.party_of(draft), 2) | {
        "prepared": prepared,
        "item": prepared.item,
        "problems": problems,
        "fields": forms.render(prepared.form, prepared.answers, problems_of(problems), prepared.filled)
        if prepared.form
        else "",
        "materials": [
            (one, problems.get(f"{frame.MATERIAL}{one.code}", ""))
            for one in prepared.materials
            if one.code not in asked
        ],
        "foresight": prepared.foresight,
        "papers": _papers(organisation.actor(request), draft, prepared),
        **_held(prepared.item, draft.party_id),
    }
    return web.page(request, "applications/form.html", context, status=422 if problems else 200)


def _papers(actor: Actor, draft: Draft, prepared: Prepared) -> list[str]:
    """Names of what was handed in and could be read by machine; at a counter the person has not seen what it says."""
    return [] if frame.assisted(draft) else [one.name for one in papers.to_read(actor, draft, prepared)]


def _held(item: Item, party_id: int) -> dict[str, str]:
    """What the item would give and the person has already, so that nobody applies twice unaware."""
    found = once.seconds(item, identity.party(party_id))
    return {
        "held": "、".join(one.licence.type.name for one in found if not one.refused),
        "no_other": " ".join(one.refused for one in found if one.refused),
    }


def problems_of(problems: dict[str, str]) -> tuple[Problem, ...]:
    return tuple(Problem(name, words) for name, words in problems.items())


@require_POST
def save(request: HttpRequest, draft_id: int) -> HttpResponse:
    """While somebody types: kept, and what would be decided now."""
    actor = organisation.actor(request)
    draft = frame.kept(request, actor, frame.found(request, draft_id))
    found = frame.prepared(actor, draft)
    context = {
        "foresight": found.foresight,
        "saved_at": draft.saved_at,
        "item": found.item,
        "draft": draft,
        "papers": _papers(actor, draft, found),
    }
    return web.page(request, "applications/parts/foresight.html", context)


@require_POST
def drop(request: HttpRequest, draft_id: int) -> HttpResponse:
    draft = frame.found(request, draft_id)
    api.drop_draft(actor=organisation.actor(request), draft_id=draft_id)
    web.toast(request, _("Thrown away."))
    if frame.assisted(draft):
        return redirect("applications:counter")
    if request.POST.get("again"):
        return redirect("applications:begin", item=draft.item)
    return redirect("applications:mine")


@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, draft_id: int) -> HttpResponse:
    draft = frame.found(request, draft_id)
    actor = organisation.actor(request)
    if request.method == "GET":
        return _check_page(request, draft, frame.prepared(actor, draft))
    try:
        made = api.submit(actor=actor, submission=frame.submission(draft))
    except ApplicationRefused as refused:
        return _check_page(request, draft, frame.prepared(actor, draft), str(refused), 422)
    api.drop_draft(actor=actor, draft_id=draft_id)
    if frame.assisted(draft):
        return redirect("applications:receipt", number=made.number)
    return redirect("applications:track", number=made.number)


def _check_page(
    request: HttpRequest, draft: Draft, prepared: Prepared, error: str = "", status: int = 200
) -> HttpResponse:
    if prepared.problems and not error:
        return redirect("applications:form", draft_id=draft.id)
    said = {one.field: one.words for one in prepared.filled}
    rows = reading.in_words(prepared.form, prepared.answers, said)
    context = frame.wizard(draft, frame.party_of(draft), 3) | {
        "prepared": prepared,
        "item": prepared.item,
        "rows": rows,
        "error": error,
        "foresight": prepared.foresight,
        "fee": payments.in_words(prepared.fee_fen) if prepared.fee_fen else "",
    }
    return web.page(request, "applications/check.html", context, status=status)
