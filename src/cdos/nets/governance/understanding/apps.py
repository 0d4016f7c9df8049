from django.apps import AppConfig


class UnderstandingConfig(AppConfig):
    name = "cdos.nets.governance.understanding"
    label = "understanding"

    def ready(self) -> None:
        from cdos.base.identity import api as identity
        from cdos.base.matters import api as matters
        from cdos.base.web import api as web
        from cdos.nets.governance.appeals import api as appeals
        from cdos.nets.governance.appeals.contracts import KIND

        from .logic import filereading, places, recording, service
        from .pages import menu

        recording.register()
        appeals.register_learner(service.says)
        appeals.register_placer(places.placed)
        appeals.register_section(title=menu.SECTION, route="understanding:signals")
        menu.register(web)
        matters.register_eraser(kind=KIND, erase=filereading.erase)
        identity.register_own_data("appeal_files_read", filereading.own)
