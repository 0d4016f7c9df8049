"""The week's report is there on Monday morning."""

from cdos.base.fence import api as fence
from cdos.base.jobs import api as jobs

from .logic import reports


@jobs.schedule("analysis.weekly", daily="06:20", queue="night")
def weekly() -> None:
    """Asked every day, made once a week: a city that was off on Monday has it on Tuesday."""
    with fence.everything():
        reports.draft("", reports.last_week())
