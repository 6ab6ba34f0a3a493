"""Single rows of a list or a set: one replaced, their order changed, the set shown again, why one stands where it does.

A set whose rows are chosen names them with ``track:``, part by part, so that the request makes the same rows again.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from bot.dialogue import acts, moves, references, set_parts
from bot.dialogue.comparisons import comparison
from bot.dialogue.context import Exchange, Shown, Task
from bot.dialogue.language import Heard, artist_named, genre_named, hear
from bot.dialogue.lexicon import ADJECTIVES, NOUNS, fold
from bot.dialogue.outcome import Outcome, playlist_query
from bot.dialogue.shared import not_there
from bot.reply import Reply
from engine import Constraint, Query, Track, UserError

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

_START: Final = (
    r"(?:(?:ok|okay|and|but|no|hm+|now|then|so|please|pls|also|can (?:you|u|we)|could (?:you|u|we)|let'?s|just)[, ]+)*"
)
_ROW: Final = (
    r"(?P<row>(?:the |that |this )?(?:(?:number|track|song|no\.?|row|#)\s?#?\s?\w+|\w+(?: (?:one|track|song))))"
)
_SWAPPED: Final = tuple(
    re.compile(_START + pattern + r"[ .!]*")
    for pattern in (
        rf"(?:swap|replace|exchange|change|switch)(?: out)? {_ROW}(?: out)?(?:,? (?:for|with|to) (?P<for>.+?))?(?:[,;.: –-]+(?:because |since |as |cause |cos )?(?P<why>(?:it|that|this)(?:['’]?s)?\b.*))?",
        rf"(?:make|turn|have) {_ROW} (?:into |be )?(?P<for>(?:something |a bit |a little |much |one |a )?(?:more |less |that'?s )?\w+(?:er|ed|ing|[a-z])\b.*?)",
        rf"{_ROW}(?: is|'?s|s)? (?:(?:way|far|much|just|a bit|a little) )*(?P<why>too \w+)[,;. –-]+(?:so )?(?:swap|replace|change|exchange)(?: (?:it|that(?: one)?|out))*(?: please)?",
    )
)
# "the first track should be really gentle"
_SHOULD_BE: Final = re.compile(
    _START
    + rf"{_ROW} (?:should|must|needs to|has to|ought to|could) be (?P<for>(?:something |a bit |a little |much |one )?(?!removed|out|gone|deleted|dropped|swapped|replaced|changed|kept|moved|first|last|number|at|in|before|after|on\b).+?)"
    + r"[ .!]*"
)
_AGAIN: Final = re.compile(
    _START
    + r"(?:show|give|list|let me see|can i see|see|print|display)(?: me| us)? (?:(?:the|my|our|that|this) )?(?:whole |full |current |entire )?(?:set|list|playlist|mix|tracklist|it|them|rows)(?: (?:once more|once again|again|one more time))(?: please)?[ .!?]*"
)
# "put the calm ones first", "put it in order of tempo", "shuffle it", "group them by key"
_CALM_FIRST: Final = re.compile(
    _START
    + r"(?:put|sort|order|list|move|bring|play|have|show|push)(?: me)? (?:all )?(?:the )?(?P<word>(?:(?:more|most|less|least) )?[\w-]+)(?: (?:ones?|songs?|tracks?|stuff|things?))? (?:(?P<first>first|to the top|at the (?:top|start|beginning|front)|up front|on top)|(?P<last>last|(?:at|to) the (?:end|bottom|back)))(?: please| then)?[ .!]*"
)
_ORDER: Final = re.compile(
    _START
    + r"(?:(?:put|sort|order|arrange|group|rank|line|play|have|keep)(?: (?:it|them|these|those|that|this|all|everything|the (?:list|set|tracks|songs|playlist|rows)))?(?: up| all)? (?:in (?:the )?order of|in (?=\w+ order)|by|ordered by|sorted by|according to)|in order of) (?:the |their )?(?P<what>[\w ]+?)(?: order)?(?:[, ]+(?P<way>descending|ascending|high(?:est)? (?:to low(?:est)?|first)|low(?:est)? (?:to high(?:est)?|first)|fast(?:est)? first|slow(?:est)? first))?(?: please)?[ .!]*"
)
_SHUFFLE: Final = re.compile(
    _START
    + r"(?:shuffle|randomi[sz]e|mix up|jumble)(?: (?:it|them|these|those|that|this|all|everything|the (?:list|set|tracks|songs|playlist|rows|order)))*(?: up| please)*[ .!]*"
)
_TRAITS_OF_ORDER: Final = {"bpm": "tempo", "speed": "tempo", "length": "duration", "mood": "valence"}
_WHY: Final = re.compile(
    _START
    + r"(?:why|how come)\b(?P<rest>.*?)(?: (?P<place>last|first|second|third|fourth|fifth|at the (?:end|start|beginning|top)|there|in there|so (?:late|early)))?[ ?!.]*"
)
_EXCHANGED: Final = re.compile(
    _START
    + r"(?:swap|switch|flip|exchange) (?P<a>(?:the |number |track |song |no\.? ?|#)*\w+(?: (?:one|track|song))?) (?:and|with) (?P<b>(?:the |number |track |song |no\.? ?|#)*\w+(?: (?:one|track|song))?)(?: (?:around|round|over))?(?: please)?[ .!]*"
)
_MOVED: Final = re.compile(
    _START
    + rf"(?:move|put|place|shift|push|drag|bring) {_ROW}(?: (?:in)?to)?(?: (?:(?:at|to|right at) )?(?:the )?(?:very )?(?P<end>end|bottom|back|close|start|beginning|top|front|opening)| (?:(?:at|in) )?(?:place|position|spot|slot|number|row|no\.?|#) ?(?P<place>\w+)| (?P<steps>up|down|earlier|later)(?: (?:by )?(?:one|1|a place|a bit|a step))?| (?:right )?(?P<side>before|after|behind) (?P<other>.+?))(?: please)?[ .!]*"
)
_ADDED_ARTIST: Final = re.compile(
    _START
    + r"(?:add|put in|throw in|include|mix in|sneak in|work in|get)(?: in)? (?:(?P<count>some|a few|a couple(?: of)?|a bit of|a little|\d|one|two|three|four|five)(?: more)?(?: (?:songs?|tracks?))?(?: (?:by|of|from))? )?(?P<name>.+?)(?: (?:songs?|tracks?|in there|too|as well|to (?:it|the (?:set|mix|playlist))|in|please))*[ .!]*"
)
_AT_MOST: Final = re.compile(
    _START
    + r"(?:no|not) more than (?P<count>\d|one|two|three|four|five)(?: (?:songs?|tracks?))? (?:by|from|of) (?P<name>.+?)(?: please)?[ .!]*"
)
_SONGS_ADDED: Final = 2
_AMONG: Final = 50  # songs looked at for one to take a row's place
_LASTS: Final = 120.0  # seconds more or less that count
_STEP: Final = 6.0  # BPM away from the row before, of what takes its place


def read(turn: "Turn", said: str) -> Outcome | None:
    """What a text does with rows of the list shown; None if it does nothing with them."""
    base = turn.base()
    if base is None or base[0].query is None or turn.fresh or not base[1]:
        return None
    return (
        _shown_again(turn, said) or _at_most_by(turn, base, said) or _calmer_parts(turn, base, said) or _swapped(turn, base, said)
        or _in_order(turn, base, said) or _moved(turn, base, said) or _by_artist(turn, base, said) or _why(turn, said)
    )  # fmt: skip


def _shown_again(turn: "Turn", said: str) -> Outcome | None:
    listed = turn.shown
    if listed is None or not _AGAIN.fullmatch(said):
        return None
    return turn.list_of(listed.task, listed.task.query or Query())


# A row replaced


def _swapped(turn: "Turn", base: tuple[Task, tuple[Track, ...]], said: str) -> Outcome | None:
    """``swap track 7, it's too energetic``, ``make the first one something slower``: that row alone."""
    task, _shown = base
    match = next((one for pattern in (*_SWAPPED, _SHOULD_BE) if (one := pattern.fullmatch(said)) is not None), None)
    if match is None:
        return None
    found = references.rows_of(match["row"], turn.context)
    if found is None or len(found.tracks) != 1:
        return None
    groups = match.groupdict()
    wish = " ".join(filter(None, (groups.get("for"), groups.get("why"))))
    wish = re.sub(r"\b(?:it|that|this)(?:['’]?s| is| was| feels| sounds)\b", " ", wish)
    wish = re.sub(r"\b(?:something|one|anything|another|else|a)\b", " ", wish).strip(" ,.")
    if match.re is _SHOULD_BE and comparison(wish) is None:
        bare = re.sub(r"^(?:(?:really|very|so|super|properly|quite) )+", "", wish)
        wish = f"more {bare}" if comparison(f"more {bare}") is not None else wish
    if task.command != "playlist" and comparison(wish) is None and match.re is not _SHOULD_BE:
        return None  # "swap the second for something with vocals" has a move of its own
    return replaced(turn, base, found.tracks, wish)


def replaced(
    turn: "Turn", base: tuple[Task, tuple[Track, ...]], gone: Sequence[Track], wish: str = ""
) -> Outcome | None:
    """Other tracks where these stood in the list or set, as wished; all other rows stay.

    None where the wish is not understood, or one of the tracks is not in the list.

    Parameters
    ----------
    turn : Turn
    base : tuple of Task and tracks
        The list and its rows.
    gone : sequence of Track
    wish : str
        ``slower``, ``a jazz one``, ``Brian Eno``; empty for anything that fits.
    """
    made = in_place_of(turn, base, gone, wish)
    if made is None or isinstance(made, Reply):
        return Outcome(reply=made) if made is not None else None
    rows, notes = made
    turn.notes += notes
    out = [track for track in gone if track.recording not in {one.recording for one in rows}]
    changed = moves.without_tracks(replace(base[0].query or Query(), tracks=()), out)
    return set_parts.with_rows(turn, replace(base[0], query=changed), rows)


def in_place_of(
    turn: "Turn", base: tuple[Task, tuple[Track, ...]], gone: Sequence[Track], wish: str = ""
) -> tuple[list[Track], list[str]] | Reply | None:
    """The rows of ``replaced`` and what is told of them, or the reply that what is wished for is not there."""
    task, shown = base
    places = {track.recording: at for at, track in enumerate(shown)}
    if not gone or any(track.recording not in places for track in gone):
        return None
    how = comparison(wish) if wish else None
    heard = hear(turn.engine, wish) if wish and how is None else Heard()
    if heard.missing and heard.query.notes:
        return not_there(heard.query.notes[0])
    if wish and how is None and not heard.understood:
        return None
    ways = dict(how.moves) if how is not None else {}
    rows, notes = list(shown), list[str]()
    for track in gone:
        at = places[track.recording]
        new = next((one for one in heard.query.named if one.recording not in places), None)
        new = new or _wanted(turn, task, rows, at, heard.query, ways)
        if new is None:
            notes.append("nothing else of that is within the rest of what you asked for")
            continue
        notes.append(f"{new.title} in place of number {at + 1}, {track.title}; the others stay")
        rows[at] = new
        places[new.recording] = at
    return rows, notes


def _wanted(
    turn: "Turn", task: Task, rows: Sequence[Track], at: int, wish: Query, ways: dict[str, int]
) -> Track | None:
    """What may stand at a place as wished: within all that was asked before, else of the wish alone."""
    asked = set_parts.query_at(turn, task, rows, at)
    smooth = task.command == "playlist"
    both = moves.merged(asked, wish)
    found = _in_its_place(turn, both, rows, at, ways, smooth=smooth)
    if found is None and not wish.empty:
        alone = replace(wish, not_tracks=asked.not_tracks, explicit=wish.explicit or asked.explicit, notes=())
        found = _in_its_place(turn, both, rows, at, ways, smooth=False) or _in_its_place(
            turn, alone, rows, at, ways, smooth=False
        )
    return found


def _in_its_place(
    turn: "Turn", query: Query, shown: Sequence[Track], at: int, ways: dict[str, int], *, smooth: bool
) -> Track | None:
    """The track that may best stand where another stood: moved as asked, else close to it and to its neighbours.

    Where a change of tempo need not be ``smooth``, as in a plain list, it is the next one of the list.
    """
    gone = shown[at]
    tempo = gone.values["tempo"]
    apart = {
        name: one for name, one in query.constraints.items() if name not in ways and not (smooth and name == "tempo")
    }
    query = replace(query, constraints=apart, tracks=(), limit=_AMONG, skip=0, most="", sort="", notes=())
    moved = moves.compared(turn.engine, query, (gone,), ways)
    if smooth and "tempo" not in ways and tempo == tempo:
        near = Constraint(low=round(tempo - _STEP, 1), high=round(tempo + _STEP, 1))
        moved = replace(moved, constraints={**moved.constraints, "tempo": near})
    try:
        found = turn.engine.recommend(turn.kept_out(moves.without_tracks(moved, shown))).tracks
    except UserError:
        return None
    if not smooth:
        return found[0] if found else None
    beside = [shown[place] for place in (at - 1, at + 1) if 0 <= place < len(shown)]
    theirs = {name for track in shown for name in track.artists}
    keys = [turn.engine.key(track) for track in beside]

    def cost(item: tuple[int, Track]) -> float:
        place, track = item
        own = turn.engine.key(track)
        clash = sum(own.camelot != key.camelot and own.camelot not in set_parts.neighbours(key.camelot) for key in keys)
        far = sum(
            abs(track.values[name] - gone.values[name])
            for name in ("energy", "valence", "instrumentalness")
            if name not in ways and track.values[name] == track.values[name] and gone.values[name] == gone.values[name]
        )
        step = 0.0 if "tempo" in ways or tempo != tempo else abs(track.values["tempo"] - tempo) / _STEP
        lasts = abs(track.values["duration"] - gone.values["duration"]) / _LASTS
        again = 1.0 if theirs & set(track.artists) else 0.0
        return 0.03 * place + 0.2 * clash + far + 0.5 * step + 0.3 * lasts + again

    return min(enumerate(found), key=cost)[1] if found else None


# The order of rows


def _in_order(turn: "Turn", base: tuple[Task, tuple[Track, ...]], said: str) -> Outcome | None:
    """``put the calm ones first``, ``in order of tempo``, ``group them by key``, ``shuffle it``: the rows shown."""
    task, shown = base
    if len(shown) < 2:
        return None
    if _SHUFFLE.fullmatch(said):
        # The digest of an id is as good as chance, and the same talk gives the same order again.
        salt = str(len(turn.context.exchanges))
        rows = sorted(shown, key=lambda track: blake2b((salt + track.track_id).encode()).digest())
        turn.notes.append("the same tracks in another order")
        return set_parts.with_rows(turn, _ordered(task), rows)
    if (match := _CALM_FIRST.fullmatch(said)) is not None:
        way = _way(match["word"])
        if way is None or acts.extreme_of({"how": "", "word": match["word"]}) is not None:
            return None
        trait, sign = way[0], way[1] * (1 if match["first"] else -1)
        return _sorted(turn, task, shown, trait, descending=sign > 0)
    match = _ORDER.fullmatch(said)
    if match is None:
        return None
    what = match["what"].strip()
    if what in ("key", "keys", "camelot", "camelot key", "harmonic key"):
        rows = sorted(shown, key=lambda track: set_parts.place_on_wheel(turn.engine.key(track).camelot))
        turn.notes.append("in order of key, round the Camelot wheel")
        return set_parts.with_rows(turn, _ordered(task), rows)
    trait = _TRAITS_OF_ORDER.get(what) or acts.trait_of(what)
    if not trait:
        return None
    descending = bool(match["way"] and re.match(r"desc|high|fast", match["way"]))
    if task.command != "playlist" and acts.read(said).kind == "sort":
        return None  # the list's own sort
    return _sorted(turn, task, shown, trait, descending=descending)


def _ordered(task: Task) -> Task:
    return replace(task, query=replace(task.query or Query(), tracks=(), sort="", most=""))


def _way(word: str) -> tuple[str, int] | None:
    """The trait that an adjective says, and whether much of it comes first."""
    parts = word.split()
    found: Mapping[str, int] | None = ADJECTIVES.get(parts[-1]) or NOUNS.get(parts[-1])
    if not found:
        said = comparison(f"more {parts[-1]}")
        found = said.moves if said is not None else None
    if not found:
        return None
    trait, way = next(iter(found.items()))
    return trait, -way if parts[0] in ("less", "least") else way


def _sorted(turn: "Turn", task: Task, shown: Sequence[Track], trait: str, *, descending: bool) -> Outcome:
    if task.command != "playlist":
        return turn.list_of(
            task, replace(task.query or Query(), sort=f"-{trait}" if descending else trait, skip=0, notes=())
        )
    known = [track for track in shown if references.value(track, trait) == references.value(track, trait)]
    rows = sorted(known, key=lambda track: references.value(track, trait), reverse=descending)
    turn.notes.append(f"in order of {trait}, {'highest' if descending else 'lowest'} first")
    return set_parts.with_rows(turn, _ordered(task), [*rows, *(track for track in shown if track not in known)])


def _moved(turn: "Turn", base: tuple[Task, tuple[Track, ...]], said: str) -> Outcome | None:
    """``move number 5 to the end``, ``swap 2 and 4``: those rows, all others in their order."""
    task, shown = base
    rows = list(shown)
    if (match := _EXCHANGED.fullmatch(said)) is not None:
        both = [_index(turn, shown, match[name]) for name in ("a", "b")]
        if both[0] is None or both[1] is None or both[0] == both[1]:
            return None
        rows[both[0]], rows[both[1]] = rows[both[1]], rows[both[0]]
    elif (match := _MOVED.fullmatch(said)) is not None:
        at = _index(turn, shown, match["row"])
        if at is None:
            return None
        track = rows.pop(at)
        to = _goal(turn, rows, shown, match, at)
        if to is None:
            return None
        rows.insert(to, track)
    else:
        return None
    return set_parts.with_rows(turn, _ordered(task), rows)


def _goal(turn: "Turn", rows: list[Track], shown: Sequence[Track], match: re.Match[str], at: int) -> int | None:
    """Where a row goes among the others, counted from 0."""
    if match["end"]:
        return 0 if re.match(r"start|beginning|top|front|opening|very start", match["end"]) else len(rows)
    if match["place"]:
        number = acts.count(match["place"])
        return min(max(number - 1, 0), len(rows)) if number else None
    if match["steps"]:
        return min(max(at + (1 if match["steps"] in ("down", "later") else -1), 0), len(rows))
    other = _index(turn, shown, match["other"])
    if other is None:
        return None
    place = next((place for place, one in enumerate(rows) if one.recording == shown[other].recording), None)
    return None if place is None else place + (match["side"] == "after")


def _index(turn: "Turn", shown: Sequence[Track], text: str) -> int | None:
    """The place of the one row that a text means, counted from 0."""
    found = references.rows_of(f"number {text}" if re.fullmatch(r"\d+", text) else text, turn.context)
    if found is None or len(found.tracks) != 1:
        return None
    meant = found.tracks[0].recording
    return next((at for at, one in enumerate(shown) if one.recording == meant), None)


def _by_artist(turn: "Turn", base: tuple[Task, tuple[Track, ...]], said: str) -> Outcome | None:
    """``add some abba`` to a set: songs of theirs where their tempos fit, all other rows as they are."""
    task, shown = base
    match = _ADDED_ARTIST.fullmatch(said)
    if match is None or task.command != "playlist":
        return None
    artist = artist_named(turn.engine, match["name"])
    if not artist or genre_named(turn.engine, match["name"]):
        return None
    query = task.query or Query()
    count = acts.count(match["count"] or "") or _SONGS_ADDED
    wanted = Query(artists=(artist,), explicit=query.explicit, limit=count, sort="-popularity")
    try:
        found = turn.engine.recommend(turn.kept_out(moves.without_tracks(wanted, shown))).tracks
    except UserError:
        return None
    rows = list(shown)
    for track in found:
        gaps = [abs(one.values["tempo"] - track.values["tempo"]) for one in rows[1:]]
        known = [(gap, at) for at, gap in enumerate(gaps, start=1) if gap == gap]
        rows.insert((min(known)[1] if known else len(rows)), track)
    turn.notes.append(f"added: {', '.join(track.title for track in found)}; the others stay")
    return set_parts.with_rows(turn, _ordered(task), rows)


def _at_most_by(turn: "Turn", base: tuple[Task, tuple[Track, ...]], said: str) -> Outcome | None:
    """``no more than 2 by Harry Styles``: those beyond give way to others."""
    match = _AT_MOST.fullmatch(said)
    artist = artist_named(turn.engine, match["name"]) if match is not None else ""
    most = acts.count(match["count"]) if match is not None else None
    if not artist or not most:
        return None
    task, shown = base
    theirs = [track for track in shown if artist in track.artists]
    if len(theirs) <= most:
        line = f"{len(theirs) or 'None'} of these {len(shown)} {'is' if len(theirs) < 2 else 'are'} by {artist}."
        return Outcome(reply=Reply(title=line, text="So nothing is changed."))
    gone = theirs[most:]
    query = replace(task.query or Query(), tracks=(), artists=(), skip=0, limit=len(gone), most="", sort="", notes=())
    query = moves.without_artists(moves.without_tracks(query, shown), [artist])
    try:
        others = list(turn.engine.recommend(turn.kept_out(query)).tracks)
    except UserError:
        others = []
    out = {track.recording for track in gone}
    rows = [track if track.recording not in out else (others.pop(0) if others else None) for track in shown]
    turn.notes.append(f"{most} by {artist} stay; others in place of {', '.join(track.title for track in gone)}")
    return set_parts.with_rows(turn, _ordered(task), [track for track in rows if track is not None])


# A trait of all parts


_OF_A_PART: Final = re.compile(r"\b(?:part|section|phase|stretch|half|hour|isn['’]?t|not)\b")


def _calmer_parts(turn: "Turn", base: tuple[Task, tuple[Track, ...]], said: str) -> Outcome | None:
    """``calmer`` of a set in parts: each of them, against its own rows."""
    task, shown = base
    if task.command != "playlist" or not task.fields.get("then") or _OF_A_PART.search(fold(turn.text)):
        return None
    bare = re.sub(
        r"^(?:(?:make|have) (?:it|them|everything|the (?:whole )?set|all of (?:it|them))(?: all)? )", "", said
    )
    how = comparison(re.sub(r"(?: (?:overall|please|all (?:of it|over|through)|throughout))+[ .!]*$", "", bare))
    if how is None or how.rest:
        return None
    parts = set_parts.of(turn, task)
    rows = set_parts.counted(turn, task, shown)
    queries = [
        set_parts.moved(turn, replace(part.query, tracks=()), own, how.moves, how.strength)
        for part, own in zip(parts, rows, strict=True)
    ]
    changed = [replace(part, query=query) for part, query in zip(parts[1:], queries[1:], strict=True)]
    return set_parts.changed(turn, task, queries[0], changed)


# Why a row of a set


def _why(turn: "Turn", said: str) -> Outcome | None:
    """``why did you put the Worakls one last?``: of the row at that place of the set."""
    listed = turn.shown
    match = _WHY.fullmatch(said)
    if match is None or listed is None or listed.task.command != "playlist" or turn.context.last is not listed:
        return None
    found = references.rows_of(match["rest"], turn.context) or (
        references.rows_of(f"the {match['place']} one", turn.context)
        if match["place"] and re.fullmatch(r"last|first|second|third|fourth|fifth", match["place"])
        else None
    )
    if found is None:
        for one in re.findall(r"\b(?:the|that|this) [\w'&.-]+(?: [\w'&.-]+){0,4}? (?:one|track|song)\b", match["rest"]):
            found = references.rows_of(one, turn.context)
            if found is not None:
                break
    if found is None or not found.rows:
        return _why_all(listed) if not re.search(r"\w{3}", _STRAY.sub("", match["rest"])) else None
    row = found.rows[0]
    return Outcome(reply=_told(turn, listed, row), focus=found.tracks[:1])


_STRAY: Final = re.compile(
    r"\b(?:did|do|are|is|was|were|you|put|have|choose|pick|chose|picked|these|those|this|that|them|they|it|the|set|list|playlist|order|in|there|here|so|songs?|tracks?|ones?|like)\b"
)


def _told(turn: "Turn", listed: Exchange, row: Shown) -> Reply:
    track = row.track
    if track is None:
        return Reply(title=f"Number {row.number} is {row.title}.")
    rows = listed.tracks
    at = next((place for place, one in enumerate(rows) if one.recording == track.recording), row.number - 1)
    starts = sum(one.values["duration"] for one in rows[:at])
    key = turn.engine.key(track).camelot
    own = [f"{track.values['tempo']:.0f} BPM"] if track.values["tempo"] == track.values["tempo"] else []
    own += [f"key {key}"] if key else []
    own += [f"energy {track.values['energy']:.2f}"]
    task = listed.task
    query, minutes = task.query or Query(), int(task.fields.get("minutes", 45))
    asked = set_parts.query_at(turn, task, rows, at)
    parts = task.fields.get("then")
    end = task.fields.get("to", "").strip('"')
    text = f"It starts at {starts / 60:.0f} min of {sum(one.values['duration'] for one in rows) / 60:.0f} and has {', '.join(own)}."
    said = replace(asked, tracks=(), not_tracks=(), not_artists=()).summary
    if end and not parts:
        goal = turn.engine.parse(end).summary
        start = replace(query, tracks=(), not_tracks=(), not_artists=()).summary
        share = min(round(100 * starts / max(60 * minutes, 1)), 100)
        text += f" The set goes from {start or 'anything'} to {goal}; {share} % of the way is made there."
    elif said:
        text += f" What is asked for there: {said}."
    if at:
        before = rows[at - 1]
        was = turn.engine.key(before).camelot
        text += f" Before it: {before.title}, {before.values['tempo']:.0f} BPM{f', key {was}' if was else ''};"
        text += " close in tempo and key is what makes a change easy."
    if track.recording in {one.recording for one in query.tracks}:
        text += " It is one of the rows that were chosen, which stay where they are."
    place = "the last" if at == len(rows) - 1 else f"number {at + 1} of {len(rows)}"
    return Reply(title=f"{track.title} is {place}.", text=text)


def _why_all(listed: Exchange) -> Outcome:
    query = playlist_query(listed.task.query or Query())
    end = listed.task.fields.get("to", "").strip('"')
    goes = f"It begins with {replace(query, tracks=(), not_tracks=(), not_artists=()).summary or 'anything'}"
    goes += f" and goes to {end}." if end else "."
    return Outcome(
        reply=Reply(
            title="Each track is near where the set stands at its time, and easy to mix after the one before.",
            text=f"{goes} Ask of one row, such as: why number 3?",
        )
    )
