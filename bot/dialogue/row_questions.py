"""Questions about single rows: why one was chosen, which is closest to the seed, who made it and what else is theirs."""

import re
from typing import TYPE_CHECKING, Final

from bot.dialogue import acts, evidence, facts, free_text, mixing_next, reasons, references
from bot.dialogue.context import Exchange, Shown
from bot.dialogue.language import Heard
from bot.dialogue.lexicon import fold
from bot.dialogue.outcome import Outcome, playlist_query, request_of
from bot.reply import Reply
from engine import MOST_TRACKS, TRAITS, Query, Token, Track

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

_WHY: Final = re.compile(
    r"(?:(?:can|could|would|will) (?:you|u) |please |pls |ok |and |so |but |tell me |explain (?:to me |me )?|say |i wonder )*(?:why|how come|for what reason|what made you)['’]?\s*"
    r"(?:did |have |do |would )?(?:you |u )?(?:have )?(?:just )?(?:pick(?:ed)?|ch[oa]+se|choose|recommend(?:ed)?|suggest(?:ed)?|put(?: in)?|add(?:ed)?|includ(?:e|ed)|select(?:ed)?|rank(?:ed)?|place[d]?|went (?:with|for)|go (?:with|for)|is|was|are|does|has|s)?\s*"
    r"(?P<row>.+?)(?: (?:first|last|at the top|so high|so low|up there))?(?: (?:in|on|there|here|in there|on (?:the|this) list|in (?:the|this) list))?[ ?.!]*"
)
# "and number 4, why?"
_WHY_LAST: Final = re.compile(
    r"^(?:(?:and|so|but|ok)[, ]+)*(?P<row>(?:the|number|no|track) ?[\w ]+?)[,:; -]+why(?: (?:that|this|it))?(?=[ ?!.]*$)"
)
_POINTS: Final = re.compile(
    r"(?:him|her|them|it|that|this|they|he|she|(?:that|this) (?:one|song|track|artist|band|act|guy))"
)
_TRAITS: Final = "tempo|bpm|speed|energy|mood|valence|loudness|length|duration|danceability|popularity|key|acousticness"
_CLOSEST: Final = re.compile(
    r"(?:and |so |ok )*(?:which|what)(?: ones?| songs?| tracks?| rows?)?(?: of (?:these|those|them|the (?:list|\w+)))?(?: ones?)?(?:['’]s| is| are| has| have| comes?| sits?)?(?: the)? "
    rf"(?:closest|nearest|most similar)(?: (?:to|with) (?:it|that|the (?:original|seed|first|source)(?: one| song| track)?|.+?))?(?: (?:in|by|on))?(?: (?:the|its))? ?(?P<trait>{_TRAITS})?(?: (?:to|of|with) .+?)?[ ?.!]*"
)
_BLEND: Final = re.compile(
    r"(?:and |so |ok )*(?:which|what)(?: ones?| songs?| tracks?)?(?: of (?:these|those|them))?(?: ones?)?(?:['’]s| is| are| would be| makes?| gives?)?(?: the)? "
    r"(?:safest|easiest|smoothest|cleanest|best|most (?:seamless|natural|harmonic))(?: to)? (?:blend|mix(?:es)?|transition|segue|match|fit in key|one to (?:mix|blend|play))(?: (?:in|with|into|from|out of|next|after|to|here) ?.*?)?[ ?.!]*"
)
_BY_ROW: Final = re.compile(
    r"(?:and |so |ok |please )*(?:what else|anything else|something else|something|anything|more|(?:give|show|find|play) me (?:more|something|songs|tracks|(?:the )?best(?: songs| tracks| of)?)|(?:other |more |some |the best )?(?:songs?|tracks?|music|stuff))"
    r"(?: (?:do you have|is there|have you got))? (?:by|from|of) (?P<row>(?:the )?(?:guys?|artists?|acts?|band|one|singer|person|woman|dude|rapper|group)? ?(?:at|in|on|from|of)? ?(?:number|no\.?|#|place|spot|row|position) ?\w+"
    r"|the (?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|\d{1,2}(?:st|nd|rd|th)) (?:guys?|artists?|acts?|band|one|singer|person|woman|dude|rapper|group))(?: (?:please|then|on (?:the|this) list))*[ ?.!]*"
)
# "Give me his best three", after an answer about an artist.
_THEIR_BEST: Final = re.compile(
    r"(?:and |ok |so |now |please |can you )*(?:give|show|play|get|find|tell|list)(?: me| us)? (?:his|her|their|the (?:guy|artist|band|singer)['’]s) (?:(?P<many>\d{1,2}|\w+) )?(?:best|biggest|top|most (?:popular|famous)|best[- ]known|greatest)(?: (?P<count>\d{1,2}|two|three|four|five|six|seven|eight|ten))?(?: (?:songs?|tracks?|hits?|ones?|tunes?))?[ ?.!]*"
)
_GENRE_OF: Final = re.compile(
    r"(?:and |so |ok )*(?:what|which) (?:genres?|styles?|kind of music)(?: (?:is|does|do|would|are|should))?(?: (?:you|i|we|one|someone))?(?: (?:file|put|place|call|filed))? ?(?P<row>.+?)(?: (?:under|in|into|as|file under|make|play|do))*[ ?.!]*"
)
_SMALLER: Final = re.compile(
    r"(?:(?:ok|and|but|hm+|please|can (?:you|i|we)|could you|show|give|me|get|have|find|just|only|maybe|some|the|with|i want|we want|we need|need)[, ]+)*"
    r"(?:(?P<less>(?:not|no|without|less of|skip|drop|leave out|minus)(?: so)?(?: the| any)? (?:huge|big|bigger|biggest|famous|popular|obvious|well[- ]known|known|massive|giant|star|household|superstar)(?: (?:ones?|names?|artists?|acts?|stars?|bands?|guys))?"
    r"|(?:small(?:er)?|lesser[- ]known|less (?:known|famous|popular|big|obvious)|more (?:obscure|underground)|tiny|unknown|obscure|underground|up and coming|under the radar)(?: (?:ones?|names?|artists?|acts?|bands?|guys))?)"
    r"|(?P<more>(?:bigger|better[- ]known|more (?:famous|popular|known|established)|well[- ]known|famous|known|big)(?: (?:ones?|names?|artists?|acts?|bands?|guys))?))(?: (?:please|pls|then|only|instead))*[ ?.!]*"
)
_SMALL_LIKE: Final = re.compile(
    r"(?:.*\b)?(?:similar|related|comparable)? ?(?:artists?|acts?|bands?|singers?|names)(?: (?:similar|close))? (?:to|like) (?P<name>.+?)[,;]? (?:but|only|just|that are|who are|and)? ?"
    r"(?:less (?:known|famous|popular|big)|lesser[- ]known|small(?:er)?(?: (?:ones?|names?))?|not (?:so|as|too) (?:known|famous|popular|big|huge)|more obscure|under the radar|unknown)[ ?.!]*"
)
_BET: Final = re.compile(
    r"(?:and |so |ok )*(?:which|who|what)(?: one| of (?:these|those|them))* (?:would|should|do|will) (?:you|u|i|we) (?:bet|put (?:your|my|our) money|sign|go for|back|pick|choose)(?: on)?(?: first)?[ ?.!]*"
    r"|(?:and |so |ok )*(?:which|who|what)(?: one| of (?:these|those|them))*(?:'s|s| is| are| looks(?: like)?| would be)? (?:the |your )?(?:best|safest|surest|better) (?:bets?|choice|guess|pick)[ ?.!]*"
)
_NAMES: Final = {"bpm": "tempo", "speed": "tempo", "mood": "valence", "length": "duration"}
_FORMATS: Final = {trait.name: trait for trait in TRAITS}
_PLAYED, _SMALLER_BY = 15, 10
"""Least popularity of an artist that is told as a smaller one, and by how much it is below the one it is like."""
_HUGE: Final = 60  # popularity of whom people mean by "the huge ones", where the list does not say


def read(turn: "Turn", text: str) -> Outcome | None:
    """The answer to a question about rows shown; None if the text asks for something else."""
    said = fold(text).strip(" ¿¡")
    last = turn.context.last
    if len(text) > acts.LONGEST:
        return None
    if (match := _SMALL_LIKE.fullmatch(said)) is not None:
        found = turn.subjects.resolve(match["name"], ("artist",))
        return _artists(turn, found.artist, (0, _HUGE - 10)) if found is not None and found.artist else None
    if last is None:
        return None
    if last.task.command == "artists":
        if (match := _SMALLER.fullmatch(said)) is not None:
            return _other_size(turn, last, smaller=bool(match["less"]))
        if (match := _GENRE_OF.fullmatch(said)) is not None and (row := _row(turn, match["row"])) and row.artist:
            return Outcome(request_of("artist", Token("name", row.artist, quoted=True)))
    if (match := _BY_ROW.fullmatch(said)) is not None and (row := _row(turn, match["row"])) is not None:
        artist = row.artist or (row.track.artists[0] if row.track is not None else "")
        return free_text.fresh_list(turn, Heard(Query(artists=(artist,))), text) if artist else None
    if (match := _THEIR_BEST.fullmatch(said)) is not None and (artist := references.focus_artist(turn.context)):
        count = acts.count(match["count"] or match["many"] or "")
        query = Query(artists=(artist,), most="-popularity", limit=count or turn.limit)
        return Outcome(request_of("recommend", turn.kept_out(query).text))
    said = _WHY_LAST.sub(r"why \g<row>", said)
    if (match := _WHY.fullmatch(said)) is not None and (row := _row(turn, match["row"])) is not None:
        return _why(turn, row)
    if _BLEND.fullmatch(said):
        return _closest(turn, "blend")
    if (match := _CLOSEST.fullmatch(said)) is not None:
        return _closest(turn, match["trait"] or "")
    if _BET.fullmatch(said) and last.task.command == "emerging" and last.rows:
        first = last.rows[0]
        line = f"Number 1, {first.title}: the list is in that order, and what is expected to gain most stands first."
        return Outcome(
            reply=Reply(
                title=line,
                text="It is a forecast from sound and early figures; how often it was right stands with the list.",
            )
        )
    return None


def _row(turn: "Turn", text: str) -> Shown | None:
    found = references.rows_of(text, turn.context)
    if found is not None:
        return found.rows[0] if len(found.rows) == 1 else None
    shown = turn.context.counted
    if shown is not None and _POINTS.fullmatch(text):
        focus = turn.focus or turn.context.focus
        spoken_of = [row for row in shown.rows if row.track is not None and row.track in focus]
        spoken_of = spoken_of or [row for row in shown.rows if row.artist and focus and row.artist in focus[0].artists]
        first = list(shown.rows[:1]) if shown is turn.context.last and shown.task.command == "emerging" else []
        return next(iter(spoken_of or first), None)
    named = [row for row in shown.rows if fold(text) in _names_of(row)] if shown is not None else []
    return named[0] if named else None


def _names_of(row: Shown) -> set[str]:
    """What a row may be called: the title, and whom it is by."""
    if row.track is None:
        return {fold(row.artist or row.title)}
    return {fold(row.track.track_name), fold(row.track.track_name).split(" - ")[0], *map(fold, row.track.artists)}


def _why(turn: "Turn", row: Shown) -> Outcome | None:
    counted = turn.context.counted
    if counted is not None and counted.task.command == "emerging" and row in counted.rows:
        return evidence.of_row(turn, counted, row)
    listed = turn.context.last_list
    if listed is None or row not in listed.rows:
        return None
    if row.artist and (like := listed.task.fields.get("like")):
        alike = turn.engine.similar_artists(like, MOST_TRACKS)
        why = next((one.reasons for one in alike if one.name == row.artist), ())
        lead = f"Number {row.number}, {row.artist}: {', '.join(why) or 'close in usual sound'}."
        return Outcome(request_of("artist", Token("name", row.artist, quoted=True)), lead=lead)
    if row.track is None:
        return None
    query = turn.kept_out(
        playlist_query(listed.task.query or Query())
        if listed.task.command == "playlist"
        else listed.task.query or Query()
    )
    return Outcome(request_of("why", query.text), lead=reasons.of_row(turn, listed, row), focus=(row.track,))


def _seed(turn: "Turn") -> Track | None:
    """The track that the list shown was made from, or that was asked about before it."""
    listed = turn.context.last_list
    query = listed.task.query if listed is not None else None
    if query is not None and query.named:
        return (*query.like, *query.named)[0]
    asked = [
        one for one in turn.context.current if one.task.tracks and one.task.command in ("track", "similar", "genre")
    ]
    return next(iter(asked[-1].task.tracks.values())) if asked else None


def _closest(turn: "Turn", what: str) -> Outcome | None:
    """Which row is closest to the seed in a trait, in key, to mix with it, or as a whole."""
    shown, seed = turn.context.counted, _seed(turn)
    if shown is None or len(shown.tracks) < 2:
        return None
    if seed is None:
        line = "Closest to what? This list was not made from a track: name one."
        return Outcome(reply=Reply(title=line))
    rows = [row for row in shown.rows if row.track is not None and row.track.recording != seed.recording]
    trait = _NAMES.get(what, what)
    if not what:
        first = rows[0]
        line = f"Number {first.number}, {first.title}: the list is in that order, closest to {seed.title} first."
        common = facts.shared(turn.engine, (seed, first.track)) if first.track else ""
        return Outcome(reply=Reply(title=line, text=common), focus=(first.track,) if first.track else ())
    far = {row.number: _distance(turn, trait, seed, row.track) for row in rows if row.track is not None}
    best = min(rows, key=lambda row: far[row.number])
    if best.track is None or far[best.number] == float("inf"):
        return Outcome(reply=Reply(title=f"The {trait} of {seed.title} is unknown."))
    line = f"Number {best.number}, {best.title}: {_told(turn, trait, best.track)}, and {seed.title} is at {_told(turn, trait, seed)}."
    return Outcome(reply=Reply(title=line), focus=(best.track,))


def _distance(turn: "Turn", trait: str, one: Track, other: Track) -> float:
    keys = [turn.engine.key(track).camelot for track in (one, other)]
    if trait in ("key", "blend"):
        apart = _key_steps(keys[0], keys[1])
        if trait == "key":
            return apart
        return 10 * max(apart - 1, 0) + 100 * _tempo_apart(one, other)
    first, second = references.value(one, trait), references.value(other, trait)
    return abs(first - second) if first == first and second == second else float("inf")


def _tempo_apart(one: Track, other: Track) -> float:
    """The share by which tempos differ, in full, half or double time."""
    first, second = one.values["tempo"], other.values["tempo"]
    if not (first > 0 and second > 0):
        return 1.0
    return min(abs(second * factor / first - 1) for factor in (0.5, 1.0, 2.0))


def _key_steps(one: str, other: str) -> float:
    """Steps between two places on the Camelot wheel; a neighbour or the relative is one."""
    if not (one and other):
        return float("inf")
    if one == other:
        return 0.0
    if other in mixing_next.neighbours(one):
        return 1.0
    hours = abs(int(one[:-1]) - int(other[:-1]))
    return float(min(hours, 12 - hours) + (one[-1] != other[-1]))


def _told(turn: "Turn", trait: str, track: Track) -> str:
    key = turn.engine.key(track).camelot or "unknown key"
    if trait == "key":
        return key
    if trait == "blend":
        return f"{_FORMATS['tempo'].format(track.values['tempo'])} in {key}"
    if trait == "popularity":
        return f"popularity {track.popularity}"
    return f"{_FORMATS[trait].format(track.values[trait])}{'' if _FORMATS[trait].unit else f' {trait}'}"


def _other_size(turn: "Turn", last: Exchange, *, smaller: bool) -> Outcome | None:
    """The artists again, without the best known of those shown, or only those."""
    known = sorted(row.track.popularity or 0 for row in last.rows if row.track is not None)
    name = last.task.fields.get("like", "")
    if not known or not name:
        return None
    middle = known[len(known) // 2]
    small = sum(one < _HUGE for one in known)
    high = _HUGE if small > 1 and middle > _HUGE else middle
    band = (0, max(high - 1, 1)) if smaller else (min(max(middle, _HUGE - 10), 95), 100)
    return _artists(turn, name, band, last.task.fields.get("limit", ""))


def artists_like(turn: "Turn", name: str, *, smaller: bool = False, limit: int | None = None) -> Outcome:
    """Artists like one; of ``smaller`` ones those that are less known than the one is."""
    if smaller:
        names = turn.engine.names
        own = names.artist_popularity(names.artist_code(name))
        # What hardly anybody plays is often an old release counted elsewhere, also of somebody well known.
        return _artists(turn, name, (_PLAYED, max(int(own) - _SMALLER_BY, _PLAYED + 5)), str(limit or ""))
    fields = [Token("like", name, quoted=True), *([Token("limit", str(limit))] if limit else [])]
    return Outcome(request_of("artists", *fields), notes=tuple(turn.notes))


def _artists(turn: "Turn", name: str, band: tuple[int, int], limit: str = "") -> Outcome:
    fields = [Token("like", name, quoted=True), Token("popularity", f"{band[0]}-{band[1]}")]
    fields += [Token("limit", limit)] if limit else []
    return Outcome(request_of("artists", *fields), notes=tuple(turn.notes))
