"""GET /metrics in Prometheus' text format, for who may read it: an address of the list, or the token."""

import hmac
import os

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from cdos.runtime.watching.counting import SHARED
from cdos.runtime.watching.figures import CityCollector


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    if not may_read(request):
        raise Http404  # nobody else need know that it is here
    registry = CollectorRegistry()
    if os.environ.get(SHARED):
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry = REGISTRY
    counted = generate_latest(registry)
    city = CollectorRegistry()
    city.register(CityCollector())
    return HttpResponse(counted + generate_latest(city), content_type=CONTENT_TYPE_LATEST)


def may_read(request: HttpRequest) -> bool:
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if settings.METRICS_TOKEN and hmac.compare_digest(given.encode(), settings.METRICS_TOKEN.encode()):
        return True
    # What came through a proxy has the proxy's address, so it needs the token.
    through_proxy = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    return not through_proxy and request.META.get("REMOTE_ADDR", "") in settings.METRICS_ADDRESSES


urlpatterns = [path("metrics", metrics)]
