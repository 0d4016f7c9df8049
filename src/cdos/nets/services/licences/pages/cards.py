"""How a licence looks on a page."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import segno
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import api
from ..contracts import Licence, LicenceState, Use

TONES = 6
SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Card:
    licence: Licence
    state: str
    kind: str  # of the badge
    tone: int
    number: str  # masked
    runs_out: date | None  # where that is soon

    @property
    def until(self) -> str:
        return f"{self.licence.valid_until:%Y-%m-%d}" if self.licence.valid_until else _("no end")


def card(licence: Licence) -> Card:
    soon = licence.valid_until
    near = soon is not None and licence.valid and soon <= timezone.localdate() + SOON
    return Card(
        licence=licence,
        state=api.state_word(licence.state),
        kind=api.state_kind(licence.state),
        tone=sum(map(ord, licence.type.definer)) % TONES + 1 if licence.valid else 0,
        number=api.masked_number(licence.number),
        runs_out=soon if near else None,
    )


@dataclass(frozen=True, slots=True)
class UseLine:
    use: Use
    purpose: str
    ground: str
    running: bool
    may_stop: bool
    licence: Licence | None = None
    address: str = ""  # of the copy


def use_line(use: Use, now: datetime, licence: Licence | None = None) -> UseLine:
    return UseLine(
        use=use,
        purpose=api.purpose_words(use.purpose),
        ground=_("your consent") if use.ground == "consent" else use.ground,
        running=use.stopped_at is None and use.expires_at > now,
        may_stop=api.may_stop(use, now=now),
        licence=licence,
        address=reverse("licences:verify", args=[use.copy]) if use.copy else "",
    )


def qr(request: HttpRequest, licence: Licence) -> str:
    """The address at which whoever scans it sees whether the licence holds; empty for one that does not."""
    if licence.state is not LicenceState.VALID:
        return ""
    there = request.build_absolute_uri(reverse("licences:verify", args=[licence.verify_code]))
    code = segno.make(there, micro=False, error="m")
    return code.svg_inline(scale=5, border=3, omitsize=True, svgclass="qr", lineclass=None)
