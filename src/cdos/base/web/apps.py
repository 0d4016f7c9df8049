from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "cdos.base.web"
    label = "web"
