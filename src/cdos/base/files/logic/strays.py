"""Bytes that no row names: a process ended after they were placed, or before they were taken away."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

import structlog
from django.conf import settings
from django.utils import timezone

from cdos.base.fence import api as fence
from cdos.base.files.logic import storing
from cdos.base.files.models import File

log = structlog.get_logger()
ASKED_AT_A_TIME = 1000
FEW = 20  # are no sign of another database


def forget(*, now: datetime | None = None) -> int:
    """Take away bytes that no row names: how many files.

    Where most have no row, the database is not the one of this folder: then nothing is taken away.
    """
    before = (now or timezone.now()) - timedelta(hours=storing.LOOSE_H)
    strays, named = _unnamed(_placed(before.timestamp()))
    if len(strays) > max(named, FEW):
        log.error("files.strays", strays=len(strays), named=named)
        return 0
    for path in strays:
        path.unlink(missing_ok=True)
    return len(strays)


def _unnamed(placed: Iterator[Path]) -> tuple[list[Path], int]:
    """Those that no row names, and how many a row names."""
    strays, named = [], 0
    with fence.everything():
        while some := list(islice(placed, ASKED_AT_A_TIME)):
            tokens = {_token_of(path) for path in some}
            known = set(File.objects.filter(token__in=tokens).values_list("token", flat=True))
            strays += [path for path in some if _token_of(path) not in known]
            named += sum(_token_of(path) in known for path in some)
    return strays, named


def _placed(before: float) -> Iterator[Path]:
    """What lies where a token's bytes or thumbnails do, since before then; anything else in the folder is not ours.

    Since when by the change of its place: a link has the date of the bytes that it shares.
    """
    for path in Path(settings.MEDIA_ROOT).glob("??/??/*"):
        with suppress(LookupError, FileNotFoundError):
            if storing.path_of(_token_of(path)).parent == path.parent and path.stat().st_ctime < before:
                yield path


def _token_of(path: Path) -> str:
    return path.name.partition(".")[0]
