from django.apps import AppConfig


class SampleConfig(AppConfig):
    name = "cdos.sample"
    label = "sample"
