"""Who may read a file: its uploader while it is loose, then whoever the owner's guard lets in."""

import secrets
from collections.abc import Callable

from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from cdos.base.files.models import File

Guard = Callable[[int, HttpRequest], bool]
SESSION_KEY = "files_uploader"

_guards: dict[str, Guard] = {}


def register(owner_kind: str, guard: Guard) -> None:
    _guards[owner_kind] = guard


def may_read(row: File, request: HttpRequest) -> bool:
    if row.owner_kind and row.owner_id is not None:
        guard = _guards.get(row.owner_kind)
        return guard is not None and guard(row.owner_id, request)
    account = account_id(request)
    if account is not None and account == row.uploaded_by:
        return True
    return bool(row.uploader) and request.session.get(SESSION_KEY) == row.uploader


def mark_of(request: HttpRequest) -> str:
    """The visitor's mark in the session; it outlives a sign-in in the middle of a form."""
    mark = request.session.get(SESSION_KEY)
    if not isinstance(mark, str):
        mark = request.session[SESSION_KEY] = f"{_network(request)}{secrets.token_urlsafe(18)}"
    return mark


def _network(request: HttpRequest) -> str:
    """Begins the marks of one network, so that who drops the session still counts; keyed, and another one each day.

    Nothing where the network says nothing: the machine itself.
    """
    network = getattr(request, "network", "")
    if not network:
        return ""
    seen = f"{timezone.localdate()} {network}"
    return f"{salted_hmac('cdos.files.network', seen, algorithm='sha256').hexdigest()[:16]}."


def network_in(mark: str) -> str:
    """The beginning that the mark shares with the others of its network; empty when it names none."""
    network, dot, _own = mark.rpartition(".")
    return network + dot


def account_id(request: HttpRequest) -> int | None:
    """The signed-in account, which another module's middleware put on the request."""
    found = getattr(getattr(request, "account", None), "id", None)
    return found if isinstance(found, int) else None
