from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "cdos.base.identity"
    label = "identity"
