"""What a hospital (医院) and a bank (银行) must do."""

from abc import ABC, abstractmethod
from collections.abc import Mapping

from ..contracts import Answer, Message, Order


class Hospital(ABC):
    """One hospital, or the system of several. What is not its own message raises CareRefused."""

    key: str
    name: str

    @abstractmethod
    def read(self, raw: bytes, headers: Mapping[str, str]) -> Message:
        """A call of the hospital, its signature checked."""


class Bank(ABC):
    """The bank that advances and collects. BankAway: whether it has heard is not known; it is asked by key before anything is sent again."""

    key: str

    @abstractmethod
    def send(self, order: Order) -> Answer:
        """The same key twice is one movement."""

    @abstractmethod
    def ask(self, key: str) -> Answer:
        """What became of an order; UNKNOWN where the bank never heard of it."""
