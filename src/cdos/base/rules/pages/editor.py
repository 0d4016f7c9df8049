"""The editor: conditions as sentences with choices, groups, clauses and days; what the rule says is shown while it is written."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cdos.base.meanwhile import SavedMeanwhile
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor
from cdos.base.web import api as web

from .. import api
from ..contracts import All, FieldType, RuleInvalid, RuleRefused, RuleState, RuleVersion
from ..logic.tree import family_of
from . import editing, typed
from .editing import Part, Unfinished
from .staff import editor, language

AMOUNT = "amount_fen"


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    actor = editor(request)
    if request.method == "GET":
        return web.page(request, "rules/new.html", {"form": {}})
    sent = request.POST
    code = sent.get("code", "").strip()
    try:
        if api.versions(code):
            raise RuleRefused(_("There is a rule with this code already."))
        made = api.draft(actor=actor, code=code, title=sent.get("title", ""), node=All(()))
    except RuleRefused as refused:
        return web.page(request, "rules/new.html", {"form": sent, "error": str(refused)}, status=422)
    return redirect("rules:edit", code=made.code)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    actor = editor(request)
    versions = api.versions(code)
    if not versions:
        raise Http404
    if not api.may_write(actor, code):
        raise PermissionDenied
    base = _base(code, versions)
    if base.state is RuleState.WAITING:
        return redirect("rules:version", code=code, number=base.version)
    if request.method == "GET":
        return _page(request, base, editing.of_node(base.node), _head(base) | {"seen": _mark(base)})
    root, head = editing.of_form(request.POST), _sent(request)
    what, _colon, place = request.POST.get("do", "save").partition(":")
    if what != "save":
        editing.change(root, what, place)
        return _page(request, base, root, head)
    return _saved(request, actor, base, root, head)


def _base(code: str, versions: list[RuleVersion]) -> RuleVersion:
    """What is being written, else what is in force, else the newest."""
    open_ = next((one for one in versions if one.state in (RuleState.DRAFT, RuleState.WAITING)), None)
    return open_ or api.live(code) or versions[0]


def _mark(base: RuleVersion) -> str:
    return base.mark if base.state is RuleState.DRAFT else ""


def _head(base: RuleVersion) -> dict[str, str]:
    amount = base.outputs.get(AMOUNT)
    today = timezone.localdate()
    begins = base.effective_from if base.state is RuleState.DRAFT else today
    ends = base.effective_until if base.state is RuleState.DRAFT else None
    return {
        "title": base.title,
        "effective_from": begins.isoformat() if begins else today.isoformat(),
        "effective_until": ends.isoformat() if ends else "",
        "unit": base.unit,
        "note": base.note if base.state is RuleState.DRAFT else "",
        "amount": f"{amount / 100:g}" if isinstance(amount, int) else "",
    }


def _sent(request: HttpRequest) -> dict[str, str]:
    names = ("title", "effective_from", "effective_until", "unit", "note", "amount", "seen")
    return {name: request.POST.get(name, "").replace("\x00", "")[:500] for name in names}


def _saved(
    request: HttpRequest, actor: Actor, base: RuleVersion, root: Part, head: dict[str, str]
) -> HttpResponse:
    try:
        node = editing.to_node(root)
        days = [_day(head[name]) for name in ("effective_from", "effective_until")]
        outputs = {name: value for name, value in base.outputs.items() if name != AMOUNT}
        if head["amount"].strip():
            outputs[AMOUNT] = round(float(head["amount"].replace(",", "")) * 100)
        made = api.draft(
            actor=actor, code=base.code, title=head["title"], node=node, effective_from=days[0],
            effective_until=days[1], unit=head["unit"].strip(), note=head["note"], outputs=outputs,
            seen=head["seen"],
        )  # fmt: skip
    except SavedMeanwhile as other:
        return _page(request, base, root, head | {"seen": other.mark}, error=web.saved_meanwhile(other))
    except (Unfinished, RuleRefused, RuleInvalid, ValueError, OverflowError) as refused:
        return _page(request, base, root, head, error=_words(refused))
    home = api.home(made.code)
    if home is not None:
        web.toast(request, _("The conditions are saved as a draft."))
        return redirect(home[1])
    web.toast(request, _("Saved as a draft. Try it, then hand it in."))
    return redirect("rules:version", code=made.code, number=made.version)


def _words(refused: Exception) -> str:
    if isinstance(refused, (Unfinished, RuleRefused)):
        return str(refused)
    if isinstance(refused, RuleInvalid):
        return _("The rule cannot be saved: {why}").format(why=refused)
    return _("Please give days as year-month-day and the amount as a number.")


def _day(text: str) -> date | None:
    return typed.day(text)


def _page(
    request: HttpRequest, base: RuleVersion, root: Part, head: dict[str, str], error: str = ""
) -> HttpResponse:
    unit = organisation.unit(head["unit"]) if head["unit"] else None
    context = {
        "rule": base,
        "form": head,
        "unit": unit,
        "root": shown(root),
        "kinds": [(name, str(words)) for name, words in editing.KINDS.items()],
        "preview": _preview(root),
        "error": error,
    }
    return web.page(
        request, "rules/edit.html", context, status=422 if error else 200, fragment="rules/parts/editor.html"
    )


def _preview(root: Part) -> list[api.Line]:
    """What the rule says so far; conditions that are not whole are left out, and marked only when it is saved."""
    errors = [one.error for one in editing.every(root)]
    node = editing.so_far(root)
    for one, error in zip(editing.every(root), errors, strict=True):
        one.error = error
    return api.lines(node or All(()), language())


def shown(part: Part) -> dict[str, Any]:
    """A part as its template needs it."""
    if part.is_group:
        return {"part": part, "place": part.place, "children": [shown(one) for one in part.parts]}
    known = part.known
    fields = sorted(api.fields().values(), key=lambda one: one.title)
    context: dict[str, Any] = {
        "part": part,
        "place": part.place,
        "fields": [
            ("", _("Choose a datum")),
            *((one.name, api.title(one.name, language())) for one in fields),
        ],
        "operators": typed.operators(known) if known else [],
        "value": part.values,
        "clause": " ".join(part.values.get(name, "") for name in ("law", "number", "article")).strip(),
    }
    if known is not None:
        context |= _inputs(part, known.type, fields)
    return context


def _inputs(part: Part, kind: FieldType, fields: list[Any]) -> dict[str, Any]:
    """Which inputs the value needs."""
    known = part.known
    assert known is not None
    op = part.values.get("op", "") or typed.operators(known)[0][0]
    part.values.setdefault("op", op)
    if op not in dict(typed.operators(known)):
        op = part.values["op"] = typed.operators(known)[0][0]
    like = family_of(kind)
    beside = [
        (one.name, api.title(one.name, language()))
        for one in fields
        if family_of(one.type) == like and one is not known
    ]
    single = op.endswith(":ref") or op not in ("in", "not_in")
    return {
        "is_ref": op.endswith(":ref"),
        "beside": beside,
        "is_between": op == "between",
        "is_many": bool(known.choices) and not single,
        "is_list": not known.choices and not single,
        "choices": [(code, name, code in part.many) for code, name in known.choices],
        "is_choice": bool(known.choices) and single,
        "is_yes_no": kind is FieldType.BOOLEAN,
        "input": "date" if kind is FieldType.DATE else "text",
        "unit": known.unit,
    }  # fmt: skip
