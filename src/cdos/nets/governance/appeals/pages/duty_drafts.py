"""Keeping the duty list: a draft with its changes, what is wrong with it, who would get what, and putting it in force."""

import tempfile
from collections.abc import Callable
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cdos.base.organisation.contracts import Actor
from cdos.base.web import api as web

from .. import api, duties
from ..contracts import DraftRefused, DutyItemInfo, DutyListInfo, DutyListState, ItemChange, ListDiff
from . import words
from .duty import MOST_BYTES, editor
from .duty_form import URGENCIES, ItemForm, initial

SHOWN = 200  # changes of a kind on one page
FIELDS: dict[str, Promise] = {
    "class_name": gettext_lazy("Class"),
    "group": gettext_lazy("Group"),
    "name": gettext_lazy("Item"),
    "function": gettext_lazy("Whose work"),
    "level": gettext_lazy("Level of the unit"),
    "urgency": gettext_lazy("Urgency"),
    "handling": gettext_lazy("Term"),
    "keywords": gettext_lazy("Keywords"),
    "legal_basis": gettext_lazy("Legal basis"),
    "help": gettext_lazy("Help for residents"),
}


def told(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A refusal is told on the draft's own page; what is not there is not found."""

    @wraps(view)
    def run(request: HttpRequest, version: int, **more: str) -> HttpResponse:
        try:
            return view(request, version, **more)
        except LookupError as missing:
            raise Http404 from missing
        except DraftRefused as refused:
            return _page(request, editor(request), version, (str(refused),))

    return run


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise DraftRefused(_("Please give the day as year-month-day.")) from wrong


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    actor = editor(request)
    try:
        day = _day(request.POST.get("effective_on", ""))
        version = duties.begin_draft(actor=actor, effective_on=day, note=request.POST.get("note", ""))
    except DraftRefused as refused:
        web.toast(request, str(refused))
        return redirect("appeals:duty_list")
    web.toast(request, _("Version {n} is a draft now; nothing has changed yet.").format(n=version))
    return redirect("appeals:draft", version=version)


@require_GET
@told
def draft(request: HttpRequest, version: int) -> HttpResponse:
    return _page(request, editor(request), version)


def _page(request: HttpRequest, actor: Actor, version: int, errors: tuple[str, ...] = ()) -> HttpResponse:
    found = api.duty_list(version=version)
    if found is None:
        raise Http404
    context: dict[str, Any] = {
        "list": found,
        "is_draft": found.state is DutyListState.DRAFT,
        "follows": duties.follows(version=version),
        "today": timezone.localdate().isoformat(),
        "errors": errors,
        "replay": duties.latest_replay(version=version),
        **_changes(duties.changes(version=version)),
        **_findings(found),
    }
    return web.page(request, "appeals/draft.html", context, status=422 if errors else 200)


def _findings(found: DutyListInfo) -> dict[str, Any]:
    if found.state is not DutyListState.DRAFT:
        return {}
    findings, known = duties.check(
        version=found.version, called=lambda code: words.word(words.FUNCTIONS, code)
    )
    return {
        "findings": findings,
        "known": known,
        "grave": sum(one.grave for one in findings),
        "overtaken": duties.overtaken(version=found.version),
    }


def _changes(diff: ListDiff) -> dict[str, Any]:
    return {
        "diff": diff,
        "added": diff.added[:SHOWN],
        "removed": diff.removed[:SHOWN],
        "changed": [(change, _fields(change)) for change in diff.changed[:SHOWN]],
        "most": SHOWN,
    }


def _fields(change: ItemChange) -> list[tuple[str, str, str]]:
    assert change.before is not None
    assert change.after is not None
    return [
        (str(FIELDS[name]), _value(change.before, name), _value(change.after, name)) for name in change.fields
    ]


def _value(item: DutyItemInfo, name: str) -> str:
    value = getattr(item, name)
    said: dict[str, Callable[[], str]] = {
        "function": lambda: words.word(words.FUNCTIONS, item.function),
        "level": lambda: words.word(words.LEVELS, item.level.value),
        "urgency": lambda: words.word(URGENCIES, item.urgency.value),
        "handling": lambda: words.term(item.handling),
        "keywords": lambda: "、".join(item.keywords),
    }
    return said[name]() if name in said else str(value)


@require_GET
def compare(request: HttpRequest, version: int, against: int) -> HttpResponse:
    """Two versions side by side."""
    actor = editor(request)
    assert actor.is_staff
    one, other = api.duty_list(version=version), api.duty_list(version=against)
    if one is None or other is None:
        raise Http404
    context = {"list": one, "other": other, **_changes(duties.changes(version=version, against=against))}
    return web.page(request, "appeals/compare.html", context)


@require_http_methods(["GET", "POST"])
@told
def item(request: HttpRequest, version: int, code: str = "") -> HttpResponse:
    """One item of a draft, or a new one."""
    actor = editor(request)
    there = api.duty_item(code=code, version=version) if code else None
    if code and there is None:
        raise LookupError(code)
    functions = frozenset(one.function for one in api.duty_items(version=version))
    form = ItemForm(request.POST or None, initial=initial(there) if there else {}, functions=functions)
    error = ""
    if request.method == "POST" and form.is_valid():
        try:
            duties.save_item(actor=actor, version=version, code=code, item=form.item())
        except DraftRefused as refused:
            error = str(refused)
        else:
            web.toast(request, _("Saved in the draft."))
            return redirect("appeals:draft", version=version)
    context = {"list": api.duty_list(version=version), "form": form, "item": there, "error": error}
    status = 422 if request.method == "POST" else 200
    return web.page(request, "appeals/draft_item.html", context, status=status)


@require_POST
@told
def remove(request: HttpRequest, version: int, code: str) -> HttpResponse:
    duties.remove_item(actor=editor(request), version=version, code=code)
    web.toast(request, _("Taken out of the draft."))
    return redirect("appeals:draft", version=version)


@require_POST
@told
def batch(request: HttpRequest, version: int) -> HttpResponse:
    """Many items at once from a CSV; nothing is kept when a line has an error."""
    actor, given = editor(request), request.FILES.get("file")
    if not isinstance(given, UploadedFile):
        raise DraftRefused(_("Please choose a file."))
    if (given.size or 0) > MOST_BYTES:
        raise DraftRefused(_("The file is too large for a duty list."))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "batch.csv"
        path.write_bytes(given.read())
        lines, errors = duties.apply_batch(actor=actor, version=version, path=path)
    if errors:
        return _page(request, actor, version, errors[:20])
    web.toast(request, _("{n} lines are in the draft.").format(n=lines))
    return redirect("appeals:draft", version=version)


@require_POST
@told
def change(request: HttpRequest, version: int) -> HttpResponse:
    """Its day and note; taking in what came later; replay; discarding; putting it in force."""
    actor, do = editor(request), request.POST.get("do", "")
    if do == "replay":
        duties.ask_replay(actor=actor, version=version)
        web.toast(
            request, _("The last 30 days are being dispatched once more. The result appears on this page.")
        )
    elif do == "rebase":
        clashes = duties.rebase(actor=actor, version=version)
        said = _("Taken in. Both changed: {codes}; the draft's words stand.").format(
            codes="、".join(clashes[:10])
        )
        web.toast(request, said if clashes else _("Taken in."))
    elif do == "discard":
        duties.discard(actor=actor, version=version)
        web.toast(request, _("The draft is gone."))
        return redirect("appeals:duty_list")
    elif do == "publish":
        duties.publish(actor=actor, version=version)
        web.toast(request, _("Version {n} is in force from its day on.").format(n=version))
        return redirect("appeals:duty_list")
    else:
        day = _day(request.POST.get("effective_on", ""))
        duties.set_day(actor=actor, version=version, effective_on=day, note=request.POST.get("note", ""))
        web.toast(request, _("Saved."))
    return redirect("appeals:draft", version=version)
