from django.urls import path

from . import editor, staff, trials

app_name = "rules"
urlpatterns = [
    path("staff/rules/", staff.every, name="list"),
    path("staff/rules/new", editor.new, name="new"),
    path("staff/rules/<slug:code>", staff.rule, name="rule"),
    path("staff/rules/<slug:code>/edit", editor.edit, name="edit"),
    path("staff/rules/<slug:code>/<int:number>", staff.version, name="version"),
    path("staff/rules/<slug:code>/<int:number>/try", trials.tried, name="try"),
    path("staff/rules/<slug:code>/<int:number>/<slug:what>", staff.put, name="put"),
]
