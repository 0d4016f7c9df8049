"""The audit of dependencies: a known vulnerable pin fails it, a network that is down does not."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from cdos.runtime import audit

LOCK = """version = 1
[[package]]
name = "django"
version = "3.2.0"
source = { registry = "https://pypi.org/simple" }
[[package]]
name = "idna"
version = "3.10"
source = { registry = "https://pypi.org/simple" }
[[package]]
name = "cdos"
version = "0.1.0"
source = { editable = "." }
"""
BAD = {"id": "PYSEC-2021-1", "fixed_in": ["3.2.1"], "withdrawn": None}


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    path = tmp_path / "uv.lock"
    path.write_text(LOCK)
    return path


@contextmanager
def registry(*, osv: bool, slow_s: float = 0, newest: str | None = None) -> Iterator[str]:
    """A registry on this machine that speaks as OSV and PyPI do; one package of it is vulnerable.

    With `newest` it is a mirror that knows only the newest version of everything, which is this one.
    """

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["queries"]
            bad = [{"vulns": [BAD]} if one["package"]["name"] == "django" else {} for one in asked]
            self.say(200 if osv else 503, {"results": bad})

        def do_GET(self) -> None:
            time.sleep(slow_s)
            gone = BAD | {"id": "PYSEC-0", "withdrawn": "2022-01-01T00:00:00Z"}
            vulnerable = "/django/" in self.path
            version = self.path.split("/")[3] if newest is None else newest
            if newest and self.path.count("/") == 4:
                return self.say(404, {})
            listed = [BAD, gone] if vulnerable else []
            self.say(200, {"info": {"version": version}, "vulnerabilities": listed})

        def say(self, status: int, body: object) -> None:
            raw = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def point_to(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setattr(audit, "OSV", f"{url}/v1/querybatch")
    monkeypatch.setattr(audit, "PYPI", url + "/pypi/{name}/{version}/json")
    monkeypatch.setattr(audit, "PYPI_NEWEST", url + "/pypi/{name}/json")


@pytest.mark.parametrize(("osv", "source"), [(True, "OSV"), (False, "PyPI")])
def test_a_known_vulnerable_pin_fails(
    lock: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], osv: bool, source: str
) -> None:
    with registry(osv=osv) as url:
        point_to(monkeypatch, url)
        assert not audit.passes(lock)
    said = capsys.readouterr().out
    assert "django 3.2.0: PYSEC-2021-1" in said
    assert f"{source} answered for 2 of 2 packages" in said
    assert "PYSEC-0" not in said, "a withdrawn one is none"


def test_a_mirror_that_knows_only_newest_versions_answers_for_those(
    lock: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with registry(osv=False, newest="3.2.0") as url:
        point_to(monkeypatch, url)
        assert not audit.passes(lock)
    assert "not audited: no answer for 1 packages" in capsys.readouterr().out


def test_an_accepted_one_passes(lock: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "ACCEPTED", {"PYSEC-2021-1": "we do not use that part"})
    with registry(osv=True) as url:
        point_to(monkeypatch, url)
        assert audit.passes(lock)


def test_a_machine_without_network_is_told_so_and_goes_on(
    lock: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    point_to(monkeypatch, "http://127.0.0.1:9")
    assert audit.passes(lock)
    assert "not audited: no answer" in capsys.readouterr().out


def test_a_slow_registry_is_not_waited_for(lock: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with registry(osv=False, slow_s=3) as url:
        point_to(monkeypatch, url)
        answered, known = audit.ask_pypi_for_all(audit.locked(lock), audit.requests.Session(), whole_s=0.1)
    assert (answered, known) == (0, [])


def test_our_own_lock_is_read_whole() -> None:
    found = dict(audit.locked(Path(__file__).resolve().parents[1] / "uv.lock"))
    assert {"django", "cryptography", "webauthn"} <= set(found)
    assert "cdos" not in found
