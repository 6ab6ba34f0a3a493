"""Questions about the data, read word by word: what is measured, of which genres or artists, and how it is to be told.

"which genre has the shortest songs", "how many jazz tracks do you have", "beyonce or rihanna, who is more danceable",
"does loudness go with popularity in classical", and the halves that follow: "and within jazz only?", "vs dancehall".
Every word has to be accounted for: names are what the other words leave.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from bot.dialogue import acts, data_facts, facts, lexicon, references
from bot.dialogue.language import artist_named, genre_or_nearest
from bot.dialogue.lexicon import ADJECTIVES, COMPARATIVES, NOUNS, fold, words
from bot.dialogue.moves import without_artists
from bot.dialogue.outcome import Outcome, request_of
from bot.dialogue.shared import FEATURES, fields_of
from bot.reply import Action, Reply, Row
from engine import TRAIT_NAMES, Constraint, Query, Token, trait

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn


def _set(*said: str) -> frozenset[str]:
    return frozenset(" ".join(said).split())


_ASKING: Final = _set(
    "what whats what's which who whos who's whose how is are does do did can could tell show me give name find list"
)
_FILLING: Final = _set(
    "the a an of in on for from to at by and or vs versus than then so ok okay now but also just only within among with as it its "
    "it's that this there here them those these they their i we you your u us one ones has have had get gets got would be was "
    "were say says please pls really actually usually normally typically generally overall all any per each know see exactly "
    "songs song tracks track music recordings recording titles tunes stuff catalogue catalog data numbers their if compare "
    "compared comparing against long same thing again like whole about next look looks sound sounds tend throw add include plus too sit sits lie lies put so sort sorted rank ranked order ordered number one's it'd of kind bring"
)
_MANY: Final = _set("many count total")
_GENRES: Final = _set("genre genres style styles")
_ARTISTS: Final = _set(
    "artist artists band bands singer singers act acts rapper rappers who whos who's whose group groups musician"
)
_THINGS: Final = _set("songs song tracks track recordings recording titles tunes music")
_AVERAGE: Final = _set("average avg mean median typical usual usually normally typically average")
_TOGETHER: Final = _set(
    "correlation correlations correlate correlated correlates relationship relation relate related connection connected linked link "
    "go goes hang hangs move moves rise rises fall falls fit fits belong travel hand together closely strongly associated association between tied tie"
)
_TIED: Final = frozenset(
    one for one in _TOGETHER if one.startswith(("correl", "relat", "connect", "link", "associat", "tie"))
)
# "how do loudness and energy hang together"; what is wanted "happy and energetic together" is music.
_GOES_WITH: Final = re.compile(
    r"\bgo(?:es)? (?:together|with|hand in hand|along with)\b|\b(?:hang|hangs|moves?|rises?|falls?|fits?|belong|travel|tied?) (?:together|hand in hand)\b"
)
_SONGS_ALSO: Final = re.compile(
    r"(?:are|do|is|does) (?P<one>[\w-]+) (?:songs|tracks|music|tunes|recordings|ones) (?:(?:also|usually|mostly|generally|always|often|typically|tend to be|sound|more likely to be|likely to be|more|really) )+(?P<other>[\w-]+)(?: (?:too|as well|ones|songs|tracks|music|in general|(?:in|within|for) (?P<where>.+?)))*[ ?!.]*"
)
_PICTURE: Final = _set("chart plot graph draw histogram distribution spread picture diagram visualise visualize")
_CLOSER: Final = _set("closer closest nearer nearest similar")
_TWO: Final = _set("both two three")
_MOST: Final = _set("most more highest higher biggest largest top best greatest")
_LEAST: Final = _set("least less lowest lower smallest fewest fewer")
_SELLING: Final = _set("sell sells better well charts stream streams perform performs fare fares")
_ABOUT_DATA: Final = (
    _GENRES | _ARTISTS | _MANY | _TIED | _AVERAGE | _PICTURE | _set("number vs versus against compare compared")
)
_VIEWS: Final = frozenset({"compare", "explore", "trends", "drivers", "genres"})
_QUESTION: Final = re.compile(
    r"\?|\b(?:what\w*|which|who\w*|how|is|are|does|do|did|can|could|tell|show|name|list|rank|average|mean|median|typical|number of|vs|versus|"
    r"against|compare\w*|difference|chart|plot|graph|histogram|distribution|correlat\w*|sells?|genres?|artist)\b"
)
_LONGEST: Final = 22
_ALL_OF_ONE: Final = 1000
_SHOWN: Final = 10
_MOST_ASKED: Final = 25
_ENOUGH: Final = 3
"""Recordings from which on an artist's median counts."""


@dataclass
class Words:
    """The words of a question about data.

    Parameters
    ----------
    traits : list of str
        Those that are named, in order.
    most : bool or None
        Whether most or least of it is asked for; None for neither.
    genres, artists : list of str
        What the words left over name.
    said : set of str
        All the words.
    """

    traits: list[str] = field(default_factory=list)
    most: bool | None = None
    comparative: bool = False
    genres: list[str] = field(default_factory=list)
    artists: list[str] = field(default_factory=list)
    said: set[str] = field(default_factory=set)
    number: int = 0

    @property
    def names(self) -> list[str]:
        """Genres and artists that are named."""
        return [*self.genres, *self.artists]

    def has(self, those: frozenset[str]) -> bool:
        """Whether any of the words was said."""
        return bool(those & self.said)


def read(turn: "Turn", text: str) -> Words | None:
    """The words of a question about data; None if some of them are neither known here nor a name."""
    said = words(text)
    if not 0 < len(said) <= _LONGEST:
        return None
    found = Words(said={*said})
    left: list[list[str]] = [[]]
    place = 0
    while place < len(said):
        taken = _measured(found, said, place)
        if taken:
            left.append([])
            place += taken
            continue
        word = said[place]
        known = (
            _ASKING
            | _FILLING
            | _MANY
            | _GENRES
            | _ARTISTS
            | _AVERAGE
            | _TOGETHER
            | _PICTURE
            | _CLOSER
            | _TWO
            | _SELLING
        )
        if word in known | _MOST | _LEAST:
            left.append([])
        elif 1 < (lexicon.count(word) or 0) <= _MOST_ASKED:
            left.append([])
            found.number = lexicon.count(word) or 0
        else:
            left[-1].append(word)
        place += 1
    # Names are looked up last: most messages are no question about data, which the other words tell.
    if not (found.traits or found.has(_ABOUT_DATA) or _goes_on(turn)):
        return None
    for name in filter(None, map(" ".join, left)):
        if not _named(turn, found, name):
            return None
    return found


def _goes_on(turn: "Turn") -> bool:
    """Whether the last answer was about the data, so that half a question may follow."""
    last = turn.context.last
    return not turn.fresh and last is not None and last.task.command in _VIEWS


def _measured(found: Words, said: Sequence[str], place: int) -> int:
    """How many words from here name a trait."""
    word, after = said[place], said[place + 1 : place + 2]
    before = said[place - 1] if place else ""
    if word in ("in", "within", "for", "of") or before in ("in", "within"):
        return 0  # "in sad", "within dance": a genre is called so
    if word in TRAIT_NAMES:
        found.traits.append(word)
        return 1
    moves = COMPARATIVES.get(word) or lexicon.superlative(word)
    if word == "best" and after == ["known"]:
        found.traits.append("popularity")
        found.most = True
        return 2
    if moves and (word.endswith(("er", "est"))):
        name, way = next(iter(moves.items()))
        found.traits.append(name)
        found.most, found.comparative = way > 0, True
        return 1
    moves = ADJECTIVES.get(word) or NOUNS.get(word) or {}
    if word == "long" and before == "how":
        moves = {"duration": 1}
    if not moves or (
        word in ("calm", "chill", "piano", "guitar", "dance", "acoustic", "classical")
        and before not in (*_MOST, *_LEAST, "how")
    ):
        return 0
    name, way = next(iter(moves.items()))
    found.traits.append(name)
    if before in _MOST or before in _LEAST:
        found.most = (way > 0) == (before in _MOST)
        found.comparative = True
    return 1


def _named(turn: "Turn", found: Words, name: str) -> bool:
    """Whether the words are names of genres and artists, which are then taken."""
    if genre := genre_or_nearest(turn.engine, name):
        found.genres.append(genre)
        return True
    if artist := artist_named(turn.engine, name):
        found.artists.append(artist)
        return True
    return False


def answer(turn: "Turn", text: str) -> Outcome | None:
    """The answer to a question about the data; None if the text is no such question."""
    if (told := _of_last(turn, text) or _songs_also(turn, text)) is not None:
        return told
    if not (_QUESTION.search(fold(text)) or _goes_on(turn)):
        return None
    asked = read(turn, text)
    if asked is None:
        return None
    for way in (
        _sells,
        _after_pair,
        _correlation,
        _after_correlation,
        _after_feature,
        _most_of_genre,
        _best_genre,
        _best_artist,
        _counted,
        _compared,
        _measured_of,
    ):
        if (outcome := way(turn, asked, text)) is not None:
            return outcome
    return None


def _tokens(**fields: str) -> list[Token]:
    return [Token(key, value, quoted=" " in value) for key, value in fields.items() if value]


# One kind of question each


def _best_genre(turn: "Turn", asked: Words, text: str) -> Outcome | None:
    """``which genre has the shortest songs``, ``the most popular genre``, ``rank genres by tempo``."""
    last = turn.context.last
    again = (
        last is not None and not turn.fresh and last.task.command == "explore" and "genre" not in last.task.fields
        and last.task.fields.get("feature") and asked.most is not None and not asked.has(_THINGS | _ARTISTS)
        and not re.search(r"\b(?:in|of|from) (?:it|there|that)\b", fold(text))
    )  # fmt: skip
    if asked.names or not (asked.has(_GENRES) or again):
        return None
    if not asked.traits:
        by_size = asked.has(_MANY | _MOST) and asked.has(_THINGS)
        return Outcome(request_of("explore", "genres", "by:size")) if by_size and asked.most is None else None
    name = asked.traits[0]
    if asked.most is None and not {"by", "rank", "sorted"} & asked.said:
        return None
    lead = data_facts.genre_with_most(turn.engine, name, most=asked.most is not False, count=asked.number or 1)
    if name == "popularity":
        return Outcome(request_of("genres"), lead=lead if {"which", "what", "whats", "what's"} & asked.said else "")
    return of_end(turn, name, lead, most=asked.most is not False, count=asked.number or 1)


def of_end(turn: "Turn", name: str, lead: str, *, most: bool, count: int = 1) -> Outcome:
    """How a trait is spread over the genres; where those with least of it were asked for, they come first."""
    request = request_of("explore", "features", *_tokens(feature=name))
    if most:
        return Outcome(request, lead=lead)
    headline = data_facts.least_of_genres(turn.engine, name, count=count)
    return Outcome(request, lead=lead, headline=headline, last_first=True)


def _best_artist(turn: "Turn", asked: Words, text: str) -> Outcome | None:
    """``which afrobeat artist has the most tracks``, ``the fastest artist in metal``."""
    genre = asked.genres[0] if len(asked.genres) == 1 else _genre_meant(turn, asked)
    if (
        not asked.has(_ARTISTS)
        or asked.artists
        or not genre
        or (not asked.has(_MOST | _LEAST) and not asked.comparative)
    ):
        return None
    tracks = turn.engine.catalogue.tracks(turn.engine.catalogue.genre_members(genre).tolist())
    by_artist = Counter(name for track in tracks for name in track.artists)
    if not asked.traits:
        if not asked.has(_THINGS):
            return None
        ranked = [(name, float(count)) for name, count in by_artist.most_common(_SHOWN)]
        told = f"In {genre} most recordings are by {ranked[0][0]}: {ranked[0][1]:.0f} of {len(tracks):,}."
        rows = [
            Row(name, amount=f"{count:.0f} recordings", data={"artist": name, "count": count}) for name, count in ranked
        ]
    else:
        name = asked.traits[0]
        several = {artist for artist, count in by_artist.items() if count >= _ENOUGH}
        medians = data_facts.medians(tracks, several, name)
        ordered = sorted(medians.items(), key=lambda one: one[1], reverse=asked.most is not False)[:_SHOWN]
        if not ordered:
            return None
        show = trait(name).format
        told = f"In {genre}, by the median {name} of artists with {_ENOUGH} recordings or more: {ordered[0][0]}, {show(ordered[0][1])}."
        rows = [Row(artist, amount=show(value), data={"artist": artist, name: value}) for artist, value in ordered]
    actions = tuple(
        Action(f"About {row.title}", f"/artist {Token('name', row.title, quoted=True)}") for row in rows[:3]
    )
    return Outcome(reply=Reply(title=told, rows=tuple(rows), actions=actions))


def _counted(turn: "Turn", asked: Words, text: str) -> Outcome | None:
    """``how many tracks are in afrobeat``, ``how many jazz songs over 150 bpm do you have``: recordings, counted."""
    if not re.search(r"\bhow many\b|\bnumber of\b|\bcount of\b", fold(text)) or not asked.has(_THINGS):
        return None
    if asked.traits or len(asked.names) != 1 or asked.artists:
        return None
    return Outcome(request_of("genres", *_tokens(name=asked.genres[0])))


def _measured_of(turn: "Turn", asked: Words, text: str) -> Outcome | None:
    """``average tempo of afrobeat``, ``how long are songs in grindcore``, ``how danceable is techno``."""
    if len(asked.traits) != 1 or asked.most is not None or asked.artists or asked.has(_TOGETHER):
        return None
    genre = asked.genres[0] if len(asked.genres) == 1 else ""
    how = re.search(r"\bhow (?:[\w-]+) (?:is|are|do|does)\b", fold(text))
    if not (asked.has(_AVERAGE | _PICTURE) or how or (genre and asked.traits[0] in asked.said)):
        return None
    if not genre and not asked.genres:
        last = turn.context.last
        # After a list "that" means its rows.
        pointing = {"there"} if last is None or last.counts else {"there", "it", "its", "that", "their"}
        genre = _genre_meant(turn, asked) if pointing & asked.said else ""
    if not genre:
        return None
    name = asked.traits[0]
    view = "popularity" if name == "popularity" else f"features feature:{name}"
    lead = data_facts.of_genre(turn.engine, genre, name)
    return Outcome(request_of("explore", view, *_tokens(genre=genre)), lead=lead)


def _genre_meant(turn: "Turn", asked: Words) -> str:
    """The one genre that the last answer was about."""
    last = turn.context.last
    if last is None or turn.fresh:
        return ""
    genres = references.focus_genres(turn.context, turn.engine.catalogue.genres)
    named = last.task.fields.get("name", "") if last.task.command == "genres" else ""
    return named if named in turn.engine.catalogue.genres else genres[0] if len(genres) == 1 else ""


def _compared(turn: "Turn", asked: Words, text: str) -> Outcome | None:
    """``beyonce or rihanna, who has the more danceable catalogue``, ``which is faster, techno or house``."""
    if not 2 <= len(asked.names) <= 3 or asked.has(_TIED):
        return None
    said = fold(text)
    differs = re.search(r"\b(?:differ\w*|vs\.?|versus|compare\w*|against)\b", said)
    asks = asked.has(_set("which who whose whos who's what whats what's is are than")) or text.rstrip().endswith("?")
    if not (
        differs or (asked.traits and asks and (asked.comparative or asked.has(_PICTURE) or asked.has(_MOST | _LEAST)))
    ):
        return None
    outcome = _pair(turn, asked.names, asked.traits[:1], most=asked.most is not False)
    if outcome.lead.startswith("No difference") or not (asked.comparative and acts.WHETHER.match(text)):
        return outcome
    holds = fold(outcome.lead).startswith(fold(asked.names[0]))
    # A genre begins the sentence no longer.
    first, _, rest = outcome.lead.partition(" is ")
    lead = f"{first.lower() if first.lower() in turn.engine.catalogue.genres else first} is {rest}"
    return replace(outcome, lead=f"{'Yes' if holds else 'No'}: {lead}")


def _pair(
    turn: "Turn", names: Sequence[str], traits: Sequence[str], *, most: bool, notes: tuple[str, ...] = ()
) -> Outcome:
    if len(set(names)) < 2:
        return Outcome(reply=Reply(title=f"These are one genre here: {names[0]}."))
    lead = " ".join(data_facts.side_by_side(turn.engine, names, name, most=most) for name in traits)
    return Outcome(request_of("compare", *_tokens(**dict(zip("abc", names, strict=False)))), lead=lead, notes=notes)


def _after_pair(turn: "Turn", asked: Words, text: str) -> Outcome | None:
    """After two or three that were compared: another one, another trait, what lies between, whose is nearer."""
    names = _names_compared(turn)
    if not names:
        alone = _genre_meant(turn, asked)
        against = re.match(
            r"(?:and |so |now )*(?:vs\.?|versus|against|compared? (?:to|with)|how about compared to)\b", fold(text)
        )
        if against and alone and len(asked.genres) == 1 and not asked.artists:
            traits = asked.traits or _last_traits(turn)
            return _pair(turn, [alone, asked.genres[0]], traits[:1], most=True)
        return None
    new = [name for name in asked.names if name not in names]
    traits = asked.traits[:1]
    if len(asked.names) == 1 and asked.has(_CLOSER):
        return _nearer(turn, names, asked.names[0])
    if asked.names and not new and not traits:
        return None
    if len(new) == 1 and len(asked.names) == 1 and (_adds(text) or (text.rstrip().endswith("?") and not traits)):
        added, notes = _best_known(turn, new[0], text)
        new = [added]
        if len(names) == 3:
            names = names[:2]
            notes = (*notes, "three can be compared at a time, so the last one gave way")
        return _pair(turn, [*names, new[0]], traits or _last_traits(turn), most=asked.most is not False, notes=notes)
    if (
        not asked.names
        and traits
        and (asked.comparative or asked.most is not None or asked.has(_TWO | _PICTURE) or _asks_trait(text))
    ):
        return _pair(turn, names, traits, most=asked.most is not False)
    return None


def _best_known(turn: "Turn", name: str, text: str) -> tuple[str, tuple[str, ...]]:
    """Whom one word of a name means, the best known who bears it, and what is said of that: "and Taylor?"."""
    word = re.sub(r"['’]s$", "", text.strip(" ?!.").split()[-1])
    if name in turn.engine.catalogue.genres or fold(word) == fold(name) or fold(word) not in fold(name).split():
        return name, ()
    first = next(iter(turn.engine.names.bearers(word)), name)
    return first, (f'"{word}" is taken for {first}, the best known of that name here',)


def _asks_trait(text: str) -> bool:
    return bool(re.match(r"(?:and |what about |how about |and by )+(?:the |their )?\w+\??$", fold(text).strip(" ?")))


def _adds(text: str) -> bool:
    return bool(
        re.match(
            r"(?:ok |and |now |please |then )*(?:throw in|add|and|include|plus|with|also|what about|how about|vs\.?|versus)\b",
            fold(text),
        )
    )


def _names_compared(turn: "Turn") -> list[str]:
    """The genres or artists of the last comparison; none where tracks were compared."""
    last = turn.context.last
    if turn.fresh or last is None or last.task.tracks:
        return []
    if last.task.command == "explore" and last.task.fields.get("vs"):
        return [last.task.fields[key] for key in ("genre", "vs") if key in last.task.fields]  # both on the map
    if last.task.command != "compare":
        return []
    return [last.task.fields[key].strip('"') for key in "abc" if key in last.task.fields]


def _last_traits(turn: "Turn") -> list[str]:
    """The trait that the message before spoke of, or its answer was about."""
    last = turn.context.last
    if last is not None and (name := last.task.fields.get("feature")):
        return [name]
    for text in reversed(turn.context.said[-3:]):
        if name := acts.trait_of(text):
            return [name]
    return []


def _nearer(turn: "Turn", names: Sequence[str], to: str) -> Outcome:
    """Which of those compared sounds more like something else, by their medians."""
    distances = [(data_facts.distance(turn.engine, name, to), name) for name in names]
    (best, first), *others = sorted(distances)
    told = ", ".join(f"{name} {distance:.2f}" for distance, name in others)
    line = f"{first} is closer to {to}: {best:.2f} standard deviations apart; {told}."
    text = "By the medians of the nine audio features; 0 would be the same sound."
    shown = Action(f"{first} against {to}", request_of("compare", *_tokens(a=first, b=to)).text)
    return Outcome(reply=Reply(title=line, text=text, actions=(shown,)))


# Halves of questions that go on from the last answer, whatever words they take

_BETWEEN: Final = re.compile(
    r"\b(?:between (?:them|both|the (?:first )?two|those|these|all (?:three|of them))|in the middle|half ?way|in between|cross between|mix(?:es|ture)? of (?:both|the two|them))\b"
)
_WINNER: Final = re.compile(r"\b(?:the winner|winner's|whoever (?:won|wins)|that winner)\b")
# "give me their 5 fastest"
_THEIRS: Final = re.compile(
    r"(?:and |now |ok |so |then |can you |please )*(?:give|show|list|find|play)(?: me| us)? (?:both )?their (?:(?P<count>\d{1,2}|two|three|four|five|ten) )?(?:(?P<how>most|least) )?(?P<word>[\w-]+)(?: ones?| songs?| tracks?)?\W*"
)
_CERTAIN: Final = re.compile(
    r"(?:and |so |but |ok )*(?:(?:how|are you) (?:sure|certain|confident|positive)(?: (?:is|are) (?:that|it|this|you))?(?: (?:of|about) (?:that|it|this))?|what(?:'s| is) (?:the|your) (?:confidence|certainty|probability)|sure about (?:that|it)|(?:really|sure))\W*"
)
_OTHERS: Final = re.compile(
    r"\b(?:runners?[- ]?up|second (?:guess|choice|place|best)|other (?:candidates|guesses|options|possibilit\w+)|(?:what )?else (?:could|might) it be|next likeliest|next most likely|came second|alternatives)\b"
)
_TESTED: Final = re.compile(
    r"\b(?:test(?:ed|s|ing)?|back ?test\w*|validated?|hold up|track record|proven|checked against)\b"
)
_TRUSTED: Final = re.compile(
    r"(?:and |so |but )*(?:can|could|should) (?:i|we|you|one) (?:really |actually )?(?:trust|believe|rely on) (?:that|this|it|these|those|the \w+)\W*"
)
_MINUTES: Final = re.compile(
    r"(?:and |so |ok )*(?:what(?:'s|s| is) (?:the |its )?(?:total|whole|overall|full|entire) (?:length|duration|time|(?:running|playing) time)(?: of .*)?|(?:what(?:'s|s| is) )?the (?:whole |entire )?(?:list|playlist|set|mix)'s (?:total )?(?:length|duration)|how (?:many (?:minutes|mins|hours)|long) (?:is|are|does|do|would) (?:it|that|this|they|those|the (?:(?:whole|entire|full) )?(?:list|playlist|set|mix|thing|lot))(?: all| run| now| in total| in all| altogether| then| take)*)\W*"
)
_HALF: Final = re.compile(
    r"(?:and |so |but |now |ok )*(?:what about |how about |only |just )?(?:for |in |within |among |by )?(?P<what>.+?)(?: only| alone)?\s*\??"
)


def _of_last(turn: "Turn", text: str) -> Outcome | None:
    """An answer that only the last one makes possible: how sure it is, what lies between, how it was tested."""
    last = turn.context.last
    if turn.fresh or last is None:
        return None
    said, task = fold(text), last.task
    if task.command == "genre" and (track := task.tracks.get("track")) is not None:
        certain, others = _CERTAIN.fullmatch(said), _OTHERS.search(said)
        if certain or others:
            lead = data_facts.certainty(turn.engine, track, others=bool(others))
            return Outcome(request_of("genre", Token("track", track.track_id)), lead=lead)
    if task.command == "emerging" and (_TESTED.search(said) or _TRUSTED.fullmatch(said)):
        return Outcome(request_of("emerging", *fields_of(last)), lead=facts.how_tested(turn.engine, last))
    if task.command == "trends" and (_TRUSTED.fullmatch(said) or _CERTAIN.fullmatch(said)):
        return Outcome(request_of("trends", *fields_of(last)), lead=data_facts.trend_limits(turn.engine, task.fields))
    if _MINUTES.fullmatch(said) and (listed := turn.context.counted) is not None and len(listed.tracks) > 1:
        in_all = re.search(
            r"\b(?:minutes|mins|hours|whole|entire|list|set|mix|playlist|they|those|all|total|altogether)\b", said
        )
        if in_all or last.task.command == "playlist":
            return Outcome(reply=Reply(title=data_facts.lasting(listed.tracks)))
    names = _names_compared(turn)
    if len(names) >= 2 and _BETWEEN.search(said):
        return _in_between(turn, names, text)
    if task.command == "compare" and len(task.tracks) == 2 and _BETWEEN.search(said):
        one, other = task.tracks.values()
        return Outcome(request_of("blend", Token("a", one.track_id), Token("b", other.track_id)))
    theirs = _THEIRS.fullmatch(said)
    if len(names) >= 2 and theirs and (end := acts.extreme_of({"word": theirs["word"], "how": theirs["how"] or ""})):
        artists = tuple(name for name in names if name not in turn.engine.catalogue.genres)
        genres = tuple(name for name in names if name in turn.engine.catalogue.genres)
        limit = acts.count(theirs["count"] or "") or turn.limit
        query = Query(artists=artists, genres=genres, most=f"-{end[0]}" if end[1] else end[0], limit=limit)
        return Outcome(request_of("recommend", turn.kept_out(query).text))
    if len(names) >= 2 and _WINNER.search(said) and (traits := _last_traits(turn)):
        winner = data_facts.ranked(turn.engine, names, traits[0])[0][0]
        count = re.search(r"\b(\d{1,2})\b", said)
        query = Query(artists=(winner,)) if winner not in turn.engine.catalogue.genres else Query(genres=(winner,))
        query = replace(query, most="-popularity", limit=int(count[1]) if count else turn.limit)
        return Outcome(request_of("recommend", turn.kept_out(query).text))
    return None


def _in_between(turn: "Turn", names: Sequence[str], text: str) -> Outcome:
    """Tracks whose sound lies between those compared: near the middle of their medians."""
    first = re.search(r"\b(?:first|last) (?:two|2)\b", fold(text))
    if first is not None:
        names = names[:2] if first[0].startswith("first") else names[-2:]
    if not {*names} & {*turn.engine.catalogue.genres}:
        # Of artists more is known than medians: what is like each of them.
        query = turn.kept_out(Query(like_artists=tuple(names), limit=turn.limit))
        lead = f"Like {' and '.join(names)} at once."
        return Outcome(request_of("recommend", without_artists(query, names).text), lead=lead)
    middle = data_facts.middle_of(turn.engine, names)
    count = re.search(r"\b(\d{1,2})\b", fold(text))
    one = re.search(r"\b(?:one|a|an) (?:track|song|tune)\b", fold(text))
    limit = int(count[1]) if count else 1 if one else turn.limit
    genres = turn.engine.catalogue.genres
    query = Query(
        {name: Constraint(target=value) for name, value in middle.items()},
        genres=tuple(name for name in names if name in genres),
        limit=limit,
    )
    lead = f"Nearest to the middle of {' and '.join(names)}, by their medians."
    return Outcome(request_of("recommend", turn.kept_out(query).text), lead=lead)


def _correlation(turn: "Turn", asked: Words, text: str) -> Outcome | None:
    """``is there a correlation between loudness and popularity``, ``loudness vs popularity in classical``."""
    traits = list(dict.fromkeys(asked.traits))
    against = re.search(r"\b(?:vs\.?|versus|against)\b", fold(text))
    if not 1 <= len(traits) <= 2 or asked.artists or len(asked.genres) > 1 or asked.has(_ARTISTS | _GENRES):
        return None
    together = asked.has(_TIED) or _GOES_WITH.search(fold(text))
    # "What goes with popularity" asks for all that does.
    named = len(traits) == 2 or asked.has(_TIED)
    if not named or traits == ["popularity"] or not (together or against):
        return None
    other = traits[1] if len(traits) == 2 else ""
    genre = asked.genres[0] if asked.genres else ""
    return Outcome(
        request_of("explore", "correlations", *_tokens(**{"feature": traits[0], "with": other, "genre": genre}))
    )


def _songs_also(turn: "Turn", text: str) -> Outcome | None:
    """``are happy songs also energetic``: whether the two traits go together."""
    match = _SONGS_ALSO.fullmatch(fold(text))
    traits = [acts.trait_of(match[name]) for name in ("one", "other")] if match is not None else []
    if match is None or not all(trait in TRAIT_NAMES for trait in traits) or traits[0] == traits[1]:
        return None
    genre = genre_or_nearest(turn.engine, match["where"]) if match["where"] else ""
    if match["where"] and not genre:
        return None
    return Outcome(
        request_of(
            "explore", "correlations", *_tokens(**{"feature": traits[0], "with": traits[1], "genre": genre or ""})
        )
    )


def _after_correlation(turn: "Turn", asked: Words, text: str) -> Outcome | None:
    """``and within classical only?``, ``what about danceability``: the correlation of another pair, or in a genre."""
    last = turn.context.last
    if turn.fresh or last is None or last.task.command != "explore" or last.task.fields.get("what") != "correlations":
        return None
    fields = {key: value for key, value in last.task.fields.items() if key != "what"}
    if not fields.get("feature") or asked.artists or len(asked.names) + len(asked.traits) != 1:
        return None
    if asked.genres:
        fields["genre"] = asked.genres[0]
    elif asked.traits[0] in (fields["feature"], fields.get("with")):
        return None
    else:
        key = "with" if fields["feature"] == "popularity" and fields.get("with") else "feature"
        fields[key] = asked.traits[0]
    return Outcome(request_of("explore", "correlations", *_tokens(**fields)))


def _after_feature(turn: "Turn", asked: Words, text: str) -> Outcome | None:
    """``same for song length``, ``and tempo?``: the last view of a trait, of another one."""
    last = turn.context.last
    if turn.fresh or last is None or last.task.command not in ("trends", "drivers", "explore") or asked.names:
        return None
    viewed = "feature" in last.task.fields or last.task.command == "trends"
    halved = re.match(r"(?:and|same|what about|how about|now|ok)\b", fold(text).strip())
    if not viewed or not halved or len(asked.traits) != 1 or asked.most is not None:
        return None
    if asked.traits[0] not in FEATURES:
        return None
    fields = {**{key: value for key, value in last.task.fields.items() if key != "what"}, "feature": asked.traits[0]}
    view = "features" if last.task.command == "explore" else ""
    return Outcome(request_of(last.task.command, view, *_tokens(**fields)))


def _most_of_genre(turn: "Turn", asked: Words, text: str) -> Outcome | None:
    """``top ten shortest in it``: of the genre that was just told, the tracks that have most of a trait."""
    if asked.names or asked.most is None or len(asked.traits) != 1 or asked.has(_GENRES | _ARTISTS):
        return None
    if not re.search(r"\b(?:in|of|from) (?:it|there|that(?: (?:one|genre))?|this(?: genre)?)\W*$", fold(text)):
        return None
    last = turn.context.last
    genre = "" if last is None or last.counts else _genre_meant(turn, asked) or _genre_told(turn)
    if not genre:
        return None
    query = Query(
        genres=(genre,), most=f"{'-' if asked.most else ''}{asked.traits[0]}", limit=asked.number or turn.limit
    )
    return Outcome(request_of("recommend", turn.kept_out(query).text))


def _genre_told(turn: "Turn") -> str:
    """The genre that the last answer named as having most of a trait; empty if it named none."""
    last = turn.context.last
    if last is None or last.task.command != "explore" or not turn.context.said:
        return ""
    before = read(turn, turn.context.said[-1])
    if before is None or "genre" in last.task.fields or not before.traits or before.most is None:
        return ""
    return data_facts.genre_ends(turn.engine, before.traits[0], most=before.most)[0].name


def _sells(turn: "Turn", asked: Words, text: str) -> Outcome | None:
    """``so could i say that loud songs sell more?``: what goes with popularity, which proves no cause."""
    said = fold(text)
    match = re.search(
        r"\b(?:songs?|tracks?|music|tunes?|stuff)\s+(?:(?:usually|generally|really|tend to)\s+)*(?:sell|sells|do|does|chart|charts|stream|streams|perform|performs|fare|fares|is|are)\s+(?:better|well|more|best)\b",
        said,
    )
    names = [name for name in asked.traits if name in FEATURES and name not in ("duration", "popularity")]
    if match is None or not names or asked.artists:
        return None
    lead = "They may go together, which does not make one the cause of the other; sales are not in the data, popularity is."
    if asked.genres:
        return Outcome(request_of("drivers", *_tokens(genre=asked.genres[0])), lead=lead)
    return Outcome(request_of("drivers", *_tokens(feature=names[0])), lead=lead)
