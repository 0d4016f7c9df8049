"""A worker process for the kill test: its tasks write one row a run, some slowly, some as outside calls."""

import os
import sys
import threading
import time

import django
from django.conf import settings


def main() -> None:
    settings.DATABASES["default"].update(
        NAME=sys.argv[1], USER=sys.argv[2], HOST=sys.argv[3], PORT=sys.argv[4]
    )
    django.setup()

    from django.db import connection

    from cdos.base.jobs import api
    from cdos.base.jobs.logic import outside

    outside.LEASE_S = 1.5

    def write(kind: str, number: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO kill_effects (kind, number, pid) VALUES (%s, %s, %s)",
                [kind, number, os.getpid()],
            )

    @api.task("kill.inside")
    def inside(*, n: int) -> None:
        write("inside", n)
        time.sleep(0.02)

    @api.subscribe("kill.event")
    def first(event: api.Event) -> None:
        write("first", event.payload["n"])
        time.sleep(0.01)

    @api.subscribe("kill.event", batch=True)
    def second(events: list[api.Event]) -> None:
        for event in events:
            write("second", event.payload["n"])

    @api.task("kill.outside", outside=True, max_attempts=50)
    def call(*, n: int, effect_key: str) -> None:
        with connection.cursor() as cursor:  # the other system, which knows keys
            cursor.execute(
                "INSERT INTO kill_calls (key, n) VALUES (%s, %s) ON CONFLICT DO NOTHING", [effect_key, n]
            )
        time.sleep(0.02)

    api.run_worker(threading.Event())


if __name__ == "__main__":
    main()
