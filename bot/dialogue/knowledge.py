"""Questions about what is known and how: charts of today, a title by somebody, how a mood is told, what was asked here."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.chips import chips
from bot.dialogue import acts, facts, references
from bot.dialogue.context import Exchange
from bot.dialogue.language import artist_named, hear
from bot.dialogue.lexicon import fold
from bot.dialogue.outcome import Outcome, request_of
from bot.dialogue.shared import genre_in, not_there
from bot.reply import Action, Reply
from engine import AUDIO_NAMES, TRAIT_NAMES, Query, Token, trait

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

_CHARTS: Final = re.compile(
    r"\b(?:charts?|top (?:10|20|40|50|100|200)|hit parade|billboard|number (?:one|1)|no\.? ?1|trending|hottest|hot 100|what'?s (?:hot|big|popular|trending))\b"
)
_TODAY: Final = re.compile(
    r"\b(?:this (?:week|month|year|summer)|today'?s?|right now|these days|currently?|at the moment|latest|(?:in|on) the charts|nowadays|now)\b"
)
_OF_SOMEBODY: Final = re.compile(
    r"(?i)(?:and |so |ok |hey )*(?:do you (?:have|know)|have you(?: got)?|you got|got|is there|is|any chance of|where(?:'s| is))\s+(?:the )?(?P<artist>[^?]+?)(?:['’]s|s['’])\s+(?:album |record |song |track )?(?P<what>[^?]+?)(?: (?:in (?:there|here|it)|there|album|record|on here))?\s*\??"
)
_DESCRIBES: Final = re.compile(
    r"\b(?:songs?|tracks?|hits?|music|stuff|best|biggest|latest|newest?|last|first|other|more|anything|albums?|catalogue|work|saddest|version)\b"
)
_SONG: Final = r"(?:an? |the |some |your |any )?(?:songs?|tracks?|music|recordings?|tunes?)"
# "how do you know ...", "how does it work that you say ...", "what makes a song ...", "how is the mood of a song measured"
_TOLD_HOW: Final = re.compile(
    r"(?:(?:and|but|so|wait|ok|hm+)[, ]+)*(?:"
    r"how (?:do|does|can|could|would|did) (?:you|it|this|the (?:bot|model|data)|one|u|spotify) (?:even |actually |really )?(?:come to )?(?:know|tell|say|call|decide|judge|measure|rate|define|determine|work out|figure out)\b(?: (?:if|that|whether|when|how|what))?\s+(?P<what>.+)"
    r"|(?:how (?:does|do) (?:it|this|that|things) (?:work|happen)|how come|how is it|what makes you|on what (?:basis|grounds) do)(?: (?:when|if|that))?(?: (?:you|it|the bot|spotify))? (?:says?|calls?|tells?|knows?|decides?|claims?|thinks?)(?: (?:that|if|when|whether|how))?\s+(?P<said>.+)"
    rf"|(?:what|how) (?:makes|decides|determines|tells)(?: (?:for you|you|here|if|whether|that|when))*\s+(?P<makes>{_SONG}\b.+)"
    rf"|how (?:is|are|do you get|does one get) (?:the )?(?P<measured>\w+ of {_SONG}|how \w+ .+? is|\w+)(?: (?:measured|decided|determined|defined|computed|calculated|judged|worked out|made))+"
    rf"|how (?:is|are) it (?:measured|decided|determined|judged|worked out) (?:that|if|whether|when|how) (?P<decided>.+)"
    r")"
)
_MEANS_IN: Final = re.compile(
    r"(?i)(?:and |so )*what (?:does|do|would)\s+(?:the |an? )?(?P<trait>[a-z]+)(?: of [\d.]+)? (?:mean|say|tell us|stand for|express) (?:in|for|of|about|with) (?P<subject>.+?)\s*\??"
)
_COMPARED: Final = re.compile(
    r"(?:and |so |but )*(?:is|are|was) (?:that|it|this|they) (?:a |an |really |rather |very |quite )*(?:low|high|much|a lot|lot|normal|average|typical|unusual|usual|fast|slow|long|short|common|extreme|big|small)\b(?: (?:or|and) (?:a |is it |not )?\w+)?(?: (?:value|number|score|one))?(?: (?:compared|relative|against|next|beside|than|for|among|in|as)\b.*)?\W*"
)
_SURE_SUNG: Final = re.compile(
    r"\b(?:sure|certain|sicher|certeza|seguro|sur|guarantee\w*|really)\b.*\b(?:sing\w*|sung|vocals?|voices?|gesang|stimme|canta|chante|instrumental)\b"
)
_ASKED: Final = re.compile(
    r"(?:and |so |ok |wait |hm+ |remind me )*what (?:did|had|have|was) (?:i|we) (?:just |originally |even |actually )?(?:ask(?:ed|ing)?|sa(?:y|id)|want(?:ed)?|search(?:ed)?|look(?:ed|ing)?|start(?:ed)? (?:with|from))(?: (?:you|for|about))*(?P<when> (?:first|at first|at the (?:start|beginning)|in the beginning|originally|before(?: that)?|earlier|last|just now|so far|again|until now|at all|then|today))?\W*"
)
_STORED: Final = re.compile(
    r"(?:(?:and|so|but|ok|wait)[, ]+)*(?:do|does|are|is|will|can) (?:you|this|it|the bot|anyone|anybody|somebody|someone) (?:also |even |actually |secretly )*(?:stor(?:e|ing)|sav(?:e|ing)|keep(?:ing)?|record(?:ing)?|remember(?:ing)?|log(?:ging)?|track(?:ing)?|see|read|share|sell|use) (?:what (?:i|we)(?: have| just| had)? (?:say|said|write|wrote|type|ask|asked|tell you|listen to)|everything (?:i|we) (?:say|write|type|ask)|(?:my|our) (?:data|messages|chats?|questions|words|conversations?|history|searches)|(?:any|personal) (?:personal )?data(?: (?:on|about) (?:me|us))?)[?!. ]*"
)
_FEEL: Final = re.compile(
    r"(?:(?:hey|so|well|ok|honestly|today|ugh)[, ]+)*(?:i(?:'m|m| am| feel| am feeling|'m feeling|m feeling)|feeling)(?: (?:a (?:bit|little)|so|really|very|kinda|pretty|super|quite|too))* (?P<mood>down|sad|low|blue|lonely|depressed|gloomy|heartbroken|stressed|anxious|tense|nervous|angry|mad|tired|exhausted|drained|bored|happy|great|good|excited|hyped|pumped)(?: (?:today|tonight|right now|now|at the moment|this (?:morning|evening|week)|lately))?[.! ]*"
)
_FELT: Final = {
    "down sad low blue lonely depressed gloomy heartbroken": ("sad", "happy"),
    "stressed anxious tense nervous angry mad": ("calm", "energetic"),
    "tired exhausted drained bored": ("calm", "energetic"),
    "happy great good excited hyped pumped": ("happy", "party"),
}
_LEAST_SURE: Final = 0.5


def answer(turn: "Turn", text: str) -> Outcome | None:
    """The answer to a question about what is known; None if the text is none."""
    for way in _WAYS:
        if (outcome := way(turn, text)) is not None:
            return outcome
    return None


def _charts(turn: "Turn", text: str) -> Outcome | None:
    """``what's in the charts this week?``: the best known of the day the data was collected, and that it is no chart."""
    said = fold(text)
    if not (_CHARTS.search(said) and _TODAY.search(said)) or hear(turn.engine, text).names:
        return None
    style = hear(turn.engine, _TODAY.sub(" ", _CHARTS.sub(" ", said))).query.scene
    genre = genre_in(turn, re.sub(r"\bnumber (?:one|1)\b|\bhot\b|\btop \d+\b", " ", said))
    if turn.engine.recommender.styles.players(style):
        query = Query(scene=style, sort="-popularity", limit=turn.limit)
    else:
        query = Query(genres=(genre,)) if genre else hear(turn.engine, "popular songs").query
        query = replace(query, most="-popularity", limit=turn.limit)
    lead = f"There are no charts here: these are the most popular as of {turn.engine.popularity_as_of.removeprefix('as of ')}."
    return Outcome(request_of("recommend", turn.kept_out(query).text), lead=lead)


def _of_somebody(turn: "Turn", text: str) -> Outcome | None:
    """``do you have taylor swift's midnights``: a track or an album of somebody's, or that it is not there."""
    match = _OF_SOMEBODY.fullmatch(text.strip())
    if match is None or _DESCRIBES.search(fold(match["what"])):
        return None
    artist = artist_named(turn.engine, match["artist"]) or artist_named(turn.engine, f"{match['artist']}s")
    if not artist or acts.trait_of(match["what"]):
        return None
    wanted = fold(match["what"]).strip(" '\"“”")
    theirs = turn.subjects.recordings(artist, 1000)
    songs = [track for track in theirs if _title(track.track_name) == wanted]
    albums = [track.album_name for track in theirs if _title(track.album_name) == wanted]
    if albums and not (songs and len(albums) < 2):
        query = Query(albums=(albums[0],), artists=(artist,), limit=turn.limit)
        return Outcome(request_of("recommend", turn.kept_out(query).text))
    if songs:
        return Outcome(request_of("track", Token("track", songs[0].track_id)))
    shown = turn.kept_out(Query(artists=(artist,), limit=turn.limit))
    line = f'"{match["what"]}" by {artist} is not in the catalogue. {facts.collected(turn.engine)}'.strip()
    there = f"{len(theirs)} other recordings by {artist} are." if theirs else ""
    reply = not_there(line, there)
    return Outcome(reply=replace(reply, actions=(Action(f"Songs by {artist}", f"/recommend {shown.text}"),)))


def _title(name: str) -> str:
    """A title without what tells its editions apart."""
    return re.split(r" - | \(| \[", fold(name))[0].strip()


def _told_how(turn: "Turn", text: str) -> Outcome | None:
    """``how do you know a song is sad``: the trait that tells, and what it cannot tell."""
    match = _TOLD_HOW.fullmatch(fold(text).strip(" ?!."))
    if match is None:
        return None
    what = match[match.lastgroup or 0]
    if re.search(r"\bgenres?\b", what):
        return Outcome(request_of("model"))
    name = acts.trait_of(re.sub(r"['\"“”]", " ", what))
    if name not in AUDIO_NAMES:
        return None
    lead = f"By its {name}: {trait(name).about}, which Spotify estimates from the sound alone."
    if name == "valence":
        lead += " It does not know the words, so a sad text to a cheerful beat counts as happy."
    return Outcome(request_of("explore", "features", Token("feature", name)), lead=lead)


def _means_in(turn: "Turn", text: str) -> Outcome | None:
    """``what does valence mean in hey ya``: what it is, and how much of it the track has."""
    match = _MEANS_IN.fullmatch(text.strip())
    name = fold(match["trait"]) if match else ""
    if match is None or name not in TRAIT_NAMES:
        return None
    found = turn.subjects.resolve(match["subject"], ("track",))
    about = f"{name.capitalize()} is {trait(name).about}."
    if found is None or found.track is None:
        note = f'"{match["subject"]}" is not in the catalogue'
        return Outcome(request_of("explore", "features", Token("feature", name)), lead=about, notes=(note,))
    lead = f"{about} {facts.sentence(turn.engine, found.track, name)}"
    return Outcome(request_of("track", Token("track", found.track.track_id)), lead=lead)


def _compared(turn: "Turn", text: str) -> Outcome | None:
    """``is that low or high compared with other songs``: where the figure told last stands among all recordings."""
    last = turn.context.last
    if turn.fresh or last is None or last.task.command != "track" or not _COMPARED.fullmatch(fold(text)):
        return None
    name = next(filter(None, map(acts.trait_of, reversed(turn.context.said[-2:]))), "")
    track = last.task.tracks.get("track")
    if track is None or name not in TRAIT_NAMES:
        return None
    place = turn.engine.percentile(name, references.value(track, name))
    if place != place:
        return None
    level = turn.engine.level(name, references.value(track, name))
    lead = f"{level.capitalize()}: the {name} of {track.title}, {facts.value_text(track, name)}, is above that of {place:.0f}% of all recordings."
    return Outcome(request_of("track", Token("track", track.track_id)), lead=lead)


def _sure_sung(turn: "Turn", text: str) -> Outcome | None:
    """``how sure are you that nobody sings``: an estimate, and the row of which it is least sure."""
    shown = turn.context.counted
    if turn.fresh or shown is None or not shown.tracks or not _SURE_SUNG.search(fold(text)):
        return None
    if not text.rstrip().endswith("?") and not re.match(r"(?:and |und )?(?:how|are|wie|bist)\b", fold(text)):
        return None
    least = facts.end_of(shown.tracks, "instrumentalness", most=False)
    if least is None:
        return None
    value = least.values["instrumentalness"]
    title = "Not quite sure: whether somebody sings is Spotify's estimate from the sound, 0 sung to 1 instrumental."
    doubt = "is likely sung" if value < _LEAST_SURE else "is the least sure of them"
    return Outcome(
        reply=Reply(title=title, text=f"Of the {len(shown.tracks)} shown, {least.title} {doubt}: {value:.2f}.")
    )


def _asked_before(turn: "Turn", text: str) -> Outcome | None:
    """``what did i ask first``: the first request of the conversation, or the last ones, to be asked again."""
    match = _ASKED.fullmatch(fold(text))
    if match is None:
        return None
    asked = [one for one in turn.context.exchanges if one.request]
    if not asked:
        return Outcome(reply=Reply(title="Nothing yet in this conversation."))
    when = match["when"] or ""
    if re.search(r"first|start|beginning|originally", when + text.lower()):
        return Outcome(reply=_repeated(turn, "First you asked for", asked[:1]))
    return Outcome(reply=_repeated(turn, "You asked for", asked[-5:]))


def _repeated(turn: "Turn", opening: str, asked: list[Exchange]) -> Reply:
    def title(value: str) -> str:
        track = turn.subjects.track(value) if re.fullmatch(r"[0-9A-Za-z]{22}", value) else None
        return track.track_name if track else value

    told = []
    for one in asked:
        parts = [chip.label for chip in chips(one.request, turn.commands, title)]
        command = one.request.split()[0].lstrip("/")
        told.append(", ".join(parts) if command == "recommend" and parts else " ".join((command, *parts)))
    actions = tuple(Action(f"Again: {name}"[:80], one.request) for name, one in zip(told, asked, strict=True))
    if len(told) == 1:
        return Reply(title=f"{opening}: {told[0]}.", actions=actions)
    return Reply(title=f"{opening}:", text="\n".join(told), actions=actions)


def _stored(turn: "Turn", text: str) -> Outcome | None:
    """``do you store what i say``: what is kept, and for how long."""
    return Outcome(request_of("privacy")) if _STORED.fullmatch(fold(text).replace("’", "'")) else None


def _felt(turn: "Turn", text: str) -> Outcome | None:
    """``i feel a bit down today``: music that fits, or that changes it."""
    match = _FEEL.fullmatch(fold(text).replace("’", "'"))
    if match is None:
        return None
    moods = next(moods for words, moods in _FELT.items() if match["mood"] in words.split())
    actions = tuple(Action(f"Something {mood}", f"/recommend mood:{mood}") for mood in moods)
    return Outcome(
        reply=Reply(title=f"Shall it be something {moods[0]}, or rather something {moods[1]}?", actions=actions)
    )


_WAYS: Final[tuple[Callable[["Turn", str], Outcome | None], ...]] = (
    _asked_before,
    _stored,
    _felt,
    _charts,
    _of_somebody,
    _told_how,
    _means_in,
    _compared,
    _sure_sung,
)
