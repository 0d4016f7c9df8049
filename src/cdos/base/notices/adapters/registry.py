"""Which way of sending is used; a city adds its own with `add`."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from cdos.base.notices.adapters.base import Sender
from cdos.base.notices.adapters.demo import DemoSender
from cdos.base.notices.adapters.http import HttpSms
from cdos.base.notices.adapters.smtp import SmtpSender
from cdos.base.notices.contracts import Channel

_senders: dict[tuple[Channel, str], Callable[[], Sender]] = {}


def add(channel: Channel, name: str, make: Callable[[], Sender]) -> None:
    _senders[channel, name] = make


def sender(channel: Channel) -> Sender:
    """The one that CDOS_MAIL or CDOS_SMS names."""
    name = settings.NOTICES_MAIL if channel is Channel.MAIL else settings.NOTICES_SMS
    make = _senders.get((channel, name))
    if make is None:
        known = ", ".join(sorted(known for kind, known in _senders if kind is channel))
        raise ImproperlyConfigured(f"no way called {name} to send by {channel.value}; known: {known}")
    return make()


add(Channel.MAIL, "demo", lambda: DemoSender(Channel.MAIL))
add(Channel.SMS, "demo", lambda: DemoSender(Channel.SMS))
add(
    Channel.MAIL, "smtp", lambda: SmtpSender(url=settings.NOTICES_SMTP_URL, sender=settings.NOTICES_MAIL_FROM)
)
add(Channel.SMS, "http", lambda: HttpSms(url=settings.NOTICES_SMS_URL, token=settings.NOTICES_SMS_TOKEN))
