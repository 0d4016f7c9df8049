"""The door of the ledger: record what was done and looked at, read it back, prove it, verify all of it.

    ledger.register_acts(Kind.LOOK, {"matter.viewed": gettext_lazy("Opened the matter")})      # in the module's apps.py
    ledger.record(act="matter.viewed", by=actor.account_id, about=party_id, object=f"matter:{id}", details={…})

Recording belongs in the transaction of the act itself: both are there, or neither.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise

from cdos.base.crypto import api as crypto
from cdos.base.crypto.contracts import Algorithm
from cdos.base.ledger import access
from cdos.base.ledger.contracts import (
    Cosignature,
    Fact,
    Head,
    Identity,
    Kind,
    Named,
    Reader,
    Report,
    Row,
    Sought,
    Witness,
)
from cdos.base.ledger.guards import TAKE_BACK
from cdos.base.ledger.logic import (
    acts,
    exchange,
    heads,
    proving,
    reading,
    recording,
    sealing,
    state,
    verifying,
    witnessing,
    wording,
)

__all__ = ["TAKE_BACK"]


def register_acts(kind: Kind, titles: "Mapping[str, str | Promise]") -> None:
    """Acts that a module records, with what readers see; once, when the module is loaded."""
    acts.register(kind, titles)


def record(
    *,
    act: str,
    by: int | None = None,
    about: int | None = None,
    object: str = "",
    details: Mapping[str, Any] | None = None,
) -> None:
    """One row, with the caller's transaction or by itself: one INSERT and no lock. ValueError: the act is not registered.

    `by` account id, `about` party id, `object` such as "matter:123". No names, numbers or texts of people but in
    `details` (small, JSON): they are kept apart and can be erased, the row has their salted digest only. Readers see of
    them `unit`, `post` and `purpose`.
    """
    recording.record(Fact(act=act, by=by, about=about, object=object, details=details or {}))


def record_many(facts: Iterable[Fact]) -> None:
    """As `record`, in one statement: for lists of looks and for loads."""
    recording.record_many(list(facts))


def seal() -> int:
    """Move what is committed into the chain now; the worker does it every second. How many rows."""
    return sealing.seal()


def verify(*, ask: bool = False) -> Report:
    """Every row, head and cosignature; names what is altered, missing or inserted. Reads everything.

    `ask`: the witnesses too, over the network, for what they remember of us.
    """
    return verifying.verify(ask=ask)


def in_words(report: Report) -> str:
    """The report for an operator, in plain English sentences."""
    return wording.in_words(report)


def head() -> Head | None:
    """The present state, signed; the newest signed one when nothing was added since. None before the first row."""
    sealing.seal()
    return heads.sign()


def erase_details(*, about: int, by: int | None = None) -> int:
    """Take away the clear details of all rows about a party, as the law may ask; the chain stays whole. How many.

    `by`: the account that does it; None: a rule of retention.
    """
    return reading.erase_details(about=about, by=by)


def of_party(
    *, about: int, kind: Kind | None = None, before: int | None = None, limit: int = 50
) -> list[Row]:
    """What was recorded about a party, newest first; `kind` LOOK: who looked. Whether the reader may is for the caller."""
    return reading.of_party(about=about, kind=kind, before=before, limit=limit)


def find(sought: Sought, *, limit: int = 50) -> list[Row]:
    """For the audit administrator, newest first. Whether the reader may is for the caller."""
    return reading.find(sought, limit)


def proof(seq: int) -> dict[str, object]:
    """JSON that `offline/verify_proof.py` verifies. LookupError: no such row; LedgerDamaged: it cannot be proven."""
    return proving.proof(seq)


def position() -> tuple[int, str]:
    """How many rows the chain has in the caller's transaction, and its root (hex): what a restored city must equal."""
    found = state.read()
    return (found.size, found.tree().root().hex()) if found and found.size else (0, "")


def register_reader(check: Callable[[HttpRequest], Reader]) -> None:
    """Who may read what of the ledger's pages; without an answer nobody may."""
    access.register_reader(check)


def register_names(names: Callable[[Iterable[int]], dict[int, str]]) -> None:
    """Names of accounts by id, for the audit administrator."""
    access.register_names(names)


def register_objects(kind: str, describe: Callable[[Iterable[int]], dict[int, Named]]) -> None:
    """What "KIND:number" is called, for readers; describe only what the present transaction may see."""
    access.register_objects(kind, describe)


def register_codes(kind: str, describe: Callable[[str], Named | None]) -> None:
    """As `register_objects`, for objects that have a code and no number: "register:tax"."""
    access.register_codes(kind, describe)


def last_head() -> Head | None:
    """The newest signed head as it is, without signing a new one."""
    return heads.newest()


def identity() -> Identity:
    """This node's name, and the key its heads are signed with."""
    return witnessing.identity()


def own_heads(*, limit: int = 24) -> Sequence[Head]:
    """Signed heads, newest first."""
    return exchange.own_heads(limit)


def consistency(old: int, size: int) -> list[str]:
    """RFC 6962, 2.1.2, in hex. LookupError: the log is not that long."""
    return proving.consistency(old, size)


def cosign(head: Head, path: Sequence[str]) -> Cosignature:
    """Of another node's head that follows from the last one seen. Raises WitnessRefused."""
    return witnessing.cosign(head, path)


def seen(node: str) -> Head | None:
    """The newest head of another node that we have cosigned."""
    return witnessing.seen(node)


def add_witness(url: str, *, key_id: str = "") -> Identity:
    """Know the node at this address: we cosign its heads, and ask it to cosign ours. Raises WitnessRefused."""
    return exchange.add(url, key_id=key_id)


def ask_witnesses() -> dict[str, str]:
    """Send the newest head to every witness; node -> "" or why there is no cosignature."""
    return exchange.ask_all()


def witnesses() -> list[Witness]:
    return heads.witnesses()


def replace_key() -> Identity:
    """Sign with a new key from now on; heads signed by the old one stay valid. Witnesses must be told."""
    crypto.replace_signer(heads.KEY, Algorithm(settings.LEDGER_SIGNATURE))
    return witnessing.identity()
