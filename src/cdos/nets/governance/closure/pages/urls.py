from django.urls import path

from . import desk, promises, review, sampling, still_fixed, visits

app_name = "closure"
urlpatterns = [
    path("still-fixed/<str:token>", still_fixed.still_fixed, name="still_fixed"),
    path("staff/closure/", desk.desk, name="desk"),
    path("staff/closure/answers/<int:answer>", desk.case, name="case"),
    path("staff/closure/answers/<int:answer>/judge", desk.judge, name="judge"),
    path("staff/closure/review/", review.review, name="review"),
    path("staff/closure/sampling/", sampling.sampling, name="sampling"),
    path("staff/closure/sampling/<slug:what>", sampling.act, name="act_on_sampling"),
    path("closure/visits/", visits.mine, name="visits"),
    path("closure/visits/<int:visit>", visits.visit, name="visit"),
    path("staff/closure/promises/", promises.waiting, name="promises"),
    path("staff/closure/promises/<int:promise>", promises.promise, name="promise"),
    path("staff/closure/promises/<int:promise>/<slug:what>", promises.act, name="act_on_promise"),
]
