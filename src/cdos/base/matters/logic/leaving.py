"""What matters have to do with somebody who closes their account."""

from cdos.base.identity.contracts import Self
from cdos.base.matters.models import Matter, Subscription


def has_open(party_id: int) -> bool:
    """Whether a matter of theirs is open: it is answered all the same, and the office may need to reach them."""
    return Matter.objects.filter(subject_id=party_id, closed_at=None).exists()


def forget(asked: Self) -> None:
    """They follow other people's matters no more."""
    if asked.party_id is not None:
        Subscription.objects.filter(party_id=asked.party_id).delete()
