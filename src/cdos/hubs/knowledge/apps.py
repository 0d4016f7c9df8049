from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    name = "cdos.hubs.knowledge"
    label = "knowledge"

    def ready(self) -> None:
        from .logic import recording

        recording.register()
