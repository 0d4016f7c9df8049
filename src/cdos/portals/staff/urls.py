from django.urls import path

from . import acting, bulk, export, guard, pickers, wishes, workbench

app_name = "staff"
urlpatterns = [
    path("staff/", workbench.workbench, name="workbench"),
    path("staff/requests", wishes.waiting, name="requests"),
    path("staff/guard", guard.guard, name="guard"),
    path("staff/matter/<str:number>/emergency", guard.break_glass, name="break_glass"),
    path("staff/export", export.export, name="export"),
    path("staff/bulk", bulk.bulk, name="bulk"),
    path("staff/matter/<str:number>", workbench.open_matter, name="matter"),
    path("staff/matter/<str:number>/act/<slug:move>", acting.act, name="act"),
    path("staff/matter/<str:number>/undo/<int:entry>", acting.undo, name="undo"),
    path("staff/pick/units", pickers.units, name="pick_units"),
    path("staff/pick/items", pickers.items, name="pick_items"),
]
