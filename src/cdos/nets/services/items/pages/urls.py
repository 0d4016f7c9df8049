from django.urls import path

from . import editing, listing, version

app_name = "items"
urlpatterns = [
    path("staff/items/", listing.every, name="list"),
    path("staff/items/new", editing.new, name="new"),
    path("staff/items/import", listing.bring_in, name="bring_in"),
    path("staff/items/export", listing.export, name="export"),
    path("staff/items/checks", listing.checks, name="checks"),
    path("staff/items/savings", listing.savings, name="savings"),
    path("staff/items/row/<slug:key>", editing.row, name="row"),
    path("staff/items/<slug:code>/", version.item, name="item"),
    path("staff/items/<slug:code>/edit", editing.edit, name="edit"),
    path("staff/items/<slug:code>/compare", version.compare, name="compare"),
    path("staff/items/<slug:code>/<int:number>/<slug:what>", version.act, name="act"),
]
