from django.apps import AppConfig


class AiConfig(AppConfig):
    name = "cdos.hubs.ai"
    label = "ai"
