from django.urls import path

from . import risks

app_name = "risks"
urlpatterns = [
    path("staff/topics/risks/", risks.risks, name="risks"),
    path("staff/topics/risks/<str:number>/", risks.risk, name="risk"),
    path("staff/topics/risks/<str:number>/act/<slug:move>", risks.act, name="act"),
    path("staff/topics/sentinels/", risks.sentinels, name="sentinels"),
    path("staff/topics/sentinels/<int:number>", risks.switch, name="switch"),
]
