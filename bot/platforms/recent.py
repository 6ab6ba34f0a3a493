"""A mapping that forgets: what a platform remembers of messages and conversations is bounded."""

from collections import OrderedDict
from typing import Final, TypeVar

MOST: Final = 1000

_K = TypeVar("_K")
_T = TypeVar("_T")


class Recent(OrderedDict[_K, _T]):
    """A mapping of the thousand keys that were set last."""

    def __setitem__(self, key: _K, value: _T) -> None:
        super().__setitem__(key, value)
        self.move_to_end(key)
        while len(self) > MOST:
            self.popitem(last=False)
