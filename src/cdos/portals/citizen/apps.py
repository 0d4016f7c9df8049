from django.apps import AppConfig


class CitizenConfig(AppConfig):
    name = "cdos.portals.citizen"
    label = "citizen"
