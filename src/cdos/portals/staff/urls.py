from django.urls import path

from . import pickers, workbench

app_name = "staff"
urlpatterns = [
    path("staff/", workbench.workbench, name="workbench"),
    path("staff/matter/<str:number>", workbench.open_matter, name="matter"),
    path("staff/matter/<str:number>/act/<slug:move>", workbench.act, name="act"),
    path("staff/matter/<str:number>/undo/<int:entry>", workbench.undo, name="undo"),
    path("staff/pick/units", pickers.units, name="pick_units"),
    path("staff/pick/items", pickers.items, name="pick_items"),
]
