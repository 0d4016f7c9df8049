"""Waits until the worker has nothing left to do. Prints JSON."""

import json
import os
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cdos.runtime.settings")
django.setup()

from cdos.base.jobs import api as jobs  # noqa: E402

until = time.monotonic() + float(sys.argv[1])
while (figures := jobs.figures()).ready and time.monotonic() < until:
    time.sleep(0.5)
print(json.dumps({"ready": figures.ready, "dead": figures.dead}))
