from django.apps import AppConfig


class RepliesConfig(AppConfig):
    name = "cdos.nets.governance.replies"
    label = "replies"

    def ready(self) -> None:
        from cdos.base.matters import api as matters
        from cdos.nets.governance.appeals.contracts import KIND

        from .logic import erasing

        matters.register_eraser(kind=KIND, erase=erasing.erase)
