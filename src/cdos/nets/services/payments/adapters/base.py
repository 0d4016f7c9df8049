"""What a payment provider (支付渠道) must do."""

from abc import ABC, abstractmethod
from collections.abc import Mapping

from ..contracts import Charge, Notice


class Provider(ABC):
    """One provider. What it cannot do now raises ProviderAway; a message that is not its own, PaymentRefused."""

    key: str

    @abstractmethod
    def begin(self, charge: Charge) -> str:
        """The address where the person pays; the same charge twice is one charge."""

    @abstractmethod
    def read(self, raw: bytes, headers: Mapping[str, str]) -> Notice:
        """A call back, its signature checked."""

    @abstractmethod
    def ask(self, key: str) -> Notice:
        """How a charge stands at the provider, for a call back that never came."""

    @abstractmethod
    def refund(self, *, charge: str, fen: int, key: str) -> None:
        """Give back; the same key twice gives back once."""
