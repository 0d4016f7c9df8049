"""`cdos test` asks whether any locked package is known to be vulnerable: OSV first, else PyPI's own list.

A machine that reaches neither is told so and goes on: a network that is down is no fault of the change under test.
"""

import time
import tomllib
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from concurrent.futures import TimeoutError as TooLate
from dataclasses import dataclass
from pathlib import Path

import requests

OSV = "https://api.osv.dev/v1/querybatch"
PYPI = "https://pypi.org/pypi/{name}/{version}/json"
PYPI_NEWEST = (
    "https://pypi.org/pypi/{name}/json"  # all that some mirrors have; it speaks of the newest version only
)
OSV_S, ONE_S, WHOLE_S = 10, 8, 30
AT_ONCE = 16
# Read and judged; each with why it does not touch us. An entry that no longer applies is an error, so the list stays short.
ACCEPTED: dict[str, str] = {}

Package = tuple[str, str]  # name, version


@dataclass(frozen=True, slots=True)
class Known:
    """A published vulnerability of a locked package."""

    package: str
    version: str
    ids: tuple[str, ...]
    fixed_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Audit:
    """What was found, and who answered: `asked` packages, `answered` of them; `source` is empty when nobody did."""

    source: str
    asked: int
    answered: int
    known: tuple[Known, ...] = ()


def locked(lock: Path) -> list[Package]:
    """Every package of a uv.lock that comes from a registry."""
    found = tomllib.loads(lock.read_text())["package"]
    return [(one["name"], one["version"]) for one in found if "registry" in one.get("source", {})]


def ask_osv(packages: Sequence[Package], session: requests.Session) -> list[Known]:
    """One question for all. Raises requests.RequestException or ValueError where there is no usable answer."""
    queries = [
        {"package": {"name": name, "ecosystem": "PyPI"}, "version": version} for name, version in packages
    ]
    answer = session.post(OSV, json={"queries": queries}, timeout=OSV_S)
    answer.raise_for_status()
    results = answer.json()["results"]
    if len(results) != len(packages):
        raise ValueError("OSV answered other questions than were asked")
    return [
        Known(name, version, tuple(one["id"] for one in result["vulns"]))
        for (name, version), result in zip(packages, results, strict=True)
        if result.get("vulns")
    ]


def ask_pypi(package: Package, session: requests.Session) -> Known | None:
    """Raises requests.RequestException or ValueError where there is no usable answer."""
    name, version = package
    answer = session.get(PYPI.format(name=name, version=version), timeout=ONE_S)
    if answer.status_code == 404:
        answer = session.get(PYPI_NEWEST.format(name=name), timeout=ONE_S)
    answer.raise_for_status()
    said = answer.json()
    if said["info"]["version"] != version:
        raise ValueError(f"no answer for {name} {version}")
    listed = [one for one in said["vulnerabilities"] if not one.get("withdrawn")]
    if not listed:
        return None
    ids = tuple(one["id"] for one in listed)
    fixes = sorted({fix for one in listed for fix in one.get("fixed_in", [])})
    return Known(name, version, ids, tuple(fixes))


def ask_pypi_for_all(
    packages: Sequence[Package], session: requests.Session, *, whole_s: float = WHOLE_S
) -> tuple[int, list[Known]]:
    """How many were answered within the time, and what is known of them."""
    answered, known = 0, []
    pool = ThreadPoolExecutor(AT_ONCE)
    asked = [pool.submit(ask_pypi, package, session) for package in packages]
    try:
        for future in as_completed(asked, timeout=whole_s):
            try:
                found = future.result()
            except (requests.RequestException, ValueError, KeyError):
                continue
            answered += 1
            known += [found] if found else []
    except TooLate:
        pass
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    return answered, known


def audit(packages: Sequence[Package], session: requests.Session | None = None) -> Audit:
    session = session or requests.Session()
    try:
        return Audit("OSV", len(packages), len(packages), tuple(ask_osv(packages, session)))
    except (requests.RequestException, ValueError, KeyError):
        answered, known = ask_pypi_for_all(packages, session)
        return Audit("PyPI" if answered else "", len(packages), answered, tuple(known))


def refused(known: Iterable[Known]) -> list[str]:
    """One line for each vulnerability that nobody has read and accepted."""
    return [
        f"{one.package} {one.version}: {', '.join(new)}"
        + (f"; mended in {', '.join(one.fixed_in)}" if one.fixed_in else "")
        for one in known
        if (new := [name for name in one.ids if name not in ACCEPTED])
    ]


def passes(lock: Path) -> bool:
    """Prints what was found; False only for a known vulnerability, never for a missing answer."""
    print(f"── Dependencies: known vulnerabilities in {lock.name}", flush=True)
    began = time.monotonic()
    found = audit(locked(lock))
    if not found.source:
        print("not audited: no answer (neither OSV nor PyPI)", flush=True)
        return True
    lines = refused(found.known)
    print("\n".join(lines) if lines else "none known", flush=True)
    took = time.monotonic() - began
    print(
        f"{found.source} answered for {found.answered} of {found.asked} packages in {took:.0f} s", flush=True
    )
    if found.answered < found.asked:
        print(f"not audited: no answer for {found.asked - found.answered} packages", flush=True)
    return not lines
