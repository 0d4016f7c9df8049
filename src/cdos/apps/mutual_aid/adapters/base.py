"""Where hospitals' settlements come from (医保结算数据)."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import date

from ..contracts import Stay


class Source(ABC):
    key: str

    @abstractmethod
    def stays(self, *, document_number: str, since: date) -> Sequence[Stay]:
        """Settlements of one person that left the hospital since; the newest version of each. SourceAway."""
