from django.urls import path

from . import desk, promises, still_fixed

app_name = "closure"
urlpatterns = [
    path("still-fixed/<str:token>", still_fixed.still_fixed, name="still_fixed"),
    path("staff/closure/", desk.desk, name="desk"),
    path("staff/closure/answers/<int:answer>", desk.case, name="case"),
    path("staff/closure/answers/<int:answer>/judge", desk.judge, name="judge"),
    path("staff/closure/promises/", promises.waiting, name="promises"),
    path("staff/closure/promises/<int:promise>", promises.promise, name="promise"),
    path("staff/closure/promises/<int:promise>/<slug:what>", promises.act, name="act_on_promise"),
]
