"""What a bank (代发银行) must do."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import date

from ..contracts import Answer, Order, StatementLine


class Bank(ABC):
    """One bank. What it cannot do now raises BankAway; whether it has heard is not known then.

    The same order key again is the same payment: it is paid once and answered as it stands. A bank that cannot promise this is
    not sent to again before `ask` said that it never heard of the key.
    """

    name: str

    @abstractmethod
    def send(self, orders: Sequence[Order]) -> Sequence[Answer]:
        """Hand orders over; answers for those it can already say something of. BankAway: some of them may have been taken."""

    @abstractmethod
    def ask(self, key: str) -> Answer:
        """How one order stands; UNKNOWN: never heard of, so it may be sent."""

    @abstractmethod
    def statement(self, day: date) -> Sequence[StatementLine]:
        """Everything that left our account, or came back to it, on that day; the same day again is the same."""
