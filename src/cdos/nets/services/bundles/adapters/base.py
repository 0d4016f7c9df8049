"""A department's own system, as the city hands parts of bundles to it."""

from typing import Protocol

from ..contracts import Parcel


class DepartmentSystem(Protocol):
    """One outside system. The same key is the same parcel, however often it is sent."""

    name: str

    def take(self, parcel: Parcel) -> str:
        """The system's own receipt. SystemAway: ask again later; ParcelRefused: asking again will not help."""
        ...
