from django.apps import AppConfig


class MattersConfig(AppConfig):
    name = "cdos.base.matters"
    label = "matters"

    def ready(self) -> None:
        from cdos.base.matters import guards, pages

        guards.register()
        pages.register_menu()
