"""The sealer and the signer, as schedules of the worker."""

import structlog
from django.conf import settings
from django.db import transaction

from cdos.base.jobs import api as jobs
from cdos.base.ledger import models
from cdos.base.ledger.logic import exchange, heads, sealing, verifying

log = structlog.get_logger(__name__)

SEAL_S = 1


@jobs.schedule("ledger.seal", every_s=SEAL_S)
def seal() -> None:
    if sealing.seal(waiting=False) and heads.newest() is None:
        heads.sign()  # the first one; from then on by the hour


@jobs.schedule("ledger.sign_head", every_s=settings.LEDGER_HEAD_S)
def sign_head() -> None:
    if heads.sign() and models.Peer.objects.exists():
        jobs.enqueue("ledger.ask_witnesses")


@jobs.task("ledger.ask_witnesses", outside=True)
def ask_witnesses() -> None:
    exchange.ask_all()


@jobs.schedule("ledger.verify", daily="02:40", queue="night", outside=True)
def verify() -> None:
    """Each night, and when the audit administrator asks. What is wrong goes to the log and to the administrator's page.

    It reads all rows and holds no transaction of a job, and so not the sealer's lock.
    """
    report = verifying.verify()
    if not report.ok:
        log.error("ledger: not as it was recorded", counts=report.counts)
        with transaction.atomic():
            jobs.announce("ledger.altered", findings=sum(report.counts.values()))
