from django.urls import path

from . import own, staff

app_name = "mutual_aid"
urlpatterns = [
    path("mutual-aid/", own.home, name="home"),
    path("mutual-aid/do/<slug:do>", own.act, name="act"),
    path("mutual-aid/claims/<int:claim_id>/confirm", own.confirm, name="confirm"),
    path("mutual-aid/claims/<int:claim_id>/account", own.account, name="account"),
    path("staff/mutual-aid/", staff.desk, name="desk"),
    path("staff/mutual-aid/<int:claim_id>", staff.answer, name="answer"),
]
