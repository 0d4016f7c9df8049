"""A bundle in three steps: your situation; one form and one set of papers; check and send."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cdos.base.files import api as files
from cdos.base.identity import api as identity
from cdos.base.matters.contracts import MoveRefused
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor
from cdos.base.web import api as web
from cdos.nets.services.forms import api as forms
from cdos.nets.services.forms.contracts import Problem
from cdos.nets.services.items.contracts import Material

from .. import api
from ..api import Made
from ..contracts import OWN, Bundle, BundleRefused
from . import begun as begun_
from . import situation, words
from .begun import Begun
from .own import address, codes_of
from .public import bundle_or_404, shown

PAGE = ["GET", "POST"]
FILE = "material-"
NEEDED = "1"  # of a material; others may be left out, or follow later


def steps() -> list[str]:
    return [_("Your situation"), _("One form, one set of papers"), _("Check and send")]


def _signed_in(request: HttpRequest) -> Actor | None:
    """Residents only; staff have no bundles of their own."""
    actor = organisation.actor(request)
    return actor if actor.account_id is not None and actor.own_party_id is not None else None


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    return identity.to_sign_in(request)


def _bundle(code: str) -> Bundle | None:
    return None if code == OWN else bundle_or_404(code)


def _offered(begun: Begun) -> bool:
    """The page where they were chosen says why not."""
    try:
        api.audience_of(codes=begun.items)
    except BundleRefused:
        return False
    return True


@require_http_methods(PAGE)
def start(request: HttpRequest, code: str) -> HttpResponse:
    bundle, actor = _bundle(code), _signed_in(request)
    if actor is None:
        return _to_sign_in(request)
    begun = begun_.load(request, code) or Begun(code)
    if "items" in request.GET and bundle is None:
        begun.items = codes_of(request.GET["items"])
    if bundle is None and not begun.items:
        return redirect("bundles:own")
    if bundle is None and not _offered(begun):
        return redirect(address(begun.items))
    if request.method == "GET":
        return situation.page(request, actor, bundle, begun, steps())
    try:
        problems = situation.take(request, actor, bundle, begun)
    except BundleRefused as refused:
        return situation.page(request, actor, bundle, begun, steps(), refused.problems, str(refused))
    if problems:
        return situation.page(request, actor, bundle, begun, steps(), problems)
    response = redirect("bundles:form", code=code)
    begun_.save(request, response, begun)
    return response


def _made(actor: Actor, begun: Begun) -> Made:
    return api.make(code=begun.code, chosen=begun.items, answers=begun.answers, party_id=begun.party_id)


@require_http_methods(PAGE)
def form(request: HttpRequest, code: str) -> HttpResponse:
    bundle, actor = _bundle(code), _signed_in(request)
    if actor is None:
        return _to_sign_in(request)
    begun = begun_.load(request, code)
    if begun is None:
        return redirect("bundles:start", code=code)
    try:
        made = _made(actor, begun)
        if request.method == "GET":
            return _form_page(request, actor, bundle, begun, made, {})
        return _form_sent(request, actor, bundle, begun, made)
    except BundleRefused as refused:
        web.toast(request, str(refused), level=web.Level.WARM)
        return redirect("bundles:start", code=code)


def _form_sent(
    request: HttpRequest, actor: Actor, bundle: Bundle | None, begun: Begun, made: Made
) -> HttpResponse:
    """Kept as it is, whether it is right or not; then checked, unless it was sent while typing."""
    begun.answers |= forms.read(made.composed.form, request.POST, request.FILES, actor=actor)
    begun.files |= _papers(request)
    if request.POST.get("save"):
        response: HttpResponse = HttpResponse(status=204)
        begun_.save(request, response, begun)
        return response
    problems = api.check(actor=actor, request=begun.request())
    response = (
        _form_page(request, actor, bundle, begun, made, problems)
        if problems
        else redirect("bundles:check", code=begun.code)
    )
    begun_.save(request, response, begun)
    return response


def _papers(request: HttpRequest) -> dict[str, str]:
    """Material code -> token. What is sent while typing holds the empty file fields too, as words that are no token."""
    sent = {name: request.POST.getlist(name) for name in request.POST if name.startswith(FILE)}
    known = {one.token for one in files.by_tokens([token for tokens in sent.values() for token in tokens])}
    found = {name: [token for token in tokens if token in known] for name, tokens in sent.items()}
    return {name.removeprefix(FILE): tokens[-1] for name, tokens in found.items() if tokens}


def _form_page(
    request: HttpRequest,
    actor: Actor,
    bundle: Bundle | None,
    begun: Begun,
    made: Made,
    problems: Mapping[str, str],
) -> HttpResponse:
    answers, filled = api.filled(actor=actor, made=made, request=begun.request())
    in_form = {one.material for one in made.composed.form.entries if one.material}
    in_fields = {one.name for one in made.composed.form.entries}
    said = tuple(Problem(name, text) for name, text in problems.items() if name in in_fields)
    context = {
        "fields": forms.render(made.composed.form, answers, said, filled)
        if made.composed.form.entries
        else "",
        "filled": len(filled),
        "asked": len(made.composed.form.entries),
        "uploads": [
            (
                one,
                begun.files.get(one.code, ""),
                problems.get(f"file:{one.code}", ""),
                one.need == NEEDED,
                _explained(one),
            )
            for one in made.composed.materials
            if one.code not in in_form
        ],
        "missing_papers": [one for one in problems.items() if one[0] not in in_fields],
        **shown(made.composed),
        **_frame(bundle, begun, made, 2),
    }
    return web.page(request, "bundles/form.html", context, status=422 if problems else 200)


def _explained(material: Material) -> str:
    """Why a paper is asked for although an e-licence would do."""
    return material.explain or (
        _("We found no e-licence of yours for this.") if material.licence_type else ""
    )


def _frame(bundle: Bundle | None, begun: Begun, made: Made, step: int) -> dict[str, Any]:
    """What every page of the wizard shows."""
    return {
        "bundle": bundle,
        "title": bundle.title if bundle else _("Own bundle"),
        "code": begun.code,
        "steps": steps(),
        "step": step,
        "party": situation.party_of(begun.party_id),
        "items": list(made.items.values()),
        "no_other": list(made.choice.no_other.values()),
    }


@require_http_methods(PAGE)
def check(request: HttpRequest, code: str) -> HttpResponse:
    bundle, actor = _bundle(code), _signed_in(request)
    if actor is None:
        return _to_sign_in(request)
    begun = begun_.load(request, code)
    if begun is None:
        return redirect("bundles:start", code=code)
    try:
        if request.method == "POST":
            number = api.submit(actor=actor, request=begun.request())
            begun_.forget(request, code)
            return redirect("bundles:matter", number=number)
        return _check_page(request, actor, bundle, begun)
    except (BundleRefused, MoveRefused) as refused:
        web.toast(request, str(refused), level=web.Level.WARM)
        return redirect("bundles:form", code=code)


def _check_page(request: HttpRequest, actor: Actor, bundle: Bundle | None, begun: Begun) -> HttpResponse:
    asked = begun.request()
    if api.check(actor=actor, request=asked):
        return redirect("bundles:form", code=begun.code)
    made = _made(actor, begun)
    answers, filled = api.filled(actor=actor, made=made, request=asked)
    sources = {one.field: one.words for one in filled if answers.get(one.field) == one.value}
    foreseen = api.foresee(actor=actor, request=asked)
    wave_of = {code: n for n, wave in enumerate(made.composed.order, 1) for code in wave}
    context = {
        "sections": [
            (title, [(label, text, sources.get(name, "")) for name, label, text in rows])
            for title, rows in forms.in_words(made.composed.form, answers)
        ],
        "handed": [one for one in made.composed.materials if begun.files.get(one.code)],
        "foreseen": [
            (
                item,
                seen,
                wave_of[item.code],
                [made.items[one].title for one in made.composed.after[item.code]],
            )
            for item, seen in sorted(foreseen, key=lambda pair: wave_of[pair[0].code])
        ],
        "saving": words.saving(made.composed),
        **shown(made.composed),
        **_frame(bundle, begun, made, 3),
    }
    return web.page(request, "bundles/check.html", context)
