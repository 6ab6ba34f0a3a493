"""Moves on rows by their numbers: keep only some, drop what is known, more like those, the order turned round."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.dialogue import acts, mixing_next, moves, patterns, references
from bot.dialogue.acts import Act
from bot.dialogue.comparisons import comparison
from bot.dialogue.context import Task
from bot.dialogue.language import hear
from bot.dialogue.lexicon import fold
from bot.dialogue.outcome import Outcome, request_of
from bot.dialogue.shared import missing
from bot.dialogue.subjects import Found
from bot.reply import Reply
from engine import FEWEST_STEPS, MOST_STEPS, Constraint, Query, Token, Track

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

_REST_OUT: Final = re.compile(
    r"\b(?:bin|drop|lose|ditch|scrap|forget|delete|remove|skip|cut|without|not|leave out|throw out|get rid of)\s+"
    r"(?:all )?(?:the |all the )?(?:rest|others|other ones|remaining(?: ones)?)\b|\bonly (?:keep|want|those|these)\b|"
    r"^(?:please |ok |just )*keep only\b|\bonly$"
)
_KEPT: Final = re.compile(
    r"(?:and |ok |yes |please |just |let'?s |i(?:'d| would| will|'ll)? (?:like to )?)*keep\b(?! (?:going|them coming|it coming))"
)
_KNOWN: Final = re.compile(
    r"\b(?:i|we|they|everyone|everybody|the client)(?:['’]?ve| have)? (?:already )?(?:know|knows|knew|had|heard|played|used|own|owns|have|got)\b"
    r"(?! like)|\b(?:already (?:know|have|own|used|played|in (?:there|it))|(?:is|are|was) (?:too obvious|overplayed|old news|overused))\b"
)
_LIKED: Final = re.compile(
    r"\b(?:is|are|was|were)\b.*\b(?:fire|sick|dope|lit|great|good|perfect|nice|amazing|awesome|gold|it|brilliant|cool|best|banging?|a banger|bangers|"
    r"lovely|beautiful|wonderful|fantastic|excellent|gorgeous|right|spot on|closest|ideal|sweet|my favou?rite)\b"
    r"|\b(?:i|we) (?:really )?(?:like|love|dig|want)\b|\b(?:loving|digging)\b|^(?:(?:ok|oh|wow|nice|yes|really|ah)[, ]+)*(?:love|like|loved|liked|adore)\b"
)
_MORE: Final = re.compile(
    r"\b(?:more|moar|mor|another|others?)\b(?! (?:than|of it))|\bkeep (?:them )?(?:going|coming)\b"
)
_BACKWARDS: Final = re.compile(
    r"(?:(?:and|ok|now|then|please|can you|could you|make it|do it|play it|put it|turn it|run it)[, ]+)*"
    r"(?:backwards?|in reverse(?: order)?|reversed?(?: (?:it|that|them|the (?:order|list|path)))?|(?:the )?other way (?:a)?round|"
    r"from (?:the )?(?:end|last) to (?:the )?(?:start|first)|flip (?:it|the order)|invert (?:it|the order))[ .!?]*"
)
_STARTING: Final = re.compile(
    r"(?:(?:and|ok|but|now|then|please|can (?:you|it|we)|could (?:you|it)|make it|let it|it should|should)[, ]+)*"
    r"(?:start|starts|begin|begins|open|opens|kick off)(?: (?:it|off|the (?:list|set|playlist)))*\s+(?:with|on|from|at)\s+"
    r"the\s+(?:(?P<how>most|least)\s+)?(?P<word>[\w-]+)(?:\s+(?:one|song|track|first))?(?: (?:then|please|now|instead))*[ .!?]*"
)
_PER_ARTIST: Final = re.compile(
    r"(?:.*\b)?(?:(?P<most>(?:no more than|at most|max(?:imum)?|only|just|not more than)(?: of)? (?:one|two|1|2))(?: songs?| tracks?)? (?:from|by|per|of|for) (?:any |each |every |the |an? )?(?:one |same |single )?(?:artist|band|act)"
    r"|(?:not|never|no) (?:from |by )?the same (?:artist|band|act) (?:again|twice|every time)|(?:one|a single) (?:song |track )?(?:per|an|for each|from each|by each|from every) (?:artist|band|act)"
    r"|(?:no|not|never|without)(?: any)? (?:two|2|more|second|repeat\w*|duplicate)(?: (?:songs?|tracks?|ones?))? (?:from|by|of)(?: the)?(?: same| one)? (?:artist|band|act)s?|(?:no|without) (?:repeat(?:ed|ing)?|duplicate|double) (?:artists?|bands?|acts?)"
    r"|(?:too (?:many|much)|so many|again|lots)(?: (?:songs?|tracks?|ones|stuff))?(?: (?:from|by|of))? (?:the same|one|the one|a single) (?:artist|band|act|name|person|singer)|(?:the )?same (?:artist|band|act|name)s? (?:twice|again|three times|too often|too many times|over and over|everywhere)"
    r"|every (?:song|track) (?:by|from) (?:a )?(?:different|another) (?:artist|band|act)|all (?:by |from )?different (?:artists|bands|acts))\b.*"
)
_LINK: Final = re.compile(
    r"(?:(?:can|could|may) (?:i|you|we) |please |give|send|get|have|show|me|us|the|a|spotify|i need|what(?:'s| is)|where is|whats|\s)*"
    r"(?:links?|urls?)(?: (?:to|for|of) (?!listen|hear|play)(?P<what>.+?))?(?: to (?:listen|hear|play)(?: (?:it|to it|to that))?)?[ ?!.]*"
)
_FIRST: Final = re.compile(
    r"(?:(?:and|ok|but|now|please|can you|list|show|sort|order|put|push|bring|move|give|me|them|it|those|everything|all|with|the)[, ]+)*"
    r"(?:(?P<how>most|least|best|lesser)\s+)?(?P<word>[\w-]+)(?:\s+(?:ones?|songs?|tracks?))?\s+(?:first|(?:to|at) the top|up front|on top)(?: please| then)?[ .!]*"
)
_BEST_OF: Final = re.compile(
    r"(?:.*[,;.]\s*)?(?:(?:and|ok|but|now|only|just|keep|give me|show me|i want|leave|make it|cut it (?:down )?to|down to)[, ]+)*"
    r"(?:the\s+)?(?:top\s+)?(?P<count>\d{1,2}|two|three|four|five|six|seven|eight|ten)\s+(?:(?P<how>most|least)\s+)?(?P<word>[\w-]+)"
    r"(?:\s+(?:ones?|songs?|tracks?))?(?:\s+(?:of (?:them|those|these|it)|in (?:it|there|the list)|here|only|please|then))*[ .!?]*"
)
_TIMES: Final = re.compile(
    r"(?:(?:yes|ok|but|and|that|this|now|please|make it|give me|show me|i want|just)[, ]+)*(?P<times>twice|double|thrice|triple|half|three times|four times)"
    r"(?: as (?:many|much)| that(?: many)?| the (?:number|amount|length|songs|tracks))?[ .!?]*"
)
_FACTORS: Final = {
    "twice": 2.0,
    "double": 2.0,
    "thrice": 3.0,
    "triple": 3.0,
    "three times": 3.0,
    "four times": 4.0,
    "half": 0.5,
}
_WITHIN: Final = re.compile(
    r"(?:(?:keep|stay|make|it|them|all|only|everything|must be|should be|and|ok|please|that)[, ]+)*within (?:\+/?- ?)?(?P<number>\d{1,2}) ?bpm\b.*"
)
_COMPATIBLE: Final = re.compile(
    r"(?:.*\b)?(?:camelot (?:neighbou?rs?|compatible)|neighbou?ring (?:camelot )?keys?|(?:compatible|matching|adjacent) keys?|harmonic(?:ally)?"
    r"(?: too| mix\w*| compatible| match\w*)?|keys? that (?:mix|match|fit|go)\w*|in[- ]key)\b.*"
)
_WHICH: Final = re.compile(r"(?:(?:and|so|ok|but)[, ]+)*(?:which|what)\b.*\b(?:is|are|comes?|sits?)\b")


def read(turn: "Turn", text: str) -> Outcome | None:
    """What the text does with rows of the list shown, or with its order; None if it does nothing with them."""
    if len(text) > acts.LONGEST:
        return None
    base = turn.base()
    if (linked := _linked(turn, text)) is not None:
        return linked
    if base is None:
        return _smoother(turn, text) or _turned(turn, None, text)
    if (most := _PER_ARTIST.fullmatch(fold(text))) is not None:
        if base[0].command == "playlist":
            turn.notes.append("a playlist takes no artist a second time before everybody else was in it")
            return turn.list_of(base[0], base[0].query or Query())
        query = base[0].query or Query()
        two = re.search(r"\b(?:two|2)\b", most["most"] or "") is not None
        many = 2 if two else 1
        return turn.list_of(
            base[0], replace(query, per_artist=many, tracks=_spaced(query.tracks, many), skip=0, notes=())
        )
    if (outcome := _smoother(turn, text) or _turned(turn, base[0], text)) is not None:
        return outcome
    if (outcome := _started(turn, base[0], text) or _led_by(turn, base[0], text)) is not None:
        return outcome
    if (outcome := _best_of(turn, base, text) or _times(turn, base[0], text) or _mixable(turn, base, text)) is not None:
        return outcome
    found = references.rows_of(text, turn.context)
    if found is None or not found.tracks:
        return None
    said, query = fold(text), base[0].query or Query()
    if _REST_OUT.search(said):
        return _kept_only(turn, base[0], query, found.tracks)
    if _KEPT.match(said):
        kept = {track.recording for track in found.tracks}
        others = [track for track in base[1] if track.recording not in kept]
        query = moves.without_tracks(replace(query, tracks=found.tracks), others)
        return turn.list_of(base[0], query)
    if _KNOWN.search(said) and not said.rstrip().endswith("?"):
        return turn.list_of(base[0], moves.without_tracks(query, found.tracks))
    pronoun = references.pronoun(text, turn.context)
    by_them = pronoun is not None and pronoun.kind == "artist"  # "more of that band" is by them
    if _MORE.search(said) and _LIKED.search(said) and not by_them:
        count = turn.list_limit()
        alike = replace(moves.limits_of(query), like=found.tracks[:3], limit=count)
        if (than := comparison(text)) is not None:
            # "... more like this but slower"
            alike = moves.compared(turn.engine, alike, found.tracks, than.moves, than.strength)
        return Outcome(request_of("recommend", turn.kept_out(alike).text))
    return None


def _spaced(tracks: tuple[Track, ...], many: int) -> tuple[Track, ...]:
    """The tracks without those by somebody who has so many before."""
    kept: list[Track] = []
    for track in tracks:
        if all(sum(name in one.artists for one in kept) < many for name in track.artists):
            kept.append(track)
    return tuple(kept)


def _best_of(turn: "Turn", base: tuple[Task, tuple[Track, ...]], text: str) -> Outcome | None:
    """``only the 3 calmest``: of the rows shown; ``the ten shortest`` of a shorter list: the list in that order."""
    match = _BEST_OF.fullmatch(fold(text))
    meant = acts.extreme_of({name: one for name, one in match.groupdict().items() if one}) if match else None
    count = acts.count(match["count"]) if match else None
    if match is None or meant is None or count is None:
        return None
    (task, shown), (trait, most) = base, meant
    query = task.query or Query()
    if count < len(shown):
        ranked = sorted(shown, key=lambda track: (-1 if most else 1) * references.value(track, trait))
        return _kept_only(turn, task, query, tuple(ranked[:count]))
    end = f"-{trait}" if most else trait
    return turn.list_of(task, replace(query, most=end, sort="", limit=min(count, moves.MOST_TRACKS), skip=0, notes=()))


def _times(turn: "Turn", task: Task, text: str) -> Outcome | None:
    """``twice as many``: the list with so many times its tracks."""
    match = _TIMES.fullmatch(fold(text))
    if match is None or task.query is None or task.command == "playlist":
        return None
    return turn.list_of(task, moves.counted(task.query, round(task.query.limit * _FACTORS[match["times"]])))


def _mixable(turn: "Turn", base: tuple[Task, tuple[Track, ...]], text: str) -> Outcome | None:
    """``keep it within 3 bpm``, ``camelot neighbours only``: close to the seed, else to the first row."""
    said = fold(text)
    within, compatible = _WITHIN.fullmatch(said), _COMPATIBLE.fullmatch(said)
    if _WHICH.match(said):
        return None  # "which one is closest in key"
    if (within is None and compatible is None) or base[0].command == "playlist":
        return None
    query = base[0].query or Query()
    track = next(iter((*turn.focus, *query.named, *base[1])), None)
    if track is None:
        return None
    if within is not None:
        tempo, step = track.values["tempo"], float(within["number"])
        near = Constraint(low=round(tempo - step, 1), high=round(tempo + step, 1))
        query = moves.merged(query, Query(constraints={"tempo": near}))
    if compatible is not None:
        mixed = mixing_next.compatible(turn, query, track)
        if mixed is None:
            return None
        query = mixed
    turn.notes.append(f"measured from {track.title}")
    return turn.list_of(base[0], query)


def _linked(turn: "Turn", text: str) -> Outcome | None:
    """``give me the link to number 1``: where a track can be heard."""
    match = _LINK.fullmatch(fold(text))
    last = turn.context.last
    if match is None or last is None:
        return None
    what = match["what"] or ""
    found = references.rows_of(what, turn.context) if what else None
    if what and found is None and references.pronoun(what, turn.context) is None:
        return None
    tracks = found.tracks if found is not None else turn.focus or references.focus_tracks(turn.context)
    track = next((one for one in tracks if one.url), None)
    if track is None:
        return None
    return Outcome(reply=Reply(title=f"{track.title}: {track.url}"), focus=(track,))


def _kept_only(turn: "Turn", task: Task, query: Query, tracks: tuple[Track, ...]) -> Outcome:
    """These rows and no others."""
    kept = replace(query, tracks=tracks, limit=len(tracks), skip=0, most="", sort="")
    return turn.list_of(task, kept)


def _led_by(turn: "Turn", task: Task, text: str) -> Outcome | None:
    """``put Dancing Queen first``, ``open with Thriller``: the list with a track named at its top."""
    match = patterns.LEADING.fullmatch(text.strip())
    name = (match["first"] or match["opening"]) if match else ""
    if not name or references.find(name, turn.context) is not None or acts.count(name) is not None:
        return None
    found = turn.subjects.resolve(name, ("track",))
    if found is None or found.track is None:
        return None
    query = task.query or Query()
    if task.command == "playlist":
        turn.notes.append(f"{found.track.track_name} opens the playlist")
    others = tuple(track for track in query.tracks if track.recording != found.track.recording)
    blocked = tuple(artist for artist in query.not_artists if artist not in found.track.artists)
    return turn.list_of(
        task, replace(query, tracks=(found.track, *others), not_artists=blocked, skip=0, sort="", notes=())
    )


def _started(turn: "Turn", task: Task, text: str) -> Outcome | None:
    """``start with the fastest one``: the list in that order."""
    match = _STARTING.fullmatch(fold(text)) or _FIRST.fullmatch(fold(text))
    if match is None or task.command == "playlist":
        return None
    slots = {name: one for name, one in match.groupdict().items() if one}
    known = slots.get("word") in ("known", "popular", "famous")
    found = ("popularity", slots.get("how") in ("most", "best")) if known else acts.extreme_of(slots)
    if found is None:
        return None
    trait, most = found
    return turn.list_of(task, replace(task.query or Query(), sort=f"-{trait}" if most else trait, skip=0, notes=()))


def _path(turn: "Turn", act: Act, text: str) -> Outcome | None:
    """``how do i get from Adele to Metallica in 8 songs``: a walk between two tracks, of an artist the best known."""
    ends: list[Track] = []
    plainly = re.search(
        r"(?i)\b(?:path|walk|bridge|journey|route|trip|transition|stepping stones|connect|segue)\b", text
    )
    for name in (act["a"], act["b"]):
        if not plainly and _no_end(turn, name):
            return None
        found = turn.subjects.resolve(name, ("artist", "track"))
        if found is not None and found.artist and fold(found.artist) != fold(name):
            # "Adele Someone Like You" is a song of hers.
            titled = turn.subjects.track(name)
            found = Found(track=titled) if titled is not None else found
        if found is None:
            # "From calm to energetic" is a playlist that goes there.
            return None if hear(turn.engine, name).understood else missing(turn, name)
        known = turn.subjects.recordings(found.artist, 1) if found.artist else [found.track] if found.track else []
        ends += known
        if found.artist and known:
            turn.notes.append(f"{found.artist} stands here with {known[0].title}")
    steps = acts.count(act["steps"]) if act["steps"] else None
    fields = [Token("a", ends[0].track_id), Token("b", ends[1].track_id)]
    fields += [Token("steps", str(min(max(steps, FEWEST_STEPS), MOST_STEPS)))] if steps else []
    return Outcome(request_of("path", *fields), notes=tuple(turn.notes))


def _no_end(turn: "Turn", name: str) -> bool:
    """Whether one end of "from A to B" is a mood, a tempo, a year or a row, and neither a track nor an artist."""
    heard = hear(turn.engine, name)
    return (heard.understood and not heard.names) or not re.search(r"[^\W\d]{2}", name) or name.lower() in _NO_ENDS


_NO_ENDS: Final = frozenset(("start", "finish", "end", "beginning", "now", "here", "there", "me", "you", "it", "today"))
_JUMP: Final = re.compile(
    r"(?:(?:hm+|ok|but|and|so|well|nice|no)[, ]+)*(?:(?:the|that|this|those|these|some|your) )?(?:jumps?|leaps?|changes?|transitions?|switch(?:es)?|steps?|gaps?|breaks?|cuts?|segues?)(?: (?:in|at|between|from|to|after|before|around|near) .+?)? (?:is|are|was|were|feels?|sounds?|seems?) (?:(?:way|a bit|a little|much|just|really|far|still) )*(?:too )?(?:hard|big|abrupt|harsh|rough|sudden|sharp|steep|far|jarring|large|wide|brutal|much|bumpy|clunky)(?: .{0,30})?"
    r"|(?:(?:can you |please |make |it |that |the |transition |transitions |path |way |middle |be |a bit |a little |much )*)(?:smoother|more gradual|less abrupt|less jumpy|gentler)(?: (?:please|transitions?|in the middle|in between|between .+|changes?|steps?))*|(?:it['’]?s |that['’]?s |this is )?(?:way |a bit )?too (?:abrupt|jumpy|jarring|bumpy)"
    r"|(?:(?:hm+|ok|but|and|so|well|no)[, ]+)*(?:(?:that|there|this|it)(?:['’]?s|s| is)? (?:(?:quite|such|still|really|a bit of|kind of) )*an? (?:(?:massive|huge|big|giant|hard|harsh|sudden|sharp|steep|rough|awkward|weird|strange|bit of a|enormous) )*(?:jump|leap|gap|break|cut|change|drop|transition)(?: (?:in|at|between|from|to|after|before|around|near) [^,;.!?]+)?)?(?:[,;.! –-]+(?:so |and |please |can you |could you |pls )*)?(?:(?:smooth|even|level|ease|soften|fix|bridge)(?: (?:it|that|this|the (?:jump|gap|change|transition|way|path)|them|things))?(?: (?:out|over|up|down))?)?(?: (?:please|pls|a bit|for me|between [^,;.!?]+))*"
)
_MORE_STEPS: Final = 3


def _smoother(turn: "Turn", text: str) -> Outcome | None:
    """``the jump in the middle is too big``: a path in more and smaller steps; of a list it is asked which change."""
    last = turn.context.last
    said = fold(text).strip(" .!?")
    if last is None or turn.fresh or not said or not _JUMP.fullmatch(said):
        return None
    if last.task.command == "path" and {"a", "b"} <= last.task.fields.keys():
        steps = len(last.tracks) + _MORE_STEPS
        if steps > MOST_STEPS:
            line = f"The path has {len(last.tracks)} tracks; {MOST_STEPS} are the most, so it gets no smoother."
            return Outcome(reply=Reply(title=line))
        fields = {**last.task.fields, "steps": str(steps)}
        note = f"{_MORE_STEPS} more steps on the way, so each change is smaller"
        tokens = [Token(key, one, quoted=" " in one) for key, one in fields.items()]
        return Outcome(request_of("path", *tokens), notes=(*turn.notes, note))
    if re.search(r"\b(?:jump|leap|transition|gap|segue|abrupt|jumpy|jarring)", said) and last is turn.context.last_list:
        line = "Between which two rows? Say their numbers, and I put others in."
        text = 'For example "swap 4 for something calmer", or "path from 3 to 4".'
        return Outcome(reply=Reply(title=line, text=text))
    return None


def _turned(turn: "Turn", task: Task | None, text: str) -> Outcome | None:
    """``now backwards``: a path from its end to its start, a playlist or a sorted list the other way round."""
    if not _BACKWARDS.fullmatch(fold(text)):
        return None
    last = turn.context.last
    if last is not None and last.task.command == "path" and {"a", "b"} <= last.task.fields.keys():
        fields = {**last.task.fields, "a": last.task.fields["b"], "b": last.task.fields["a"]}
        return Outcome(request_of("path", *(Token(key, one, quoted=" " in one) for key, one in fields.items())))
    if task is None or task.query is None:
        return None
    query = task.query
    if task.command == "playlist" and task.fields.get("to"):
        start = turn.engine.parse(task.fields["to"])
        # Levels say where the playlist begins; limits such as "over 120 bpm" hold for all of it.
        levels = {name: one for name, one in query.constraints.items() if one.target is not None}
        limits = {name: one for name, one in query.constraints.items() if one.target is None}
        whole = replace(query, moods=start.moods, constraints={**limits, **start.constraints})
        end = replace(Query(), moods=query.moods, constraints=levels)
        return turn.list_of(replace(task, fields={**task.fields, "to": end.text}), whole)
    shown = turn.context.counted
    if not query.sort and shown is not None and shown.tracks and task.command != "playlist":
        return _kept_only(turn, task, query, shown.tracks[::-1])
    if query.sort:
        return turn.list_of(task, replace(query, sort=query.sort[1:] if query.sort[0] == "-" else f"-{query.sort}"))
    return None


HANDLERS: Final[dict[str, Callable[["Turn", Act, str], Outcome | None]]] = {"path": _path}
