"""Addresses of identity, mounted at the root: `path("", include("cdos.base.identity.urls"))`."""

from django.urls import path

from cdos.base.identity.pages import demo_oidc, door, joining, me, oidc, own_data, passkeys, resetting, second

app_name = "identity"
urlpatterns = [
    path("accounts/sign-in/", door.sign_in, name="sign_in"),
    path("accounts/sign-out/", door.sign_out, name="sign_out"),
    path("accounts/second/", second.second, name="second"),
    path("accounts/second/set-up/", second.set_up, name="set_up"),
    path("accounts/second/recovery-codes/", second.recovery_codes, name="recovery_codes"),
    path("accounts/second/recovery-codes/new/", second.new_recovery_codes, name="new_recovery_codes"),
    path("accounts/second/<int:factor_id>/remove/", second.remove, name="remove_factor"),
    path("accounts/confirm/", second.confirm, name="confirm"),
    path("accounts/passkey/add/ask/", passkeys.ask_to_add, name="ask_passkey"),
    path("accounts/passkey/add/", passkeys.add, name="add_passkey"),
    path("accounts/passkey/sign-in/ask/", passkeys.ask_to_sign_in, name="ask_passkey_sign_in"),
    path("accounts/passkey/sign-in/", passkeys.sign_in, name="passkey_sign_in"),
    path("accounts/reset/", resetting.forgotten, name="reset"),
    path("accounts/reset/code/", resetting.with_code, name="reset_code"),
    path("accounts/reset/too-old/", resetting.too_old, name="too_old"),
    path("accounts/reset/first/<str:token>/", resetting.first, name="first_password"),
    path("accounts/register/", joining.register, name="register"),
    path("accounts/register/code/", joining.register_code, name="register_code"),
    path("accounts/verify/", joining.verify, name="verify"),
    path("accounts/verify/code/", joining.verify_code, name="verify_code"),
    path("accounts/real-name/", joining.real_name, name="real_name"),
    path("accounts/me/", me.me, name="me"),
    path("accounts/me/data.json", own_data.own_data, name="own_data"),
    path("accounts/me/acting-for/", me.switch, name="switch"),
    path("accounts/me/represent/", me.represent, name="represent"),
    path("accounts/me/represent/<int:party_id>/end/", me.end_mandate, name="end_mandate"),
    path("accounts/me/sessions/end/", me.end_sessions, name="end_sessions"),
    path("accounts/me/sessions/<int:device_id>/end/", me.end_device, name="end_device"),
    path("accounts/me/password/", me.password, name="password"),
    path("accounts/me/tokens/", me.new_token, name="new_token"),
    path("accounts/me/tokens/<int:token_id>/end/", me.end_token, name="end_token"),
    path("accounts/oidc/<slug:provider>/", oidc.start, name="oidc_start"),
    path("accounts/oidc/<slug:provider>/back/", oidc.back, name="oidc_back"),
    path("demo-oidc/.well-known/openid-configuration", demo_oidc.discovery, name="demo_discovery"),
    path("demo-oidc/jwks.json", demo_oidc.jwks, name="demo_jwks"),
    path("demo-oidc/authorize", demo_oidc.authorize, name="demo_authorize"),
    path("demo-oidc/token", demo_oidc.token, name="demo_token"),
]
