"""What a register must be able to do to serve the city."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence

from cdos.base.rules.contracts import Value

from ..contracts import Reading, RegisterAway, RegisterRefused, Source


class Register(ABC):
    """One outside register. It keeps its own time limit; whatever it raises counts as away, and is logged."""

    source: Source

    @abstractmethod
    def read(self, party_id: int) -> Reading | None:
        """Everything it holds of the party; None: it does not know them. Raises RegisterAway."""

    def correct(self, party_id: int, values: Mapping[str, Value]) -> None:
        """Change values after its unit agreed. RegisterRefused where the register takes corrections in its own house only."""
        raise RegisterRefused(self.source.title)

    def count(self) -> int | None:
        """Of how many parties it holds something; None: it does not say."""
        return None


class Together(Register):
    """Registers that answer with one question for several: the demonstration's, or an exchange platform's."""

    @classmethod
    @abstractmethod
    def read_together(cls, registers: "Sequence[Together]", party_id: int) -> dict[str, Reading | None]:
        """Source code -> what it holds; a code that is missing is away."""

    def read(self, party_id: int) -> Reading | None:
        found = self.read_together([self], party_id)
        if self.source.code not in found:
            raise RegisterAway(self.source.code)
        return found[self.source.code]
