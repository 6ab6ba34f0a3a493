"""Pictures, files and uploads in memory, under ids that nobody can guess and within a bound."""

import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

# What a blob costs beside its content: an empty one is not free.
_OVERHEAD = 1024


@dataclass(frozen=True)
class Blob:
    """Some bytes, what they are called and what they are.

    Parameters
    ----------
    name : str
        For people to read. Never a path.
    content : bytes
    media_type : str
    owner : str
        The person who sent it; empty if it was made here.
    draw : callable or None
        Of a picture: ``draw("light", 2.0)`` gives it in another theme and scale.
    """

    name: str
    content: bytes
    media_type: str
    owner: str = ""
    draw: Callable[[str, float], bytes] | None = field(default=None, repr=False, compare=False)

    @property
    def size(self) -> int:
        """Bytes of memory, about."""
        return len(self.content) + _OVERHEAD


class Blobs:
    """The newest blobs whose sizes sum to ``most`` bytes at most; older ones are let go."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._size = 0
        self._kept: OrderedDict[str, Blob] = OrderedDict()

    def put(self, blob: Blob) -> str:
        """Keep it and give its id."""
        key = secrets.token_urlsafe(16)
        self._kept[key] = blob
        self._size += blob.size
        while self._size > self._most:
            _, old = self._kept.popitem(last=False)
            self._size -= old.size
        return key

    def get(self, key: str) -> Blob | None:
        """The blob of that id, if it is still kept."""
        return self._kept.get(key)
