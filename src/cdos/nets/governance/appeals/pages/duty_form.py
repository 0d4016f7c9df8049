"""The form of one duty item."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cdos.base.calendar.contracts import TimeUnit
from cdos.base.matters.contracts import Urgency

from ..contracts import DutyItemInfo
from ..models import DutyItem
from . import words

UNITS: dict[str, Promise] = {
    TimeUnit.HOURS.value: _("hours"),
    TimeUnit.DAYS.value: _("calendar days"),
    TimeUnit.WORKING_HOURS.value: _("working hours"),
    TimeUnit.WORKING_DAYS.value: _("working days"),
    TimeUnit.MINUTES.value: _("minutes"),
    TimeUnit.WORKING_MINUTES.value: _("working minutes"),
}
URGENCIES: dict[str, Promise] = {Urgency.ORDINARY.value: _("ordinary"), Urgency.URGENT.value: _("urgent")}


class ItemForm(forms.Form):
    code = forms.CharField(label=_("Code"), max_length=20)
    class_name = forms.CharField(label=_("Class"), max_length=60)
    group = forms.CharField(label=_("Group"), max_length=60)
    name = forms.CharField(label=_("Item"), max_length=120)
    function = forms.ChoiceField(label=_("Whose work"))
    level = forms.ChoiceField(label=_("Level of the unit"), choices=[(k, v) for k, v in words.LEVELS.items()])
    urgency = forms.ChoiceField(label=_("Urgency"), choices=list(URGENCIES.items()))
    handling_amount = forms.IntegerField(label=_("Term"), min_value=1, max_value=1000)
    handling_unit = forms.ChoiceField(label=_("Term in"), choices=list(UNITS.items()))
    keywords = forms.CharField(
        label=_("Keywords, with commas"),
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Words that residents use; they propose the item."),
    )
    legal_basis = forms.CharField(label=_("Legal basis"), required=False, max_length=2000)
    help = forms.CharField(
        label=_("Help for residents"), required=False, widget=forms.Textarea({"rows": 2}), max_length=2000
    )

    def __init__(self, *arguments: Any, functions: frozenset[str] = frozenset(), **more: Any) -> None:
        super().__init__(*arguments, **more)
        known = {code: str(title) for code, title in words.FUNCTIONS.items()}
        known |= {code: code for code in functions if code not in known}
        field = self.fields["function"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(known.items())

    def item(self) -> DutyItem:
        """Not stored; call after `is_valid`."""
        values = dict(self.cleaned_data)
        said = (
            values.pop("keywords").replace("，", ",").replace("、", ",").replace("；", ",").replace(";", ",")
        )
        keywords = list(dict.fromkeys(word.strip()[:60] for word in said.split(",") if word.strip()))
        return DutyItem(keywords=keywords, **values)


def initial(item: DutyItemInfo) -> dict[str, Any]:
    return {
        "code": item.code,
        "class_name": item.class_name,
        "group": item.group,
        "name": item.name,
        "function": item.function,
        "level": item.level.value,
        "urgency": item.urgency.value,
        "handling_amount": item.handling.amount,
        "handling_unit": item.handling.unit.value,
        "keywords": "，".join(item.keywords),
        "legal_basis": item.legal_basis,
        "help": item.help,
    }
