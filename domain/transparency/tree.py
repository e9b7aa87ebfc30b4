"""The Merkle tree over a history: its hash, and proofs that an event is in it and that a longer tree goes on from it.

RFC 6962 section 2.1 says what is hashed, RFC 9162 (which replaces it with the same tree) how a proof is checked.
"""

from collections.abc import Sequence
from hashlib import sha256

HASH_SIZE = 32


def leaf_hash(entry: bytes) -> bytes:
    """SHA-256(0x00 || d), RFC 6962 section 2.1: no entry can pass for a node."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 || left || right), RFC 6962 section 2.1."""
    return sha256(b"\x01" + left + right).digest()


EMPTY = sha256().digest()  # RFC 6962 section 2.1: the hash of an empty list


def split(width: int) -> int:
    """The largest power of two smaller than the width, where RFC 6962 divides a list."""
    return 1 << (width - 1).bit_length() - 1


class Frontier:
    """The hash of a tree that only grows, RFC 6962 section 2.1, by the few hashes it takes to go on."""

    def __init__(self) -> None:
        self.size = 0
        self._peaks: list[bytes] = []  # of the complete subtrees, the greatest first

    def append(self, leaf: bytes) -> None:
        """Take the next leaf's hash."""
        below = self.size
        while below & 1:
            leaf = node_hash(self._peaks.pop(), leaf)
            below >>= 1
        self._peaks.append(leaf)
        self.size += 1

    @property
    def root(self) -> bytes:
        if not self._peaks:
            return EMPTY
        *greater, root = self._peaks
        for peak in reversed(greater):
            root = node_hash(peak, root)
        return root


class Tree:
    """A tree with all its complete subtrees kept (64 bytes a leaf), to prove what is in it at any size it has had."""

    def __init__(self) -> None:
        self._levels: list[bytearray] = [
            bytearray()
        ]  # level k: the hashes of the complete subtrees of 2^k leaves

    @property
    def size(self) -> int:
        return len(self._levels[0]) // HASH_SIZE

    def append(self, leaf: bytes) -> None:
        """Take the next leaf's hash."""
        for level in self._levels:
            level.extend(leaf)
            if len(level) // HASH_SIZE % 2:
                return
            leaf = node_hash(bytes(level[-2 * HASH_SIZE : -HASH_SIZE]), leaf)
        self._levels.append(bytearray(leaf))

    def leaf(self, index: int) -> bytes:
        return self._hash(index, index + 1)

    def root(self, size: int) -> bytes:
        """MTH(D[0:size]), RFC 6962 section 2.1."""
        return self._hash(0, self._known(size))

    def inclusion(self, index: int, size: int) -> list[bytes]:
        """PATH(index, D[0:size]), RFC 6962 section 2.1.1."""
        if not 0 <= index < self._known(size):
            raise IndexError(index)
        proof: list[bytes] = []
        first, end = 0, size
        while end - first > 1:
            middle = first + split(end - first)
            if index < middle:
                proof.append(self._hash(middle, end))
                end = middle
            else:
                proof.append(self._hash(first, middle))
                first = middle
        return proof[::-1]

    def consistency(self, older: int, newer: int) -> list[bytes]:
        """PROOF(older, D[0:newer]), RFC 6962 section 2.1.2."""
        if not 0 < older <= self._known(newer):
            raise IndexError(older)
        proof: list[bytes] = []
        first, end = 0, newer
        while end != older:
            middle = first + split(end - first)
            if older <= middle:
                proof.append(self._hash(middle, end))
                end = middle
            else:
                proof.append(self._hash(first, middle))
                first = middle
        if first:  # else this subtree is the older tree itself, whose hash is known
            proof.append(self._hash(first, end))
        return proof[::-1]

    def _known(self, size: int) -> int:
        if not 0 <= size <= self.size:
            raise IndexError(size)
        return size

    def _hash(self, first: int, end: int) -> bytes:
        """MTH(D[first:end]) of a part as RFC 6962 divides it: it begins at a multiple of its greatest subtree."""
        width = end - first
        if not width:
            return EMPTY
        level = width.bit_length() - 1
        if width == 1 << level:
            at = (first >> level) * HASH_SIZE
            return bytes(self._levels[level][at : at + HASH_SIZE])
        middle = first + split(width)
        return node_hash(self._hash(first, middle), self._hash(middle, end))


def includes(root: bytes, size: int, leaf: bytes, index: int, proof: Sequence[bytes]) -> bool:
    """Whether the proof shows this leaf at this index of this tree; RFC 9162 section 2.1.3.2."""
    if not 0 <= index < size or not _are_hashes(root, leaf, *proof):
        return False
    at, last, found = index, size - 1, leaf
    for each in proof:
        if not last:
            return False
        if at & 1 or at == last:
            found = node_hash(each, found)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, each)
        at, last = at >> 1, last >> 1
    return not last and found == root


def continues(older: bytes, older_size: int, newer: bytes, newer_size: int, proof: Sequence[bytes]) -> bool:
    """Whether the proof shows that the newer tree begins with all of the older one; RFC 9162 section 2.1.4.2.

    What an empty tree is continued by proves nothing, and is not accepted as a proof.
    """
    if not 0 < older_size <= newer_size or not _are_hashes(older, newer, *proof):
        return False
    if older_size == newer_size:
        return older == newer and not proof
    if not proof:
        return False
    first, *rest = proof if older_size & (older_size - 1) else (older, *proof)
    at, last = older_size - 1, newer_size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    was = now = first
    for each in rest:
        if not last:
            return False
        if at & 1 or at == last:
            was, now = node_hash(each, was), node_hash(each, now)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            now = node_hash(now, each)
        at, last = at >> 1, last >> 1
    return not last and was == older and now == newer


def _are_hashes(*values: bytes) -> bool:
    return all(len(value) == HASH_SIZE for value in values)
