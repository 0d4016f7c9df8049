"""OpenTelemetry traces, where CDOS_TRACES names a collector (OTLP over HTTP); the packages are the extra `traces`."""

import os
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse


class Tracer:
    """One span a request, a child of the caller's where it sent a `traceparent`."""

    def __init__(self, provider: Any) -> None:
        from opentelemetry.propagate import extract
        from opentelemetry.trace import SpanKind

        self.extract, self.kind = extract, SpanKind.SERVER
        self.tracer = provider.get_tracer("cdos")

    def around(
        self,
        request: HttpRequest,
        get_response: Callable[[HttpRequest], HttpResponse],
        route_of: Callable[[HttpRequest], str],
    ) -> HttpResponse:
        parent = self.extract({name.lower(): value for name, value in request.headers.items()})
        method = request.method or ""
        with self.tracer.start_as_current_span(method, context=parent, kind=self.kind) as span:
            response = get_response(request)
            route = route_of(request)
            span.update_name(f"{method} {route}")
            span.set_attributes(
                {
                    "http.request.method": method,
                    "http.route": route,
                    "http.response.status_code": response.status_code,
                    "cdos.request_id": str(getattr(request, "request_id", "")),
                }
            )
            return response


@lru_cache(maxsize=1)
def tracer() -> Tracer | None:
    """None where no traces are kept. RuntimeError: the packages are missing."""
    collector = os.environ.get("CDOS_TRACES", "")
    if not collector:
        return None
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as error:
        raise RuntimeError(
            "CDOS_TRACES is set, but the packages are not installed: uv sync --extra traces"
        ) from error
    provider = TracerProvider(resource=Resource.create({"service.name": "cdos"}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=f"{collector}/v1/traces")))
    return Tracer(provider)
