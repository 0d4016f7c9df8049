"""The door of stored files."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import IO

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from cdos.base.files.contracts import MB, FileKind, FileRefused, Limits, Refusal, Seen, StoredFile
from cdos.base.files.logic import guards, storing, witnesses
from cdos.base.files.models import File

__all__ = [
    "FileKind",
    "FileRefused",
    "Limits",
    "Refusal",
    "Seen",
    "StoredFile",
    "attach",
    "attached",
    "attached_many",
    "by_tokens",
    "duplicate",
    "erase",
    "keep",
    "limits",
    "open_file",
    "register_guard",
    "register_witness",
    "store",
    "thumb_url",
    "url",
]


def limits() -> Limits:
    """The city's size limits."""
    return Limits(
        image=settings.FILES_IMAGE_MB * MB,
        audio=settings.FILES_AUDIO_MB * MB,
        video=settings.FILES_VIDEO_MB * MB,
        document=settings.FILES_DOCUMENT_MB * MB,
    )


def store(
    *,
    stream: IO[bytes],
    name: str,
    uploaded_by: int | None,
    consent_location: bool = False,
    uploader: str = "",
    limits: Limits | None = None,
    about: str = "",
) -> StoredFile:
    """Check by content, clean and keep a file; it belongs to nobody until `attach` and is forgotten after a day.

    Photos are written anew without camera data; the place stays only with `consent_location`. `uploader` is the
    visitor's mark from the session; `about` what the file is for (a matter's number), for who compares photos. Raises FileRefused with a clear sentence.
    """
    sizes = limits or _city_limits()
    row = storing.store(
        stream=stream,
        name=name,
        uploaded_by=uploaded_by,
        uploader=uploader,
        keep_location=consent_location,
        limits=sizes,
        about=about,
    )
    return _stored(row)


def attach(*, tokens: Sequence[str], owner_kind: str, owner_id: int) -> list[StoredFile]:
    """Give files an owner, in the caller's transaction; LookupError when a token is unknown or taken."""
    return [_stored(row) for row in storing.attach(tokens=tokens, owner_kind=owner_kind, owner_id=owner_id)]


def keep(*, tokens: Sequence[str], until: datetime | None) -> None:
    """Those that belong to nobody yet are not forgotten before: a draft names them. None: no draft does any more."""
    storing.keep(tokens=tokens, until=until)


def duplicate(*, token: str) -> StoredFile:
    """The same file once more, belonging to nobody yet: for one paper that goes to several. LookupError. Asks no permission."""
    return _stored(storing.duplicate(token))


def by_tokens(tokens: Sequence[str]) -> list[StoredFile]:
    """In the order asked; unknown tokens are left out."""
    storable = [token for token in tokens if "\x00" not in token]
    found = {row.token: _stored(row) for row in File.objects.filter(token__in=storable)} if storable else {}
    return [found[token] for token in tokens if token in found]


def attached(*, owner_kind: str, owner_id: int) -> list[StoredFile]:
    return attached_many(owner_kind=owner_kind, owner_ids=[owner_id]).get(owner_id, [])


def attached_many(*, owner_kind: str, owner_ids: Sequence[int]) -> dict[int, list[StoredFile]]:
    """Files by owner, oldest first; owners without files are absent."""
    found: dict[int, list[StoredFile]] = {}
    for row in File.objects.filter(owner_kind=owner_kind, owner_id__in=list(owner_ids)).order_by("id"):
        if row.owner_id is not None:
            found.setdefault(row.owner_id, []).append(_stored(row))
    return found


def erase(*, owner_kind: str, owner_ids: Sequence[int]) -> int:
    """Take away the files of these owners for good, thumbnails too, in the caller's transaction; how many."""
    return storing.erase(owner_kind=owner_kind, owner_ids=owner_ids)


def open_file(token: str) -> IO[bytes]:
    """The bytes of a file, to be closed by the caller; LookupError when it is gone. Asks no permission."""
    try:
        return storing.path_of(token).open("rb")
    except FileNotFoundError:
        raise LookupError(token) from None


def register_guard(owner_kind: str, guard: Callable[[int, HttpRequest], bool]) -> None:
    """Say who may read the files of this kind of owner: guard(owner_id, request). Without a guard nobody may."""
    guards.register(owner_kind, guard)


def register_witness(witness: Callable[[str, str, Seen], None]) -> None:
    """witness(token, about, seen) is told what each photo says before it is cleaned, in the transaction that keeps it."""
    witnesses.register(witness)


def url(token: str) -> str:
    return reverse("files:read", args=[token])


def thumb_url(token: str) -> str:
    """A small JPEG, 320 pixels at its longer side; `?size=1280` for a large one. Photos only."""
    return reverse("files:thumb", args=[token])


def _city_limits() -> Limits:
    return limits()


def _stored(row: File) -> StoredFile:
    return StoredFile(
        id=row.id,
        token=row.token,
        name=row.name,
        kind=FileKind(row.kind),
        mime=row.mime,
        size=row.size,
        width=row.width,
        height=row.height,
        has_thumbnail=row.has_thumbnail,
    )
