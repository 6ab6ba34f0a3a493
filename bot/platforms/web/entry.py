"""Who may come in: cookies, the passphrase, and how often one may guess it."""

import asyncio
import hashlib
import hmac
import logging
import math
import re
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from aiohttp import web

from bot.platforms.web.addresses import Proxies

log = logging.getLogger(__name__)

_PERSON: Final = "cratebot_person"
_ENTRY: Final = "cratebot_entry"
_KNOWN: Final = "cratebot_known"
_PERSON_ID: Final = re.compile(r"[A-Za-z0-9_-]{22,64}")
_ISSUED: Final = re.compile(r"(?P<issued>[0-9a-f]{1,12})-(?P<session>[0-9a-f]{16})")
_DAY_S: Final = 86400
_ENTRY_DAYS: Final = 30
_KNOWN_DAYS: Final = 365
_MOST_KEPT: Final = 10_000


class Guesses:
    """How long who guesses must wait: not at all for the first few, then twice as long after each wrong guess.

    Parameters
    ----------
    free : int
        Guesses before the first wait.
    first_s, longest_s : float
        The first wait and the longest one, in seconds. After ``longest_s`` without a guess all is forgotten.
    clock : callable
        Seconds that never go back.
    """

    def __init__(
        self, free: int = 5, first_s: float = 2, longest_s: float = 3600, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._free = free
        self._first_s = first_s
        self._longest_s = longest_s
        self._clock = clock
        # Of each guesser: the guesses, and until when the next must wait.
        self._made: OrderedDict[str, tuple[int, float]] = OrderedDict()

    def seconds_left(self, who: str) -> int:
        """Count a guess. 0 if it may be made; else, counting none, the whole seconds until one may."""
        now = self._clock()
        count, until = self._made.get(who, (0, now))
        if until > now:
            return math.ceil(until - now)
        count = 1 if now > until + self._longest_s else count + 1
        # The exponent is bounded, since a float is.
        wait = self._first_s * 2 ** min(count - self._free, 32) if count >= self._free else 0.0
        self._made[who] = (count, now + min(wait, self._longest_s))
        self._made.move_to_end(who)
        if len(self._made) > _MOST_KEPT:
            self._made.popitem(last=False)
        return 0

    def was_right(self, who: str) -> None:
        """Forget the guesses of who guessed right."""
        self._made.pop(who, None)


class Entry:
    """Reads and writes the cookies of the page.

    Parameters
    ----------
    passphrase : str
        Empty where everybody who reaches the page may come in.
    proxies : Proxies
    clock : callable
        Seconds since 1970.
    """

    def __init__(self, passphrase: str, proxies: Proxies, clock: Callable[[], float] = time.time) -> None:
        self.open = not passphrase
        self.guesses = Guesses()
        self._proxies = proxies
        self._clock = clock
        self._warned = False
        # The cookies are keyed hashes: they outlive a restart and end with the passphrase.
        self._key = _stretched(passphrase) if passphrase else secrets.token_bytes(32)
        # Stretching a guess takes 16 MB and some 50 ms of a processor.
        self._stretching = asyncio.Semaphore(2)
        # Entries that were logged out, oldest first: a browser has one of its own, however often it is renewed.
        self._ended: OrderedDict[str, None] = OrderedDict()

    def person(self, request: web.Request) -> str:
        """The id that the browser has, or none."""
        person = request.cookies.get(_PERSON, "")
        return person if _PERSON_ID.fullmatch(person) else ""

    def allows(self, request: web.Request) -> bool:
        """Whether the browser has come in, and not logged out since."""
        person = self.person(request)
        if self.open or not person:
            return bool(person)
        return bool(self._session(request, person))

    def _session(self, request: web.Request, person: str) -> str:
        """The number of the browser's entry, if it has one that is good for this person."""
        said = request.cookies.get(_ENTRY, "")
        found = _ISSUED.match(said)
        if found is None or found["session"] in self._ended:
            return ""
        fresh = self._clock() - int(found["issued"], 16) < _ENTRY_DAYS * _DAY_S
        return found["session"] if fresh and _same(said, self._signed(found[0], person)) else ""

    def keep(self, request: web.Request, response: web.StreamResponse, person: str) -> None:
        """Let a browser that may come in do so for another month."""
        self._set_cookie(request, response, _PERSON, person, _ENTRY_DAYS)
        if not self.open:
            session = self._session(request, person) or secrets.token_hex(8)
            issued = f"{int(self._clock()):x}-{session}"
            self._set_cookie(request, response, _ENTRY, self._signed(issued, person), _ENTRY_DAYS)

    def who(self, request: web.Request) -> str:
        """Whose guess it is: that of a browser that has come in before, or of all others at its address."""
        self._warn_of_proxy(request)
        known = request.cookies.get(_KNOWN, "")
        number, _, _ = known.partition(".")
        if _PERSON_ID.fullmatch(number) and _same(known, self._signed(number, "known")):
            return f"known {number}"
        return self._proxies.client(request)

    def _warn_of_proxy(self, request: web.Request) -> None:
        if "X-Forwarded-For" not in request.headers or self._warned or self._proxies.trusts(request.remote or ""):
            return
        self._warned = True
        log.warning(
            "requests come through %s, which CRATEBOT_TRUSTED_PROXY does not name: "
            "wrong passphrases count for all who come through it",
            request.remote,
        )

    async def is_right(self, passphrase: str) -> bool:
        """Whether that is the passphrase; compared in constant time."""
        async with self._stretching:
            key = await asyncio.to_thread(_stretched, passphrase)
        return not self.open and hmac.compare_digest(key, self._key)

    def let_in(self, request: web.Request, response: web.StreamResponse, person: str = "") -> None:
        """Give the browser the cookies of who comes in: without a person a new id, since an old one may be planted."""
        self.keep(request, response, person or secrets.token_urlsafe(16))
        number = secrets.token_urlsafe(16)
        self._set_cookie(request, response, _KNOWN, self._signed(number, "known"), _KNOWN_DAYS)

    def log_out(self, request: web.Request, response: web.StreamResponse) -> None:
        """End the entry and take the cookies away; that it was let in once is all that the browser keeps."""
        self._ended[self._session(request, self.person(request))] = None
        if len(self._ended) > _MOST_KEPT:
            self._ended.popitem(last=False)
        for name in (_PERSON, _ENTRY):
            response.del_cookie(name, path="/")

    def _signed(self, said: str, of: str) -> str:
        return f"{said}.{hmac.new(self._key, f'{said} {of}'.encode(), 'sha256').hexdigest()}"

    def _set_cookie(self, request: web.Request, response: web.StreamResponse, name: str, value: str, days: int) -> None:
        secure = self._proxies.secure(request)
        response.set_cookie(
            name, value, max_age=days * _DAY_S, httponly=True, samesite="Strict", path="/", secure=secure
        )


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(errors="replace"), other.encode())


def _stretched(passphrase: str) -> bytes:
    """The passphrase as a key that is slow to guess."""
    return hashlib.scrypt(passphrase.encode(errors="replace"), salt=b"cratebot web", n=2**14, r=8, p=1)
