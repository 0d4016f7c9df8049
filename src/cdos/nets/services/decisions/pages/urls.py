from django.urls import path

from . import receipts, staff

app_name = "decisions"
urlpatterns = [
    path("decisions/<int:receipt_id>", receipts.one, name="receipt"),
    path("staff/drift/", staff.drifts, name="drifts"),
    path("staff/drift/<int:drift_id>", staff.settle, name="settle"),
    path("staff/drift/look/<int:receipt_id>", staff.look, name="look"),
]
