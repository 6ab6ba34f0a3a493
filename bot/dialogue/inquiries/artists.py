"""Questions about artists just spoken of: their best three, each one's biggest, whether any good, who is nearest."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.dialogue import acts, facts, references
from bot.dialogue.inquiries.said import Said
from bot.dialogue.language import genre_or_nearest
from bot.dialogue.lexicon import NUMBERS
from bot.dialogue.outcome import Outcome, request_of
from bot.dialogue.pattern_table import Pattern, first_match
from bot.dialogue.subjects import Subjects
from bot.reply import Action, Reply
from bot.say import more_like
from bot.tracks import track_row
from engine import TRAIT_NAMES, Query, Token

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

_ALL_OF_ONE: Final = 1000
_COUNT: Final = r"(?P<count>\d{1,2}|two|three|four|five|six|seven|eight|ten|couple of|few)"
_SONGS: Final = r"(?:songs?|tracks?|hits?|tunes?|ones?|records|things?|recordings?)"
_GIVE: Final = (
    r"(?:(?:give|show|find|play|tell|list|get)(?: me| us)? |i want |can i (?:have|get|see) |what(?:'s|s| are| is) )?"
)
_THEIR: Final = r"(?:his|her|their|its|(?:the|that|this) (?:artist|band|singer|guy|girl|group|rapper|act)(?:'s|s'))"
_TOP: Final = r"(?:best|top|biggest|most popular|greatest|best[- ]known)"
_THEM: Final = r"(?:him|her|them|(?:that|this|the) (?:artist|band|singer|guy|group))"
_BEST: Final = tuple(
    Pattern(pattern)
    for pattern in (
        rf"{_GIVE}{_THEIR} {_TOP} {_COUNT}(?: {_SONGS})?",
        rf"{_GIVE}{_THEIR} {_COUNT} {_TOP}(?: {_SONGS})?",
        rf"{_GIVE}(?:the )?{_TOP} {_COUNT}(?: {_SONGS})? (?:by|of|from) {_THEM}",
        rf"{_GIVE}(?:the )?{_COUNT} {_TOP}(?: {_SONGS})? (?:by|of|from) {_THEM}",
    )
)
_EACH: Final = Pattern(
    rf"(?:and )?(?:(?:give|show|find|tell)(?: me| us)? |what(?:'s|s| are| is| would be)? )?(?:(?:the )?each (?:one|of them|artist|band)(?:'s|s)?|(?:each|both)(?: of (?:them|their|these))?(?:'s|s)?(?: (?:their|artists?'?s?))?|their(?: respective)?|each others?)(?: own)? (?:(?P<how>most|least) )?(?P<word>[\w-]+) {_SONGS}|"
    rf"(?:(?:give|show)(?: me)? |what(?:'s|s| is| are)? )?(?:the )?(?:(?P<how2>most|least) )?(?P<word2>[\w-]+) {_SONGS} (?:of|by|from|for) (?:each(?: of them| one| artist)?|both(?: of them)?|either)"
)
_ANY_GOOD: Final = Pattern(
    r"(?:is|are|was) (?P<whom>he|she|they|it|(?:that|this|the) (?:artist|band|singer|guy|group|one)) (?:any |actually |really |even |that )*(?:good|great|popular|big|famous|well[- ]known|known|worth (?:it|a listen|hearing|listening to|checking out))"
)
_NEAREST: Final = Pattern(
    r"(?:who|which (?:artist|band|singer|act)|what (?:artist|band))(?:'s|s| is| are| comes?| sounds?)?(?: the)? (?:closest|nearest|most similar|most like|next|closer|near|close)(?: (?:artist|band|one|in sound))?(?: (?:to|like|as))? (?:(?:the )?(?:artist|band|singer) (?:of|on|from|behind) )?(?P<whom>.+)"
)
_THEIR_MOST: Final = Pattern(
    rf"(?:what(?:'s|s| is| are| was)? )?{_THEIR} (?:(?P<how>most|least) )?(?P<word>[\w-]+) (?:{_SONGS}|stuff|work|number)"
    rf"|(?:(?:what|which)(?:'s|s| is| are| was)? )?(?:the )?(?:(?P<how2>most|least) )?(?P<word2>[\w-]+) (?:{_SONGS}|stuff|work|number) (?:of|by|from) (?:theirs|his|hers|{_THEM})"
)


_WHO: Final = r"(?:artists?|bands?|acts?|singers?|rappers?|producers?|dj'?s|groups?|musicians?|composers?|names)"
_OF_GENRE: Final = Pattern(rf"(?P<before>.*?)\b{_WHO}\b.*")
_LEADS: Final = frozenset(
    "which what who the all some me us list rank name show give find top best biggest known popular famous important main key few other are of "  # noqa: SIM905
    "any more about how is there do you have a an i mean not rappers artists want need good great major and".split()
)
_IN_GENRE: Final = Pattern(
    rf".*?\b(?:which|what|who|list|rank|name|top|best|biggest|main|key|show|give)\b.*?\b{_WHO}\s+(?:are |is |do |that are )?(?:there )?(?:in|of|from|for|play|making|doing|filed under)\s+(?P<genre>[\w&/' -]{{2,30}}?)(?P<rest>\s+(?:with|that|by|sorted|under|over|who|but|have|are|in order)\b.*)?"
)
_ASKS_WHO: Final = Pattern(
    r".*\b(?:which|what|who|list|rank|name|top|best|biggest|show|artists? not|not tracks|not songs|are there|how about)\b.*"
)
_NO_ARTISTS: Final = Pattern(
    r".*\b(?:like|similar|sounds?|rising|rise|emerging|upcoming|up and coming|new|breaking|next big|about to|bubbling|by|from|each|compare|between|vs|most|least|average|avg|highest|lowest|fastest|slowest)\b.*"
)
_OF_TRACKS: Final = Pattern(r".*\b(?:songs?|tracks?|music|playlist|tunes|hits|set|albums?)\b.*")
_COUNTED: Final = re.compile(
    r"(?:,? ?(?:sorted |ranked |ordered |in order )?(?:by|with|of|have|has|having|who have|that have|got) (?:the )?(?:number of|lots of|many|most|a lot of|plenty of|the most) (?:songs?|tracks?|recordings?)(?: here)?|,? ?not (?:songs?|tracks?)|(?:average )?popularity)"
)
# "Which artist has the most tracks?" is answered by a number.
_ONE: Final = re.compile(
    r"(?:which|what|who)(?: \S+)* (?:artist|band|singer|act|rapper|producer|group) (?:has|have|with|is|made)\b|who (?:has|is)\b"
)
_SMALLER: Final = re.compile(
    r"\b(?:(?:not|aren'?t|arent|isn'?t|isnt) (?:yet )?(?:that |so |too |very |really )?(?:huge|big|famous|known|popular|well[- ]known)|less (?:known|popular)|unknown|smaller|underground|obscure|small)\b"
)
_MOST_ARTISTS: Final = 50
_UNDER: Final = 60
"""Popularity of somebody who is not huge yet."""


def of_genre(turn: "Turn", asked: Said) -> Outcome | None:
    """``which k-pop artists have lots of tracks but aren't huge yet``: the artists of a genre."""
    text = asked.text
    bare = _COUNTED.sub(" ", text)
    if not _ASKS_WHO.fullmatch(text) or _OF_TRACKS.fullmatch(bare) or _NO_ARTISTS.fullmatch(bare):
        return None
    genre = _genre_of_artists(turn, text)
    if not genre or _ONE.match(text):
        return None
    popularity = turn.engine.parse(text).constraints.get("popularity")
    low, high = (popularity.low, popularity.high) if popularity is not None else (None, None)
    band = ""
    if isinstance(low, int | float) or isinstance(high, int | float):
        band = f"{low if isinstance(low, int | float) else 0:.0f}-{high if isinstance(high, int | float) else 100:.0f}"
    elif _SMALLER.search(text):
        band = f"0-{_UNDER}"
    counted = re.search(r"\b(?:number of|lots of|many|most|a lot of|plenty of) (?:songs?|tracks?|recordings?)\b", text)
    count = re.match(r"(?:[a-z]+ )*?(?:top|best|list|show|name|give me|me|the) (?P<count>\d{1,2}) ", text)
    tokens = [Token("genre", genre)]
    tokens += [Token("popularity", band)] if band else []
    tokens += [Token("sort", "recordings")] if counted else []
    tokens += [Token("limit", count["count"])] if count and 1 <= int(count["count"]) <= _MOST_ARTISTS else []
    return Outcome(request_of("artists", *tokens))


def _genre_of_artists(turn: "Turn", text: str) -> str:
    """The genre whose artists a text asks for; empty if it names none right before, or right after, the word."""
    match = _IN_GENRE.fullmatch(text)
    if match is not None and (genre := genre_or_nearest(turn.engine, match["genre"].strip())):
        return genre
    match = _OF_GENRE.fullmatch(text)
    words = match["before"].split() if match is not None else []
    for many in (3, 2, 1):
        named = words[-many:]
        if len(named) == many and not _LEADS & set(named) and (genre := genre_or_nearest(turn.engine, " ".join(named))):
            return genre
    return ""


def artist_spoken_of(turn: "Turn") -> str:
    """Who "he" is: the first of artists just listed, else whom the talk was of."""
    last = turn.context.exchanges[-1] if turn.context.exchanges else None
    if last is not None and not turn.fresh and last.rows and last.rows[0].artist and last.rows[0].track is None:
        if last.task.command == "artists" and (like := last.task.fields.get("like")):
            return like.strip('"')
        return last.rows[0].artist
    return turn.mentioned_artist() or references.focus_artist(turn.context)


def best_of(turn: "Turn", asked: Said) -> Outcome | None:
    """``give me his best three``: the best known by whoever was spoken of."""
    match = first_match(_BEST, asked.text)
    if match is None or turn.fresh:
        return None
    said = match["count"]
    artist = artist_spoken_of(turn)
    if not artist:
        return None
    count = int(said) if said.isdecimal() else {"couple of": 2, "few": 3}.get(said) or int(NUMBERS[said])
    query = Query(artists=(artist,), most="-popularity", limit=count)
    return Outcome(request_of("recommend", turn.kept_out(query).text))


def each_most(turn: "Turn", asked: Said) -> Outcome | None:
    """``what's each one's biggest track``: of each artist or genre that was compared, the one that has most of a trait."""
    match = _EACH.fullmatch(asked.text)
    last = turn.context.last
    if match is None or turn.fresh or last is None or last.task.command != "compare" or last.task.tracks:
        return None
    word, how = match["word"] or match["word2"], match["how"] or match["how2"] or ""
    extreme = (
        ("popularity", True)
        if word in ("biggest", "best", "top", "greatest")
        else acts.extreme_of({"how": how, "word": word})
    )
    if extreme is None or extreme[0] not in TRAIT_NAMES:
        return None
    name, most = extreme
    chosen, told = [], []
    for subject in [last.task.fields[key].strip('"') for key in "abc" if key in last.task.fields]:
        genre = subject in turn.engine.catalogue.genres
        query = Query(genres=(subject,)) if genre else Query(artists=(subject,))
        best = facts.end_of(turn.engine.catalogue.tracks(turn.engine.rows_within(query)), name, most=most)
        if best is not None:
            chosen.append(best)
            told.append(f"{subject}: {best.track_name} ({name} {facts.value_text(best, name)})")
    if not chosen:
        return None
    listen = Action("As a list", request_of("recommend", Query(tracks=tuple(chosen), limit=len(chosen)).text).text)
    rows = tuple(track_row(track, amount=facts.value_text(track, name)) for track in chosen)
    # No request: the talk stays with those compared.
    return Outcome(reply=Reply(title=f"{'; '.join(told)}.", rows=rows, actions=(listen, *more_like(chosen))))


def their_most(turn: "Turn", asked: Said) -> Outcome | None:
    """``what's his most danceable thing``, after artists were listed: of all there is by the first of them."""
    match = _THEIR_MOST.fullmatch(asked.text)
    last = turn.context.exchanges[-1] if turn.context.exchanges else None
    if match is None or turn.fresh or last is None:
        return None
    word = match["word"] or match["word2"]
    extreme = acts.extreme_of({"how": match["how"] or match["how2"] or "", "word": word})
    extreme = ("popularity", True) if word in ("biggest", "best", "top", "greatest", "main") else extreme
    artist = artist_spoken_of(turn)
    if extreme is None or not artist or extreme[0] not in TRAIT_NAMES:
        return None
    name, most = extreme
    known = Subjects(turn.engine, turn.context).recordings(artist, _ALL_OF_ONE)
    best = facts.end_of(known, name, most=most)
    if best is None:
        return None
    lead = (
        f"Of {len(known)} recordings by {artist} it is {best.track_name}, with {name} {facts.value_text(best, name)}."
    )
    return Outcome(request_of("track", Token("track", best.track_id)), lead=lead)


def any_good(turn: "Turn", asked: Said) -> Outcome | None:
    """``is he any good``: how well known, since good is for who listens."""
    match = _ANY_GOOD.fullmatch(asked.text)
    if match is None or turn.fresh or not turn.context.exchanges:
        return None
    exchange = turn.context.exchanges[-1]
    person = match["whom"] in ("he", "she") or match["whom"].startswith(("that", "this", "the"))
    if (
        not person
        and not (exchange.rows and exchange.rows[0].artist and exchange.rows[0].track is None)
        and exchange.task.command != "artist"
    ):
        return None
    artist = artist_spoken_of(turn)
    if not artist:
        return None
    best = turn.subjects.recordings(artist, 1)
    known = (
        f" The best known here is {best[0].track_name}, popularity {best[0].popularity}."
        if best and best[0].popularity is not None
        else ""
    )
    lead = f"Good is for you to hear; the data tells how well known and how it sounds.{known}"
    return Outcome(request_of("artist", Token("name", artist, quoted=True)), lead=lead)


def nearest(turn: "Turn", asked: Said) -> Outcome | None:
    """``who's the closest to the last one``: artists like the one of a row, or like the one spoken of."""
    match = _NEAREST.fullmatch(asked.text)
    if match is None:
        return None
    pointed = re.fullmatch(r"(?:him|her|them|it|that(?: one)?|this(?: one)?|the last one)", match["whom"].strip())
    if pointed and (turn.fresh or turn.context.last is None):
        return None
    of_row = references.rows_of(match["whom"], turn.context)
    found = turn.subjects.resolve(match["whom"], ("artist", "track")) if of_row is not None or not pointed else None
    artist = ""
    if found is not None:
        artist = found.artist or (found.track.artists[0] if found.track is not None else "")
    if (
        not artist
        and not pointed
        and re.match(r"(?:all|the (?:average|rest|others?)|me|us|you|being)\b", match["whom"])
    ):
        return None
    if not artist and pointed:
        tracks = turn.focus or references.focus_tracks(turn.context)
        artist = tracks[0].artists[0] if tracks else artist_spoken_of(turn)
    if not artist:
        return None
    if "artists" in turn.commands:
        return Outcome(request_of("artists", Token("like", artist, quoted=True)))
    return Outcome(request_of("recommend", replace(Query(like_artists=(artist,)), limit=turn.limit).text))
