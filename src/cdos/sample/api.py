"""The door of the sample city."""

from datetime import datetime

from django.utils import timezone

from cdos.base.identity import api as identity
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import Question
from cdos.base.organisation.contracts import SYSTEM
from cdos.sample.contracts import CityInUse, LoadReport, Progress
from cdos.sample.loading import Loader, loaded


def load(
    *, scale: float = 0.001, seed: int = 4403, now: datetime | None = None, progress: Progress | None = None
) -> LoadReport:
    """Loads the city once, in one transaction; a second call changes nothing and says so.

    `scale` 1 is a city of 20 million people. The appeals end at `now`; the same seed, scale and moment give the same city.
    CityInUse when there are accounts or matters already: nobody's city becomes a demonstration.
    """
    if not 0 < scale <= 1:
        raise ValueError("The scale lies between 0 and 1; 0.001 is about 20,000 people.")
    if before := loaded():
        return before
    check_unused()
    return Loader(scale, seed, now or timezone.now(), progress or _silent).load()


def check_unused() -> None:
    if identity.has_accounts() or matters.find(actor=SYSTEM, question=Question(limit=1)).rows:
        raise CityInUse(
            "People use this city already, so no sample city comes into it; for one name another --data folder."
        )


def report() -> LoadReport | None:
    """What was loaded; None when there is no sample city."""
    return loaded()


def _silent(what: str, done: int, total: int) -> None:
    pass
