from django.apps import AppConfig


class MattersConfig(AppConfig):
    name = "cdos.base.matters"
    label = "matters"
