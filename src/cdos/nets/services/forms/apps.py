from django.apps import AppConfig


class FormsConfig(AppConfig):
    name = "cdos.nets.services.forms"
    label = "forms"

    def ready(self) -> None:
        from cdos.hubs.registers import api as registers

        from .logic import book, recording
        from .pages import shell

        recording.register()
        shell.register()
        registers.register_purposes("item", book.titles)  # a form bears the code of its item
