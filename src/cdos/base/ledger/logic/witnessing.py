"""Being a witness: another node's head is cosigned when it follows from the last one seen. Pure of any network."""

from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from cdos.base.crypto import api as crypto
from cdos.base.crypto.contracts import Algorithm, Digest
from cdos.base.ledger import models
from cdos.base.ledger.contracts import Cosignature, Head, Identity, WitnessRefused
from cdos.base.ledger.logic import forms, heads, merkle


def identity() -> Identity:
    """This node as others must know it."""
    signer = crypto.signer(heads.KEY, Algorithm(settings.LEDGER_SIGNATURE))
    return Identity(heads.node_name(), signer.algorithm.value, signer.key_id, signer.public_pem)


def seen(node: str) -> Head | None:
    """The newest head of another node that we have cosigned."""
    row = models.SeenHead.objects.filter(node=node).order_by("-size").first()
    return heads.head_of(row) if row else None


def cosign(head: Head, path: Sequence[str]) -> Cosignature:
    """`path`: that the head's log begins with the last one seen, in hex; empty at the first. Raises WitnessRefused."""
    with transaction.atomic():
        peer = models.Peer.objects.select_for_update().filter(node=head.node).first()
        if peer is None:
            raise WitnessRefused(f"Node {head.node} is not known here.", code="unknown-node")
        if head.key_id != peer.key_id or not heads.is_signed(head, peer.public_key):
            raise WitnessRefused("The head is not signed by the key that was accepted.", code="wrong-key")
        check_follows(head, seen(head.node), path)
        columns = heads.columns(head)
        models.SeenHead.objects.get_or_create(node=head.node, size=head.size, defaults=columns)
    return cosigned(head)


def check_follows(head: Head, last: Head | None, path: Sequence[str]) -> None:
    """The first head of a node is believed: its key was compared by a person."""
    if last is None:
        return
    if head.log != last.log:
        raise WitnessRefused(
            "This is another log than the one seen before.", code="another-log", size=last.size
        )
    if head.size < last.size:
        raise WitnessRefused(
            f"A log of {last.size} rows was seen before; it cannot have {head.size} now.",
            code="shorter",
            size=last.size,
        )
    if not follows(head, last, path):
        raise WitnessRefused(
            f"The log does not begin with the {last.size} rows seen before.",
            code="inconsistent",
            size=last.size,
        )


def follows(head: Head, last: Head, path: Sequence[str]) -> bool:
    try:
        steps = [bytes.fromhex(step) for step in path]
        roots = bytes.fromhex(last.root), bytes.fromhex(head.root)
        hash_ = crypto.hasher(Digest(head.digest))
    except ValueError:
        return False
    if head.digest != last.digest:
        return False
    return merkle.is_consistent(last.size, roots[0], head.size, roots[1], steps, hash_)


def cosigned(head: Head) -> Cosignature:
    signer = crypto.signer(heads.KEY, Algorithm(settings.LEDGER_SIGNATURE))
    node, at = heads.node_name(), forms.moment(timezone.now())
    signature = signer.sign(forms.cosigned_bytes(node, at, head))
    return Cosignature(
        node, at, signature.algorithm.value, signature.key_id, signer.public_pem, signature.value.hex()
    )


def accept(head: Head, word: Cosignature) -> None:
    """Keeps what a known witness said of our head. Raises WitnessRefused."""
    peer = models.Peer.objects.filter(node=word.node, key_id=word.key_id).first()
    if peer is None:
        raise WitnessRefused(f"Witness {word.node} is not known here by this key.", code="unknown-node")
    if not heads.is_cosigned(word, head, peer.public_key):
        raise WitnessRefused("The witness's signature does not hold.", code="wrong-signature")
    row = models.SignedHead.objects.filter(signature=head.signature).first()
    if row is None:
        raise WitnessRefused("This head is not ours.", code="unknown-head")
    said = {name: getattr(word, name) for name in Cosignature.__slots__}
    models.HeadCosignature.objects.get_or_create(head=row, node=word.node, defaults=said)
    models.Peer.objects.filter(pk=peer.pk).update(told_size=head.size, trouble="")
