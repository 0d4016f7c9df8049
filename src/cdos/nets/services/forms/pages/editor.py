"""The editor of forms for staff: a list, a form with its versions, and the draft beside a live preview of it.

Each change is a POST that works without JavaScript; with it, the editor is swapped in place and typing refreshes the preview.
"""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor
from cdos.base.rules import api as rules
from cdos.base.web import api as web

from .. import api
from ..contracts import Form, FormRefused, FormState, FormVersion
from . import words

EDITOR = "forms/parts/editor.html"


def editor_of(request: HttpRequest) -> Actor:
    actor = organisation.actor(request)
    if not api.may_edit(actor):
        raise PermissionDenied(_("Forms are written by editors; this is for staff with another post."))
    return actor


@require_GET
def every(request: HttpRequest) -> HttpResponse:
    actor = editor_of(request)
    asked = " ".join(request.GET.get("q", "").split())[:60]
    rows = [one for one in api.overview(actor=actor) if asked in one.form.title or asked in one.form.code]
    states = words.states()
    context = {
        "rows": [{"version": one, "state": states[one.form.state]} for one in rows],
        "q": asked,
        "waiting": sum(one.form.state is FormState.WAITING for one in rows),
    }
    return web.page(request, "forms/list.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    actor, sent, error = editor_of(request), request.POST, ""
    if request.method == "POST":
        code = sent.get("code", "").strip().lower()
        try:
            if api.versions(code):
                raise FormRefused(_("There is a form with this code already."))
            section = {"title": _("The applicant"), "entries": ["name", "id_number", "phone"]}
            api.draft(actor=actor, body={"code": code, "title": sent.get("title", ""), "sections": [section]})
            return redirect("forms:edit", code=code)
        except FormRefused as refused:
            error = str(refused)
    return web.page(request, "forms/new.html", {"sent": sent, "error": error}, status=422 if error else 200)


@require_GET
def one(request: HttpRequest, code: str) -> HttpResponse:
    """A form: the version in force, its history, and what may be done now."""
    actor = editor_of(request)
    found = api.versions(code)
    if not found:
        raise Http404
    states = words.states()
    open_one = next((v for v in found if v.form.state in (FormState.DRAFT, FormState.WAITING)), None)
    shown = open_one or next((v for v in found if v.form.state is FormState.LIVE), found[0])
    context = {
        "versions": [{"version": one, "state": states[one.form.state]} for one in found],
        "open": open_one,
        "shown": shown,
        "own": open_one is not None and open_one.author_id == actor.account_id,
        "findings": api.lint(shown.form),
        "preview": api.render(shown.form, {}),
        "today": timezone.localdate().isoformat(),
    }
    return web.page(request, "forms/form.html", context)


@require_POST
def act(request: HttpRequest, code: str, version: int, what: str) -> HttpResponse:
    """submit, approve, refuse, discard, begin."""
    actor, sent = editor_of(request), request.POST
    try:
        said = _act(actor, code, version, what, sent)
    except LookupError as missing:
        raise Http404 from missing
    except FormRefused as refused:
        web.toast(request, str(refused), level=web.Level.WARM)
        return redirect("forms:form", code=code)
    if said:
        web.toast(request, said)
    if what == "begin":
        return redirect("forms:edit", code=code)
    return redirect("forms:form", code=code) if api.versions(code) else redirect("forms:list")


def _act(actor: Actor, code: str, version: int, what: str, sent: QueryDict) -> str:
    match what:
        case "begin":
            api.begin(actor=actor, code=code)
            return ""
        case "submit":
            api.submit(actor=actor, code=code, version=version, effective_from=_day(sent.get("from", "")))
            return _("Handed in. Another editor looks at it.")
        case "approve":
            made = api.approve(actor=actor, code=code, version=version)
            return _("In force from %(day)s.") % {"day": made.effective_from}
        case "refuse":
            api.refuse(actor=actor, code=code, version=version, note=sent.get("note", ""))
            return _("Sent back with what should be changed.")
        case "discard":
            api.discard(actor=actor, code=code, version=version)
            return _("The draft is gone.")
    raise LookupError(what)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise FormRefused(_("Please write the date as year, month and day, such as 2026-03-15.")) from None


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """The draft. POST `do` changes it; `?part=preview` answers the preview only, while somebody types."""
    actor, error = editor_of(request), ""
    draft = _draft(code)
    if draft is None:
        return redirect("forms:form", code=code)
    if request.method == "POST":
        sent, what = request.POST.dict(), request.POST.get("do", "")
        try:
            draft = api.change(
                actor=actor,
                code=code,
                version=draft.form.version,
                what=what,
                sent={k: str(v) for k, v in sent.items()},
            )
        except (FormRefused, LookupError) as refused:
            error = str(refused)
        if not error and not _live(request):
            return redirect(f"{reverse('forms:edit', args=[code])}{_anchor(draft.form, what, sent)}")
    if request.GET.get("part") == "preview":
        return web.page(request, "forms/parts/preview.html", _preview(draft.form) | {"error": error})
    context = _context(draft, request.GET.get("field", ""), error)
    return web.page(request, "forms/edit.html", context, status=422 if error else 200, fragment=EDITOR)


def _live(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _draft(code: str) -> FormVersion | None:
    """LookupError as 404 for an unknown form; None where no draft is open."""
    found = api.versions(code)
    if not found:
        raise Http404
    return next((one for one in found if one.form.state is FormState.DRAFT), None)


def _anchor(form: Form, what: str, sent: dict[str, Any]) -> str:
    """Back to where the change was made; a new field is opened at once."""
    if what in ("add_own", "add_known"):
        section = int(sent.get("section") or 0)
        name = form.sections[section].entries[-1].name
        return f"?field={name}#field"
    if what in ("move", "save_field"):
        return f"#row-{sent.get('name', '')}"
    return ""


def _preview(form: Form) -> dict[str, Any]:
    return {"form": form, "preview": api.render(form, {}), "findings": api.lint(form)}


def _context(draft: FormVersion, field: str, error: str) -> dict[str, Any]:
    form = draft.form
    asked = {entry.name for entry in form.entries}
    known = [(one.name, one.title) for one in rules.fields().values() if one.name not in asked]
    return {
        **_preview(form),
        "draft": draft,
        "error": error,
        "known": [("", _("Choose a data element")), *known],
        "widgets": words.widgets(),
        "field": words.field(form, field) if form.entry(field) else None,
    }


@require_POST
def try_out(request: HttpRequest, code: str) -> HttpResponse:
    """What the server would say of answers typed into the preview; nothing is kept."""
    editor_of(request)
    found = api.versions(code)
    if not found:
        raise Http404
    form = next((one.form for one in found if one.form.state is not FormState.ENDED), found[0].form)
    answers = api.read(form, request.POST)
    checked = api.check(form, answers, facts={})
    context = {
        "form": form,
        "preview": api.render(form, answers, checked.problems),
        "tried": True,
        "problems": checked.problems,
    }
    return web.page(request, "forms/tried.html", context, fragment="forms/parts/preview.html")
