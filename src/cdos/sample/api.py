"""The door of the sample city."""

from datetime import datetime

from django.utils import timezone

from cdos.sample.contracts import LoadReport, Progress
from cdos.sample.loading import Loader, loaded


def load(
    *, scale: float = 0.001, seed: int = 4403, now: datetime | None = None, progress: Progress | None = None
) -> LoadReport:
    """Loads the city once, in one transaction; a second call changes nothing and says so.

    `scale` 1 is a city of 20 million people. The appeals end at `now`; the same seed, scale and moment give the same city.
    """
    if not 0 < scale <= 1:
        raise ValueError("The scale lies between 0 and 1; 0.001 is about 20,000 people.")
    return loaded() or Loader(scale, seed, now or timezone.now(), progress or _silent).load()


def report() -> LoadReport | None:
    """What was loaded; None when there is no sample city."""
    return loaded()


def _silent(what: str, done: int, total: int) -> None:
    pass
