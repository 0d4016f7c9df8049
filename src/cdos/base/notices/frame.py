"""What notices add to every page: the number of unread ones."""

from typing import Any

from django.http import HttpRequest

from cdos.base.notices import api
from cdos.base.notices.pages import reader
from cdos.base.web import api as web


def install() -> None:
    web.shell.register_context(_unread)


def _unread(request: HttpRequest) -> dict[str, Any]:
    known = reader(request)
    if known["account_id"] is None and known["party_id"] is None:
        return {}
    return {"unread": api.unread(**known), "notices_url": "/notices/"}
