from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "cdos.base.notices"
    label = "notices"

    def ready(self) -> None:
        from cdos.base.identity import api as identity
        from cdos.base.notices import frame, logic

        frame.install()
        identity.register_own_data("notices", logic.own_data)
        identity.register_closing("notices", forget=logic.forget)
