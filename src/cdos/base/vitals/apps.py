from django.apps import AppConfig


class VitalsConfig(AppConfig):
    name = "cdos.base.vitals"
    label = "vitals"
