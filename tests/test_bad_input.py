"""Whatever stands in an address, a form or a body is answered with words, never with a server error."""

import json
import sys
from collections.abc import Iterator, Mapping
from urllib.parse import parse_qsl, quote, urlencode

import pytest
from django.core.handlers import wsgi
from django.core.signals import got_request_exception
from django.db import transaction
from django.http import QueryDict, request
from tests.support.matrix import ALL, LINES, Line, body
from tests.support.town import Town
from tests.test_permission_matrix import filled, text, town  # noqa: F401  a fixture

from cdos.base.web import api as web

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
HUGE = "9" * 25
PADDED = "00001" + HUGE  # for who looks at the first digits only
VALUES = (
    *("\x00", "²", HUGE, PADDED, "1e400", "nan", "路" * 5000, "[" * 2000, "\ud800"),
    *("0001-01-01", "0001-01-01T00:00:00+08:00~1", "2026-01-01T00:00:00"),
)
TYPED = ("\x00", "²", HUGE, PADDED, "nan", "路" * 5000, "0001-01-01")
ALONE = ("\x00", PADDED)
JSON = (None, True, 1.5, int(HUGE), "", "\x00", "\ud800", [], ["\x00"], {}, {"x": None}, "2026-01-01")
FORM = "application/x-www-form-urlencoded"
BODIES = (b"", b"[]", b"null", b'"x"', b"\xff\xfe", b'{"a": "\xff"}', b"[" * 100_000, b'{"a":' * 100_000)
OPEN311 = body("open311:requests", "/open311/v2/requests.json", ALL, service_code="other", long="x", lat="y")
ASKERS = ("clerk", "resident", "visitor", "supervisor", "editor", "operator", "admin", "guardian")


class Read(QueryDict):
    """Tells which names a page asks for."""

    names: set[str] = set()  # of a request, wherever they are read

    def __getitem__(self, key: str) -> object:
        Read.names.add(key)
        return super().__getitem__(key)

    def getlist(self, key: str, default: list[object] | None = None) -> list[object]:
        Read.names.add(key)
        return super().getlist(key, default)

    def __contains__(self, key: object) -> bool:
        Read.names.add(str(key))
        return super().__contains__(key)


@pytest.fixture(autouse=True)
def _reading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wsgi, "QueryDict", Read)
    monkeypatch.setattr(request, "QueryDict", Read)


class Asker:
    """A browser of somebody in the town; what its requests change is undone at once."""

    def __init__(self, lived_in: Town, who: str) -> None:
        self.who, self.client = who, lived_in.browser(who)
        self.client.raise_request_exception = False
        self.cookies = dict(self.client.cookies)
        self.faults: dict[tuple[str, ...], str] = {}

    def ask(self, line: Line, path: str, **sent: object) -> None:
        errors: list[BaseException | None] = []

        def note(**_: object) -> None:
            errors.append(sys.exc_info()[1])

        got_request_exception.connect(note)
        try:
            with transaction.atomic():
                answer = self.client.generic(line.method, path, **sent)  # type: ignore[arg-type]
                text(answer)
                transaction.set_rollback(True)
        finally:
            got_request_exception.disconnect(note)
        self.client.cookies.clear()
        self.client.cookies.update(self.cookies)
        if answer.status_code >= 500:
            why = repr(errors[0] if errors else answer.status_code)[:200]
            shown = f"{self.who}: {line.method} {path[:200]} {str(sent.get('data', ''))[:150]} -> {why}"
            self.faults.setdefault((line.route, why[:60]), shown)


def askers(line: Line) -> list[str]:
    """Who share the questions to a page: up to three of those who may ask it."""
    return [who for who in ASKERS if who in line.may][:3]


def parameters() -> dict[str, list[str]]:
    """Of the API's routes, by the name of the route: Ninja reads all that was sent, so it is asked what it knows."""
    paths = web.api_root().get_openapi_schema()["paths"]
    return {
        f"api:{operation['operationId'].rpartition('_http_')[2]}": [
            one["name"] for one in operation.get("parameters", ()) if one["in"] == "query"
        ]
        for methods in paths.values()
        for operation in methods.values()
    }


def queries(names: set[str], values: tuple[str, ...], given: Mapping[str, str]) -> Iterator[str]:
    """All names with one bad value, some values at one name at a time, and a name that stands there twice."""
    for value in values if names else ():
        yield urlencode([(name, value.encode(errors="surrogatepass")) for name in sorted(names)])
    for name in sorted(names):
        others = [(key, one) for key, one in given.items() if key != name]
        for value in ALONE:
            yield urlencode([*others, (name, value)])
        yield f"{quote(name)}=1&{quote(name)}=%FF%C0"


def test_no_value_in_an_address_is_a_server_error(town: Town) -> None:  # noqa: F811
    known, found = parameters(), []
    for who in ASKERS:
        asker = Asker(town, who)
        for line in [one for one in LINES if one.method == "GET" and one.path != "/health/deep"]:
            sharing = askers(line)
            if who not in sharing:
                continue
            path, _, query = filled(town, line)[0].partition("?")
            Read.names = set()
            asker.ask(line, f"{path}?{query}")
            names = Read.names | set(known.get(line.route, ()))
            bad = list(queries(names, VALUES, dict(parse_qsl(query))))
            for one in bad[sharing.index(who) :: len(sharing)]:
                asker.ask(line, f"{path}?{one}")
        found += asker.faults.values()
    assert not found, "\n".join(found)


def test_no_value_in_a_form_is_a_server_error(town: Town) -> None:  # noqa: F811
    found = []
    for who in ASKERS:
        asker = Asker(town, who)
        for line in [one for one in LINES if one.method == "POST" and not one.json]:
            if who not in askers(line)[:1]:
                continue
            path, data = filled(town, line)
            Read.names = set()
            asker.ask(line, path, data=urlencode(data), content_type=FORM)
            names = Read.names - {"csrfmiddlewaretoken"}
            for bad in queries(names, TYPED, {name: str(value) for name, value in data.items()}):
                asker.ask(line, path, data=bad, content_type=FORM)
        found += asker.faults.values()
    assert not found, "\n".join(found)


def test_no_body_of_a_program_is_a_server_error(town: Town) -> None:  # noqa: F811
    found = []
    for who in ASKERS:
        asker = Asker(town, who)
        for line in [one for one in LINES if one.json or one.route == "web:draft"] + [OPEN311]:
            if who not in (askers(line) or ["visitor"])[:1]:
                continue
            path, data = filled(town, line)
            for sent in BODIES:
                asker.ask(line, path, data=sent, content_type="application/json")
            for name in data:
                for value in JSON:
                    sent = json.dumps(data | {name: value}).encode()
                    asker.ask(line, path, data=sent, content_type="application/json")
        found += asker.faults.values()
    assert not found, "\n".join(found)
