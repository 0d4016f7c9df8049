from django.apps import AppConfig


class LanguagesConfig(AppConfig):
    name = "cdos.base.languages"
    label = "languages"

    def ready(self) -> None:
        from cdos.base.languages import frame
        from cdos.base.languages.logic import recording

        recording.register()
        frame.register()
