from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "cdos.base.notices"
    label = "notices"
