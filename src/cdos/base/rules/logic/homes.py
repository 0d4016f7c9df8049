"""Rules that are a part of something else: a programme's conditions are handed in and approved with it, on its own page."""

from collections.abc import Callable

from cdos.base.organisation.contracts import Actor

Home = Callable[[str], tuple[str, str] | None]  # code of a rule -> title and address of what it is a part of
May = Callable[[Actor, str], bool]  # whether an editor may write the rule with this code
_homes: dict[str, tuple[Home, May | None]] = {}


def register(prefix: str, home: Home, may: May | None = None) -> None:
    _homes[prefix] = (home, may)


def of(code: str) -> tuple[str, str] | None:
    for prefix, (home, _may) in _homes.items():
        if code.startswith(prefix):
            return home(code)
    return None


def may_write(actor: Actor, code: str) -> bool:
    """Of whom is an editor."""
    asked = (may for prefix, (_home, may) in _homes.items() if may is not None and code.startswith(prefix))
    return all(may(actor, code) for may in asked)
