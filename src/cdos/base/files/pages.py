"""Sending a file and getting it back."""

import errno
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
    JsonResponse,
    StreamingHttpResponse,
)
from django.urls import path
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cdos.base.fence import api as fence
from cdos.base.files import api
from cdos.base.files.contracts import FileKind, FileRefused, Refusal
from cdos.base.files.logic import guards, images, storing
from cdos.base.files.models import File
from cdos.base.web.api import problem

app_name = "files"
CHUNK = 1 << 16
FULL = {errno.ENOSPC, errno.EDQUOT}
SANDBOX = "default-src 'none'; img-src 'self'; media-src 'self'; sandbox"
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
_STATUS = {Refusal.TOO_LARGE: 413, Refusal.WRONG_TYPE: 415, Refusal.TOO_MANY: 429}


@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Form field `file`; `consent_location=1` keeps a photo's place; `?about=` a matter's number. Answers what was stored."""
    sent = request.FILES.get("file")
    if sent is None or sent.file is None:
        return problem(request, "file-missing", _("Not accepted"), 400, _("Please choose a file to send."))
    account = guards.account_id(request)
    try:
        stored = api.store(
            stream=sent.file,
            name=sent.name or "",
            uploaded_by=account,
            uploader=guards.mark_of(request),
            consent_location=request.POST.get("consent_location") == "1",
            about=request.GET.get("about", "")[:40],
        )
    except FileRefused as refused:
        kind = f"file-{refused.refusal.value.replace('_', '-')}"
        return problem(request, kind, _("Not accepted"), _STATUS.get(refused.refusal, 422), str(refused))
    except OSError as error:
        if error.errno not in FULL:
            raise
        sentence = _(
            "There is no room for files just now. Please send your form without it, or try again later."
        )
        return problem(request, "file-no-room", _("Not accepted"), 507, sentence)
    return JsonResponse(_described(stored), status=201)


@require_safe
def read(request: HttpRequest, token: str) -> HttpResponseBase:
    row = _row(request, token)
    place = storing.path_of(row.token)
    return _answer(
        request, row, place, row.mime, attachment=row.kind == FileKind.DOCUMENT or "download" in request.GET
    )


@require_safe
def thumb(request: HttpRequest, token: str) -> HttpResponseBase:
    row = _row(request, token)
    if not row.has_thumbnail:
        raise Http404
    side = 1280 if request.GET.get("size") == "1280" else 320
    place = images.thumbnail_path(storing.path_of(row.token), side)
    return _answer(request, row, place, "image/jpeg", attachment=False)


def _described(stored: api.StoredFile) -> dict[str, str | int]:
    return {
        "token": stored.token,
        "name": stored.name,
        "kind": stored.kind.value,
        "mime": stored.mime,
        "size": stored.size,
        "url": api.url(stored.token),
        "thumb_url": api.thumb_url(stored.token) if stored.has_thumbnail else "",
    }


def _row(request: HttpRequest, token: str) -> File:
    """A file that may not be read looks like one that is not there."""
    with fence.everything():  # the guard asks with the reader's own rights
        row = File.objects.filter(token=token).first()
    if row is None or not guards.may_read(row, request):
        raise Http404
    return row


def _answer(request: HttpRequest, row: File, place: Path, mime: str, *, attachment: bool) -> HttpResponseBase:
    mark = f'"{place.name}"'
    if request.headers.get("If-None-Match") == mark:
        return HttpResponseNotModified()
    try:
        stream = place.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    size = place.stat().st_size
    response = _ranged(request.headers.get("Range", ""), stream, size, mime)
    response.headers["ETag"] = mark
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Cache-Control"] = "private, max-age=600"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Content-Disposition"] = content_disposition_header(attachment, row.name) or "inline"
    return response


def _ranged(asked: str, stream: BinaryIO, size: int, mime: str) -> HttpResponseBase:
    span = _span(asked, size)
    if span is None:
        whole = FileResponse(stream, content_type=mime)
        whole.headers["Content-Length"] = str(size)
        return whole
    first, last = span
    if first > last:
        stream.close()
        return HttpResponse(
            status=416, content_type="text/plain", headers={"Content-Range": f"bytes */{size}"}
        )
    part = StreamingHttpResponse(_read(stream, first, last + 1 - first), status=206, content_type=mime)
    part.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    part.headers["Content-Length"] = str(last + 1 - first)
    return part


def _span(asked: str, size: int) -> tuple[int, int] | None:
    """First and last byte; None for the whole (several ranges are answered whole, as RFC 9110 allows)."""
    match = _RANGE.fullmatch(asked.strip())
    if match is None or match.group(0) == "bytes=-":
        return None
    first, last = match.groups()
    if not first:
        return max(0, size - int(last)), size - 1
    return int(first), min(int(last), size - 1) if last and int(last) >= int(first) else size - 1


def _read(stream: BinaryIO, first: int, length: int) -> Iterator[bytes]:
    with stream:
        stream.seek(first)
        while length > 0 and (chunk := stream.read(min(CHUNK, length))):
            length -= len(chunk)
            yield chunk


urlpatterns = [
    path("files/", upload, name="upload"),
    path("files/<str:token>", read, name="read"),
    path("files/<str:token>/thumb", thumb, name="thumb"),
]
