"""Issue a licence to a holder who may have it: of a type that nobody holds twice, in place of the one held."""

from dataclasses import replace

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base import statements
from cdos.base.identity import api as identity
from cdos.base.identity.contracts import PartyKind
from cdos.base.organisation.contracts import SYSTEM, Actor

from ..contracts import Act, Licence, LicenceRefused, LicenceType
from ..models import Licence as Row
from . import keeping, kinds, second, validity
from .keeping import Wish

LOCK = 7_205_114  # of the licences of a holder, beside their number


def issue(actor: Actor, wish: Wish) -> Licence:
    """In the caller's transaction; LicenceRefused for a type, holder or dates that cannot be."""
    kind = kinds.needed(wish.type)
    wish = _for_its_holder(kind, wish)
    if not second.sole(kind):
        return keeping.make(actor, kind, wish)
    # One after another for a holder; who only changes a licence meanwhile is met by the database's own constraint.
    statements.run("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [LOCK, str(wish.holder_id)])
    held = _held(kind, wish)
    made = None if held else _only(actor, kind, wish)
    if made is not None:
        return made
    held = held or _held(kind, wish)
    if held is None:
        raise LicenceRefused(_("Another licence of this kind was issued at this moment. Please try again."))
    return _instead(actor, kind, held, wish)


def _for_its_holder(kind: LicenceType, wish: Wish) -> Wish:
    party = identity.party(wish.holder_id)
    if party is None:
        raise LicenceRefused(_("Nobody is registered under this number."))
    if (kind.holder == "enterprise") != (party.kind is PartyKind.ENTERPRISE):
        raise LicenceRefused(_("%(licence)s is not given to this kind of holder.") % {"licence": kind.name})
    return replace(wish, holder_name=wish.holder_name or party.name)


def _held(kind: LicenceType, wish: Wish) -> Row | None:
    """The one that is held, locked; one whose last day has passed is put away first."""
    found = second.live(wish.holder_id, [kind.code], locked=True)
    for row in found:
        if validity.over(row.valid_until):
            keeping.move(SYSTEM, row, Act.EXPIRED, reason=_("Its validity has ended."))
    return next((row for row in found if not validity.over(row.valid_until)), None)


def _only(actor: Actor, kind: LicenceType, wish: Wish) -> Licence | None:
    """None where another process issued one at the same moment: the database keeps only one."""
    try:
        with transaction.atomic():
            return keeping.make(actor, kind, wish)
    except IntegrityError as twice:
        if second.CONSTRAINT not in str(twice):
            raise
        return None


def _instead(actor: Actor, kind: LicenceType, held: Row, wish: Wish) -> Licence:
    today = timezone.localdate()
    refused = second.why_not(kind, held, today)
    if refused:
        raise LicenceRefused(refused)
    return keeping.change(
        actor,
        held,
        values=wish.values,
        reason=wish.reason or _("A new one takes its place."),
        valid_until=wish.valid_until or keeping.runs_out(wish.issued_on or today, kind.valid_months),
        matter=wish.matter,
        number=wish.number,
    )
