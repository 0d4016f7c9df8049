from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "cdos.base.identity"
    label = "identity"

    def ready(self) -> None:
        from cdos.base.identity.logic import recording
        from cdos.base.identity.pages.frame import install

        recording.register()
        install()
