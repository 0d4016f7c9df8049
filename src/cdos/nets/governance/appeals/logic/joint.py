"""Joint appeals: who filed invites others by a secret link; each who signs has an own number, joined to the first."""

from django.conf import settings
from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import override

from cdos.base.fence import api as fence
from cdos.base.masking.api import mask
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import MatterInfo, MoveRefused, Phase
from cdos.base.organisation.contracts import SYSTEM, Actor

from ..contracts import AppealFiling, Filed, Invitation, Source
from ..models import Appeal
from . import duty, filing, joining, reading

SALT = "appeals.joint"
MOST_TURNS = 20
VALID_S = 60 * 24 * 60 * 60
OPEN = ("received", "dispatched", "handling", "returned", "supervised", "merged")


def token(actor: Actor, number: str) -> str:
    """For the person of the appeal only: who has it may read the masked words, and sign. NotAllowed, LookupError."""
    matter = matters.get(actor=actor, number=number)
    if not reading.is_subject(actor, matter):
        return ""
    return signing.TimestampSigner(salt=SALT).sign(matter.number)


def row_of(secret: str) -> Appeal:
    """LookupError for a made-up or old invitation."""
    try:
        number = signing.TimestampSigner(salt=SALT).unsign(secret, max_age=VALID_S)
    except signing.BadSignature as bad:
        raise LookupError(secret) from bad
    return reading.row_of(number)


def invitation(actor: Actor, secret: str) -> Invitation:
    with fence.everything():  # who was invited reads the masked words, and nothing of the person
        row = row_of(secret)
        live = joining.live_of(row) or row
        signed = _own(actor, live)
        count = 1 + len(joining.members(live.number))
        return Invitation(row.number, mask(row.title), mask(row.text), count, signed)


def _own(actor: Actor, live: Appeal) -> str:
    """The reader's own number among those who appeal together."""
    if actor.party_id is None:
        return ""
    mine = set(matters.ids_of_subject(party_id=actor.party_id))
    rows = [live, *joining.members(live.number)]
    return next((row.number for row in rows if row.pk in mine), "")


def sign(actor: Actor, secret: str) -> Filed:
    """An own appeal with the same words at the same place, joined at once. LookupError, MoveRefused, AppealRefused."""
    if actor.party_id is None:
        raise MoveRefused("sign_in", _("Please sign in to appeal with the others."))
    with fence.everything():
        row = row_of(secret)
        live = joining.live_of(row) or row
        check_open(actor, live)
        place = matters.get(actor=SYSTEM, number=row.number).place
    own = AppealFiling(
        text=mask(row.text), title=mask(row.title), item=_item(row), place=place, source=Source.WEB
    )
    with matters.opening(actor=actor):
        made = _taken(actor, own, live)
        if made.created:
            _join(made.matter, live)
    return made


def _taken(actor: Actor, own: AppealFiling, live: Appeal) -> Filed:
    """Two clicks make one; who withdrew and signs again appeals anew, under a key of its own."""
    for turn in range(MOST_TURNS):
        key = f"joint:{live.number}:{turn}" if turn else f"joint:{live.number}"
        made = filing.file(actor=actor, filing=own, idempotency_key=key)
        if made.created or made.matter.phase is not Phase.DONE:
            return made
    raise MoveRefused("joint_closed", _("It has been answered already. Please file your own appeal."))


def check_open(actor: Actor, live: Appeal) -> None:
    if live.state not in OPEN:
        raise MoveRefused("joint_closed", _("It has been answered already. Please file your own appeal."))
    if number := _own(actor, live):
        raise MoveRefused(
            "joint_signed", _("You appeal with the others already: %(number)s.") % {"number": number}
        )


def _item(row: Appeal) -> str:
    return row.item_code if duty.item(row.item_code) is not None else ""


def _join(matter: MatterInfo, live: Appeal) -> None:
    with fence.everything(), override(settings.LANGUAGE_CODE):
        data = {"into": live.number, "reason": _("Signed a joint appeal.")}
        matters.act(actor=SYSTEM, number=matter.number, move="merge", data=data)
