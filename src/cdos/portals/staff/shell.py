"""The staff shell's menu, and the way from the citizen portal to the workbench."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action
from cdos.base.web import api as web
from cdos.nets.governance.leads import api as leads
from cdos.nets.governance.rulings import api as rulings


def is_staff(request: HttpRequest) -> bool:
    return organisation.actor(request).is_staff


def is_operator(request: HttpRequest) -> bool:
    return organisation.may(organisation.actor(request), Action.FILE_FOR_OTHERS)


def is_decider(request: HttpRequest) -> bool:
    return organisation.may(organisation.actor(request), Action.APPROVE)


def reads_precedents(request: HttpRequest) -> bool:
    return rulings.may_read_precedents(actor=organisation.actor(request))


def is_guardian(request: HttpRequest) -> bool:
    return organisation.may(organisation.actor(request), Action.GUARD)


def reports_leads(request: HttpRequest) -> bool:
    return leads.may_report(organisation.actor(request))


def edits_leads(request: HttpRequest) -> bool:
    return leads.may_edit_sources(organisation.actor(request))


def reads_figures(request: HttpRequest) -> bool:
    return organisation.may(organisation.actor(request), Action.FIGURES)


def register() -> None:
    entries = (
        ("workbench", _("Workbench"), "staff:workbench", "inbox", 0, is_staff),
        ("requests", _("Requests"), "staff:requests", "hourglass", 1, is_decider),
        ("guard", _("Data protection"), "staff:guard", "shield", 1, is_guardian),
        ("hotline", _("Hotline"), "appeals:hotline", "phone", 1, is_operator),
        ("rulings", _("Rulings"), "rulings:desk", "shield", 1, is_decider),
        ("leads", _("Patrol"), "leads:own", "camera", 2, reports_leads),
        ("lead-sources", _("Sources of leads"), "leads:sources", "list", 4, edits_leads),
        ("topics", _("Topics"), "cases:topics", "people", 2, reads_figures),
        ("figures", _("Figures"), "appeals:staff_figures", "chart", 2, is_staff),
        ("enterprises", _("Enterprises"), "enterprises:figures", "building", 2, reads_figures),
        ("knowledge", _("Knowledge"), "knowledge:list", "info", 3, is_staff),
        ("duty-list", _("Duty list"), "appeals:duty_list", "list", 3, is_staff),
        ("precedents", _("Precedents"), "rulings:precedents", "list", 4, reads_precedents),
    )
    for key, title, url, icon, order, visible in entries:
        web.menu.register(
            slot=web.Slot.STAFF, key=key, title=title, url=url, icon=icon, order=order, visible=visible
        )
    web.menu.register(
        slot=web.Slot.ACCOUNT,
        key="workbench",
        title=_("Workbench"),
        url="staff:workbench",
        icon="inbox",
        order=5,
        visible=is_staff,
    )
