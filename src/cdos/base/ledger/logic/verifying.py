"""Verifying the whole ledger: every row, every signed head, every cosignature, and what waits."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict

from django.conf import settings
from django.db import connection, transaction

from cdos.base import statements
from cdos.base.crypto import api as crypto
from cdos.base.crypto.contracts import Digest
from cdos.base.fence import api as fence
from cdos.base.ledger import models
from cdos.base.ledger.contracts import Cosignature, Finding, Head, Report
from cdos.base.ledger.logic import exchange, forms, heads, sealing, state
from cdos.base.ledger.logic.checking import ROW, Stored, Walk

PAGE = 5000
_PAGE = f"{ROW} WHERE (e.seq, e.ref) > (%s, %s::bytea) ORDER BY e.seq, e.ref LIMIT {PAGE}"
_FIRST = -(1 << 62)

Signed = list[tuple[Head, list[Cosignature]]]


def verify(*, ask: bool = False) -> Report:
    """Walks the chain as it is at one moment. What waits is sealed first; the head is signed at the end if all is well.

    `ask`: witnesses are asked over the network what they remember.
    """
    began = time.monotonic()
    sealing.seal()
    report, copies = Report(), heads.beside_the_keys()  # before that moment: what stands there was committed
    with _one_moment(), fence.everything():
        _check(report, copies)
    for finding in exchange.contradictions() if ask else ():
        _wrong(report, finding)
    if report.ok and report.sealed_checked:
        report.head = heads.sign()
    report.seconds = round(time.monotonic() - began, 3)
    models.Verification.objects.create(
        ok=report.ok, rows=report.rows, seconds=report.seconds, report=asdict(report)
    )
    return report


@contextmanager
def _one_moment() -> Iterator[None]:
    """Rows sealed while it runs are not looked at."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def _check(report: Report, copies: list[Head]) -> None:
    _waiting(report)
    now = state.read()
    signed: Signed = [*heads.stored(), *((head, []) for head in copies)]
    report.sealed_checked = now is None or crypto.has_secret(forms.KEY)
    trusted = now is not None and (not report.sealed_checked or now.genuine())
    if now is not None and trusted:
        signed = [one for one in signed if one[0].log == now.log]
    sizes = [head.size for head, _words in signed if heads.is_own(head)]
    size = max([now.size if now and trusted else 0, *sizes])
    digest = now.digest if now else Digest(settings.LEDGER_DIGEST)
    seals = forms.sealer(digest) if report.sealed_checked else None
    walk = Walk(digest, report, seals, wanted=frozenset(sizes))
    walk.run(stored_rows(), size)
    if not trusted and (now is not None or size or report.rows):
        _wrong(report, Finding("state", part="state"))
    elif (
        now is not None
        and walk.whole
        and (now.size, now.peaks) != (walk.tree.size, b"".join(walk.tree.peaks))
    ):
        _wrong(report, Finding("state", seq=now.size, part="size"))
    _heads(report, walk, signed)


def stored_rows() -> Iterator[Stored]:
    """All of them, by their numbers."""
    after: tuple[int, str] = (_FIRST, "")
    while rows := statements.run(_PAGE, [after[0], bytes.fromhex(after[1])]):
        yield from (Stored(*row) for row in rows)
        after = (rows[-1][0], rows[-1][8])


def _waiting(report: Report) -> None:
    """What was recorded since; changed or forged rows among it are named by their reference."""
    recorders = [forms.sealer(one) for one in Digest] if crypto.has_secret(forms.KEY) else []
    for _id, ref, at, kind, act, by, about, object_, digest, mac in statements.run(sealing.WAITING):
        report.waiting += 1
        body = forms.intake_bytes(ref, at, kind, act, by, about, object_, digest)
        if recorders and not sealing.genuine(body, mac, recorders):
            _wrong(report, Finding("waiting", part=ref))


def _heads(report: Report, walk: Walk, signed: Signed) -> None:
    """Every head must be ours, and the chain must begin with it; every cosignature must be of it."""
    for head, words in signed:
        root = walk.roots.get(head.size)
        if not heads.is_own(head):
            _wrong(report, Finding("head", seq=head.size, part="signature"))
        elif root is not None and root.hex() != head.root:
            _wrong(report, Finding("head", seq=head.size, part="root"))
        elif root is None and walk.whole:
            _wrong(report, Finding("head", seq=head.size, part="size"))
        report.heads += root is not None
        for word in words:
            report.cosignatures += 1
            if not heads.is_cosigned(word, head, word.public_key):
                _wrong(report, Finding("head", seq=head.size, part="cosignature"))


def _wrong(report: Report, finding: Finding) -> None:
    report.ok = False
    report.counts[finding.what] = report.counts.get(finding.what, 0) + 1
    if report.counts[finding.what] <= 1000:
        report.findings.append(finding)
