"""The only door to payments: ask for a fee, hear that it was paid, give it back. Money is integer fen.

Every verb belongs in the transaction of what it is for. Refusals are PaymentRefused; what is not there is LookupError.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from cdos.base.fence import api as fence
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action, Actor

from .adapters import registry
from .adapters.base import Provider
from .contracts import Notice, Payment, RefundInfo, Settlement, Share, Unheard
from .logic import asking, listeners, opening, reading, refunding, settling, shapes
from .models import Payment as Row

__all__ = ["Provider"]

add_provider = registry.add
MOST_ASKED = 5  # attempts while a person waits; the others are asked by themselves
in_words = refunding.in_words
register_listener = listeners.register


def open(*, matter: str, shares: Sequence[Share], title: str) -> Payment:
    """The fee of a matter (its number); asked for again while it lives it is the same one."""
    with fence.everything():
        return opening.open_payment(number=matter, shares=shares, title=title)


def of_matter(*, matter: str) -> Payment | None:
    """The newest; who may see the matter may see what it costs."""
    with fence.everything():
        row = Row.objects.filter(number=matter).order_by("-pk").first()
        return shapes.payment(row) if row else None


def by_reference(*, reference: str) -> Payment:
    """By the secret of its address. LookupError."""
    with fence.everything():
        return shapes.payment(opening.by_reference(reference))


def begin(*, reference: str) -> str:
    """A new attempt to pay; the provider's address. LookupError, PaymentRefused, ProviderAway: nothing was begun."""
    with fence.everything(), transaction.atomic():
        provider, charge = opening.attempt(reference)
    return registry.provider(provider).begin(charge)  # nothing is locked while the provider is asked


def paid(*, provider: str, notice: Notice) -> Payment:
    """What the provider says of a charge, taken once. LookupError, PaymentRefused."""
    with fence.everything(), transaction.atomic():
        return settling.take(provider, notice)


def called_back(*, provider: str, raw: bytes, headers: Mapping[str, str]) -> Payment:
    """A provider's call back, its signature checked. LookupError, PaymentRefused."""
    if not registry.known(provider):
        raise LookupError(provider)
    return paid(provider=provider, notice=registry.provider(provider).read(raw, headers))


def ask_provider(*, reference: str) -> Payment:
    """For a call back that never came: how each attempt that has not ended stands at the provider. LookupError,
    PaymentRefused, ProviderAway."""
    with fence.everything():
        row = opening.by_reference(reference)
        keys = list(
            row.charges.filter(state="open").order_by("-pk").values_list("key", flat=True)[:MOST_ASKED]
        )
    for key in keys:
        asking.ask(key)
    return by_reference(reference=reference)


def refund(
    *,
    payment_id: int,
    reason: str,
    departments: Collection[str] | None = None,
    names: Collection[str] | None = None,
    by: int | None = None,
) -> Payment:
    """All of it, or the shares of these departments or of these names; what nobody paid is dropped. The same twice is done once."""
    with fence.everything(), transaction.atomic():
        return refunding.refund(
            payment_id=payment_id, reason=reason, departments=departments, names=names, by=by
        )


def settlements(*, actor: Actor, since: datetime) -> list[Settlement]:
    """What came and went by department, within the actor's reach."""
    with fence.everything():
        return reading.settlements(since, _reach(actor))


def refunds(*, actor: Actor, limit: int = 50) -> list[RefundInfo]:
    with fence.everything():
        return reading.refunds(_reach(actor), limit)


def unheard(*, actor: Actor, limit: int = 50) -> list[Unheard]:
    """Attempts that the provider leaves open for over a day, within the actor's reach; each is asked for again."""
    with fence.everything():
        return reading.unheard(_reach(actor), limit)


def may_see_figures(actor: Actor) -> bool:
    return organisation.may(actor, Action.FIGURES)


def _reach(actor: Actor) -> Collection[str] | None:
    """Units of whose money the actor may know; None: of all."""
    areas = organisation.areas_of(actor, Action.FIGURES)
    held = {code for code, unit in organisation.units().items() if unit.area in areas}
    from_city = any(found.level == "city" for found in map(organisation.area, areas) if found)
    return None if actor.system or from_city else held | set(organisation.units_of(actor, Action.FIGURES))
