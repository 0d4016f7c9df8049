from django.urls import path

from . import public, staff, types, wallet

app_name = "licences"
urlpatterns = [
    path("me/licences/", wallet.wallet, name="wallet"),
    path("me/licences/uses/", wallet.uses, name="uses"),
    path("me/licences/uses/<int:use_id>/stop", wallet.stop, name="stop"),
    path("me/licences/<int:licence_id>/", wallet.licence, name="licence"),
    path("me/licences/<int:licence_id>/copy", wallet.copy, name="copy"),
    path("me/licences/<int:licence_id>/credential", wallet.credential, name="credential"),
    path("verify/", public.ask, name="ask"),
    path("verify/<str:code>", public.verify, name="verify"),
    path(".well-known/jwks.json", public.jwks, name="jwks"),
    path(".well-known/jwt-vc-issuer", public.issuer, name="vc_issuer"),
    path("licences/status/<int:number>", public.status_list, name="status_list"),
    path("licences/types/<slug:code>.json", public.vct, name="vct"),
    path("staff/licences/", staff.desk, name="desk"),
    path("staff/licences/new", staff.new, name="new"),
    path("staff/licences/types/", types.types, name="types"),
    path("staff/licences/types/<slug:code>", types.one, name="type"),
    path("staff/licences/proposals/<int:proposal_id>/decide", staff.decide, name="decide"),
    path("staff/licences/<int:licence_id>/", staff.licence, name="staff_licence"),
    path("staff/licences/<int:licence_id>/<slug:what>", staff.act, name="act"),
]
