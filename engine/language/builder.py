"""From what was found in a message (items, negations, amounts, mentions) to a query, and what to say about it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from engine.catalogue.store import Track
from engine.errors import UserError
from engine.features import trait
from engine.language.free_text import Word
from engine.language.items import Item
from engine.language.keys import LANGUAGES, with_merged
from engine.language.numbers import Amount
from engine.language.understanding import Mention, MissingGenre
from engine.languages import COUNTRIES, UNTOLD, word_of
from engine.recommend.mixing import MODES, key_named
from engine.recommend.query import MOST_TRACKS, Constraint, Query, read_value
from engine.recommend.similarity import KINDS

# A mood that is not wanted: the side of its main trait that is left. Moods without one main trait are only rejected.
_OPPOSITE: Final[dict[str, str]] = {
    "happy": "valence:<medium", "sad": "valence:>medium", "calm": "energy:>medium", "energetic": "energy:<medium",
    "angry": "energy:<medium", "dark": "valence:>medium", "party": "danceability:<medium", "workout": "energy:<medium",
    "sleepy": "energy:>low",
}  # fmt: skip
_AGE: Final = "How new or old a recording is, is not in the data"  # as the lexicons say it
_WHICH_YEARS: Final = 'Say which years, such as "after 2015" or "from the 80s"'
_UP: Final = {"high": "very high", "low": "very low"}
INSTRUMENTAL: Final = "instrumentalness:>0.8!"
SUNG: Final = "instrumentalness:<0.5!"
_NATIONS: Final = frozenset(
    [
        "brazil",
        "british",
        "french",
        "german",
        "indian",
        "iranian",
        "j-dance",
        "j-idol",
        "j-pop",
        "j-rock",
        "k-pop",
        "latin",
        "latino",
        "malay",
        "spanish",
        "swedish",
        "turkish",
        "world-music",
    ]
)
# Genres whose words say at once a language, so that "in Spanish" and "spanish songs" mean much the same.
_ADJECTIVAL: Final = frozenset({"acoustic", "minimal-techno"})


_LIFTING: Final = re.compile(r"(?i)(?:cheers?|lifts?|improve|boost|better|brighten|make)\b")
"""How phrases begin that ask to be made happy."""


_OWN_LANGUAGE = frozenset(COUNTRIES) - {"british"}


@dataclass
class Builder:
    """A query as it grows, part by part.

    Parameters
    ----------
    query : Query
        What keyed words said already.
    words : sequence of Word
    levels : mapping
        By trait, the raw values at the level percentiles.
    track : callable
        The track of a recording.
    has_years : bool
        Whether the catalogue knows years of release.
    known : frozenset of str
        The catalogue's genres: the lexicons name those of the public table, and other tables have others.
    players : callable
        The artists of the catalogue who stand for a style that is none of its genres.
    language : str
        That of the message.
    """

    query: Query
    words: Sequence[Word]
    levels: Mapping[str, list[float]]
    track: Any
    has_years: bool
    known: frozenset[str]
    players: Callable[[str], Sequence[str]]
    language: str = "english"
    missing_genres: list[MissingGenre] = field(default_factory=list)
    rejected_nearest: list[str] = field(default_factory=list)
    contradictions: list[str] = field(default_factory=list)
    comparisons: list[tuple[str, int]] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)
    corrections: list[tuple[str, str]] = field(default_factory=list)
    scene_confidence: float = 1.0
    counted: bool = False
    rejections: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    scene: list[tuple[int, str]] = field(default_factory=list)
    seconds: float | None = None
    lifting: bool = False
    no_years: bool = False

    # Small steps

    def text_of(self, item: Item) -> str:
        """The item as written."""
        return " ".join(word.text for word in self.words[item.start : item.end])

    def add(self, name: str, *values: Any) -> None:
        """Add to a field that holds several, each once."""
        held = getattr(self.query, name)
        self.set(**{name: tuple(dict.fromkeys((*held, *values)))})

    def set(self, **fields: Any) -> None:
        """Set fields of the query."""
        self.query = replace(self.query, **fields)

    def constrain(self, said: str, written: str) -> None:
        """Merge a constraint in the terms of the slash grammar, such as ``tempo:high``."""
        name, _, value = said.partition(":")
        constraint = read_value(trait(name), value, self.levels)
        self.merge(name, constraint, written)

    def settle_order(self) -> None:
        """Make the best known of an occasion or a mood popular ones in order: no other trait tells what is "best"."""
        if self.query.most == "-popularity" and (self.query.preferring or self.query.empty or self.scene):
            asked = self.query.constraints.get("popularity", Constraint())
            if asked.high is not None or asked.target in ("very low", "low"):
                # "The top ten under the radar": the best of those, and no hits.
                self.query = replace(self.query, most="")
                return
            self.constrain("popularity:>high", "most popular")
            self.query = replace(self.query, most="", sort="-popularity")

    def merge(self, name: str, constraint: Constraint, written: str) -> None:
        """Merge a constraint; what cannot hold at once is noted and the later one counts."""
        before = self.query.constraints.get(name)
        if before and _in_numbers(before) and _in_words(constraint) and not _opposed(before, constraint):
            return  # "Long ones, at least 6 minutes": the number says how long.
        try:
            if before and _opposed(before, constraint):
                raise UserError(f"{name} cannot be high and low at once.")
            self.query = with_merged(self.query, name, constraint, self.levels)
            merged = self.query.constraints[name]
            if isinstance(merged.low, str) and merged.low == merged.high:
                # "Not too fast but not slow": what lies between.
                self.query = self.query.with_constraint(name, replace(merged, target=merged.low, low=None, high=None))
        except UserError:
            self.contradictions.append(f'"{written}" contradicts what was said before of {name}; the later one counts.')
            self.query = self.query.with_constraint(name, constraint)

    # Items

    def item(self, item: Item, negation: str, very: bool, after_more: bool) -> None:
        """Take one item of the message."""
        if item.corrected:
            self.corrections.append((self.text_of(item), item.corrected))
        if negation:
            self.rejections.append(self.text_of(item))
        if item.comparison:
            name, _, way = item.comparison.partition(" ")
            step = 1 if way == "up" else -1
            self.comparisons.append((name, -step if negation else step))
        elif item.kind == "trait" and (negation == "less" or after_more) and ":" in item.value:
            name, _, value = item.value.partition(":")
            up = not value.startswith(("low", "<", "very low"))
            self.comparisons.append((name, 1 if up != (negation == "less") else -1))
        reader = getattr(self, f"_{item.kind}", None)
        if reader is not None:
            reader(item, negation, very)

    def _mood(self, item: Item, negation: str, very: bool) -> None:
        if not negation:
            self.lifting = self.lifting or bool(_LIFTING.match(self.text_of(item)))
            self.add("moods", item.value)
            if self.lifting and "sad" in self.query.moods:
                # "To cheer me up when I feel down" tells of sadness, and asks for the other.
                self.set(moods=tuple(mood for mood in self.query.moods if mood != "sad"))
            return
        self.add("not_moods", item.value)
        if item.value in _OPPOSITE:
            self.constrain(_OPPOSITE[item.value], self.text_of(item))

    def _trait(self, item: Item, negation: str, very: bool) -> None:
        name, _, value = item.value.partition(":")
        before = self.query.constraints.get(name)
        if negation == "less" and before and before.target in ("high", "very high") and value in ("high", "very high"):
            # "fast but not too fast"
            self.query = self.query.with_constraint(name, replace(before, target="high", high="very high"))
            return
        if negation:
            value = _other_side(name, value, item.vocal)
        elif very and value in _UP:
            value = _UP[value]
        self.constrain(f"{name}:{value}", self.text_of(item))

    def _comparative(self, item: Item, negation: str, very: bool) -> None:
        """A comparison in a message that stands alone asks for that side of the trait."""
        name, _, way = item.value.partition(" ")
        up = (way == "up") != bool(negation)
        level = ("high" if up else "low") if name != "popularity" else (">high" if up else "<medium")
        self.constrain(f"{name}:{level}", self.text_of(item))

    def _vocal(self, item: Item, negation: str, very: bool) -> None:
        if negation:
            self.constrain(INSTRUMENTAL, self.text_of(item))

    def _explicit(self, item: Item, negation: str, very: bool) -> None:
        wanted = (item.value == "yes") != bool(negation)
        if self.query.explicit is not None and self.query.explicit != wanted:
            self.contradictions.append(f'"{self.text_of(item)}" contradicts what was said of explicit words before.')
        self.query = replace(self.query, explicit=wanted)

    def _language(self, item: Item, negation: str, very: bool) -> None:
        if item.value in LANGUAGES:
            self.add("not_languages" if negation else "languages", item.value)
        elif item.value in UNTOLD:
            self.unknown.append(f"names do not tell {item.value.title()} here; passed over.")

    def _kind(self, item: Item, negation: str, very: bool) -> None:
        if item.value in KINDS:
            self.add("not_kinds" if negation else "kinds", item.value)

    def _unknown(self, item: Item, negation: str, very: bool) -> None:
        said = _WHICH_YEARS if item.value == _AGE and self.has_years else item.value
        self.unknown.append(f'{said}: passed over "{self.text_of(item)}".')

    def _situation(self, item: Item, negation: str, very: bool) -> None:
        if not negation:
            self.scene.append((item.start, item.value))

    def _sort(self, item: Item, negation: str, very: bool) -> None:
        if not negation and item.value.lstrip("-") == "year" and not self.has_years:
            self.unknown.append(f'{_AGE}: passed over "{self.text_of(item)}".')
        elif not negation:
            if self.text_of(item).lower().endswith("first"):
                self.query = replace(self.query, sort=item.value)
            elif self.query.most in ("", "-popularity"):
                # "Top ten shortest": the shortest, however well known.
                self.query = replace(self.query, most=item.value)

    def _surprise(self, item: Item, negation: str, very: bool) -> None:
        if not negation:
            self.set(surprise=item.value)

    def _absent(self, item: Item, negation: str, very: bool) -> None:
        players = self.players(item.value)
        nearest = tuple(name for name in item.near.split("+") if name in self.known)
        if negation:
            if not (players or nearest):
                self.passed_over.append(self.text_of(item))
                return
            self.rejections.append(self.text_of(item))
            # Beside its artists the nearest genre stands for it; the others hold much else. A country's holds all
            # that comes from there: "German songs, no Schlager" are German songs.
            styles = [name for name in nearest if name not in COUNTRIES] or ([] if players else list(nearest))
            self.rejected_nearest.extend(styles[:1])
            self.add("not_artists", *players)
            stand = [*styles[:1], *(["artists who play it"] if players else [])]
            self.unknown.append(
                f'"{self.text_of(item).lower()}" is not one of the genres here; left out: {", ".join(stand)}.'
            )
            return
        played = bool(players)
        if played:
            self.scene.append((item.start, item.value))
        self.missing_genres.append(MissingGenre(self.text_of(item).lower(), nearest, played))

    # Genres: those side by side mean both

    def genres(self, found: Sequence[Item], negated: Mapping[int, str]) -> None:
        """Take the genres of a message: "french rap" is both, "jazz or soul" either, "no rock" neither."""
        groups: list[list[tuple[str, Item]]] = []
        wanted = {
            name
            for place, item in enumerate(found)
            if item.kind == "genre" and place not in negated
            for name in _names(item.value)
        }
        # The nearest of a genre that is none here goes with it, unless it was asked for: "metal, no nu metal".
        self.add("not_genres", *(name for name in self.rejected_nearest if name not in wanted))
        unknown: dict[str, str] = {}
        for place, item in enumerate(found):
            if item.kind != "genre":
                continue
            if negated.get(place) == "part":
                continue
            names = [name for name in _names(item.value) if name in self.known]
            if not names:
                unknown |= dict.fromkeys(_names(item.value), "not_genres" if place in negated else "genres")
            same = wanted.intersection(names)
            # "Jazz without bebop": what is filed as jazz, too, can not be told from it.
            alias = self.text_of(item).lower().replace(" ", "-") not in same
            if same and place in negated and (alias or negated[place] == "less"):
                self.contradictions.append(f'"{self.text_of(item)}" is {" and ".join(sorted(same))} here, so it stays.')
                continue
            if place in negated:
                self.rejections.append(self.text_of(item))
                self.add("not_genres", *names)
                if negated.get(place + 1) == "part":
                    # Of a country's share of another genre most is told by its language.
                    self.add("not_languages", *(word_of(COUNTRIES[name]) for name in names if name in _OWN_LANGUAGE))
                continue
            if not names:
                self._absent(replace(item, near=""), "", False)
                continue
            if item.corrected:
                self.corrections.append((self.text_of(item), item.corrected))
            joined = groups and groups[-1][-1][1].end == item.start and not self.words[item.start].gap
            value = ("+" if "+" in item.value else "&").join(names)
            if joined:
                groups[-1].append((value, item))
            else:
                groups.append([(value, item)])
        for group in groups:
            values = [value for value, _ in group]
            both = [name for value in values if "+" not in value for name in value.split("&")]
            if len(both) > 1 and self.language in both and self.language in values:
                # "Rock français" said in French is rock in French, whatever it is filed under.
                both.remove(self.language)
                self.add("languages", self.language)
            either = [value.split("+") for value in values if "+" in value]
            if both or len(either) > 1:
                # "brazilian funk": the first of a country's genres stands for all of them.
                both = list(dict.fromkeys((*(names[0] for names in either), *both)))
                self.add("genres_all" if len(both) > 1 else "genres", *both)
            else:
                self.add("genres", *(name for names in either for name in names))
        if "acoustic" in self.query.not_genres and "acousticness" not in self.query.constraints:
            # Few acoustic songs are filed as acoustic.
            self.merge("acousticness", Constraint(high="medium"), "acoustic")
        for absent in self.missing_genres:
            if not self.query.genres_all and not absent.played:
                self.add("genres", *absent.nearest)
        if self.query.empty and not self.scene:
            # Nothing else was asked for: that there is no such genre is the answer.
            unknown = unknown or {genre.name: "genres" for genre in self.missing_genres}
            for name, side in unknown.items():
                self.add(side, name)
        for name in set(self.query.genres + self.query.genres_all) & set(self.query.not_genres):
            self.contradictions.append(f"{name} is both wanted and rejected; it is left out.")
            self.query = replace(
                self.query,
                genres=tuple(one for one in self.query.genres if one != name),
                genres_all=tuple(one for one in self.query.genres_all if one != name),
            )
        if len(self.query.genres_all) == 1:
            self.query = replace(self.query, genres=self.query.genres or self.query.genres_all, genres_all=())

    # Names

    def mention(self, mention: Mention, negation: str) -> Mention:
        """Take a name; its role as it ended up."""
        role = "rejected" if negation and mention.role != "unlike" else mention.role
        if negation:
            self.rejections.append(mention.text)
        if mention.kind == "artist":
            field_of = {"like": "like_artists", "by": "artists", "unlike": "unlike_artists", "rejected": "not_artists"}
            if role in field_of:
                self.add(field_of[role], mention.value)
            if role == "unlike":
                self.add("not_artists", mention.value)  # nobody is more like an artist than that artist
        elif mention.kind == "album" and role == "by":
            self.add("albums", mention.value)
        elif mention.recording is not None:
            self._track(self.track(mention.recording), role)
        return replace(mention, role=role)

    def _track(self, track: Track, role: str) -> None:
        name = {"unlike": "unlike", "rejected": "not_tracks", "wanted": "tracks"}.get(role, "like")
        held = getattr(self.query, name)
        if all(track.recording != one.recording for one in held):
            self.set(**{name: (*held, track)})

    # Amounts

    def amount(self, amount: Amount, written: str, negation: str) -> None:
        """Take an amount; a bound that is negated ("nothing above 130") is one on the other side."""
        if negation and (amount.low is None) != (amount.high is None):
            amount = replace(amount, low=amount.high, high=amount.low)
        if negation and amount.kind == "year" and amount.high is not None:
            # A limit has two ends and no hole: whoever wants no 80s is shown what came after them.
            told = "only what came after is shown" if self.has_years else "so nothing is left out for it"
            self.unknown.append(
                f'Years are limited from one on or up to one: "{written}" cannot be left out alone, {told}.'
            )
            if self.has_years:
                self._years(replace(amount, low=amount.high + 1, high=None))
        elif amount.kind == "limit" and amount.target is not None:
            self.query = replace(self.query, limit=int(min(max(amount.target, 1), MOST_TRACKS)))
            self.counted = True
        elif amount.kind == "length":
            self.seconds = amount.target
        elif amount.kind == "spot":
            self.unknown.append(f'"{written}" is taken for the length of the film, not of a track')
        elif amount.kind == "year":
            self._years(amount)
        elif amount.kind == "key":
            # "No minor keys" leaves the major ones.
            other = negation and amount.name in MODES
            self.add("keys", MODES[1 - MODES.index(amount.name)] if other else key_named(amount.name))
        else:
            self._bounds(amount, written)

    def _bounds(self, amount: Amount, written: str) -> None:
        feature = trait(amount.kind)
        points = [point for point in (amount.low, amount.high, amount.target) if point is not None]
        if all(feature.low <= point <= feature.high for point in points):
            self.merge(amount.kind, Constraint(amount.target, amount.low, amount.high), written)
        else:
            self.passed_over.append(written)

    def _years(self, amount: Amount) -> None:
        if not self.has_years:
            self.no_years = True
            if amount.low and amount.high and amount.low // 10 == amount.high // 10:
                # What the decade typically sounds like is as near as such a catalogue comes.
                self.scene.append((-1, f"{amount.low // 10:.0f}0s"))
            return
        before = self.query.years or Constraint(hard=True)
        low = amount.low if before.low is None else min(float(before.low), amount.low or float(before.low))
        high = amount.high if before.high is None else max(float(before.high), amount.high or float(before.high))
        self.query = replace(self.query, years=Constraint(low=low, high=high, hard=True))


def _names(value: str) -> list[str]:
    return [name for part in value.split("&") for name in part.split("+")]


def _in_numbers(constraint: Constraint) -> bool:
    """Whether a limit was said as a number, and not as a level."""
    return any(isinstance(one, int | float) for one in (constraint.low, constraint.high))


def _in_words(constraint: Constraint) -> bool:
    """Whether a trait was said by levels alone."""
    said = [one for one in (constraint.target, constraint.low, constraint.high) if one is not None]
    return all(isinstance(one, str) for one in said)


def _opposed(first: Constraint, second: Constraint) -> bool:
    """Whether one asks for the upper side and the other for the lower."""
    aimed = isinstance(first.target, str) or isinstance(second.target, str)
    return {_side(first, aimed), _side(second, aimed)} == {"high", "low"}


def _side(constraint: Constraint, bounds: bool) -> str:
    """The side of a trait that is aimed at, or, where they count, that bounds in words leave."""
    if isinstance(constraint.target, str):
        return {"very high": "high", "very low": "low"}.get(constraint.target, constraint.target)
    if bounds and isinstance(constraint.low, str) and constraint.high is None:
        return "high"
    return "low" if bounds and isinstance(constraint.high, str) and constraint.low is None else ""


def _other_side(name: str, value: str, vocal: bool) -> str:
    """What is left of a trait when a value of it is rejected, one-sided."""
    if name == "instrumentalness":
        sung = vocal or value.removeprefix("very ") == "low" or value.startswith("<")
        return (INSTRUMENTAL if sung else SUNG).partition(":")[2]
    if value in ("high", "very high") or value.startswith(">"):
        return "<medium"
    if value in ("low", "very low") or value.startswith("<"):
        return ">medium"
    return "high"
