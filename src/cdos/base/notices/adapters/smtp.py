"""Mail through the city's own server (`CDOS_SMTP_URL`, e.g. smtp://user:password@mail.example.org:587?tls=1)."""

import smtplib
import ssl
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from cdos.base.notices.adapters.base import Sender

TIMEOUT_S = 20


class SmtpSender(Sender):
    def __init__(self, *, url: str, sender: str) -> None:
        self._url = urlsplit(url)
        self._sender = sender

    def send(self, *, to: str, title: str, body: str, key: str) -> None:
        message = EmailMessage()
        message["From"], message["To"] = self._sender, to
        message["Subject"] = " ".join(title.split())
        domain = self._sender.rpartition("@")[2].rstrip(">") or "localhost"
        message["Message-ID"] = f"<{key.encode().hex()}@{domain}>"  # a repetition is the same message
        message.set_content(body)
        with smtplib.SMTP(
            self._url.hostname or "localhost", self._url.port or 25, timeout=TIMEOUT_S
        ) as server:
            if "tls=1" in self._url.query:
                server.starttls(context=ssl.create_default_context())
            if self._url.username:
                server.login(unquote(self._url.username), unquote(self._url.password or ""))
            server.send_message(message)
