"""Bearer tokens: which program a request comes from."""

import hmac
import re
from collections.abc import Iterable
from hashlib import sha256
from typing import Final

_HEADER: Final = re.compile(r"bearer +(?P<token>[A-Za-z0-9._~+/=-]+) *", re.IGNORECASE)


class Bearers:
    """Those who hold a token.

    Parameters
    ----------
    tokens : iterable of (str, str)
        Names and their tokens; a name may have several.

    Examples
    --------
    >>> bearers = Bearers([("ann", "x" * 20)])
    >>> bearers.name("Bearer " + "x" * 20), bearers.name("Bearer y"), bearers.name("")
    ('ann', '', '')
    """

    def __init__(self, tokens: Iterable[tuple[str, str]]) -> None:
        self._known = [(name, _digest(token)) for name, token in tokens]

    def __bool__(self) -> bool:
        return bool(self._known)

    def name(self, header: str) -> str:
        """Who holds the token in an ``Authorization`` header; empty for nobody. Takes as long for a wrong token."""
        found = _HEADER.fullmatch(header)
        said = _digest(found["token"] if found else "")
        # Every token is compared, so that the time does not tell which one is near.
        holders = [name for name, token in self._known if hmac.compare_digest(said, token)]
        return holders[0] if holders else ""


def _digest(token: str) -> bytes:
    return sha256(token.encode()).digest()
