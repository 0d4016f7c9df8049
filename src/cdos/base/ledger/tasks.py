"""The sealer and the signer, as schedules of the worker."""

from django.conf import settings

from cdos.base.jobs import api as jobs
from cdos.base.ledger.logic import heads, sealing

SEAL_S = 1


@jobs.schedule("ledger.seal", every_s=SEAL_S)
def seal() -> None:
    sealing.seal(waiting=False)


@jobs.schedule("ledger.sign_head", every_s=settings.LEDGER_HEAD_S)
def sign_head() -> None:
    heads.sign()
