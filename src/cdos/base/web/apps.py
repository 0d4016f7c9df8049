from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "cdos.base.web"
    label = "web"

    def ready(self) -> None:
        from cdos.base.crypto import api as crypto
        from cdos.base.web import languages
        from cdos.base.web.logic import SEALED

        languages.fall_back_to_english()
        crypto.register_sealed(SEALED)
