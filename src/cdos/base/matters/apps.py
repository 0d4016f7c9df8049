from django.apps import AppConfig


class MattersConfig(AppConfig):
    name = "cdos.base.matters"
    label = "matters"

    def ready(self) -> None:
        from cdos.base.identity import api as identity
        from cdos.base.matters import guards, pages
        from cdos.base.matters.logic import leaving, recording

        guards.register()
        recording.register()
        pages.register_menu()
        identity.register_closing("matters", forget=leaving.forget, needs=leaving.has_open)
