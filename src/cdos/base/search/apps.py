from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "cdos.base.search"
    label = "search"
