"""What may become a crowd is looked for by the worker."""

from cdos.base.jobs import api as jobs

from .logic import watching


@jobs.schedule("risks.sentinels", every_s=300)
def sentinels() -> None:
    watching.sentinels()


@jobs.schedule("risks.danger", every_s=600)
def danger() -> None:
    watching.danger()


@jobs.schedule("risks.growth", every_s=6 * 3600)
def growth() -> None:
    watching.grown()
