from django.urls import path

from . import own, states

app_name = "registers"
urlpatterns = [
    path("me/consents", own.consents, name="consents"),
    path("me/consents/<int:consent_id>/withdraw", own.withdraw, name="withdraw"),
    path("me/registers/<slug:source>", own.register, name="register"),
    path("me/registers/<slug:source>/<slug:field>/wrong", own.wrong, name="wrong"),
    path("me/corrections/<str:number>/withdraw", own.withdraw_correction, name="withdraw_correction"),
    path("staff/registers", states.states, name="states"),
]
