from django.urls import path

from . import risks

app_name = "risks"
urlpatterns = [
    path("staff/risks/", risks.risks, name="risks"),
    path("staff/risks/<str:number>/", risks.risk, name="risk"),
    path("staff/risks/<str:number>/act/<slug:move>", risks.act, name="act"),
    path("staff/sentinels/", risks.sentinels, name="sentinels"),
    path("staff/sentinels/<int:number>", risks.switch, name="switch"),
]
