"""Who reads the ledger, and what its numbers mean: asked of the modules that know people, posts and matters."""

from collections.abc import Callable, Iterable

from django.http import HttpRequest

from cdos.base.ledger.contracts import Named, Reader

Names = Callable[[Iterable[int]], dict[int, str]]
Objects = Callable[[Iterable[int]], dict[int, Named]]
ByCode = Callable[[str], Named | None]

_readers: list[Callable[[HttpRequest], Reader]] = []
_names: list[Names] = []
_objects: dict[str, Objects] = {}
_by_code: dict[str, ByCode] = {}


def register_reader(check: Callable[[HttpRequest], Reader]) -> None:
    _readers[:] = [check]


def register_names(names: Names) -> None:
    _names[:] = [names]


def register_objects(kind: str, describe: Objects) -> None:
    _objects[kind] = describe


def register_codes(kind: str, describe: ByCode) -> None:
    _by_code[kind] = describe


def reader(request: HttpRequest) -> Reader:
    return _readers[0](request) if _readers else Reader()


def account_names(ids: Iterable[int]) -> dict[int, str]:
    return _names[0](ids) if _names else {}


def described(objects: Iterable[str]) -> dict[str, Named]:
    """ "matter:12" -> what people call it; only what a module knows and the reader may see."""
    by_kind: dict[str, list[int]] = {}
    found: dict[str, Named] = {}
    for one in objects:
        kind, _colon, number = one.partition(":")
        if kind in _objects and number.isdecimal():
            by_kind.setdefault(kind, []).append(int(number))
        elif kind in _by_code and (named := _by_code[kind](number)):
            found[one] = named
    for kind, ids in by_kind.items():
        found |= {f"{kind}:{number}": named for number, named in _objects[kind](ids).items()}
    return found
