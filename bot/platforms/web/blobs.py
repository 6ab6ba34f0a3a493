"""Pictures, files and uploads in memory, under ids that nobody can guess and within a bound."""

import secrets
from collections import OrderedDict
from dataclasses import dataclass


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
    """

    name: str
    content: bytes
    media_type: str
    owner: str = ""


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
        self._size += len(blob.content)
        while self._size > self._most:
            _, old = self._kept.popitem(last=False)
            self._size -= len(old.content)
        return key

    def get(self, key: str) -> Blob | None:
        """The blob of that id, if it is still kept."""
        return self._kept.get(key)
