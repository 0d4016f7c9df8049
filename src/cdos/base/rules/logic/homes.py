"""Rules that are a part of something else: a programme's conditions are handed in and approved with it, on its own page."""

from collections.abc import Callable

Home = Callable[[str], tuple[str, str] | None]  # code of a rule -> title and address of what it is a part of
_homes: dict[str, Home] = {}


def register(prefix: str, home: Home) -> None:
    _homes[prefix] = home


def of(code: str) -> tuple[str, str] | None:
    for prefix, home in _homes.items():
        if code.startswith(prefix):
            return home(code)
    return None
