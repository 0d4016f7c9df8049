from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "cdos.base.files"
    label = "files"
