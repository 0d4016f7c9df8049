"""Sends nothing: writes what would have been sent, for the page /demo/outbox/."""

from cdos.base.notices.adapters.base import Sender
from cdos.base.notices.contracts import Channel
from cdos.base.notices.models import Sent


class DemoSender(Sender):
    def __init__(self, channel: Channel) -> None:
        self._channel = channel

    def send(self, *, to: str, title: str, body: str, key: str) -> None:
        row = Sent(channel=self._channel.value, key=key, to_masked=masked(to), title=title, body=body)
        Sent.objects.bulk_create([row], ignore_conflicts=True)


def masked(address: str) -> str:
    """138****1234; w***@example.org."""
    name, at, host = address.partition("@")
    if at:
        return f"{name[:1]}***@{host}"
    return f"{address[:3]}****{address[-4:]}" if len(address) >= 9 else "****"
