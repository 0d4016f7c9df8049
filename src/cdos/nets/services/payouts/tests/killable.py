"""A process for the kill test: reserves, makes batches, hands them to the bank, asks after them, compares statements."""

import contextlib
import random
import sys
from datetime import timedelta

import django
from django.conf import settings


def main() -> None:
    settings.DATABASES["default"].update(
        NAME=sys.argv[1], USER=sys.argv[2], HOST=sys.argv[3], PORT=sys.argv[4]
    )
    django.setup()
    from django.utils import timezone

    from cdos.base.jobs import api as jobs
    from cdos.nets.services.payouts import api
    from cdos.nets.services.payouts.contracts import PayoutRefused
    from cdos.nets.services.payouts.logic import sending
    from cdos.nets.services.payouts.tests import paying

    chance = random.Random()
    while True:
        for number in chance.sample(range(100_000), 6):
            paying.reserve(f"benefit:{number}", ("99", "99", "07", "08", "09", "06")[number % 6])
        with contextlib.suppress(PayoutRefused):
            paying.batch()
        jobs.drain(raising=False)
        sending.follow(older=timedelta(seconds=chance.choice((0, 1))))
        api.send_again(actor=paying.MAKER)
        if chance.random() < 0.1:
            api.reconcile(day=timezone.localdate())


if __name__ == "__main__":
    main()
