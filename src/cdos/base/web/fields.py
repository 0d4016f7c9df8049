"""Fields of forms as HTML, made in Python: the workbench shows thirty of them, and a template a field takes most of the
page's time.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.forms import BoundField
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cdos.base.web.components import attributes, icon
from cdos.base.web.filling import fill, fill_each

NOTHING = mark_safe("")


def field(
    bound: BoundField | None = None, *, name: str = "", label: str = "", type: str = "text", value: Any = "",
    help: str = "", error: str = "", required: bool = True, options: Iterable[tuple[Any, str]] = (),
    source: str = "", binding: bool = True, **attributes: Any,
) -> SafeString:  # fmt: skip
    """A Django form's field, or a plain one: `{% field name="phone" label=… type="tel" help=… error=… %}`.

    `type` also: textarea, select (with `options` as (value, text) pairs); `source`: where a pre-filled value is from;
    not `binding`: a required one is said to be so, and the browser still lets the form go without it.
    """
    if bound is not None:
        return _bound(bound, source, attributes)
    identity = str(attributes.get("id", f"id_{name}"))
    errors = [error] if error else []
    given: dict[str, Any] = {"id": identity, "name": name, **needs(required, binding), **attributes}
    return _field(
        kind=type,
        identity=identity,
        label=label,
        control=_control(type, value, options, given | _describe(identity, help, errors)),
        required=required,
        help=help,
        errors=errors,
        source=source,
    )


def combobox(
    name: str, label: str, url: str, value: str = "", text: str = "", help: str = "", error: str = "",
    required: bool = True, free: bool = False, id: str = "", binding: bool = True, **options: Any,
) -> SafeString:  # fmt: skip
    """A field whose options the server filters: GET `url`?q=… answers `<li role="option" data-value="…">` rows.

    `free`: the text itself is the value (its input has the id `id_<name>`); `lon`, `lat`: ids of inputs that get a chosen
    place's position, where `url` answers `{"places": [{name, address, lon, lat}]}`; `id` keeps several of one name apart.
    """
    key = id or f"id_{name}"
    identity = id or (f"id_{name}" if free else f"id_{name}_text")
    given = {
        "id": identity, "name": name if free else f"{name}_text", "type": "text", "role": "combobox",
        "aria-expanded": "false", "aria-autocomplete": "list", "aria-controls": f"{key}_list", "autocomplete": "off",
        **_describe(key, help, [error] if error else []), **needs(required, binding),
    }  # fmt: skip
    return fill(
        '<cdos-combobox class="field{}" url="{}"{} data-none="{}"><label for="{}">{}</label>{}{}<input value="{}"{}>'
        '<ul id="{}_list" role="listbox" class="options" aria-label="{}" hidden></ul>{}</cdos-combobox>',
        " wrong" if error else "",
        url,
        attributes(options),
        _("Nothing found"),
        identity,
        _titled(label, required),
        _help(key, help),
        NOTHING if free else fill('<input type="hidden" name="{}" value="{}">', name, value),
        text,
        attributes(given),
        key,
        label,
        _errors(key, [error] if error else []),
    )


def needs(required: bool, binding: bool) -> dict[str, Any]:
    """How an input says that it must be filled in."""
    return {"required": required} if binding or not required else {"aria-required": "true"}


def _bound(bound: BoundField, source: str, extra: Mapping[str, Any]) -> SafeString:
    identity = bound.auto_id or bound.html_name
    widget_attributes = {k.replace("_", "-"): v for k, v in extra.items()}
    errors = [str(message) for message in bound.errors]
    shown = _describe(identity, str(bound.help_text), errors)
    return _field(
        kind=bound.widget_type,
        identity=identity,
        label=str(bound.label),
        control=bound.as_widget(attrs={**widget_attributes, **shown}),
        required=bound.field.required,
        help=str(bound.help_text),
        errors=errors,
        source=source,
        grouped=bool(getattr(bound.field.widget, "use_fieldset", False)),
    )


def _field(
    *, kind: str, identity: str, label: str, control: SafeString, required: bool, help: str,
    errors: Sequence[str], source: str, grouped: bool = False,
) -> SafeString:  # fmt: skip
    group = fill(' role="group" aria-labelledby="{}_label"', identity) if grouped else NOTHING
    return fill(
        '<div class="field{} field-{}"{}>{}{}{}{}{}</div>',
        " wrong" if errors else "",
        kind,
        group,
        _label(kind, identity, label, control, required, grouped),
        _help(identity, help),
        NOTHING if kind == "checkbox" and not grouped else control,
        fill('<p class="source">{}{}</p>', icon("info"), source) if source else NOTHING,
        _errors(identity, errors),
    )


def _label(
    kind: str, identity: str, label: str, control: SafeString, required: bool, grouped: bool
) -> SafeString:
    if grouped:
        return fill('<span class="label" id="{}_label">{}</span>', identity, _titled(label, required))
    if kind == "checkbox":
        return fill('<label class="check" for="{}">{}<span>{}</span></label>', identity, control, label)
    return fill('<label for="{}">{}</label>', identity, _titled(label, required))


def _titled(label: str, required: bool) -> SafeString:
    if required:
        return fill("{}", label)
    return fill('{} <span class="optional">{}</span>', label, _("optional"))


def _help(identity: str, text: str) -> SafeString:
    return fill('<p class="help" id="{}_help">{}</p>', identity, text) if text else NOTHING


def _errors(identity: str, errors: Sequence[str]) -> SafeString:
    if not errors:
        return NOTHING
    words = " ".join(errors)
    return fill('<p class="error" id="{}_error">{}<span>{}</span></p>', identity, icon("alert"), words)


def _describe(identity: str, help_text: str, errors: Sequence[str]) -> dict[str, str]:
    ids = ([f"{identity}_help"] if help_text else []) + ([f"{identity}_error"] if errors else [])
    found = {"aria-describedby": " ".join(ids)} if ids else {}
    return found | ({"aria-invalid": "true"} if errors else {})


def _control(
    type: str, value: Any, options: Iterable[tuple[Any, str]], given: Mapping[str, Any]
) -> SafeString:
    if type == "textarea":
        return fill("<textarea{}>{}</textarea>", attributes({"rows": 4, **given}), value)
    if type == "select":
        rows = ((v, mark_safe(" selected") if str(v) == str(value) else "", text) for v, text in options)
        inner = fill_each('<option value="{}"{}>{}</option>', rows)
        return fill("<select{}>{}</select>", attributes(given), inner)
    return fill("<input{}>", attributes({"type": type, "value": value, **given}))
