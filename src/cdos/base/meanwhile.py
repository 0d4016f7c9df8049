"""Two people write in one draft: who saves names the state that was drawn for them, so that nobody's words go unseen."""

from datetime import datetime


class SavedMeanwhile(ValueError):
    """Nothing was saved: `by` saved another state after the writer's page was drawn; `mark` names it as it is now."""

    def __init__(self, by: str, mark: str) -> None:
        super().__init__(f"saved by {by}")
        self.by, self.mark = by, mark


def mark(version: int, at: datetime) -> str:
    """Names one state of a draft."""
    return f"{version}.{at.timestamp():.6f}"


def check(seen: str | None, *, version: int, at: datetime, by: str) -> None:
    """`seen`: the mark that the writer's page was drawn with, empty where there was no draft; None: the writer is no page."""
    now = mark(version, at)
    if seen is not None and seen != now:
        raise SavedMeanwhile(by, now)
