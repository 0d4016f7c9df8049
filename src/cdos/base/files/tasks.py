"""Housekeeping of stored files."""

from cdos.base.files.logic import storing, strays
from cdos.base.jobs.api import schedule


@schedule("files.sweep", every_s=3600)
def sweep() -> None:
    storing.sweep()


@schedule("files.forget_strays", daily="03:10")
def forget_strays() -> None:
    strays.forget()
