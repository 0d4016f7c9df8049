from django.urls import path

from . import accounts, security

app_name = "administration"
urlpatterns = [
    path("admin/accounts", accounts.accounts, name="accounts"),
    path("admin/accounts/<int:account_id>/<slug:act>", accounts.change, name="change_account"),
    path("admin/security", security.security, name="security"),
    path("admin/security/<int:account_id>/<slug:act>", security.change, name="change_security"),
]
