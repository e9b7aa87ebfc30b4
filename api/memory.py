"""How seldom Python looks for cycles that nobody holds any more.

A page of the ledger makes tens of thousands of objects, all of which live until the page is carried into the tables. At
Python's own pace (every 700 new ones) a third of the time of a rebuild went into walking through them, and half of that of
reading the ledger. What holds no cycle, nearly all here, is freed without any of this.
"""

import gc

_NEW = 50_000  # objects between two looks at the youngest
_YOUNG, _OLD = 20, 50  # looks at the youngest between two at the older, and so on


def seldom_collect() -> None:
    """For the whole process."""
    gc.set_threshold(_NEW, _YOUNG, _OLD)


def keep_what_is_here() -> None:
    """Code, policies and schemas stay for good: no look need walk through them again."""
    gc.collect()
    gc.freeze()
    seldom_collect()
