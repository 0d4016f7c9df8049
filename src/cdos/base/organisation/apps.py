from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "cdos.base.organisation"
    label = "organisation"

    def ready(self) -> None:
        from cdos.base.organisation import shell
        from cdos.base.organisation.logic import recording

        recording.register()
        shell.register()
