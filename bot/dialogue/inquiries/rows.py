"""Questions about the rows shown and about one track: how many are so, what tells that one is sad, whether it is minor."""

import re
import statistics
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from bot.dialogue import acts, facts, references
from bot.dialogue.inquiries.said import Said, listed, tracks_meant
from bot.dialogue.language import genre_named, hear
from bot.dialogue.lexicon import ADJECTIVES
from bot.dialogue.outcome import Outcome, request_of
from bot.dialogue.pattern_table import Pattern
from bot.reply import Reply, cut
from engine import AUDIO_NAMES, MOODS, TRAIT_NAMES, Token, Track, trait

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

_LONGEST: Final = 250
_ROWS: Final = r"(?:they|these|those|them|it|(?:these|those|the) (?:songs|tracks|ones|rows|results)|(?:the|this|that) (?:whole )?(?:list|playlist|set|lot)|everything|there|here)"
_QUALITY: Final = (
    r"(?P<quality>remix(?:es|ed)?|edits?|live(?: recordings| versions| tracks| songs)?|covers?|explicit|clean|swear\w*|swears?|curs\w+|profan\w*|dirty|"
    r"bad (?:words|language)|instrumentals?|minor(?: keys?)?|major(?: keys?)?|christmas(?: songs| tracks)?|karaoke(?: versions)?|acoustic|"
    r"hits?|well[- ]known|unknown)"
)
_ASKS_ALL: Final = Pattern(
    rf"(?:is it (?:just )?(?:only )?me,? or (?:are|is)|(?:are|is|aren't|isn't|why are)|how come) (?:there )?(?:{_ROWS} )?(?P<every>all|mostly|every one of them|any|only|just|many|some|both|nothing but|not all|really all)?(?: of (?:them|these|those))?(?: (?:just|only|marked|in|a|an|of|songs|tracks|ones|really))*(?: (?:{_ROWS}))? ?{_QUALITY}(?: (?:songs|tracks|ones|versions))?(?: (?:in|among|on|of) {_ROWS})?"
)
_ASKS_ANY: Final = Pattern(
    rf"(?:(?:is|are) there |do (?:any of )?{_ROWS} (?:have|contain) |does (?:any of )?{_ROWS} (?:have|contain) )?any(?:thing)? {_QUALITY}(?: (?:songs|tracks|ones|words|lyrics|content|versions))? (?:in|among|on|of) {_ROWS}"
)
_CONTAIN: Final = Pattern(
    rf"(?:do|does|did) (?:any of )?{_ROWS} (?:have|contain|swear|include|use)(?: any| a lot of| much)? ?{_QUALITY}?(?: (?:words|lyrics|content))?"
)
_HOW_MANY: Final = Pattern(
    rf"(?:how many|which|what (?:share|part|percentage))(?: ones)?(?: of {_ROWS})?(?: (?:songs|tracks|ones))?(?: (?:in|on|among) {_ROWS})? (?:are|is|have|has)(?: (?:marked|in|a|an|filed))* ?{_QUALITY}(?: (?:songs|tracks|ones|versions|lyrics))?(?: (?:in|among|on|of) {_ROWS})?"
)
_WHICH_GENRES: Final = Pattern(
    rf"(?:what|which) (?P<what>genres?|styles?|keys?) (?:are|do|have) (?!there|here|it\b){_ROWS}(?: (?:in|from|have|filed under|of|belong to|all))*|(?:what|which) (?P<what2>genres?|keys?|styles?) are (?:in|among) {_ROWS}"
)
_ARTISTS: Final = Pattern(
    rf"(?:are|is) (?:{_ROWS}) (?:all |really )*(?:by|from) (?:the same|one|a single|different) (?:artists?|bands?|singers?|person|people|groups?)|how many (?:different )?(?:artists|bands|singers|people)(?: (?:are|is))?(?: (?:in|on|among|behind) {_ROWS}| (?:that|it|there|those|these)(?: in (?:all|total))?)|(?:do (?:we|you|i) have|have (?:we|you) got|are there|is there|is it) too (?:many|much)(?: (?:songs|tracks|stuff))? (?:by|from|of) (?:one|the same|a single|any one) (?:artists?|bands?|singers?|person|group)"
)
# "does it have repeats?", "any duplicates in there"
_REPEATS: Final = Pattern(
    rf"(?:(?:does|do|did|is|are|has|have) (?:there|{_ROWS})(?: (?:have|contain|got))?(?: any)?|any|no) (?:repeats?|repeated (?:songs|tracks|artists|ones)|repetitions?|duplicates?|dupes?|doubles?|(?:the )?same (?:song|artist|track)s? twice)(?: (?:in|on|among) {_ROWS})?"
    rf"|(?:(?:does|do|is|are|did) (?:anyone|anybody|someone|somebody|any (?:artist|band)s?)|who)(?: (?:is|are|appears?|stands?|shows? up|comes? up|occurs?))*(?: (?:in|on|among) (?:there|{_ROWS}))? (?:twice|more than once|several times|repeatedly)(?: (?:in|on|among) (?:there|{_ROWS}))?"
)
_HOW_KNOW: Final = Pattern(
    r"(?:how (?:do |can |did |would |could )?(?:you|u|it) (?:even |actually |really )?(?:know|tell|decide|see|say|figure)(?: out)?(?: that| if| whether)?|what makes (?:you|u) (?:say|think|call|believe|so sure)(?: that)?|why (?:do|would|did) (?:you|u) (?:say|think|call)(?: that)?|"
    r"(?:are|r) (?:you|u) (?:really |quite |so )?(?:sure|certain|positive)(?: that| about it that)?|based on what (?:is|are)|according to what (?:is|are))"
    r" (?P<what>it'?s?|that'?s?|this|they(?:'re)?|these|those|them|the .+?|number \w+|no\.? ?\d+|that one|this one)(?: (?:is|are|was|really|to be|sounds?|counts? as|qualif(?:y|ies) as))* (?P<quality>[\w' -]+)"
)
_WHY_SO: Final = Pattern(
    r"(?:why|how come) (?:(?:is|are|do|does|was|were) )?(?P<what>it|that|this|they|these|those|them|the .+? (?:one|song|track)|number \w+|no\.? ?\d+|that one|this one)(?: (?:is|are|sounds?|feels?|be))?(?: all| both)? (?:sound |feel |really |quite )*so (?P<quality>[\w'-]+)"
)
_IS_GENRE: Final = Pattern(
    r"(?:is|are|was|were|isn't|aren't|would you call|do you call) (?P<what>it|that|this|they|these|those|them|the .+? (?:one|song|track)|number \w+|no\.? ?\d+|that one|this one)(?: (?:really|actually|even|still|all|considered|supposed to be|counted as|mostly|a|an|real|proper|kind of|more))* (?P<genre>[\w&' -]+?)(?: (?:music|song|songs|track|tracks|though))?"
)
_KEY: Final = Pattern(
    r"(?:is|are|was) (?P<what>.+?) (?:in |written in |played in )?(?:an? |the )?(?P<key>(?:[a-g](?:[- ]?(?:flat|sharp)|#|b)? )?(?:minor|major|moll|dur)|[a-g](?:[- ]?(?:flat|sharp)|#|b)|1?\d[ab])(?:(?: or)? (?:minor|major|what))*(?: keys?| scale)?"
)
_INFO: Final = Pattern(
    r"(?:(?:tell|give|show) (?:me|us) )?(?:(?:everything|all|anything|more|the (?:full )?(?:facts|details|data|numbers|info|stats)|facts|details|data|numbers|info|stats|figures|what you (?:know|have|got))(?: (?:there is|you (?:know|have|got|can)))?(?: to know)?)(?: about| on| for|(?<!more)(?<!all) of) (?:the (?:song|track) )?(?P<what>.+)"
)
# "more of this" asks for songs.
_MORE_OF: Final = re.compile(r"(?:(?:give|show) (?:me|us) )?(?:more|all|anything|everything) of\b")


# "how's the mood overall", "how many are left and what's the general vibe"
_OVERALL: Final = Pattern(
    r"(?:how many(?: (?:songs|tracks|ones|rows))? (?:are|is|do we have|have we got)(?: (?:left|there|in (?:it|there|here)|on it|now|still))*,? and )?"
    r"(?:(?:what|how)(?:['’]?s|s| is| are)|describe|sum up|summari[sz]e) (?:(?:the|its|their) )?(?:(?:overall|general|average|whole|typical) )?(?:mood|vibe|feel|sound|feeling|character|atmosphere|energy)s?(?: (?:like|overall|in general|all in all|on average|as a whole|now|here|of (?:it|this|that|these|them|those|the (?:list|set|playlist|lot|whole thing))|in (?:it|here|there)))*"
)
_SUMMED_UP: Final = ("valence", "energy", "tempo", "acousticness")


def overall(turn: "Turn", asked: Said) -> Outcome | None:
    """``how's the mood overall``: the middle of the rows in mood, energy, tempo and acoustics, and how many they are."""
    shown = turn.context.counted
    if turn.fresh or shown is None or len(shown.tracks) < 2 or not _OVERALL.fullmatch(asked.text):
        return None
    told = []
    for name in _SUMMED_UP:
        values = [number for track in shown.tracks if (number := references.value(track, name)) == number]
        if values:
            middle = statistics.median(values)
            told.append(f"{name} {trait(name).format(middle)} ({turn.engine.level(name, middle)})")
    title = f"{len(shown.tracks)} tracks; their medians: {', '.join(told)}."
    return Outcome(reply=Reply(title=title, text="The levels in brackets are among all recordings."))


def tally(turn: "Turn", asked: Said) -> Outcome | None:
    """How many rows are remixes, explicit, live ...: "is it just me or are they all remixes"."""
    shown = turn.context.counted
    if turn.fresh or shown is None or not shown.tracks:
        return None
    for pattern in (_ASKS_ANY, _HOW_MANY, _CONTAIN, _ASKS_ALL):
        match = pattern.fullmatch(asked.text)
        if match is None:
            continue
        quality = match["quality"] or ("explicit" if "swear" in asked.text else "")
        if pattern is _ASKS_ALL and not (match.groupdict().get("every") or re.search(_ROWS, asked.text)):
            return None
        if (pattern is _ASKS_ALL and len(shown.tracks) < 2) or not quality:
            return None
        if re.match(r"(?:is|are) (?:it|this|that)\b(?! (?:all|mostly|only))", asked.text) and not asked.text.startswith(
            "is it "
        ):
            return None
        if re.match(r"is it (?!just me|only me|me)", asked.text):
            return None  # one track
        return Outcome(reply=Reply(title=_counted(turn, shown.tracks, quality)))
    if _ARTISTS.fullmatch(asked.text) and len(shown.tracks) > 1:
        names = Counter(track.artists[0] for track in shown.tracks)
        told = listed([f"{name} ({count})" if count > 1 else name for name, count in names.most_common()], 10)
        many = f"{len(names)} artists" if len(names) > 1 else "One artist"
        return Outcome(reply=Reply(title=cut(f"{many} in {len(shown.tracks)} rows: {told}.", _LONGEST)))
    if _REPEATS.fullmatch(asked.text) and len(shown.tracks) > 1:
        return Outcome(reply=_repeated(turn, shown.tracks))
    if (match := _WHICH_GENRES.fullmatch(asked.text)) is not None and len(shown.tracks) > 1:
        key = (match["what"] or match["what2"]).startswith("key")
        return Outcome(reply=Reply(title=_spread(turn, shown.tracks, key=key)))
    return None


def _repeated(turn: "Turn", tracks: Sequence[Track]) -> Reply:
    """Which songs stand more than once among the rows, and which artists do."""
    rows = [track.recording for track in tracks]
    once = set(turn.engine.recommender.similarity.one_per_song(rows))
    again = [track.title for track in tracks if track.recording not in once]
    names = Counter(track.artists[0] for track in tracks)
    often = [f"{name} ({count})" for name, count in names.most_common() if count > 1]
    songs = (
        f"Another version of a song is in it: {listed(again)}."
        if again
        else f"No song stands twice among the {len(tracks)}."
    )
    artists = f"More than once: {listed(often)}." if often else "Nobody stands in it twice."
    return Reply(title=cut(songs, _LONGEST), text=artists)


def _counted(turn: "Turn", tracks: Sequence[Track], quality: str) -> str:
    """Which of the rows are so, by number and title."""
    so, name = _having(turn, tracks, quality)
    if not so:
        return f"None of the {len(tracks)} is {name}."
    if len(so) == len(tracks):
        return f"Yes: all {len(tracks)} are {name}."
    titles = ", ".join(f"number {at + 1} ({tracks[at].track_name})" for at in so)
    return cut(f"{len(so)} of the {len(tracks)} {'is' if len(so) == 1 else 'are'} {name}: {titles}.", _LONGEST)


def _having(turn: "Turn", tracks: Sequence[Track], quality: str) -> tuple[list[int], str]:
    """Places of the rows that have a quality, and how the quality is told."""
    engine = turn.engine
    if re.match(r"explicit|swear|curs|profan|dirty|bad", quality):
        return [at for at, track in enumerate(tracks) if track.explicit], "marked explicit"
    if quality.startswith("clean"):
        return [at for at, track in enumerate(tracks) if not track.explicit], "not marked explicit"
    if quality.startswith("instrumental"):
        return [
            at for at, track in enumerate(tracks) if track.values["instrumentalness"] >= 0.5
        ], "instrumental, by Spotify's estimate"
    if quality.startswith(("minor", "major")):
        mode = quality[:5]
        return [at for at, track in enumerate(tracks) if engine.key(track).name.endswith(mode)], f"in a {mode} key"
    if quality.startswith(("hit", "well", "unknown")):
        known = not quality.startswith("unknown")
        popular = [
            at
            for at, track in enumerate(tracks)
            if track.popularity is not None and (track.popularity >= 60 if known else track.popularity < 30)
        ]
        return popular, "known widely (popularity 60 or more)" if known else "little known (popularity under 30)"
    if quality == "acoustic":
        return [at for at, track in enumerate(tracks) if track.values["acousticness"] >= 0.5], "more acoustic than not"
    kind = next(
        (one for one in ("remix", "live", "christmas", "karaoke", "cover") if quality.startswith(one[:4])), "remix"
    )
    words = {
        "remix": r"\b(?:remix\w*|edit|rework|re-?mix|mix|vip|bootleg|flip)\b",
        "live": r"\blive\b",
        "cover": r"\bcover\b",
    }.get(kind, kind)
    so = [
        at for at, track in enumerate(tracks)
        if kind in engine.kinds(track) or re.search(words, track.track_name.lower().partition(" - ")[2] + " ".join(re.findall(r"[(\[].*?[)\]]", track.track_name.lower())))
    ]  # fmt: skip
    one = {"remix": "a remix, mix or edit", "live": "live", "cover": "a cover"}.get(kind, kind)
    several = {"remix": "remixes, mixes or edits", "cover": "covers"}.get(kind, one)
    return so, f"{one if len(so) < 2 else several} by title"


def _spread(turn: "Turn", tracks: Sequence[Track], *, key: bool) -> str:
    """The genres or keys of the rows, the most frequent first."""
    names = Counter(
        (turn.engine.key(track).name or "unknown") if key else (turn.engine.main_genre(track) or "no genre")
        for track in tracks
    )
    told = [f"{name} ({count})" for name, count in names.most_common()]
    return cut(f"{'Keys' if key else 'Mostly filed under'}: {listed(told, 10)}.", _LONGEST)


def told_by(turn: "Turn", asked: Said) -> Outcome | None:
    """``what makes you say it's sad``, ``are you sure the first one is chill``: by which traits, and their values."""
    match = _HOW_KNOW.fullmatch(asked.text) or _WHY_SO.fullmatch(asked.text)
    last = turn.context.last
    if match is None or turn.fresh or last is None:
        return None
    what = (
        re.sub(r"'(?:s|re)$|s$", "", match["what"])
        if match["what"] in ("it's", "its", "that's", "thats", "they're")
        else match["what"]
    )
    quality = re.sub(r"^(?:(?:is|are|really|so|a|an|too|very)\s+)+", "", match["quality"])
    moods = hear(turn.engine, f"{quality} songs").query.moods
    name = acts.trait_of(quality)
    traits = [one for one in (MOODS[moods[0]] if moods else {}) if one in TRAIT_NAMES][:2] or [name]
    if not traits[0]:
        return None
    counted = turn.context.counted
    of_list = (
        counted is not None and counted is last and what in ("it", "that", "this", "they", "these", "those", "them")
    )
    tracks = counted.tracks if of_list and counted is not None else tracks_meant(turn, what)
    if not tracks:
        return None
    by = listed([f"{one} ({trait(one).about})" for one in traits])
    sure = "Spotify estimates that from the sound alone, so it knows neither the words nor how it feels to you."
    if traits[0] not in AUDIO_NAMES:
        return None
    if len(tracks) == 1:
        told = listed(
            [
                f"{one} {facts.value_text(tracks[0], one)}, {turn.engine.level(one, references.value(tracks[0], one))} among all recordings"
                for one in traits
            ]
        )
        opposed = _opposed(turn, moods, traits[0], quality, references.value(tracks[0], traits[0]))
        return Outcome(
            request_of("track", Token("track", tracks[0].track_id)),
            lead=f"{opposed}By {by}. {tracks[0].title}: {told}. {sure}",
        )
    lines = [
        f"{at}. {track.title}: "
        + ", ".join(
            f"{one} {facts.value_text(track, one)} ({turn.engine.level(one, references.value(track, one))})"
            for one in traits
        )
        for at, track in enumerate(tracks, start=1)
    ]
    middle = statistics.median(references.value(track, traits[0]) for track in tracks)
    opposed = _opposed(turn, moods, traits[0], quality, middle)
    title = f"{opposed}By {by}. The median {traits[0]} of these {len(tracks)} is {trait(traits[0]).format(middle)}, {turn.engine.level(traits[0], middle)} among all recordings."
    return Outcome(reply=Reply(title=cut(title, _LONGEST), text="\n".join([*lines, sure])))


def _opposed(turn: "Turn", moods: Sequence[str], name: str, quality: str, number: float) -> str:
    """``Rather not: `` where a trait lies on the other side of the middle than the quality asked about."""
    moves = ADJECTIVES.get(quality, {})
    level = MOODS[moods[0]].get(name, "") if moods else ""
    way = moves.get(name) or (1 if "high" in level else -1 if "low" in level else 0)
    side = 1 if "high" in turn.engine.level(name, number) else -1 if "low" in turn.engine.level(name, number) else 0
    return f"Rather not {quality}. " if way * side < 0 else ""


def of_genre(turn: "Turn", asked: Said) -> Outcome | None:
    """``is that jazz?``: what a track is filed under and what the model hears; of several, how many are filed so."""
    match = _IS_GENRE.fullmatch(asked.text)
    if match is None or turn.fresh or turn.context.last is None:
        return None
    genre = genre_named(turn.engine, match["genre"])
    tracks = tracks_meant(turn, match["what"])
    if not genre or not tracks or match["genre"] in ADJECTIVES:
        return None
    if len(tracks) > 1:
        so = [track.track_name for track in tracks if genre in track.genres]
        told = f": {listed(so)}" if 0 < len(so) < len(tracks) else ""
        return Outcome(
            reply=Reply(
                title=cut(
                    f"{len(so) or 'None'} of the {len(tracks)} {'is' if len(so) == 1 else 'are'} filed under {genre}{told}.",
                    _LONGEST,
                )
            )
        )
    track = tracks[0]
    answer = "Yes" if genre in track.genres else "Not by its filing"
    filed = (
        f"{track.title} is filed under {listed(track.genres)}."
        if track.genres
        else f"{track.title} is filed under no genre."
    )
    return Outcome(request_of("genre", Token("track", track.track_id)), lead=f"{answer}: {filed} What it sounds like:")


def in_key(turn: "Turn", asked: Said) -> Outcome | None:
    """``is it in a minor key``: yes or no, and the key."""
    match = _KEY.fullmatch(asked.text)
    if match is None or re.match(r"(?:there|any)\b", match["what"]):
        return None
    tracks = tracks_meant(turn, match["what"], all_rows=False)
    if len(tracks) != 1:
        return None
    track, key = tracks[0], turn.engine.key(tracks[0])
    request = request_of("track", Token("track", track.track_id))
    if not key.name:
        return Outcome(request, lead=f"The key of {track.title} is unknown.")
    named = {"dur": "major", "moll": "minor"}.get(match["key"], match["key"])
    wanted = (named,) if named in ("minor", "major") else hear(turn.engine, f"songs in {named}").query.keys
    choice = re.search(r"\b(?:minor|major) or\b", asked.text)
    mode = key.name.rpartition(" ")[2]
    so = key.camelot in wanted or mode in wanted
    answer = "" if choice or not wanted else "Yes: " if so else "No: "
    return Outcome(
        request, lead=f"{answer}{track.title} is in {key.name} (Camelot {key.camelot}), as Spotify hears it."
    )


def everything(turn: "Turn", asked: Said) -> Outcome | None:
    """``tell me everything about blinding lights``: the facts of a track, an artist or a genre."""
    match = _INFO.fullmatch(asked.text)
    if match is None or _MORE_OF.match(asked.text):
        return None
    if genre := genre_named(turn.engine, match["what"]):
        return Outcome(request_of("genres", Token("name", genre)))
    found = turn.subjects.resolve(match["what"].strip(), ("artist", "track", "genre"))
    if found is None or (found.artist and found.track is None and re.search(r"\bby\b", match["what"])):
        found = turn.subjects.resolve(match["what"].replace('"', ""), ("track", "artist"))
    if found is None:
        return None
    if found.track is not None:
        return Outcome(request_of("track", Token("track", found.track.track_id)))
    if found.artist:
        return Outcome(request_of("artist", Token("name", found.artist, quoted=True)))
    return Outcome(request_of("genres", Token("name", found.genre)))
