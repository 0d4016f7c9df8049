"""Receiving, attaching and forgetting files."""

import errno
import hashlib
import os
import re
import secrets
import shutil
import tempfile
import unicodedata
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from cdos.base.files.contracts import MB, FileKind, Limits, Seen
from cdos.base.files.logic import boxes, guards, images, refusals, types, witnesses
from cdos.base.files.models import File

CHUNK = 1 << 18
LOOSE_H = 24
MOST_LOOSE_FILES = 60
MOST_LOOSE_BYTES = 600 * MB
VISITORS_OF_A_NETWORK = 10  # who may fill their allowance at a time; a household, a hall with one address
_BAD_IN_NAME = re.compile(r'[\\/:*?"<>|]')


def store(
    *,
    stream: IO[bytes],
    name: str,
    uploaded_by: int | None,
    uploader: str,
    keep_location: bool,
    limits: Limits,
    about: str = "",
) -> File:
    """Check, clean and keep one file; nothing stays behind when it is refused."""
    check_allowance(uploaded_by=uploaded_by, uploader=uploader)
    check_room()
    with tempfile.NamedTemporaryFile(dir=_folder("incoming"), prefix="new-") as held:
        size = _receive(stream, held, limits.largest)
        check_room()
        found = types.recognise(held, size)
        if size > limits.of(found.kind):
            raise refusals.too_large(limits.of(found.kind))
        token = secrets.token_urlsafe(18)
        row = File(token=token, name=clean_name(name), kind=found.kind.value, mime=found.mime, size=size)
        row.uploaded_by, row.uploader = uploaded_by, uploader
        seen = _place(row, held, found, keep_location)
    try:
        with transaction.atomic():
            row.save()
            witnesses.tell(token, about, seen)
    except BaseException:
        _unlink([token])
        raise
    return row


def check_allowance(*, uploaded_by: int | None, uploader: str) -> None:
    """Refuse somebody who keeps sending files without using them: an account, a visitor, all visitors of a network."""
    loose = File.objects.filter(owner_kind="", kept_until=None)
    if uploaded_by is not None:
        _check_loose(loose.filter(uploaded_by=uploaded_by))
    elif uploader:
        _check_loose(loose.filter(uploader=uploader))
        if network := guards.network_in(uploader):
            visitors = loose.filter(uploaded_by=None, uploader__startswith=network)
            _check_loose(visitors, shared_by=VISITORS_OF_A_NETWORK)


def _check_loose(rows: QuerySet[File], shared_by: int = 1) -> None:
    most = shared_by * MOST_LOOSE_FILES
    sizes = list(rows.values_list("size", flat=True)[:most])
    if len(sizes) >= most or sum(sizes) > shared_by * MOST_LOOSE_BYTES:
        raise refusals.too_many()


def check_room() -> None:
    """OSError (ENOSPC) while less is free than the city itself needs; what waits for room tries again."""
    folder = _folder("incoming")
    if shutil.disk_usage(folder).free < settings.LEAST_FREE_MB * MB:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(folder))


def attach(*, tokens: Sequence[str], owner_kind: str, owner_id: int) -> list[File]:
    """Give loose files an owner, once; LookupError when one is unknown or belongs to something else."""
    wanted = list(dict.fromkeys(tokens))
    with transaction.atomic():
        rows = {row.token: row for row in File.objects.select_for_update().filter(token__in=wanted)}
        for token in wanted:
            row = rows.get(token)
            if row is None or (row.owner_kind and (row.owner_kind, row.owner_id) != (owner_kind, owner_id)):
                raise LookupError(f"no file {token} to attach")
        File.objects.filter(token__in=wanted).update(owner_kind=owner_kind, owner_id=owner_id)
    return [rows[token] for token in wanted]


def keep(*, tokens: Sequence[str], until: datetime | None) -> None:
    File.objects.filter(token__in=list(tokens), owner_kind="").update(kept_until=until)


def duplicate(token: str) -> File:
    """A loose file with the same bytes and thumbnails; LookupError when it is gone. The bytes are linked, not copied."""
    row = File.objects.filter(token=token).first()
    if row is None:
        raise LookupError(token)
    source, fresh = path_of(token), secrets.token_urlsafe(18)
    target = path_of(fresh)
    target.parent.mkdir(parents=True, exist_ok=True)
    sides = images.THUMBNAILS if row.has_thumbnail else ()
    pairs = [(images.thumbnail_path(source, side), images.thumbnail_path(target, side)) for side in sides]
    for old, new in [(source, target), *pairs]:
        try:
            os.link(old, new)
        except FileNotFoundError:
            _unlink([fresh])
            raise LookupError(token) from None
    row.pk, row.token, row.owner_kind, row.owner_id = None, fresh, "", None
    row._state.adding, row.kept_until = True, None
    row.created_at = timezone.now()
    try:
        with transaction.atomic():
            row.save()
    except BaseException:
        _unlink([fresh])
        raise
    return row


def path_of(token: str) -> Path:
    if not re.fullmatch(r"[A-Za-z0-9_-]{10,40}", token):
        raise LookupError(token)
    return Path(settings.MEDIA_ROOT) / token[:2] / token[2:4] / token


def erase(*, owner_kind: str, owner_ids: Sequence[int]) -> int:
    """Rows now, bytes and thumbnails once the transaction holds; how many."""
    rows = File.objects.filter(owner_kind=owner_kind, owner_id__in=list(owner_ids))
    tokens = list(rows.values_list("token", flat=True))
    rows.delete()
    transaction.on_commit(lambda: _unlink(tokens))
    return len(tokens)


def sweep() -> int:
    """Forget files that nobody used for a day and no draft names, and what interrupted uploads left."""
    now = timezone.now()
    old, let_go = now - timedelta(hours=LOOSE_H), Q(kept_until=None) | Q(kept_until__lt=now)
    with transaction.atomic():
        rows = list(
            File.objects.select_for_update(skip_locked=True).filter(
                let_go, owner_kind="", created_at__lt=old
            )[:1000]
        )
        File.objects.filter(id__in=[row.id for row in rows]).delete()
        tokens = [row.token for row in rows]
        transaction.on_commit(lambda: _unlink(tokens))
    for left in _folder("incoming").iterdir():
        if left.stat().st_mtime < old.timestamp():
            left.unlink(missing_ok=True)
    return len(rows)


def clean_name(name: str) -> str:
    """A name fit to be shown and saved: no path, no invisible characters, at most 120 characters."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    kept = "".join(char for char in last if unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Zl", "Zp"})
    kept = _BAD_IN_NAME.sub("_", kept).strip(" .")
    stem, dot, ending = kept.rpartition(".")
    if dot and len(ending) <= 10:
        return f"{stem[:110] or 'file'}.{ending}"
    return kept[:120] or "file"


def _receive(stream: IO[bytes], held: IO[bytes], limit: int) -> int:
    size = 0
    while chunk := stream.read(CHUNK):
        size += len(chunk)
        if size > limit:
            raise refusals.too_large(limit)
        held.write(chunk)
    if not size:
        raise refusals.empty()
    return size


def _place(row: File, held: IO[bytes], found: types.Found, keep_location: bool) -> Seen | None:
    seen = None
    target = path_of(row.token)
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = _folder("incoming") / row.token
    try:
        if found.kind is FileKind.IMAGE:
            picture = images.rewrite(held, draft, keep_location=keep_location)
            row.mime, row.width, row.height = picture.mime, picture.width, picture.height
            row.has_thumbnail, row.has_location = True, picture.has_location
            seen = picture.seen
        else:
            _copy(held, draft)
            if (
                found.mime.startswith(("video/", "audio/mp4"))
                and found.mime != "video/webm"
                and not keep_location
            ):
                with draft.open("r+b") as stream:
                    boxes.blank_private(stream, row.size)
        row.size, row.sha256 = draft.stat().st_size, _digest(draft)
        for side in images.THUMBNAILS if row.has_thumbnail else ():
            os.replace(images.thumbnail_path(draft, side), images.thumbnail_path(target, side))
        _settle(draft, target)
    except BaseException:
        _unlink([row.token])
        for left in draft.parent.glob(f"{row.token}*"):
            left.unlink(missing_ok=True)
        raise
    return seen


def _copy(held: IO[bytes], draft: Path) -> None:
    held.seek(0)
    with draft.open("wb") as out:
        while chunk := held.read(CHUNK):
            out.write(chunk)


def _settle(draft: Path, target: Path) -> None:
    """On disk before the row says so."""
    with draft.open("rb") as stream:
        os.fsync(stream.fileno())
    os.replace(draft, target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _folder(name: str) -> Path:
    folder = Path(settings.MEDIA_ROOT) / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _unlink(tokens: Sequence[str]) -> None:
    for token in tokens:
        path = path_of(token)
        path.unlink(missing_ok=True)
        for side in images.THUMBNAILS:
            images.thumbnail_path(path, side).unlink(missing_ok=True)
