"""What a way of sending must do."""

from abc import ABC, abstractmethod


class Sender(ABC):
    """Sends one message. `key` names this sending for good: a repetition with the same key must not reach the person
    twice where the outside system can tell. Raises any exception when it was not sent; it is tried again later."""

    @abstractmethod
    def send(self, *, to: str, title: str, body: str, key: str) -> None: ...
