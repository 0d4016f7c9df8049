"""What a feed is to leads."""

from collections.abc import Iterable
from typing import Protocol

from ..contracts import FeedEntry


class Feed(Protocol):
    """Reads the entries behind an address. FeedFailed, with a sentence for who looks after the source."""

    def entries(self, url: str) -> Iterable[FeedEntry]: ...


class FeedFailed(Exception):
    """The address does not answer, or what it answers is no feed."""
