from django.apps import AppConfig


class CalendarConfig(AppConfig):
    name = "cdos.base.calendar"
    label = "calendar"
