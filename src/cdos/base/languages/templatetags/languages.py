"""`{% load languages %}`: what the city wrote, in the reader's language."""

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cdos.base.languages import api
from cdos.base.languages.contracts import Said
from cdos.base.web import api as web

register = template.Library()


@register.simple_tag
def said(text: object, source: str = "zh-hans", inside: bool = False) -> SafeString:
    """`{% said item.title %}`; `inside=True` within a link or button, where nothing else may be pressed."""
    return written(api.said(str(text or ""), source=source), inside=inside)


@register.simple_tag
def original(text: object, source: str = "zh-hans") -> SafeString:
    """What was written, behind a word to press, beside a heading that says it in the reader's language."""
    one = api.said(str(text or ""), source=source)
    if not one.translated or not one.machine:
        return SafeString("")
    return format_html(
        '<details class="original"><summary>{}</summary><span lang="{}" dir="auto">{}</span></details>',
        _("Machine translation: show the original"), web.language_tag(one.source), one.original,
    )  # fmt: skip


def written(one: Said, *, inside: bool = False) -> SafeString:
    """Marked where a machine made it; the original is behind the mark, or in its title where nothing may be pressed."""
    tag, original_tag = web.language_tag(one.language), web.language_tag(one.source)
    if not one.translated and one.language == get_language():
        return conditional_escape(one.text)
    if not one.translated or not one.machine:
        return format_html('<span lang="{}" dir="auto">{}</span>', tag, one.text)
    if inside:
        return format_html(
            '<span lang="{}" dir="auto" title="{}">{}</span><span class="by-machine" aria-hidden="true">{}</span><span class="sr">{}</span>',
            tag, one.original, one.text, _("machine"), _("translated by a machine"),
        )  # fmt: skip
    return format_html(
        '<span lang="{}" dir="auto">{}</span> <details class="original"><summary>{}</summary><span lang="{}" dir="auto">{}</span></details>',
        tag, one.text, _("Machine translation: show the original"), original_tag, one.original,
    )  # fmt: skip
