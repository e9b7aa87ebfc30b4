"""What is kept between batches: bounded between them, never within one."""

from projections.kept import Kept


def test_a_batch_keeps_all_it_needs_and_the_oldest_go_afterwards() -> None:
    kept: Kept[int, str] = Kept(3)
    kept |= dict.fromkeys(range(5), "a case")
    assert len(kept) == 5
    kept.trim()
    assert list(kept) == [2, 3, 4]
    kept[5] = kept.pop(2)  # it moved last
    kept.trim()
    assert list(kept) == [3, 4, 5]
    kept.trim()
    assert len(kept) == 3
