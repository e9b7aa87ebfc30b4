"""The Merkle tree against known vectors, and every proof it makes against every bit that could be flipped."""

from base64 import b64decode
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.transparency.checkpoint import Checkpoint
from domain.transparency.entry import entry
from domain.transparency.tree import Frontier, Tree, continues, includes, leaf_hash, node_hash

LARGEST = 70

# transparency-dev/merkle, testonly/constants.go
ENTRIES = [
    bytes.fromhex(each)
    for each in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)


def tree_of(leaves: list[bytes]) -> Tree:
    tree = Tree()
    for leaf in leaves:
        tree.append(leaf)
    return tree


def as_defined(leaves: list[bytes]) -> bytes:
    """MTH as RFC 6962 section 2.1 writes it, over leaf hashes; slow and plain."""
    if len(leaves) < 2:
        return leaves[0] if leaves else sha256().digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return node_hash(as_defined(leaves[:k]), as_defined(leaves[k:]))


LEAVES = [leaf_hash(str(n).encode()) for n in range(LARGEST)]
TREE = tree_of(LEAVES)


# Known vectors


@pytest.mark.parametrize("size", range(9))
def test_the_roots_of_the_reference_implementation(size: int) -> None:
    leaves = [leaf_hash(each) for each in ENTRIES]
    frontier = Frontier()
    for leaf in leaves[:size]:
        frontier.append(leaf)
    assert tree_of(leaves).root(size).hex() == frontier.root.hex() == ROOTS[size]


def test_a_leaf_and_a_node_are_told_apart() -> None:
    assert leaf_hash(b"L123456").hex() == "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56"
    assert (
        node_hash(b"N123", b"N456").hex()
        == "aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb"
    )


def test_the_proofs_drawn_in_the_rfc() -> None:
    """RFC 6962 section 2.1.3, the tree of seven, by the letters of its figure."""
    a, b, c, d, e, f, j = LEAVES[:7]
    g, h, i = node_hash(a, b), node_hash(c, d), node_hash(e, f)
    k, l_ = node_hash(g, h), node_hash(i, j)
    assert TREE.root(7) == node_hash(k, l_)
    assert TREE.inclusion(0, 7) == [b, h, l_]
    assert TREE.inclusion(3, 7) == [c, g, l_]
    assert TREE.inclusion(4, 7) == [f, j, k]
    assert TREE.inclusion(6, 7) == [i, k]
    assert TREE.consistency(3, 7) == [c, d, g, l_]
    assert TREE.consistency(4, 7) == [l_]
    assert TREE.consistency(6, 7) == [i, j, k]


def test_the_log_of_a_witness_of_others() -> None:
    """The run of torchwood's litewitness; its leaf hashes are 2a, a number, and zeros."""
    leaves = [bytes([0x2A, n]) + bytes(30) for n in range(5)]
    tree = tree_of(leaves)
    roots = {
        1: "KgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        3: "RcCI1Nk56ZcSmIEfIn0SleqtV7uvrlXNccFx595Iwl0=",
        5: "QrtXrQZCCvpIgsSmOsah7HdICzMLLyDfxToMql9WTjY=",
    }
    assert {size: tree.root(size) for size in roots} == {n: b64decode(root) for n, root in roots.items()}
    told = b64decode("wgiIFdZfYNv6WU1OllBKsWnLYIS/DBMqt8Uh/S4OukE=")
    proof = [leaves[2], leaves[3], told, leaves[4]]
    assert tree.consistency(3, 5) == proof
    assert continues(tree.root(3), 3, tree.root(5), 5, proof)


# Every proof, and every bit


@pytest.mark.parametrize("size", range(1, LARGEST + 1))
def test_every_leaf_of_every_size_is_proven(size: int) -> None:
    root = TREE.root(size)
    assert root == as_defined(LEAVES[:size])
    for index in range(size):
        proof = TREE.inclusion(index, size)
        assert includes(root, size, LEAVES[index], index, proof)
        assert not includes(root, size, LEAVES[index], index + 1, proof)
        assert not includes(root, size, LEAVES[index], index, [*proof, root])
        assert not includes(root, size, LEAVES[index], index, proof[:-1]) or not proof


@pytest.mark.parametrize("size", range(1, LARGEST + 1))
def test_every_tree_continues_every_smaller_one(size: int) -> None:
    for older in range(1, size + 1):
        proof = TREE.consistency(older, size)
        assert continues(TREE.root(older), older, TREE.root(size), size, proof)
        if older < size:
            assert not continues(TREE.root(older), older, TREE.root(size), size, [*proof, TREE.root(size)])
            assert not continues(TREE.root(older), older, TREE.root(size), size, proof[:-1])


def flipped(value: bytes, bit: int) -> bytes:
    return (int.from_bytes(value) ^ 1 << bit % (8 * len(value))).to_bytes(len(value))


sizes = st.integers(1, LARGEST)
bits = st.integers(0, 255)


@given(sizes.flatmap(lambda size: st.tuples(st.just(size), st.integers(0, size - 1))), st.data(), bits)
def test_a_flipped_bit_anywhere_in_an_inclusion_proof_is_found(
    of: tuple[int, int], data: st.DataObject, bit: int
) -> None:
    size, index = of
    told = [TREE.root(size), LEAVES[index], *TREE.inclusion(index, size)]
    where = data.draw(st.integers(0, len(told) - 1))
    told[where] = flipped(told[where], bit)
    assert not includes(told[0], size, told[1], index, told[2:])


@given(st.tuples(sizes, sizes).filter(lambda pair: pair[0] != pair[1]), st.data(), bits)
def test_a_flipped_bit_anywhere_in_a_consistency_proof_is_found(
    of: tuple[int, int], data: st.DataObject, bit: int
) -> None:
    older, newer = sorted(of)
    told = [TREE.root(older), TREE.root(newer), *TREE.consistency(older, newer)]
    where = data.draw(st.integers(0, len(told) - 1))
    told[where] = flipped(told[where], bit)
    assert not continues(told[0], older, told[1], newer, told[2:])


@given(st.lists(st.binary(max_size=3), min_size=1, max_size=LARGEST), st.data(), bits)
def test_a_flipped_bit_in_any_leaf_changes_the_root(
    entries: list[bytes], data: st.DataObject, bit: int
) -> None:
    leaves = [leaf_hash(each) for each in entries]
    index = data.draw(st.integers(0, len(leaves) - 1))
    changed = [*leaves[:index], flipped(leaves[index], bit), *leaves[index + 1 :]]
    assert tree_of(leaves).root(len(leaves)) != tree_of(changed).root(len(leaves))


def test_what_is_no_proof_at_all_is_refused() -> None:
    root = TREE.root(4)
    assert not includes(root, 4, LEAVES[0], -1, TREE.inclusion(0, 4))
    assert not includes(b"", 1, b"", 0, []), "a hash has 32 bytes"
    assert not includes(root, 4, LEAVES[0], 0, [b"short", *TREE.inclusion(0, 4)[1:]])
    assert not continues(TREE.root(0), 0, root, 4, []), "everything continues nothing"
    assert not continues(root, 4, TREE.root(3), 3, [])
    assert not continues(root, 4, flipped(root, 1), 4, [])
    assert not continues(b"", 1, b"", 1, [])
    with pytest.raises(IndexError):
        TREE.root(LARGEST + 1)
    with pytest.raises(IndexError):
        TREE.inclusion(4, 4)
    with pytest.raises(IndexError):
        TREE.consistency(0, 4)


# What stands for an event

ROW = (7, UUID(int=1), 3, UUID(int=2), datetime(2025, 3, 3, 2, 0, tzinfo=UTC), "FileVerified", b'{"a":1}')


def test_the_entry_of_an_event_never_changes_its_form() -> None:
    """Golden: a checkpoint signed today must verify for ever."""
    assert entry(*ROW).decode() == (
        '{"body":"015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862",'
        '"command":"00000000-0000-0000-0000-000000000002","name":"FileVerified","position":7,'
        '"recorded_at":"2025-03-03T02:00:00.000000Z","stream":"00000000-0000-0000-0000-000000000001",'
        '"v":1,"version":3}'
    )


OTHERS = (8, UUID(int=9), 4, UUID(int=9), ROW[4] + timedelta(microseconds=1), "FileVerifieD", b'{"a":2}')


@pytest.mark.parametrize("column", range(len(ROW)))
def test_every_column_counts(column: int) -> None:
    changed = (*ROW[:column], OTHERS[column], *ROW[column + 1 :])
    assert entry(*changed) != entry(*ROW)


def test_a_name_cannot_pass_for_other_columns_nor_a_zone_for_another_moment() -> None:
    assert entry(*ROW[:5], 'x","position":8', ROW[6]).count(b'"position":') == 1
    there = ROW[4].astimezone(timezone(timedelta(hours=9)))
    assert entry(*ROW[:4], there, *ROW[5:]) == entry(*ROW)


# Checkpoints


def test_a_checkpoint_is_read_as_it_is_written_and_in_no_other_form() -> None:
    known = Checkpoint("mutasi.example.go.id/log1", 70, TREE.root(70))
    assert Checkpoint.read(known.text) == known
    origin, size, root, _ = known.text.split("\n")
    for text in (
        "",
        f"{origin}\n{size}\n{root}",
        f"{origin}\n{size}\n{root}\nmore\n",
        f"\n{size}\n{root}\n",
        f"{origin}\n070\n{root}\n",
        f"{origin}\n-1\n{root}\n",
        f"{origin}\n0x46\n{root}\n",
        f"{origin}\n{size}\n{root[:-4]}\n",
        f"{origin}\n{size}\n{root}A\n",
    ):
        with pytest.raises(ValueError, match=r".+"):
            Checkpoint.read(text)
