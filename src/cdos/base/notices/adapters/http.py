"""SMS through a gateway that takes JSON: POST {"id", "to", "text"} with a bearer token."""

import requests

from cdos.base.notices.adapters.base import Sender

TIMEOUT_S = 20


class HttpSms(Sender):
    def __init__(self, *, url: str, token: str) -> None:
        self._url, self._token = url, token

    def send(self, *, to: str, title: str, body: str, key: str) -> None:
        headers = {
            "Authorization": f"Bearer {self._token}",
            "Idempotency-Key": key.encode("unicode_escape").decode(),
        }
        message = {"id": key, "to": to, "text": body}
        answer = requests.post(
            self._url, json=message, headers=headers, timeout=TIMEOUT_S, allow_redirects=False
        )
        answer.raise_for_status()
