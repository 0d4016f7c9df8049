from django.urls import path

from . import staff

app_name = "knowledge"
urlpatterns = [
    path("staff/knowledge/", staff.every, name="list"),
    path("staff/knowledge/new", staff.new, name="new"),
    path("staff/knowledge/export", staff.export, name="export"),
    path("staff/knowledge/bring-in", staff.bring_in, name="bring_in"),
    path("staff/knowledge/<int:entry_id>", staff.one, name="entry"),
    path("staff/knowledge/<int:entry_id>/<slug:what>", staff.put, name="put"),
]
