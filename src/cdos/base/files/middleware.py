"""Refuses an over-long upload by its announced length, before any of it is read."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from cdos.base.files.api import limits
from cdos.base.web.api import problem

OVERHEAD = 4 * 1024 * 1024  # form fields and multipart borders beside the files


class UploadLimitMiddleware:
    """Stands before the CSRF check, which would read the whole body to look for its token.

    Under WSGI no body is read past the announced length, so this fences uploads of every page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _length(request) > limits().largest + OVERHEAD:
            size = limits().largest // (1024 * 1024)
            sentence = _("This file is too large. It may have at most %(size)d MB.") % {"size": size}
            response = problem(request, "file-too-large", _("Not accepted"), 413, sentence)
            response.headers["Connection"] = "close"
            return response
        return self.get_response(request)


def _length(request: HttpRequest) -> int:
    announced = str(request.META.get("CONTENT_LENGTH") or "0")
    return int(announced) if announced.isascii() and announced.isdigit() else 0
