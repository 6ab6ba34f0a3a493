"""A request packed into the 100 characters that a button may carry: buttons need no store and survive restarts."""

import re
import zlib
from base64 import b85decode, b85encode
from functools import lru_cache
from typing import Final

from bot.reply import Error

LONGEST: Final = 100
"""Characters of a custom id, a select's value included (Discord's limit)."""

REFINE: Final = "refine"
"""The custom id of the button under a list that opens a form for words."""

STALE: Final = Error(
    "stale_button",
    "This button comes from another version of the bot, or was altered on its way.",
    "Ask again with the command; the new answer has working buttons.",
)
"""What to say when ``unpack`` finds nothing."""

_VERSION: Final = "1"
# Deflate finds these words at no cost, the last ones cheapest. Changing them changes every button: raise _VERSION then.
_WORDS: Final = (
    b"acousticness instrumentalness speechiness danceability liveness loudness duration popularity breakout emerging "
    b"drivers trends genres rising artists tracks about help playlist minutes: steps:7 metric:cosine metric:euclidean "
    b'explicit:no explicit:yes private:yes surprise: not_artist:" not_genre:" -artist:" -genre:" unlike:"\x01" '
    b"mood:romantic mood:dreamy mood:party mood:focus mood:workout mood:sleepy mood:angry mood:dark mood:calm "
    b"mood:energetic mood:sad mood:happy acoustic rock pop dance hip-hop electronic latin jazz classical k-pop "
    b'duration: loudness: tempo: popularity:"low" popularity:"medium" popularity:"high" valence:"low" '
    b'valence:"medium" valence:"high" energy:"medium" energy:"very low" valence:"very high" energy:"very high" '
    b'energy:"low" energy:"high" energy:high energy:low genre:" artist:" like:"\x01" limit:10 limit:5 page:2 '
    b'/genre /artist /compare /blend a:"\x01" b:"\x01" /path /why /save /track track:"\x01" /similar track:"\x01" '
    b"/recommend "
)

_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_TRACK_ID: Final = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z]{22}(?![0-9A-Za-z])")
_ID_BYTES: Final = 16
# Stands for a track id, whose 16 bytes are kept apart: deflate cannot shrink them.
_MARK: Final = "\x01"


@lru_cache(4096)
def pack(text: str) -> str | None:
    """A custom id that holds a text, or None if it does not fit: then offer no button.

    One character of version, then base 85 of: 2 bytes of checksum (the low half of CRC-32), 1 byte with the number of
    track ids, 16 bytes each, and the rest of the text as raw deflate with a preset dictionary.

    Parameters
    ----------
    text : str
        Usually an ``Action.command``. Four track ids and some twenty words fit.

    Returns
    -------
    str or None
        At most 100 ASCII characters; equal texts give equal ids.
    """
    if _MARK in text:
        return None
    ids: list[bytes] = []

    def take(match: re.Match[str]) -> str:
        number = 0
        for digit in match[0]:
            number = 62 * number + _DIGITS.index(digit)
        if number >= 1 << 8 * _ID_BYTES:
            return match[0]
        ids.append(number.to_bytes(_ID_BYTES))
        return _MARK

    rest = _TRACK_ID.sub(take, text)
    try:
        content = rest.encode()
    except UnicodeEncodeError:
        return None
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zlib.Z_DEFAULT_STRATEGY, _WORDS)
    if len(ids) > 255:
        return None
    body = bytes([len(ids)]) + b"".join(ids) + deflate.compress(content) + deflate.flush()
    packed = _VERSION + b85encode(_checksum(body) + body).decode()
    return packed if len(packed) <= LONGEST else None


def unpack(custom_id: str) -> str | None:
    """The text that ``pack`` put into a custom id, or None if it is no such id (then say ``STALE``).

    The checksum finds ids that were altered or come from elsewhere; it does not make the text trustworthy. Read it
    like anything that somebody typed.
    """
    if not custom_id.startswith(_VERSION) or len(custom_id) > LONGEST:
        return None
    try:
        raw = b85decode(custom_id[1:])
        checksum, body = raw[:2], raw[2:]
        # Base 85 has several ways to write its last bytes; pack writes one.
        if len(body) < 1 or _checksum(body) != checksum or b85encode(raw).decode() != custom_id[1:]:
            return None
        start = 1 + _ID_BYTES * body[0]
        ids = [_base62(int.from_bytes(body[at : at + _ID_BYTES])) for at in range(1, start, _ID_BYTES)]
        inflate = zlib.decompressobj(-15, _WORDS)
        # Bounded: a forged id must not unfold into gigabytes.
        rest = inflate.decompress(body[start:], 10_000)
        if not inflate.eof:
            return None
        parts = rest.decode().split(_MARK)
    except (ValueError, zlib.error):
        return None
    if len(parts) != len(ids) + 1:
        return None
    return parts[0] + "".join(track + part for track, part in zip(ids, parts[1:], strict=True))


def _checksum(body: bytes) -> bytes:
    return (zlib.crc32(body) & 0xFFFF).to_bytes(2)


def _base62(number: int) -> str:
    digits = []
    for _ in range(22):
        number, digit = divmod(number, 62)
        digits.append(_DIGITS[digit])
    return "".join(reversed(digits))
