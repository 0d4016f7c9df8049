"""The tree against the definition of RFC 6962 written out naively, and against an independent library."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from proofbundle import merkle as independent

from cdos.base.crypto.api import hasher
from cdos.base.crypto.contracts import Digest
from cdos.base.ledger.logic import merkle

LEAVES = st.integers(1, 130)


def leaf_data(count: int) -> list[bytes]:
    return [f"row {number}".encode() for number in range(count)]


def naive(hash_: merkle.Hash, data: Sequence[bytes]) -> bytes:
    """MTH of RFC 6962, section 2.1, to the letter."""
    if not data:
        return hash_(b"")
    if len(data) == 1:
        return hash_(b"\x00" + data[0])
    middle = 1
    while middle * 2 < len(data):
        middle *= 2
    return hash_(b"\x01" + naive(hash_, data[:middle]) + naive(hash_, data[middle:]))


def complete(hash_: merkle.Hash, data: Sequence[bytes]) -> merkle.Complete:
    return lambda level, number: naive(hash_, data[number << level : (number + 1) << level])


def grown(digest: Digest, data: Sequence[bytes]) -> merkle.Tree:
    tree = merkle.Tree(digest)
    for one in data:
        tree.append(tree.hash(b"\x00" + one))
    return tree


@pytest.mark.parametrize("digest", list(Digest))
@given(count=st.integers(0, 130))
def test_a_tree_grown_leaf_by_leaf_has_the_root_of_the_definition(digest: Digest, count: int) -> None:
    data = leaf_data(count)
    assert grown(digest, data).root() == naive(hasher(digest), data)


@given(count=st.integers(1, 600))
@settings(max_examples=30)
def test_the_subtrees_it_reports_are_those_of_the_definition(count: int) -> None:
    hash_, data, tree = hasher(Digest.SM3), leaf_data(count), merkle.Tree(Digest.SM3)
    for one in data:
        for level, number, found in tree.append(hash_(b"\x00" + one)):
            assert found == complete(hash_, data)(level, number)


@pytest.mark.parametrize("digest", list(Digest))
@given(count=LEAVES, pick=st.floats(0, 1, exclude_max=True), flip=st.integers(0, 10_000))
def test_an_inclusion_path_leads_to_the_root_and_a_changed_one_does_not(
    digest: Digest, count: int, pick: float, flip: int
) -> None:
    hash_, data, index = hasher(digest), leaf_data(count), int(pick * count)
    path = merkle.inclusion_path(index, count, complete(hash_, data), hash_)
    root, leaf = naive(hash_, data), hash_(b"\x00" + data[index])
    assert merkle.root_from_inclusion(leaf, index, count, path, hash_) == root
    assert merkle.root_from_inclusion(hash_(leaf), index, count, path, hash_) != root
    assert merkle.root_from_inclusion(leaf, index, count, [*path, leaf], hash_) != root
    if path:
        assert merkle.root_from_inclusion(leaf, index, count, path[:-1], hash_) != root
        path[flip % len(path)] = hash_(path[flip % len(path)])
        assert merkle.root_from_inclusion(leaf, index, count, path, hash_) != root


@pytest.mark.parametrize("digest", list(Digest))
@given(count=LEAVES, pick=st.floats(0, 1, exclude_max=True), flip=st.integers(0, 10_000))
def test_a_consistency_path_holds_for_the_true_past_and_for_no_other(
    digest: Digest, count: int, pick: float, flip: int
) -> None:
    hash_, data, old = hasher(digest), leaf_data(count), 1 + int(pick * count)
    path = merkle.consistency_path(old, count, complete(hash_, data), hash_)
    before, root = naive(hash_, data[:old]), naive(hash_, data)
    assert merkle.is_consistent(old, before, count, root, path, hash_)
    assert not merkle.is_consistent(old, hash_(before), count, root, path, hash_)
    assert not merkle.is_consistent(old, before, count, hash_(root), path, hash_)
    changed = [*data[: flip % old], b"changed", *data[flip % old + 1 :]]
    assert not merkle.is_consistent(old, naive(hash_, changed[:old]), count, root, path, hash_)
    if path:
        path[flip % len(path)] = hash_(path[flip % len(path)])
        assert not merkle.is_consistent(old, before, count, root, path, hash_)


@given(count=LEAVES, pick=st.floats(0, 1, exclude_max=True))
def test_an_independent_library_agrees_on_root_and_paths(count: int, pick: float) -> None:
    hash_, data, index = hasher(Digest.SHA256), leaf_data(count), int(pick * count)
    assert independent.merkle_tree_hash(data) == grown(Digest.SHA256, data).root()
    ours = merkle.inclusion_path(index, count, complete(hash_, data), hash_)
    assert ours == independent.inclusion_proof(data, index)
    ours = merkle.consistency_path(index + 1, count, complete(hash_, data), hash_)
    assert ours == independent.consistency_proof(data, index + 1)
