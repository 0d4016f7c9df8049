"""What is kept of questions that somebody asked for an enterprise, for that somebody."""

from cdos.base.fence import api as fence
from cdos.base.identity.contracts import Self

from ..models import Asked


def of(asked: Self) -> list[dict[str, object]]:
    names = ("category", "text", "urgent", "asked_at", "outcome", "number")
    with fence.everything():
        return list(Asked.objects.filter(account_id=asked.account_id).order_by("pk").values(*names))


def forget(asked: Self) -> None:
    """The words of who closes their account go; what came of the questions stays for the figures."""
    with fence.everything():
        Asked.objects.filter(account_id=asked.account_id).update(text="")
