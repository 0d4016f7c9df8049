from django.apps import AppConfig


class SpaceConfig(AppConfig):
    name = "cdos.hubs.space"
    label = "space"
