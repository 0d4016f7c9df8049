from django.urls import path

from . import apply, counter, papers, ratings, tracking

app_name = "applications"
urlpatterns = [
    path("services/apply/<slug:item>", apply.begin, name="begin"),
    path("services/apply/draft/<int:draft_id>/allow", apply.allow, name="allow"),
    path("services/apply/draft/<int:draft_id>", apply.form, name="form"),
    path("services/apply/draft/<int:draft_id>/save", apply.save, name="save"),
    path("services/apply/draft/<int:draft_id>/check", apply.check, name="check"),
    path("services/apply/draft/<int:draft_id>/drop", apply.drop, name="drop"),
    path("services/apply/draft/<int:draft_id>/papers", papers.show, name="papers"),
    path("services/apply/draft/<int:draft_id>/papers/read", papers.read, name="read"),
    path("services/apply/draft/<int:draft_id>/papers/<int:reading_id>", papers.confirm, name="confirm"),
    path("services/applications/", tracking.mine, name="mine"),
    path("services/applications/<str:number>", tracking.track, name="track"),
    path("services/applications/<str:number>/receipt", tracking.receipt, name="receipt"),
    path("services/applications/<str:number>/<slug:move>", tracking.act, name="act"),
    path("staff/services/counter", counter.counter, name="counter"),
    path("staff/services/ratings", ratings.ratings, name="ratings"),
]
