from django.apps import AppConfig


class FenceConfig(AppConfig):
    name = "cdos.base.fence"
    label = "fence"
