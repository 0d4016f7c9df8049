"""What the frame of every page knows of translations."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cdos.base.languages.logic import catalogues
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action
from cdos.base.web import api as web


def _edits(request: HttpRequest) -> bool:
    return organisation.may(organisation.actor(request), Action.EDIT_LISTS)


def register() -> None:
    web.register_reader(catalogues.read_count)
    web.shell.register_context(lambda request: {"report_url": "/translation/report/"})
    web.menu.register(
        slot=web.Slot.STAFF, key="languages", title=_("Translations"), url="languages:all", icon="globe",
        order=88, visible=_edits,
    )  # fmt: skip
