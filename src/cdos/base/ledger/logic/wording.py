"""The report of a verification in plain sentences, for the operator's terminal."""

from cdos.base.ledger.contracts import Report

SHOWN = 20
_SORTS = {
    "altered": "changed after they were sealed",
    "missing": "deleted",
    "inserted": "put in by somebody who does not have the key",
}
_OTHERS = {
    "state": "The record of how far the chain goes is not as the sealer left it.",
    "waiting": "A row that waits to be sealed was changed or forged: {part}.",
    "signature": "The signed head of {seq} rows was not signed by a key of this node.",
    "root": "The first {seq} rows are not those that were signed: the chain was rewritten.",
    "size": "A head of {seq} rows was signed, and the chain is shorter.",
    "witness": "Witness {said} remembers another past: it has cosigned {seq} rows that are not these.",
    "cosignature": "A witness's word on the head of {seq} rows does not hold.",
}


def in_words(report: Report) -> str:
    lines = [f"{report.rows} rows read in {report.seconds:.1f} s, {report.heads} signed heads compared."]
    for sort, words in _SORTS.items():
        if count := report.counts.get(sort):
            lines.append(f"{count} rows {words}: {_numbers(getattr(report, sort), count)}.")
    for one in report.findings:
        if text := _OTHERS.get(one.part if one.what == "head" else one.what):
            lines.append(text.format(seq=one.seq, part=one.part, said=one.said))
    if report.waiting:
        lines.append(f"{report.waiting} rows wait to be sealed.")
    if report.erased:
        lines.append(f"The details of {report.erased} rows were erased; their digests remain.")
    if not report.sealed_checked:
        lines.append(
            "The key of the seals is not on this machine: only the chain and the heads were checked."
        )
    if report.ok and report.head:
        lines.append(f"Head: {report.head.root} ({report.head.digest}), signed by key {report.head.key_id}.")
    lines.append("All is as it was recorded." if report.ok else "THE LEDGER IS NOT AS IT WAS RECORDED.")
    return "\n".join(lines)


def _numbers(seqs: list[int], count: int) -> str:
    """Runs of numbers are drawn together."""
    runs: list[list[int]] = []
    for seq in seqs:
        if runs and seq == runs[-1][1] + 1:
            runs[-1][1] = seq
        else:
            runs.append([seq, seq])
    shown = ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in runs[:SHOWN])
    return shown + (" …" if len(runs) > SHOWN or len(seqs) < count else "")
