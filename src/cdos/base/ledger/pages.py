"""Pages: who looked at my data; the proof of a row; how the ledger is kept; and all of it for the audit administrator."""

import json
from datetime import datetime
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cdos.base.fence import api as fence
from cdos.base.fence.contracts import Fence
from cdos.base.jobs import api as jobs
from cdos.base.ledger import access, api, view
from cdos.base.ledger.contracts import Kind, LedgerDamaged, Reader
from cdos.base.ledger.logic import acts, heads, own, reading
from cdos.base.web import api as web

app_name = "ledger"
PAGE = 30
FILTERS = ("kind", "act", "by", "object", "since", "until")
KINDS = (
    (Kind.LOOK, gettext_lazy("Looks at personal data")),
    (Kind.CHANGE, gettext_lazy("Changes")),
    (Kind.ENTRY, gettext_lazy("Sign-ins")),
    (Kind.RULE, gettext_lazy("Administrators' acts")),
)


@never_cache
@require_safe
def looks(request: HttpRequest) -> HttpResponse:
    """Who looked at the data of the person, or of whom they act for."""
    reader = access.reader(request)
    if reader.account_id is None:
        return _to_sign_in(request)
    everything = request.GET.get("all") == "1"
    rows = []
    if reader.party_id is not None:
        kind = None if everything else Kind.LOOK
        before = view.cursor(request.GET)
        rows = api.of_party(about=reader.party_id, kind=kind, before=before, limit=PAGE + 1)
    with fence.within(Fence(party=reader.party_id)):
        found = view.shown(rows[:PAGE])
    context = {
        "rows": found,
        "next": str(rows[PAGE - 1].seq) if len(rows) > PAGE else "",
        "reader": reader,
        "all": everything,
        "later": bool(view.cursor(request.GET)),
    }
    return web.page(request, "ledger/looks.html", context)


@never_cache
@require_safe
def proof(request: HttpRequest, seq: int) -> HttpResponse:
    """The proof of one row as a file: for whom it is about, and for the audit administrator."""
    reader = access.reader(request)
    if reader.account_id is None:
        return _to_sign_in(request)
    if not _may_read(reader, seq):
        raise Http404
    try:
        content = api.proof(seq)
    except LookupError as missing:
        raise Http404 from missing
    except LedgerDamaged as damaged:
        return HttpResponse(str(damaged), status=409, content_type="text/plain; charset=utf-8")
    response = HttpResponse(
        json.dumps(content, ensure_ascii=False, indent=1), content_type="application/json; charset=utf-8"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="proof-{seq}.json"'
    return response


def _may_read(reader: Reader, seq: int) -> bool:
    if reader.may_read_all:
        return True
    return reader.party_id is not None and reading.is_about(seq=seq, party=reader.party_id)


@require_safe
def script(request: HttpRequest) -> HttpResponse:
    """The offline script, as a file."""
    response = HttpResponse(_script(), content_type="text/x-python; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="verify_proof.py"'
    return response


@cache
def _script() -> str:
    return (Path(__file__).parent / "offline" / "verify_proof.py").read_text(encoding="utf-8")


@require_safe
def public(request: HttpRequest) -> HttpResponse:
    """How the ledger is kept, and its newest signed head, for everybody."""
    with fence.everything():
        found = heads.newest_with_witnesses()
    head, witnesses = found
    signed_at = datetime.fromisoformat(head.at) if head else None
    return web.page(
        request, "ledger/public.html", {"head": head, "witnesses": witnesses, "signed_at": signed_at}
    )


@never_cache
@require_safe
def admin(request: HttpRequest) -> HttpResponse:
    reader = access.reader(request)
    if reader.account_id is None:
        return _to_sign_in(request)
    if not reader.may_read_all:
        raise PermissionDenied
    own.read(reader.account_id, {name: request.GET[name][:200] for name in FILTERS if request.GET.get(name)})
    rows = api.find(view.sought(request.GET), limit=PAGE + 1)
    with fence.everything():
        context = {
            "rows": view.shown(rows[:PAGE], names=True),
            "next": str(rows[PAGE - 1].seq) if len(rows) > PAGE else "",
            "standing": reading.standing(),
            "acts": [("", _("All"))] + list(acts.titles().items()),
            "kinds": [("", _("All"))] + [(kind.value, str(title)) for kind, title in KINDS],
            "asked": request.GET,
            "filtered": any(request.GET.get(name) for name in FILTERS),
        }
    return web.page(request, "ledger/admin.html", context)


@require_POST
def verify_now(request: HttpRequest) -> HttpResponse:
    """Queues a verification of everything; the page shows its outcome."""
    reader = access.reader(request)
    if not reader.may_read_all:
        raise PermissionDenied
    with transaction.atomic():
        own.verification_asked(reader.account_id)
        jobs.enqueue("ledger.verify")
    web.toast(request, _("The ledger is being verified. Load this page again in a moment."))
    return redirect("ledger:admin")


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    return redirect(f"{settings.LOGIN_URL}?{urlencode({'next': request.get_full_path()})}")


urlpatterns = [
    path("accounts/me/looks/", looks, name="looks"),
    path("ledger/", public, name="public"),
    path("ledger/verify_proof.py", script, name="script"),
    path("ledger/proof/<int:seq>.json", proof, name="proof"),
    path("admin/ledger/", admin, name="admin"),
    path("admin/ledger/verify", verify_now, name="verify"),
]
