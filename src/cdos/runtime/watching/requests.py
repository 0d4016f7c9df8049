"""Counts every request by its route, and times it; and is a span of a trace where traces are kept."""

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from prometheus_client import Counter, Histogram

from cdos.runtime.watching import traces

REQUESTS = Counter("cdos_requests_total", "Requests answered.", ["route", "method", "status"])
SECONDS = Histogram(
    "cdos_request_seconds",
    "How long requests took.",
    ["route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)
LOGIN_FAILURES = Counter("cdos_login_failures_total", "Attempts to sign in that did not succeed.")
SIGN_IN = "identity:sign_in"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class CountingMiddleware:
    """The route is the pattern, never the address: no number of a matter becomes a label."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.spans = traces.tracer()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        if self.spans is None:
            response = self.get_response(request)
        else:
            response = self.spans.around(request, self.get_response, route_of)
        count(request, response, time.perf_counter() - began)
        return response


def route_of(request: HttpRequest) -> str:
    match = request.resolver_match
    return f"/{match.route}" if match else "none"


def count(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    route, method = route_of(request), request.method if request.method in METHODS else "other"
    REQUESTS.labels(route, method, response.status_code).inc()
    SECONDS.labels(route).observe(seconds)
    match = request.resolver_match
    if match and match.view_name == SIGN_IN and method == "POST" and response.status_code != 302:
        LOGIN_FAILURES.inc()
