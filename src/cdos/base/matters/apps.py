from django.apps import AppConfig


class MattersConfig(AppConfig):
    name = "cdos.base.matters"
    label = "matters"

    def ready(self) -> None:
        from cdos.base.matters import guards, pages
        from cdos.base.matters.logic import recording

        guards.register()
        recording.register()
        pages.register_menu()
