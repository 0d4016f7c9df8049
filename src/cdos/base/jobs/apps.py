from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    name = "cdos.base.jobs"
    label = "jobs"

    def ready(self) -> None:
        # Every process that announces must know who listens, and every worker what it can run.
        autodiscover_modules("tasks")
