"""Which machine translates; a city adds its own with `add`."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from cdos.base.languages.adapters.base import Translator
from cdos.base.languages.adapters.demo import DemoTranslator
from cdos.base.languages.adapters.http import HttpTranslator

_translators: dict[str, Callable[[], Translator]] = {}


def add(name: str, make: Callable[[], Translator]) -> None:
    _translators[name] = make


def translator() -> Translator | None:
    """The one that CDOS_TRANSLATOR names; None where the city wants no machine."""
    name = settings.TRANSLATOR
    if not name:
        return None
    make = _translators.get(name)
    if make is None:
        raise ImproperlyConfigured(
            f"no translator called {name}; known: {', '.join(sorted(_translators))}, or none"
        )
    return make()


add("demo", DemoTranslator)
add("http", lambda: HttpTranslator(url=settings.TRANSLATOR_URL, key=settings.TRANSLATOR_KEY))
