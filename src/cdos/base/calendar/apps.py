from django.apps import AppConfig


class CalendarConfig(AppConfig):
    name = "cdos.base.calendar"
    label = "calendar"

    def ready(self) -> None:
        from cdos.base.calendar import recording

        recording.register()
