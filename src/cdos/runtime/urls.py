"""Mounts every module's pages and doors; the only place that knows all addresses."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("cdos.runtime.health")),
    path("", include("cdos.base.calendar.pages")),
    path("", include("cdos.base.organisation.pages")),
    path("", include("cdos.base.identity.urls")),
    path("", include("cdos.base.files.pages")),
    path("", include("cdos.base.notices.pages")),
    path("", include("cdos.nets.governance.appeals.open311")),
]
