"""Links that let somebody in once: a new person, or a person's other device."""

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

INVITE_S: Final = 24 * 3600.0
DEVICE_S: Final = 15 * 60.0
_MOST: Final = 200


class Links:
    """One-time tokens, kept by this process alone: a restart ends them.

    Parameters
    ----------
    clock : callable
        Seconds that never go back.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        # By token: whom it lets in, empty for somebody new, and until when.
        self._kept: OrderedDict[str, tuple[str, float]] = OrderedDict()

    def make(self, person: str = "") -> str:
        """A token for somebody new, good for a day, or for a person's other device, good for 15 minutes."""
        token = secrets.token_urlsafe(24)
        self._kept[token] = person, self._clock() + (DEVICE_S if person else INVITE_S)
        if len(self._kept) > _MOST:
            self._kept.popitem(last=False)
        return token

    def look(self, token: str) -> str | None:
        """Whom a token lets in, empty for somebody new; None if it is not valid, or no longer."""
        person, until = self._kept.get(token, ("", 0.0))
        return person if until > self._clock() else None

    def use(self, token: str) -> None:
        """End a token."""
        self._kept.pop(token, None)

    def end(self, person: str) -> None:
        """End the tokens for a person's devices."""
        for token in [token for token, (whom, _) in self._kept.items() if whom == person]:
            del self._kept[token]
