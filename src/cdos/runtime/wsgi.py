import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from cdos.runtime import notify

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cdos.runtime.settings")
application = get_wsgi_application()
# Every page is imported before the first request comes, not by it.
get_resolver().url_patterns  # noqa: B018
# What is loaded stays; looking through it again and again would take a tenth of each page's time.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
notify.tell("READY=1")
