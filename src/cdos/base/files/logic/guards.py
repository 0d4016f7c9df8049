"""Who may read a file: its uploader while it is loose, then whoever the owner's guard lets in."""

from collections.abc import Callable

from django.http import HttpRequest

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


def account_id(request: HttpRequest) -> int | None:
    """The signed-in account, which another module's middleware put on the request."""
    found = getattr(getattr(request, "account", None), "id", None)
    return found if isinstance(found, int) else None
