from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "cdos.base.organisation"
    label = "organisation"
