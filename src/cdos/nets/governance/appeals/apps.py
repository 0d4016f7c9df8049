from django.apps import AppConfig


class AppealsConfig(AppConfig):
    name = "cdos.nets.governance.appeals"
    label = "appeals"
