import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from cdos.runtime import loaded, notify

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cdos.runtime.settings")
application = get_wsgi_application()
# Every page is imported before the first request comes, not by it.
get_resolver().url_patterns  # noqa: B018
loaded.keep()
notify.tell("READY=1")
