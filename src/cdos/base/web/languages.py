"""The languages a person may read CDOS in, and which one this request gets."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import get_supported_language_variant, to_locale
from django.utils.translation.trans_real import DjangoTranslation, parse_accept_lang_header

from cdos.base.web import generic

# Every language the city plans for, each in its own words and script.
PLANNED = {
    "zh-hans": ("简体中文", "简"),
    "zh-hant": ("繁體中文", "繁"),
    "en": ("English", "EN"),
    "ja": ("日本語", "日"),
    "ko": ("한국어", "한"),
    "fr": ("Français", "FR"),
    "ar": ("العربية", "ع"),
    "es": ("Español", "ES"),
    "ru": ("Русский", "RU"),
    "de": ("Deutsch", "DE"),
    "pt": ("Português", "PT"),
}
# Staff work in Chinese; who reads neither Chinese nor English gets English there, never half a page of each.
OF_STAFF = ("zh-hans", "zh-hant", "en")
STAFF_PATHS = ("/staff/", "/admin/", "/design/", "/api/docs")


@dataclass(frozen=True, slots=True)
class Choice:
    code: str
    name: str
    short: str
    tag: str  # for the `lang` attribute
    current: bool


def html_tag(code: str) -> str:
    """`zh-hans` as browsers and screen readers know it: `zh-Hans`."""
    base, _, script = code.partition("-")
    return f"{base}-{script.capitalize()}" if script else base


def is_for_staff(request: HttpRequest) -> bool:
    return request.path.startswith(STAFF_PATHS)


def choices(current: str, *, for_staff: bool = False) -> list[Choice]:
    codes = [code for code, _ in settings.LANGUAGES if code in OF_STAFF or not for_staff]
    return [choice(code, code == current) for code in codes]


def is_machine_made(code: str) -> bool:
    """Whether part of what pages say in this language was translated by a machine and read by nobody yet."""
    locale = to_locale(code)
    return locale in generic.LOCALES and generic.unread(locale) > 0


def choice(code: str, current: bool = False) -> Choice:
    name, short = PLANNED.get(code, (code, code))
    return Choice(code, name, short, html_tag(code), current)


def enabled(code: str) -> str:
    """The enabled language nearest to `code`, or "" where there is none."""
    try:
        return get_supported_language_variant(code)
    except LookupError:
        return ""


def from_cookie(request: HttpRequest) -> str:
    return enabled(request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""))


def from_browser(request: HttpRequest) -> str:
    """The first language of Accept-Language that is enabled."""
    wanted = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    return next((found for code, _ in wanted if code != "*" and (found := enabled(code))), "")


def offer(request: HttpRequest) -> Choice | None:
    if from_cookie(request) or getattr(getattr(request, "account", None), "language", ""):
        return None
    wanted = from_browser(request)
    if is_for_staff(request) and wanted not in OF_STAFF:
        return None
    return choice(wanted) if wanted and wanted != translation.get_language() else None


def chosen(request: HttpRequest) -> str:
    """Cookie, then the account's language; a program's Accept-Language; else the city's own.

    A page does not follow the browser's language by itself: the same address shows everybody the city's language
    first, and the shell offers the other one (`offer`).
    """
    account = enabled(getattr(getattr(request, "account", None), "language", "") or "")
    program = from_browser(request) if request.path.startswith(("/api/", "/open311/")) else ""
    wanted = from_cookie(request) or account or program or settings.LANGUAGE_CODE
    return "en" if is_for_staff(request) and wanted not in OF_STAFF else wanted


def fall_back_to_english() -> None:
    """What a language does not say is said in English, the words of the sources; Django would say it in Chinese.

    Chinese falls back on Chinese as before. Called once, before any language is loaded.
    """
    kind: Any = DjangoTranslation  # its stubs leave out what begins with a line
    as_django_does = kind._add_fallback

    def add(self: DjangoTranslation, localedirs: list[str] | None = None) -> None:
        if self.language().startswith("zh"):
            as_django_does(self, localedirs)

    kind._add_fallback = add


class LanguageMiddleware:
    """Stands after the identity middleware, whose `request.account` may name a language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        translation.activate(chosen(request))
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        return response
