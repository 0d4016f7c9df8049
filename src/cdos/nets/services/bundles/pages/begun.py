"""What somebody began and has not sent: kept sealed with their account, found again on any device."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse

from cdos.base.web import api as web

from ..contracts import Request

PREFIX = "bundle-"


@dataclass(slots=True)
class Begun:
    """State of the wizard of one bundle."""

    code: str
    party_id: int = 0
    items: list[str] = field(default_factory=list)
    answers: dict[str, Any] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    consents: list[str] = field(default_factory=list)
    key: str = ""

    def request(self) -> Request:
        return Request(
            code=self.code,
            party_id=self.party_id,
            items=tuple(self.items),
            answers=self.answers,
            files=self.files,
            consents=tuple(self.consents),
            idempotency_key=self.key,
        )


def load(request: HttpRequest, code: str) -> Begun | None:
    found = web.load_draft(request=request, form=PREFIX + code)
    if found is None or not found.fields.get("kept"):
        return None
    kept: Mapping[str, Any] = json.loads(found.fields["kept"][0])
    return Begun(**kept)


def save(request: HttpRequest, response: HttpResponse, begun: Begun) -> None:
    begun.key = begun.key or uuid.uuid4().hex
    kept = json.dumps(asdict(begun), ensure_ascii=False)
    web.save_draft(request=request, response=response, form=PREFIX + begun.code, fields={"kept": [kept]})


def forget(request: HttpRequest, code: str) -> None:
    web.clear_draft(request=request, form=PREFIX + code)
