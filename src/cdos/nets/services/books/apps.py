from django.apps import AppConfig


class BooksConfig(AppConfig):
    name = "cdos.nets.services.books"
    label = "books"
