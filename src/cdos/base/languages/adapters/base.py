"""What a machine that translates must do."""

from abc import ABC, abstractmethod
from collections.abc import Sequence


class Translator(ABC):
    """Translates what the city itself wrote and published; never what a resident wrote."""

    # Answers from memory, so that a page may ask it; others are asked by a job, and the page shows the original till then.
    instant = False

    @abstractmethod
    def translate(self, texts: Sequence[str], *, source: str, target: str) -> list[str]:
        """One text for each, in order; "" for what it cannot translate. Languages as in `settings.LANGUAGES`.

        Raises any exception when it could not be asked; it is asked again later.
        """
