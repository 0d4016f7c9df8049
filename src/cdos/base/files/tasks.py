"""Housekeeping of stored files."""

from cdos.base.files.logic import storing
from cdos.base.jobs.api import schedule


@schedule("files.sweep", every_s=3600)
def sweep() -> None:
    storing.sweep()
