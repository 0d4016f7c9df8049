"""What is wrong with a form before people meet it: said to the editor while they build it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from cdos.base.rules import api as rules

from ..contracts import Entry, Form, Warning, Widget
from . import elements

LONG_LABEL, MANY_ON_PAGE = 40, 12


def lint(form: Form) -> list[Warning]:
    """Grave ones keep the form from being handed in; `token` names the field."""
    return [*_whole(form), *(one for entry in form.entries for one in _entry(form, entry))]


def _whole(form: Form) -> Iterator[Warning]:
    if not form.entries:
        yield Warning("", _("The form asks nothing yet. Please add a field."), True, "empty")
    for section in form.sections:
        if not section.entries:
            words = _("The section “%(title)s” has no field.") % {"title": section.title}
            yield Warning("", words, True, "empty_section")
        if len(section.entries) > MANY_ON_PAGE:
            words = _("The section “%(title)s” asks much at once; two shorter ones are easier.")
            yield Warning("", words % {"title": section.title}, False, "long_section")


def _entry(form: Form, entry: Entry) -> Iterator[Warning]:
    named = {"label": entry.label or entry.name}
    if not entry.label:
        words = _("The field %(label)s has no label.") % named
        yield Warning(entry.name, words, True, "no_label")
    if len(entry.label) > LONG_LABEL:
        words = _("“%(label)s” is long: put what explains it into the help.") % named
        yield Warning(entry.name, words, False, "long_label")
    if entry.widget in (Widget.CHOICE.value, Widget.CHOICES.value):
        options = elements.options(form.schema["properties"][entry.name])
        if len(options) < 2:
            words = _("“%(label)s” needs at least two options.") % named
            yield Warning(entry.name, words, True, "few_options")
    if entry.widget == Widget.FILE.value and not entry.material:
        words = _("“%(label)s” does not say which material it is, so no licence can replace it.") % named
        yield Warning(entry.name, words, False, "no_material")
    yield from _conditions(form, entry, named)


def _conditions(form: Form, entry: Entry, named: dict[str, str]) -> Iterator[Warning]:
    names = [one.name for one in form.entries]
    before = set(names[: names.index(entry.name)])
    for node in (entry.shown, entry.required_if):
        for field in sorted(rules.fields_of(node)) if node is not None else ():
            if field in names and field not in before:
                words = _("“%(label)s” depends on a field that is asked after it: move it down.") % named
                yield Warning(entry.name, words, True, "later_field")
            elif field not in names and rules.field(field) is None:
                words = _("“%(label)s” depends on a field that is gone.") % named
                yield Warning(entry.name, words, True, "no_such_field")
