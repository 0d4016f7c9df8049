from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "cdos.base.jobs"
    label = "jobs"
