"""Starts a training by hand, once at a time."""

from django.utils import timezone

from cdos.base.jobs import api as jobs
from cdos.base.organisation.contracts import Actor

TRAIN = "understanding.train"


def ask(actor: Actor) -> bool:
    """False: one was started in this minute already."""
    key = f"{TRAIN}:{timezone.now():%Y%m%d%H%M}"
    name, account = actor.name, actor.account_id
    return jobs.enqueue(TRAIN, effect_key=key, by_name=name, account_id=account) is not None
