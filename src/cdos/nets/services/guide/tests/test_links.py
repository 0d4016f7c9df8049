"""Links of other providers: asked now and then, said to be away after two failures, never by our own broken net."""

import pytest

from cdos.nets.services.guide import api
from cdos.nets.services.guide.contracts import GuideRefused, Health
from cdos.nets.services.guide.logic import health, links

pytestmark = pytest.mark.django_db
ROWS = [
    {"code": code, "title": code, "provider": "省", "url": f"https://{code}.example"}
    for code in ("one", "two", "three")
]


@pytest.fixture(autouse=True)
def _three() -> None:
    api.load_links(rows=ROWS)


def of(code: str):
    return next(one for one in api.provider_links() if one.code == code)


def two_is_away(url: str) -> str:
    return "ConnectTimeout" if "two" in url else ""


def test_one_failure_says_nothing_two_say_away_and_an_answer_takes_it_back() -> None:
    health.check(two_is_away)
    assert of("two").health is Health.UNKNOWN
    assert of("one").health is Health.UP
    health.check(two_is_away)
    assert of("two").health is Health.AWAY
    assert of("two").away_since is not None
    health.check(lambda url: "")
    assert of("two").health is Health.UP
    assert of("two").away_since is None


def test_when_nothing_answers_it_is_our_own_net_and_nobody_is_called_away() -> None:
    for _ in range(3):
        assert health.check(lambda url: "ConnectionError").shut
    assert {one.health for one in api.provider_links()} == {Health.UNKNOWN}


def test_a_refused_page_is_there_and_a_broken_one_is_not(monkeypatch) -> None:
    class Answer:
        def __init__(self, status: int) -> None:
            self.status_code = status

        def __enter__(self):
            return self

        def __exit__(self, *args: object) -> None:
            pass

    for status, said in ((200, ""), (403, ""), (404, "404"), (502, "502")):
        monkeypatch.setattr(health.requests, "get", lambda *a, status=status, **k: Answer(status))
        assert health.answers("https://x.example") == said


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://x.example", "x.example", "https://"])
def test_only_whole_web_addresses_are_kept(url) -> None:
    with pytest.raises(GuideRefused):
        links.put("", title="x", provider="y", url=url, summary="", words=[])


def test_a_changed_address_is_asked_anew() -> None:
    health.check(two_is_away)
    health.check(two_is_away)
    links.put("two", title="two", provider="省", url="https://new.example", summary="", words=[])
    assert of("two").health is Health.UNKNOWN
