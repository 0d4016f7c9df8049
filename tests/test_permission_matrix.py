"""Every page, route, file and search, asked by everybody: who may, does; who may not, is refused and learns nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from tests.support import town as towns
from tests.support.matrix import ALL, LINES, Line
from tests.support.town import NOTED, PHONE, SAID, Town

from cdos.base.ledger import api as ledger
from cdos.base.notices import api as notices
from cdos.base.organisation import api as organisation

pytestmark = pytest.mark.django_db
SIGN_IN = ("/accounts/sign-in", settings.LOGIN_URL)
REFUSALS = {401, 403, 404}


@pytest.fixture
def town(db: None, tmp_path: Path) -> Iterator[Town]:
    settings.DATA_DIR.mkdir(exist_ok=True)
    yield towns.build(tmp_path)
    organisation.forget()


def names(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    for one in patterns:
        if isinstance(one, URLPattern):
            yield f"{space}{one.name or '?'}"
        else:
            yield from names(one.url_patterns, space + (f"{one.namespace}:" if one.namespace else ""))


def test_every_route_has_a_line_in_the_matrix() -> None:
    assert set(names(get_resolver().url_patterns)) == {line.route for line in LINES}


def filled(town: Town, line: Line) -> tuple[str, dict[str, object]]:
    told = notices.notices(party_id=town.parties["resident"])
    values = {
        "number": town.number,
        "anonymous": town.anonymous,
        "answer": town.answer,
        "promise": town.promise,
        "topic": town.topic,
        "campaign": town.campaign,
        "measure": town.measure,
        "risk": town.risk,
        "report": town.report,
        "sentence": town.sentence,
        "sentinel": town.sentinel,
        "visit": town.visit,
        "receipt": town.receipt,
        "application": town.application,
        "payment": town.payment,
        "payout_batch": town.payout_batch,
        "draft": town.draft,
        "licence": town.licence,
        "ticket": town.ticket,
        "ticket_id": town.ticket_id,
        "appointment": town.appointment,
        "licence_use": town.licence_use,
        "licence_code": town.licence_code,
        "file": town.file,
        "staff_file": town.staff_file,
        "resident_party": town.parties["resident"],
        "resident_notice": told[0].id if told else 0,
        "resident_row": ledger.of_party(about=town.parties["resident"])[0].seq,
    }
    data = {k: v.format(**values) if isinstance(v, str) else v for k, v in line.data.items()}
    return line.path.format(**values), data


def ask(browser: Client, line: Line, path: str, data: dict[str, object]) -> HttpResponse:
    """Whatever it changes is undone at once."""
    cookies = browser.cookies.output()
    with transaction.atomic():
        if line.method == "GET":
            answer = browser.get(path)
        elif line.json:
            answer = browser.post(path, data, content_type="application/json")
        else:
            answer = browser.post(path, data)
        transaction.set_rollback(True)
    browser.cookies.clear()
    browser.cookies.load(cookies.replace("Set-Cookie: ", "").replace("\r\n", "; "))
    return answer


def refused(answer: HttpResponse) -> bool:
    to_sign_in = answer.status_code == 302 and answer["Location"].startswith(SIGN_IN)
    return to_sign_in or answer.status_code in REFUSALS


def text(answer: HttpResponse) -> str:
    raw = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return raw.decode(errors="ignore")


def wrongs(who: str, line: Line, answer: HttpResponse) -> Iterator[str]:
    asked, html = f"{who}: {line.method} {line.path} -> {answer.status_code}", text(answer)
    if refused(answer) == (who in line.may):
        yield f"{asked}, expected to be {'allowed' if who in line.may else 'refused'}"
    if answer.status_code >= 500 and line.path != "/health/deep":  # this town has no worker
        yield f"{asked}, a server error"
    if PHONE in html and (who, line.route) != ("resident", "identity:own_data"):  # their own
        yield f"{asked}, a phone number in clear"
    if line.method == "GET":
        for secret, readers, what in ((SAID, line.reads, "the person's words"), (NOTED, line.notes, "notes")):
            if (secret in html) != (who in readers):
                yield f"{asked}, {'reads' if secret in html else 'does not read'} {what}"


@pytest.mark.slow
def test_everybody_reads_and_does_what_they_may_and_no_more(town: Town) -> None:
    found = []
    for who in sorted(ALL):
        browser = town.browser(who)
        for line in LINES:
            path, data = filled(town, line)
            found += wrongs(who, line, ask(browser, line, path, data))
    if found:
        pytest.fail("\n".join(found), pytrace=False)


def test_the_secret_of_an_anonymous_appeal_opens_it_and_no_other(town: Town) -> None:
    browser = town.browser("visitor")
    key = {"X-Appeal-Key": town.key}
    assert SAID in browser.get(f"/api/appeals/{town.anonymous}", headers=key).content.decode()
    assert SAID not in browser.get(f"/api/appeals/{town.number}", headers=key).content.decode()
