from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "cdos.base.notices"
    label = "notices"

    def ready(self) -> None:
        from cdos.base.notices import frame

        frame.install()
