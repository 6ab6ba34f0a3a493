"""Lengths and numbers in words that are easily taken for something else, put as plain figures before they are read.

``30 sec`` beside a spot is the length of the spot; ``about a minute long`` is said of tracks; ``no more than 10 songs``
counts them.
"""

import re
from typing import Final

from bot.dialogue import acts

_SPOT: Final = r"(?:spots?|ads?|adverts?|commercials?|advertisements?|trailers?|teasers?|promos?|clips?|reels?)"
_SECONDS: Final = r"(?P<count>\d{1,3})[ -]?(?:s|secs?|seconds?)\b"
_TIME: Final = r"(?P<time>(?:(?:an|one|two|three|half an|\d{1,3}(?:[.,]5)?|thirty|forty|forty[- ]five|fifty|sixty|ninety)[ -]?)(?:hours?|hrs?|h|minutes?|mins?)(?: and a half)?)"
_REWRITTEN: Final[tuple[tuple[re.Pattern[str], str], ...]] = (
    # "electric car spot, 30 sec", "a car commercial (30 seconds)"
    (re.compile(rf"(?i)\b(?P<spot>{_SPOT})\s*[,:(–-]*\s*(?:of |for |lasting |is )?(?:about |around )?{_SECONDS}\)?"), r"\g<count> second \g<spot>"),
    (re.compile(r"(?i)\b(?:about|around|roughly|approximately) (?:a|one) minute(?: long| each| in length)?\b(?! of)"), "between 45 and 75 seconds"),
    (re.compile(r"(?i)\b(?:about|around|roughly|approximately) (?P<n>two|three|four|five|six|[2-9]) minutes (?:long|each|in length)\b"), r"around \g<n> minutes each"),
    (re.compile(r"(?i)\b(?P<a>[1-9]|one|two|three|four|five|six)\s*(?:to|-|–|and)\s*(?P<b>[2-9]|two|three|four|five|six|seven|eight|ten)\s*(?:minutes?|mins?)(?: (?:long|each|in length|apiece))?\b(?! (?:of|set|mix|playlist))"), r"between \g<a> and \g<b> minutes"),
    (re.compile(r"(?i)\bbetween between\b"), "between"),
    # "not too known, and no more than 10 songs": a count, and no limit on what stands before it
    (re.compile(r"(?i)[,;]?\s*(?:\band\b\s*)?(?:please |pls |plz )?\b(?:no|not) more than (?P<n>\d{1,2}|two|three|four|five|six|seven|eight|ten|twelve|fifteen|twenty) (?:songs?|tracks?|tunes?)\b(?! (?:by|from|of|per|for|an?\b|each|with))(?: please| pls)?"), r", \g<n> songs"),
    # "a clean hour for drivetime"
    (re.compile(r"(?i)\b(?P<n>an?|one|two|three|\d) (?!full\b|whole\b|half\b|solid\b|good\b|more\b|single\b)(?P<how>[a-z]+) (?P<hour>hours?) (?P<for>of|for)\b"), r"\g<n> \g<hour> of \g<how> music \g<for>"),
    # "i want a one hour playlist": no row that is liked
    (re.compile(r"(?i)^(?:(?:hi|hey|hello|ok|so|and)[, ]+)*(?:i|we) (?:really |just )?(?:want|need|would like|['’]d like) an? (?=(?:one|two|three|four|half an|\d{1,3})[ -](?:hours?|minutes?|mins?)\b)"), ""),
    (re.compile(r"(?i)\b(?:a|one) (?:full|whole|solid|good|complete) hour\b"), "one hour"),
    # "i need exactly 30 minutes", of the list shown
    (re.compile(r"(?i)^(?:(?:but|ok|so|and|hm+)[, ]+)*(?:i|we) (?:need|want|must have)(?: it)? (?:(?:to be|exactly|precisely|only|just|about|around|roughly|at least|a full) )*(?P<many>\d{1,3}) (?:minutes|mins?)(?: (?:of (?:it|music|this|that)|in total|long|total))*[.! ]*$"), r"make it \g<many> minutes"),
    (re.compile(r"(?i)\bmusic of\b"), "music,"),
    (re.compile(r"(?i)\ba hour\b"), "an hour"),
    # "same but for one hour"
    (re.compile(rf"(?i)^(?:(?:ok|and|now|but|please|give me|i want|we need|can i have|do|make)[, ]+)*(?:the |it )?(?:exact )?same(?: (?:again|thing|stuff|list|ones?|set|music|vibe|style|kind|mix))*,?(?: (?:but|only|just|for|with|lasting|as|in|make it|make that|about|around|of|that (?:lasts?|is)|please))* (?:an? )?{_TIME}(?: (?:long|version|set|playlist|of (?:it|that|this)|please|instead|this time))*[.!? ]*$"), r"make it \g<time>"),
)  # fmt: skip


# "music for a yoga class, 60 minutes", "techno for an hour": how long all of it is.
_AT_END: Final = re.compile(
    r"(?i)(?P<what>.+?)(?:\s*[,;:(–-]+\s*|\s+)(?:(?:for|about|around|roughly|approx\.?|lasting|of|in total|total|max|say|should be|it should be|it has to be|needs to be)\s+)*"
    r"(?P<time>(?:(?:an|one|half an|two|three|four|five)[ -]|\d(?:[.,]5)?[ -]?)(?:hours?|hrs?|h)\b|(?:[2-9]\d|1\d\d|thirty|forty|forty[- ]five|fifty|sixty|ninety)[ -]?(?:minutes?|mins?|min)\b)(?:\s+(?:long|in total|total|of it|please|pls|altogether|worth))*[).!? ]*"
)
_NOT_OF_ALL: Final = re.compile(
    r"(?i)\b(?:over|under|above|below|than|least|most|within|every|each|until|till|after|before|by|in|last|next|past|longer|shorter|first|second|and|to|up to|per|sets?|mix|mixtape|playlist|stretch|extend|lengthen|shorten|cut|make|keep|same|it|that|this|what|how|who|which|why|is|are|do|does|did|can|could|list|minutes?|hours?|mins?|bpm|then)\b"
)


def plain(text: str) -> str:
    """The text with such lengths in plain figures; as it stands where there is none."""
    if len(text) > acts.LONGEST * 2:
        return text
    for pattern, figures in _REWRITTEN:
        text = pattern.sub(figures, text)
    at_end = _AT_END.fullmatch(text.strip())
    if at_end is not None and not _NOT_OF_ALL.search(at_end["what"]):
        what = re.sub(
            r"(?i)^(?:(?:some|a few|i (?:want|need)|we (?:want|need)|give me|play(?: me)?|find(?: me)?) )+",
            "",
            at_end["what"],
        )
        return f"{at_end['time']} of {what}"
    return text
