"""Parts of an appeal for other units: each an appeal of its own at the same place, linked to the whole."""

import hashlib

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base.matters import api as matters
from cdos.base.matters.contracts import LinkKind, MatterInfo, MoveRefused, NotAllowed, Phase
from cdos.base.organisation.contracts import SYSTEM, Actor

from ..contracts import AppealFiling, Filed, Source
from . import filing
from .text import safe

GIVERS = frozenset({"holder", "dispatcher", "supervisor", "system"})


def open_part(actor: Actor, number: str, text: str) -> Filed:
    """Goes to the dispatch desk like any appeal; the whole keeps its person, its unit and its clocks."""
    whole = matters.get(actor=actor, number=number)
    if not matters.parts_of(actor=actor, number=number) & GIVERS:
        raise NotAllowed(
            "not_allowed", _("Only the unit that holds the matter, or who dispatches it, may do this.")
        )
    if whole.phase is Phase.DONE:
        raise MoveRefused("closed", _("This matter is closed."))
    source = Source(whole.source) if whole.source in set(Source) else Source.HOTLINE
    wanted = AppealFiling(text=text, place=whole.place, contact_allowed=False, source=source)
    with transaction.atomic():
        made = filing.file(actor=actor, filing=wanted, idempotency_key=_key(whole, text), for_caller=True)
        if made.created:
            matters.link(actor=SYSTEM, source=made.number, target=whole.number, kind=LinkKind.PARENT)
    return made


def _key(whole: MatterInfo, text: str) -> str:
    """A double click opens one; the same words on another day are another part."""
    return f"part:{whole.number}:{timezone.localdate()}:{hashlib.sha256(safe(text).encode()).hexdigest()}"
