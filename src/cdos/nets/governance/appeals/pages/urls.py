from django.urls import path

from . import figures, filing, tracking

app_name = "appeals"
urlpatterns = [
    path("appeals/", tracking.mine, name="mine"),
    path("appeals/new", filing.new, name="new"),
    path("appeals/new/nearby", filing.nearby, name="nearby"),
    path("appeals/new/items", filing.items, name="items"),
    path("appeals/sent/<str:number>", filing.sent, name="sent"),
    path("appeals/join/<str:number>", filing.join, name="join"),
    path("appeals/figures", figures.public, name="figures"),
    path("track/", tracking.ask, name="ask"),
    path("track/<str:number>", tracking.track, name="track"),
    path("track/<str:number>/<slug:move>", tracking.act, name="act"),
    path("staff/figures", figures.staff, name="staff_figures"),
]
