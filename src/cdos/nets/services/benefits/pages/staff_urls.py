from django.urls import path

from . import editing, preview, staff, staff_list, statistics

urlpatterns = [
    path("staff/benefits/", staff_list.every, name="staff_list"),
    path("staff/benefits/new", editing.new, name="staff_new"),
    path("staff/benefits/pick", staff_list.pick, name="staff_pick"),
    path("staff/benefits/nights/", statistics.nights, name="staff_nights"),
    path("staff/benefits/statistics/", statistics.statistics, name="staff_statistics"),
    path("staff/benefits/letters/", statistics.letters, name="staff_letters"),
    path("staff/benefits/<slug:code>/", staff.programme, name="staff_programme"),
    path("staff/benefits/<slug:code>/edit", editing.edit, name="staff_edit"),
    path("staff/benefits/<slug:code>/preview", preview.preview, name="staff_preview"),
    path("staff/benefits/<slug:code>/conditions", staff.conditions, name="staff_conditions"),
    path("staff/benefits/<slug:code>/<int:version>/<slug:what>", staff.put, name="staff_put"),
]
