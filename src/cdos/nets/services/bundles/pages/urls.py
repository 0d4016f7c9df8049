from django.urls import path

from . import deliveries, editor, own, progress, public, wizard

app_name = "bundles"
urlpatterns = [
    path("bundles/", public.every, name="list"),
    path("bundles/table", public.table, name="table"),
    path("bundles/own", own.own, name="own"),
    path("bundles/matters/<str:number>", progress.shown, name="matter"),
    path("bundles/matters/<str:number>/withdraw", progress.withdraw, name="withdraw"),
    path("bundles/<slug:code>", public.one, name="one"),
    path("bundles/<slug:code>/start", wizard.start, name="start"),
    path("bundles/<slug:code>/form", wizard.form, name="form"),
    path("bundles/<slug:code>/check", wizard.check, name="check"),
    path("staff/bundles/", editor.every, name="versions"),
    path("staff/bundles/new", editor.new, name="new"),
    path("staff/bundles/deliveries", deliveries.every, name="deliveries"),
    path("staff/bundles/deliveries/<int:delivery_id>/retry", deliveries.retry, name="retry"),
    path("staff/bundles/systems", deliveries.switch, name="switch"),
    path("staff/bundles/<slug:code>", editor.edit, name="edit"),
    path("staff/bundles/<slug:code>/decide", editor.decide, name="decide"),
]
