"""The terms of a programme in one plain form: a new one, or the next version of one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from cdos.base.meanwhile import SavedMeanwhile
from cdos.base.organisation.contracts import Actor
from cdos.base.rules import api as rules
from cdos.base.rules.contracts import All, Field, FieldType
from cdos.base.web import api as web
from cdos.nets.services.payouts import api as payouts

from .. import api
from ..contracts import RULE, BenefitRefused, ProgrammeState
from . import typed, wording
from .staff import editor, take_up, versions_of, writer
from .typed import Typed


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    actor = editor(request)
    if request.method == "GET":
        return _page(request, typed.empty(timezone.localdate()), code="")
    return _sent(request, actor, code="")


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """The open draft, or the next version as a copy of what is in force."""
    actor, versions = writer(request, code), versions_of(code)
    newest = versions[0]
    if newest.state is ProgrammeState.WAITING:
        web.toast(request, _("A version waits for approval; take it back before you change it."))
        return redirect("benefits:staff_programme", code=code)
    if request.method == "POST":
        return _sent(request, actor, code=code)
    live = next((one for one in versions if one.state is ProgrammeState.LIVE), None)
    written = newest.state in (ProgrammeState.DRAFT, ProgrammeState.REFUSED)
    base = newest if written or live is None else live
    note, seen = (base.note, base.mark) if base.state is ProgrammeState.DRAFT else ("", "")
    form = typed.of_terms(base.terms, code=code, note=note)
    form.values["seen"] = seen
    return _page(request, form, code=code)


def _sent(request: HttpRequest, actor: Actor, *, code: str) -> HttpResponse:
    form, do = typed.of_form(request.POST), request.POST.get("do", "save")
    if code:
        form.values["code"] = code
    if do != "save":
        _changed(form, do)
        return _page(request, form, code=code)
    error = "" if code else typed.code_error(form.values)
    terms = typed.to_terms(form)
    if error:
        form.errors["code"] = error
    if terms is None or error:
        return _page(request, form, code=code)
    try:
        for newest in api.versions(form.values["code"])[:1]:
            take_up(actor, newest)
        made = api.draft(
            actor=actor, code=form.values["code"], terms=terms, note=form.values["note"], seen=form.values["seen"]
        )  # fmt: skip
        return _onwards(request, actor, made.code)
    except SavedMeanwhile as other:
        form.values["seen"] = other.mark
        return _page(request, form, code=code, refused=web.saved_meanwhile(other))
    except BenefitRefused as refused:
        return _page(request, form, code=code, refused=str(refused))


def _changed(form: Typed, do: str) -> None:
    """One tier more or fewer, one excluded programme fewer; anything else only draws the form anew."""
    what, _colon, which = do.partition(":")
    if what == "tier":
        form.tiers.append(("", ""))
    elif what == "drop" and which.isdecimal() and int(which) < len(form.tiers):
        form.tiers.pop(int(which))
    elif what == "unexclude":
        form.excludes = [one for one in form.excludes if one != which]


def _onwards(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """Whoever has no conditions yet writes them next."""
    if rules.versions(RULE + code):
        web.toast(request, _("Saved as a draft. Look at whom it reaches, then hand it in."))
        return redirect("benefits:staff_programme", code=code)
    api.draft_conditions(actor=actor, code=code, node=All(()))
    web.toast(request, _("Saved as a draft. Now write who is entitled."))
    return redirect("rules:edit", code=RULE + code)


def _page(request: HttpRequest, form: Typed, *, code: str, refused: str = "") -> HttpResponse:
    wrong = bool(form.errors or refused)
    context = {
        "code": code,
        "form": form.values,
        "errors": form.errors,
        "push": form.push,
        "refused": refused or (_("Some fields need another look; they are marked.") if form.errors else ""),
        "address": reverse("benefits:staff_edit", args=[code]) if code else reverse("benefits:staff_new"),
        **_choices(form),
        **_tiers(form),
    }
    return web.page(
        request, "benefits/staff/edit.html", context, status=422 if wrong else 200,
        fragment="benefits/staff/parts/terms.html",
    )  # fmt: skip


def _choices(form: Typed) -> dict[str, Any]:
    categories = sorted({one.shown.terms.category for one in api.desk_shelves()} - {""})
    pools = [(one.code, _("{title}: {sum} free").format(title=one.title, sum=wording.yuan(one.free_fen)))
             for one in payouts.pools()]  # fmt: skip
    return {
        "unit_name": wording.unit(form.values["unit"]) if form.values["unit"] else "",
        "abouts": [(one.value, words) for one, words in wording.ABOUTS.items()],
        "risks": [(one.value, words) for one, words in wording.RISKS.items()],
        "periods": [(one.value, words) for one, words in wording.PERIODS.items()],
        "pools": [("", _("Choose a budget pool")), *pools],
        "categories": categories,
        "excluded": [(one, wording.programme_title(one)) for one in form.excludes],
        "kinds": [
            (typed.FIXED, _("A fixed sum")),
            (typed.TIERS, _("By tiers of a datum")),
            (typed.SHARE, _("A share of a datum")),
        ],
    }


def _tiers(form: Typed) -> dict[str, Any]:
    known = form.known
    shown = sorted(rules.fields().values(), key=lambda one: one.title)
    wanted = typed.NUMBERS if form.values["kind"] == typed.SHARE else typed.NUMBERS | {FieldType.CHOICE, FieldType.BOOLEAN}  # fmt: skip
    kept = [one for one in shown if one.type in wanted or one is known]
    rows = form.tiers or [("", "")]
    return {
        "fields": [("", _("Choose a datum")), *((one.name, wording.datum(one.name)) for one in kept)],
        "ends": _ends(known),
        "by_choice": known is not None and not _is_number(known),
        "end_unit": _("yuan") if known and known.type is FieldType.FEN else known.unit if known else "",
        "tiers": [
            {"at": at, "place": at + 1, "end": end, "yuan": yuan, "error": form.errors.get(f"tier-{at}", "")}
            for at, (end, yuan) in enumerate(rows)
        ],
    }


def _is_number(known: Field) -> bool:
    return known.type in typed.NUMBERS


def _ends(known: Field | None) -> list[tuple[str, str]]:
    """What a tier can be for, where the datum is a choice."""
    if known is None or _is_number(known):
        return []
    if known.type is FieldType.BOOLEAN:
        return [("yes", pgettext("answer", "Yes")), ("no", pgettext("answer", "No"))]
    return [
        ("", _("Choose one")),
        *((code, wording.value(code, known.name)) for code, _name in known.choices),
    ]
