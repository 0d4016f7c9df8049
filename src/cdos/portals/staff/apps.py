from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "cdos.portals.staff"
    label = "staff"
