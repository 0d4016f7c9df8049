"""National code values (代码值) with their names; the first column is what files carry."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Choices = tuple[tuple[str, "str | Promise"], ...]

VALUES: dict[str, Choices] = {
    "task_type": (
        ("01", _("Administrative licence")),
        ("05", _("Payment")),
        ("07", _("Confirmation")),
        ("08", _("Award")),
        ("09", _("Ruling")),
        ("20", _("Other administrative power")),
        ("21", _("Public service")),
    ),
    "use_level": (("2", _("Province")), ("3", _("City level")), ("4", _("District or county"))),
    "handling": (("1", _("Done at once")), ("2", _("Promised in days"))),
    "audience": (
        ("1", _("Natural persons")),
        ("2", _("Enterprises with legal personality")),
        ("3", _("Public institutions")),
        ("4", _("Social organisations")),
        ("5", _("Enterprises that are no legal person")),
        ("6", _("Government bodies")),
        ("9", _("Other organisations")),
    ),
    "online_depth": (
        ("1", _("I: information online")),
        ("2", _("II: first look online")),
        ("3", _("III: handed in online, one visit")),
        ("4", _("IV: wholly online")),
    ),
    "channels": (
        ("online", _("Online")),
        ("counter", _("At a counter")),
        ("home", _("At home")),
        ("video", _("By video")),
        ("bank", _("In a bank")),
        ("cross_border", _("From across the border")),
    ),
    "legal_unit": (
        ("at_once", _("At once")),
        ("working_days", _("Days of work")),
        ("days", _("Calendar days")),
    ),
    "materials.type": (("1", _("Certificate")), ("2", _("A form to fill in")), ("3", _("Other paper"))),
    "materials.source": (
        ("10", _("The applicant has it")),
        ("20", _("A government body issued it")),
        ("99", _("Somebody else issued it")),
    ),
    "materials.need": (
        ("1", _("Always needed")),
        ("2", _("Not always needed")),
        ("3", _("May follow later")),
    ),
    "materials.format": (("1", _("On paper")), ("2", _("As a file")), ("3", _("On paper or as a file"))),
    "results.type": (
        ("10", _("Licence or certificate")),
        ("20", _("Official reply")),
        ("30", _("Another kind of result")),
    ),
    "steps.kind": (
        ("addressee", _("Receipt")),
        ("acceptance", _("Acceptance")),
        ("investigate", _("Examination")),
        ("decide", _("Decision")),
        ("accreditation", _("Making of the certificate")),
        ("delivery", _("Delivery")),
    ),
    "extension.power_source": (
        ("1", _("By law at this level")),
        ("2", _("Handed down")),
        ("3", _("Authorised from above")),
        ("4", _("Authorised at the same level")),
        ("5", _("Entrusted")),
    ),
    "extension.handled_in": (
        ("全国", _("In the whole country")),
        ("全省", _("In the whole province")),
        ("全市", _("In the whole city")),
        ("全区", _("In the whole district")),
        ("跨境", _("Across the border")),
    ),
}
VALUES["promised_unit"] = VALUES["legal_unit"]
