from django.urls import path

from . import editor, public

app_name = "forms"
urlpatterns = [
    path("services/forms/areas", public.areas, name="areas"),
    path("services/forms/precheck", public.precheck, name="precheck"),
    path("staff/forms/", editor.every, name="list"),
    path("staff/forms/new", editor.new, name="new"),
    path("staff/forms/<slug:code>/", editor.one, name="form"),
    path("staff/forms/<slug:code>/edit", editor.edit, name="edit"),
    path("staff/forms/<slug:code>/try", editor.try_out, name="try"),
    path("staff/forms/<slug:code>/<int:version>/<slug:what>", editor.act, name="act"),
]
