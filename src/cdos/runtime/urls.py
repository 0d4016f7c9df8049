"""Mounts every module's pages and doors; the only place that knows all addresses."""

from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from cdos.base.web.api import api_root

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("cdos.runtime.health")),
    path("", include("cdos.runtime.watching.metrics")),
    path("", include("cdos.base.web.pages")),
    path("", include("cdos.base.calendar.pages")),
    path("", include("cdos.base.organisation.pages")),
    path("", include("cdos.base.identity.urls")),
    path("", include("cdos.base.ledger.pages")),
    path("", include("cdos.base.files.pages")),
    path("", include("cdos.base.notices.pages")),
    path("", include("cdos.base.languages.pages")),
    path("", include("cdos.base.matters.pages")),
    path("", include("cdos.nets.governance.appeals.open311")),
    path("", include("cdos.hubs.space.pages")),
    path("", include("cdos.hubs.knowledge.pages.urls")),
    path("", include("cdos.nets.governance.appeals.pages.urls")),
    path("", include("cdos.nets.governance.rulings.pages.urls")),
    path("", include("cdos.nets.governance.leads.pages.urls")),
    path("", include("cdos.nets.governance.understanding.pages.urls")),
    path("", include("cdos.nets.governance.closure.pages.urls")),
    path("", include("cdos.nets.governance.cases.pages.urls")),
    path("", include("cdos.nets.governance.risks.pages.urls")),
    path("", include("cdos.nets.governance.analysis.pages.urls")),
    path("", include("cdos.nets.governance.replies.pages.urls")),
    path("", include("cdos.nets.governance.enterprises.pages.urls")),
    path("", include("cdos.nets.governance.ideas.pages.urls")),
    path("", include("cdos.base.rules.pages.urls")),
    path("", include("cdos.hubs.registers.pages.urls")),
    path("", include("cdos.nets.services.items.pages.urls")),
    path("", include("cdos.nets.services.licences.pages.urls")),
    path("", include("cdos.nets.services.forms.pages.urls")),
    path("", include("cdos.nets.services.payments.pages.urls")),
    path("", include("cdos.nets.services.payouts.pages.urls")),
    path("", include("cdos.nets.services.decisions.pages.urls")),
    path("", include("cdos.nets.services.applications.pages.urls")),
    path("", include("cdos.nets.services.bundles.pages.urls")),
    path("", include("cdos.nets.services.benefits.pages.urls")),
    path("", include("cdos.nets.services.centres.pages.urls")),
    path("", include("cdos.nets.services.guide.pages.urls")),
    path("", include("cdos.apps.credit_care.pages.urls")),
    path("", include("cdos.apps.mutual_aid.pages.urls")),
    path("", include("cdos.portals.citizen.urls")),
    path("", include("cdos.portals.business.urls")),
    path("", include("cdos.portals.staff.urls")),
    path("", include("cdos.portals.admin.urls")),
]

# A module's REST routes put themselves on the one API when they are imported.
REST = (
    "cdos.base.ledger.http",
    "cdos.nets.governance.appeals.http",
    "cdos.nets.governance.leads.http",
    "cdos.nets.services.guide.http",
)
for name in REST:
    import_module(name)
urlpatterns.insert(0, path("api/", api_root().urls))  # first: a filing need not try every page

for name in settings.OWN_APPS:
    if find_spec(f"{name}.urls"):
        urlpatterns.append(path("", include(f"{name}.urls")))

handler400 = "cdos.base.web.errors.bad_request"
handler403 = "cdos.base.web.errors.forbidden"
handler404 = "cdos.base.web.errors.not_found"
handler500 = "cdos.base.web.errors.server_error"
