"""The tree of RFC 6962 (certificate transparency), section 2.1, over any 32-byte digest. Pure functions.

A tree of n leaves splits at the largest power of two below n; a leaf is H(0x00 || data), a node H(0x01 || left || right).
"""

from collections.abc import Callable, Iterable, Sequence

from cdos.base.crypto.api import Hash, hasher
from cdos.base.crypto.contracts import Digest

Complete = Callable[[int, int], bytes]  # digest of the complete subtree (level, number), of 2**level leaves


class Tree:
    """The right edge of a growing tree: all that appending and the root need."""

    def __init__(self, digest: Digest, size: int = 0, peaks: Iterable[bytes] = ()) -> None:
        self.hash: Hash = hasher(digest)
        self.size, self.peaks = size, list(peaks)

    def append(self, leaf: bytes) -> list[tuple[int, int, bytes]]:
        """Adds a leaf's digest; gives the subtrees that this completes, as (level, number, digest)."""
        done, level, number = [], 0, self.size
        while number & 1:
            leaf = self.hash(b"\x01" + self.peaks.pop() + leaf)
            level, number = level + 1, number >> 1
            done.append((level, number, leaf))
        self.peaks.append(leaf)
        self.size += 1
        return done

    def root(self) -> bytes:
        if not self.peaks:
            return self.hash(b"")
        *others, root = self.peaks
        for peak in reversed(others):
            root = self.hash(b"\x01" + peak + root)
        return root


def subtree(first: int, end: int, complete: Complete, hash_: Hash) -> bytes:
    """The digest of leaves first..end-1, where the tree has such a subtree."""
    count = end - first
    if count & (count - 1) == 0:
        level = count.bit_length() - 1
        return complete(level, first >> level)
    middle = first + split(count)
    left, right = subtree(first, middle, complete, hash_), subtree(middle, end, complete, hash_)
    return hash_(b"\x01" + left + right)


def split(count: int) -> int:
    """The largest power of two below the count."""
    return 1 << (count - 1).bit_length() - 1


def inclusion_path(index: int, size: int, complete: Complete, hash_: Hash) -> list[bytes]:
    """PATH(m, D[n]) of section 2.1.1; index counts from 0."""
    if not 0 <= index < size:
        raise ValueError("no such leaf in a tree of this size")
    path, first, end = [], 0, size
    while end - first > 1:
        middle = first + split(end - first)
        if index < middle:
            path.append(subtree(middle, end, complete, hash_))
            end = middle
        else:
            path.append(subtree(first, middle, complete, hash_))
            first = middle
    return path[::-1]


def consistency_path(old: int, size: int, complete: Complete, hash_: Hash) -> list[bytes]:
    """PROOF(m, D[n]) of section 2.1.2."""
    if not 0 < old <= size:
        raise ValueError("a tree grows from 1 leaf on, and never shrinks")
    path, first, end, known = [], 0, size, True
    while old != end:
        middle = first + split(end - first)
        if old <= middle:
            path.append(subtree(middle, end, complete, hash_))
            end = middle
        else:
            path.append(subtree(first, middle, complete, hash_))
            first, known = middle, False
    if not known:
        path.append(subtree(first, end, complete, hash_))
    return path[::-1]


def root_from_inclusion(
    leaf: bytes, index: int, size: int, path: Sequence[bytes], hash_: Hash
) -> bytes | None:
    """The root that the path leads to (RFC 9162, 2.1.3.2); None for a path of the wrong length."""
    if not 0 <= index < size:
        return None
    place, last, root = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return None
        if place & 1 or place == last:
            root = hash_(b"\x01" + sibling + root)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            root = hash_(b"\x01" + root + sibling)
        place, last = place >> 1, last >> 1
    return root if last == 0 else None


def is_consistent(
    old: int, old_root: bytes, size: int, root: bytes, path: Sequence[bytes], hash_: Hash
) -> bool:
    """Whether the tree of `size` begins with the whole tree of `old` leaves (RFC 9162, 2.1.4.2)."""
    if old == size:
        return not path and old_root == root
    if not 0 < old < size or not path:
        return False
    steps = list(path) if old & (old - 1) else [old_root, *path]
    place, last = old - 1, size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    before = after = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            before, after = hash_(b"\x01" + step + before), hash_(b"\x01" + step + after)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            after = hash_(b"\x01" + after + step)
        place, last = place >> 1, last >> 1
    return last == 0 and before == old_root and after == root
