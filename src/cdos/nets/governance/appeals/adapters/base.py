"""A source of mail: a mailbox of the city's, or its stand-in."""

from abc import ABC, abstractmethod
from collections.abc import Iterator


class MailSource(ABC):
    """Gives each mail until it is said to be done; a mail met twice is filed once (by its Message-ID)."""

    @abstractmethod
    def fetch(self) -> Iterator[tuple[str, bytes]]:
        """Name and content (RFC 5322) of each mail that waits."""

    @abstractmethod
    def done(self, name: str) -> None:
        """The mail was taken."""

    @abstractmethod
    def refused(self, name: str) -> None:
        """The mail cannot be an appeal; a person may look at it."""
