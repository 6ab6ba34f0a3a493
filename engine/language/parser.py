"""Text to query: keyed words of the slash grammar, and free text in plain words between them."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from engine.catalogue.names import Names, fold
from engine.catalogue.store import Catalogue, Track
from engine.errors import UserError
from engine.language import entities, frequency
from engine.language.builder import Builder
from engine.language.cues import BY
from engine.language.free_text import Word, bare, words
from engine.language.frequency import Frequencies
from engine.language.items import CONTENT, Item, items
from engine.language.keys import TRAIT_WORDS, read_key, searches, with_scene
from engine.language.lexicon import Lexicon, Meaning, language_of, lexicons, longest_by_first_word, parted
from engine.language.mentions import Found, MentionFinder
from engine.language.negation import scopes
from engine.language.numbers import Amount, find_amounts
from engine.language.understanding import Mention, Question, Understanding
from engine.recommend.query import KEYS, Query
from engine.recommend.scenes import Vocabulary
from engine.recommend.styles import Styles
from engine.recommend.words import FUNCTION_WORDS, TALK_WORDS
from engine.recommend.words import tokens as scene_tokens
from engine.tokens import Token, tokens

# Tried at the beginning of each word alone: a long word takes no time that grows with its square.
_LINK: Final = re.compile(r"(?<!\S)(?:(?=\S*(?:open\.spotify\.com|spotify:))\S+|[0-9A-Za-z]{22}(?!\S))")
# Descriptions copied from web pages; blanks in their place keep the places of the words.
_MARKUP: Final = re.compile(r"</?[a-zA-Z][^<>]*>|&(?:[a-z]+|#x?[0-9a-f]+);", re.IGNORECASE)
# "Brief from agency: ..." is no wish for something brief.
_BRIEF: Final = re.compile(
    r"^\s*(?:(?:the|our|a|new|creative|client)\s+)*brief\s*(?=[:\-–]|from\b|is\b|for\b)", re.IGNORECASE
)
# "Not the usual whale song": what is rejected stands behind.
_USUAL: Final = re.compile(
    r"(?i)(?:(?<=\bnot )|(?<=\bno )|(?<=\bwithout ))(?:(?:the|your|that|any of the|all the) )?"
    r"(?:usual|typical|standard|same old|classic) "
    r"(?!(?:stuff|suspects?|songs?|hits?|music|ones?|artists?|names?|tracks?|things?|rock)\b)(?=\w)"
)
_LONGEST_FREE: Final = 2000
"""Characters of free text that are read."""
_LONGEST: Final = 4000
"""Characters of a text that are read; the canonical text of a query may be longer than what it was made of."""
_MOST_WORDS: Final = 80
"""Words of a message that are read: what they may mean is looked up span by span."""
_MOST_SEARCHED: Final = 10
"""Names after keys that are searched for, of one message: each takes some milliseconds."""
_MOST_SEEDS: Final = 20
"""Tracks that a list may be like: each is compared with the whole catalogue."""
_KEPT: Final = 128
"""Texts whose meaning is kept: a conversation reads the same text several times for one answer."""
_SHORTEST_SLIP: Final = 6
"""Letters from which a word may be a slip of a scene's word."""
_LEAST_MEANING: Final = 0.28
_LEAST_BESIDE: Final = 0.5
"""Confidence from which a word of a scene means something."""
_SURE: Final = 0.7
"""Confidence from which a word says what music is wanted beside others that do."""
_OTHERS: Final = frozenset({"you", "u", "who", "he", "she", "they"})
_TIMES: Final = frozenset({"when", "while", "whenever", "where", "as"})
_AUXILIARIES: Final = frozenset({"have", "has", "had", "just", "really", "all", "already", "ever"})
_NO_OCCASION: Final = frozenset({"right now"})
"""What lists are called, and a message says in passing: "what's hot in house right now"."""
_DECADE: Final = re.compile(r"(?:19|20)\d0s")
_MUSIC: Final = frozenset(
    {"mood", "genre", "absent", "language", "kind", "vocal", "explicit", "negation", "comparative"}
)
"""What a word may mean that no phrase of an occasion takes away."""
_KEY_NAMES: Final = frozenset({key.name for key in KEYS} | TRAIT_WORDS.keys() | {"not_mood", "unlike_artist"})
_SEEDS: Final = {
    "like": "tracks to be like",
    "unlike": "tracks to be unlike",
    "like_artists": "artists to be like",
    "unlike_artists": "artists to be unlike",
}
_SEED_KEYS: Final = frozenset({"like", "unlike", "like_artist", "unlike_artist"})
_KEEPING: Final = frozenset({"run", "own", "manage", "opened", "have", "has", "runs", "owns", "manages"})
_SPEAKERS: Final = frozenset({"i", "we", "who", "she", "he", "just", "that"})
_NAME_KEYS: Final = frozenset({"like", "artist", "album", "track"})


class Parser:
    """Understands messages about one catalogue.

    Parameters
    ----------
    catalogue : Catalogue
    names : Names
    models : Path
        Where ``language.npz`` is: word frequencies and the weights of the name scorer.
    styles : Styles
        The styles that artists of the catalogue stand for.
    """

    def __init__(self, catalogue: Catalogue, names: Names, models: Path, styles: Styles) -> None:
        self._catalogue = catalogue
        self._names = names
        self._models = models
        self._styles = styles
        self._kept = lru_cache(_KEPT)(self._read)
        self._track = lru_cache(_KEPT)(catalogue.track)
        self._scene_slip = lru_cache(_KEPT)(self._slip_of_scene)

    @cached_property
    def _fitted(self) -> dict[str, np.ndarray]:
        return frequency.read(self._models)

    @cached_property
    def _frequencies(self) -> Frequencies:
        if "word_keys" not in self._fitted:
            return frequency.nothing()
        return Frequencies(self._fitted["word_keys"], self._fitted["word_zipf"])

    @cached_property
    def _mention_finder(self) -> MentionFinder:
        weights = self._fitted.get("name_weights", np.zeros(len(entities.FEATURES)))
        return MentionFinder(self._catalogue, self._names, weights, self._frequencies, self._styles)

    @cached_property
    def _has_years(self) -> bool:
        column = self._catalogue.words["release_year"]
        return bool(column.null_count < len(column))

    def parse(self, text: str) -> Query:
        """The query that a text makes.

        Parameters
        ----------
        text : str
            ``energy:high mood:happy``, or free text, or both.

        Raises
        ------
        UserError
            If a key or its value is wrong: the word is named, with what is allowed and the nearest allowed one. Free
            text is never refused: what was not understood stands in the notes.
        """
        return self.understand(text).query

    def understand(self, text: str) -> Understanding:
        """What a text says. UserError as for ``parse``."""
        read = self._kept(text[:_LONGEST])
        if isinstance(read, UserError):
            # One of its own each time: a raised error keeps the frames that it came through.
            raise UserError(read.message, read.hint, code=read.code)
        return read

    def _read(self, text: str) -> Understanding | UserError:
        try:
            return self._understood(text)
        except UserError as error:
            return error.with_traceback(None)

    def _understood(self, text: str) -> Understanding:
        query, free = self._keyed(text)
        query, free, linked = self._links(query, free)
        query = _bounded(query)
        if not free.strip():
            return Understanding(text, query, mentions=tuple(linked))
        read = self._free(query, free, tuple(linked))
        return replace(read, query=_bounded(read.query))

    # The slash grammar

    def _keyed(self, text: str) -> tuple[Query, str]:
        """What the keyed words say, and the free text between them."""
        query = Query()
        parts = list(tokens(text))
        if not any(token.key or token.negated for token in parts):
            return query, text
        free: list[str] = []
        seeds: Counter[str] = Counter()
        searched = 0
        for place, token in enumerate(parts):
            after = parts[place + 1] if place + 1 < len(parts) else None
            if token.key and not _meant_as_key(token, text):
                free.append(f"{token.key}: {_quoted(token)}")
                continue
            if not token.key:
                free.append(f"{'not ' if token.negated else ''}{_quoted(token)}")
                continue
            if (
                token.value.lower() == "very"
                and after
                and not after.key
                and after.value.lower().rstrip("!") in ("high", "low")
            ):
                # "energy:very high" without quotes is meant as one value.
                parts[place + 1] = replace(token, value=f"very {after.value}", quoted=True)
                continue
            if not token.value:
                raise UserError(f"{token.key}: has no value.", f"Try {_try(token.key)}")
            seeds[token.key] += token.key in _SEED_KEYS
            if seeds[token.key] > _MOST_SEEDS + 1:
                continue  # the one too many tells that there are more
            if searches(token, self._names):
                searched += 1
                if searched > _MOST_SEARCHED:
                    continue
            query = read_key(query, token, self._names, self._track, self._catalogue.levels)
        if searched > _MOST_SEARCHED:
            query = replace(query, notes=(*query.notes, f"only the first {_MOST_SEARCHED} names were read"))
        return query, " ".join(free)

    def _links(self, query: Query, text: str) -> tuple[Query, str, list[Mention]]:
        """Links to tracks and track ids as seeds."""
        mentions: list[Mention] = []
        for match in list(_LINK.finditer(text)):
            row = self._names.linked(match[0])
            if row is None and "spotify" not in match[0]:
                continue
            if row is None:
                query = replace(query, notes=(*query.notes, "That link does not lead to a track of the catalogue."))
            elif len(query.like) <= _MOST_SEEDS:  # the one too many tells that there are more
                track = self._track(row)
                query = replace(query, like=(*query.like, track))
                mentions.append(Mention("track", match[0], *match.span(), track.track_id, "like", 9.0, (), row))
            text = text.replace(match[0], " ")
        return query, text, mentions

    # Plain words

    def _free(self, query: Query, text: str, linked: tuple[Mention, ...]) -> Understanding:
        for pattern in (_MARKUP, _BRIEF, _USUAL):
            text = pattern.sub(lambda match: " " * len(match[0]), text[:_LONGEST_FREE])
        said = words(text)
        if len(said) > _MOST_WORDS:
            text, said = text[: said[_MOST_WORDS].start], said[:_MOST_WORDS]
            query = replace(query, notes=(*query.notes, f"only the first {_MOST_WORDS} words were read"))
        plain = tuple(word.plain for word in said)
        language = language_of(plain)
        if (apart := parted(text, language)) != text:
            text, said = apart, words(apart)
            plain = tuple(word.plain for word in said)
        # The language of the message comes first; English words count everywhere.
        used = [lexicons()[name] for name in dict.fromkeys((language, "english"))]
        used += self._occasions
        whole = " ".join(plain)
        talk = next((lexicon.talk[whole] for lexicon in lexicons().values() if whole in lexicon.talk), "")
        amounts = [one for one in find_amounts(text, language) if not _in_title(one, said, used)]
        masked = [any(a.start <= word.start and word.end <= a.end for a in amounts) for word in said]
        context = entities.context_of(text, said, used, masked)
        found = self._mention_finder.find(context)
        taken = _taken(said, found, masked)
        listed = items(said, used, taken, self._frequencies)
        negated, unattached, described = scopes(said, listed)
        builder = Builder(
            query, said, self._catalogue.levels, self._track, self._has_years, frozenset(self._catalogue.genres),
            self._styles.players, language,
        )  # fmt: skip
        mentions = self._fill(builder, text, listed, negated, found, amounts)
        self._scene(builder, listed, unattached, described)
        return self._finish(builder, text, language, linked + mentions, found, talk, unattached)

    def _fill(
        self, builder: Builder, text: str, listed: Sequence[Item], negated: dict[int, str], found: Found,
        amounts: Sequence[Amount],
    ) -> tuple[Mention, ...]:  # fmt: skip
        mentions: list[Mention] = []
        for amount in amounts:
            builder.amount(amount, text[amount.start : amount.end], _negation_before(builder.words, listed, amount))
        very = more = False
        for place, item in enumerate(listed):
            if item.kind == "name":
                mentions.append(builder.mention(found.mentions[int(item.value)], negated.get(place, "")))
            elif item.kind in CONTENT and item.kind != "genre":
                builder.item(item, negated.get(place, ""), very, more)
            if item.kind not in ("very", "more", "small"):
                very = more = False
            very, more = very or item.kind == "very", more or item.kind == "more"
        builder.genres(listed, negated)
        rejected = {artist for track in builder.query.not_tracks for artist in track.artists}
        return tuple(
            # "the Beatles but not Yesterday": the artist is wanted for itself.
            builder.mention(replace(one, role="by"), "") if one.role == "named" and one.value in rejected else one
            for one in mentions
        )

    def _scene(
        self, builder: Builder, listed: Sequence[Item], unattached: Sequence[Item], described: Sequence[Item]
    ) -> None:
        """Words that nothing else holds: ordinary ones describe a scene, others are passed over."""
        rejected = [*unattached, *described]
        places = [item.start for item in listed if item.kind == "word" and item not in rejected]
        loose = [builder.words[place] for place in places if not _keeps(builder.words, place)]
        loose = [word for word in loose if word.plain not in FUNCTION_WORDS | TALK_WORDS and not word.plain.isdigit()]
        meant = {plain: self._scene_word(word) for plain, word in {word.plain: word for word in loose}.items()}
        slips = {word: meant[word.plain] for word in loose if meant[word.plain]}
        known = [word for word in loose if word in slips or self._ordinary(word)]
        known = [word for word in known if not _of_others(builder.words, builder.words.index(word))]
        known, confidence = self._meaningful(known, slips)
        known = self._telling(builder, known, slips)
        if confidence < _LEAST_BESIDE and (builder.scene or not builder.query.empty):
            known = []  # beside what is understood, a word that hardly says what music is meant decides nothing
        if known and not builder.scene:
            builder.scene_confidence = confidence
        # Where most words are none of any language, the odd ordinary one among them says nothing either.
        if 2 * len(known) >= len(loose):
            builder.scene += [(builder.words.index(word), slips.get(word, bare(word.text).lower())) for word in known]
            builder.corrections += [(word.text, slips[word]) for word in known if word in slips]
            loose = [word for word in loose if word not in known]
        builder.passed_over.extend(_side_by_side(builder.words, loose))
        builder.passed_over.extend(builder.text_of(item) for item in rejected)

    def _scene_word(self, word: Word) -> str:
        """The word of the scenes that an unknown word is a slip of: "rainny" is rainy; empty if there is none."""
        if self._vocabulary is None or len(word.plain) < _SHORTEST_SLIP or not word.plain.isalpha():
            return ""
        if self._ordinary(word) or word.plain in self._vocabulary:
            return ""
        return self._scene_slip(word.plain)

    def _slip_of_scene(self, plain: str) -> str:
        # Few words are a slip of one that begins with the same letter: the others need not be searched.
        for choices in (self._scene_words.get((len(plain), plain[0]), ()), self._scene_words.get((len(plain), ""), ())):
            match = process.extractOne(plain, choices, scorer=OSA.distance, score_cutoff=1, processor=None)
            if match is None or match[0][0] != plain[0]:
                return ""
        return match[0] if match else ""

    @cached_property
    def _scene_words(self) -> dict[tuple[int, str], list[str]]:
        """By length of a word and its first letter, or none, the scenes' words at most a letter longer or shorter."""
        found: dict[tuple[int, str], list[str]] = {}
        for word in self._vocabulary.single if self._vocabulary is not None else ():
            for length in range(len(word) - 1, len(word) + 2):
                for letter in (word[0], ""):
                    found.setdefault((length, letter), []).append(word)
        return found

    def _meaningful(self, known: list[Word], slips: Mapping[Word, str]) -> tuple[list[Word], float]:
        """The words if one of them means something for music, and how surely; none where all are chance."""
        if self._vocabulary is None or not known:
            return known, 1.0
        _, found, _ = self._vocabulary.mixture(
            scene_tokens(" ".join(slips.get(word, bare(word.text)) for word in known))
        )
        best = max((confidence for confidence, _ in found.values()), default=0.0)
        return (known, best) if best >= _LEAST_MEANING else ([], 1.0)

    def _telling(self, builder: Builder, known: list[Word], slips: Mapping[Word, str]) -> list[Word]:
        """The words without those that hardly mean something for music, where others say what is wanted.

        What songs are about is looked for in their titles, whatever it means.
        """
        if self._vocabulary is None or "about" in {word.plain for word in builder.words}:
            return known
        said = scene_tokens(" ".join(slips.get(word, bare(word.text)) for word in known))
        _, found, _ = self._vocabulary.mixture(said)
        sure = {part for entry, (confidence, _) in found.items() if confidence >= _SURE for part in entry.split()}
        telling: list[Word] = []
        for run in _runs(builder.words, known):
            told = {part for word in run for part in scene_tokens(slips.get(word, bare(word.text)))}
            before_scene = builder.words.index(run[-1]) + 1 in {place for place, _ in builder.scene}
            telling += run if sure & told or before_scene else []
        return telling if telling or builder.scene or not builder.query.empty else known

    @cached_property
    def _vocabulary(self) -> Vocabulary | None:
        try:
            return Vocabulary.load(self._models)
        except UserError:
            return None

    @cached_property
    def _occasions(self) -> list[Lexicon]:
        """The occasions of more than one word, after the lexicons: "fashion show" is no request to show something.

        Those with a word that the English lexicon takes for a mood, a genre or the like are left to it.
        """
        if self._vocabulary is None:
            return []
        english = lexicons()["english"]
        phrases: dict[str, tuple[Meaning, ...]] = {
            phrase: (Meaning("situation", phrase),)
            for phrase in self._vocabulary.occasions
            if phrase not in _NO_OCCASION and not any(_means_music(english, word) for word in phrase.split())
        }
        return [replace(english, phrases=phrases, talk={}, begun=longest_by_first_word(phrases), single=[])]

    def _ordinary(self, word: Word) -> bool:
        return bool(self._frequencies.of(word.plain)) or not word.plain.isascii() or not self._fitted

    def _finish(
        self, builder: Builder, text: str, language: str, mentions: tuple[Mention, ...], found: Found, talk: str,
        unattached: Sequence[Item],
    ) -> Understanding:  # fmt: skip
        builder.settle_order()
        query = builder.query
        scene = " ".join(dict.fromkeys(" ".join(text for _, text in sorted(builder.scene)).split()))
        query = with_scene(query, scene)
        questions = self._questions(query, mentions, unattached, builder)
        notes = _notes(builder, found)
        query = replace(query, notes=(*query.notes, *notes))
        return Understanding(
            text, query, language, mentions, found.missing, tuple(builder.missing_genres), tuple(builder.passed_over),
            tuple(builder.corrections), tuple(builder.contradictions), questions, tuple(builder.comparisons),
            builder.seconds, talk, builder.no_years, tuple(builder.rejections), tuple(builder.unknown),
            builder.scene_confidence, builder.counted,
        )  # fmt: skip

    def _questions(
        self, query: Query, mentions: Sequence[Mention], unattached: Sequence[Item], builder: Builder
    ) -> tuple[Question, ...]:
        questions = []
        for mention in mentions:
            if mention.alternatives and mention.role in ("like", "by", "wanted") and mention.kind == "track":
                tracks = [self._track(self._names.recording_of(one) or 0) for one in mention.alternatives]
                first = self._track(mention.recording or 0)
                readings = [(one.title, _instead(query, first, one).text) for one in (first, *tracks)]
                questions.append(Question(f'Which "{mention.text}"?', tuple(readings)))
        if unattached and query.empty:
            said = " ".join(builder.text_of(item) for item in unattached)
            questions.append(Question(f'What should it be instead of "{said}"?'))
        return tuple(questions)


def _instead(query: Query, track: Track, other: Track) -> Query:
    """The query with another track in the place of one."""
    held = {name: tuple(other if one == track else one for one in getattr(query, name)) for name in ("like", "tracks")}
    return replace(query, like=held["like"], tracks=held["tracks"])


def _taken(said: Sequence[Word], found: Found, masked: Sequence[bool]) -> list[int | None]:
    taken: list[int | None] = [-1 if held else None for held in masked]
    for number, (start, end) in enumerate(found.spans):
        taken[start:end] = [number] * (end - start)
    for start, end in found.missing_spans:
        taken[start:end] = [-1] * (end - start)
    return taken


def _in_title(amount: Amount, said: Sequence[Word], used: Sequence[Lexicon]) -> bool:
    """Whether a key belongs to a title: "Prelude in E minor by Chopin", but not "techno in E minor by Carl Cox"."""
    before = [word for word in said if word.end <= amount.start]
    after = [word for word in said if word.start >= amount.end]
    if amount.kind != "key" or len(before) < 2 or not after or after[0].plain not in BY:
        return False
    work = before[-1].plain if before[-1].plain not in ("in", "the", "key", "of") else before[-2].plain
    return work not in entities.NOUNS and not any(_means_music(lexicon, work) for lexicon in used)


def _means_music(lexicon: Lexicon, word: str) -> bool:
    return any(meaning.kind in _MUSIC for meaning in lexicon.phrases.get(word, ()))


def _negation_before(said: Sequence[Word], listed: Sequence[Item], amount: Amount) -> str:
    """The negation of an amount: "nothing above 130", "drop anything longer than five minutes"."""
    before = [item for item in listed if said[item.end - 1].end <= amount.start]
    for item in reversed(before):
        if item.kind == "negation":
            return "" if any(sign in said[item.end].gap for sign in ",.;") else "no"
        if item.kind not in ("small", "cue"):
            return ""
    return ""


def _notes(builder: Builder, found: Found) -> list[str]:
    """What a reply has to say, in plain sentences."""
    notes = [f'read "{written}" as {read}' for written, read in builder.corrections]
    notes += [f'read "{one.text}" as {one.value}' for one in found.mentions if one.kind == "artist" and _renamed(one)]
    for name in found.missing:
        kind = name.kind if name.kind in ("artist", "track") else "artist or track"
        near = f" Nearest: {'; '.join(name.nearest[:3])}." if name.nearest else ""
        near = f" Of that kind here: {', '.join(name.alike[:3])}." if name.alike else near
        notes.append(f'No {kind} called "{name.text}" is in the catalogue.{near}')
    for genre in builder.missing_genres:
        nearest = f"the nearest are taken instead: {', '.join(genre.nearest)}" if genre.nearest else "it was left out"
        taken = "artists who play it stand for it" if genre.played else nearest
        notes.append(f'"{genre.name}" is not one of the genres here; {taken}.')
    if builder.no_years:
        decades = [text for _, text in builder.scene if _DECADE.fullmatch(text)]
        instead = f"what sounds like the {decades[0]} was taken instead" if decades else "the time was left out"
        notes.append(f"The catalogue has no release years, so {instead}.")
    notes.extend(dict.fromkeys(builder.unknown))
    notes.extend(builder.contradictions)
    if builder.passed_over:
        notes.append("passed over " + ", ".join(f'"{word}"' for word in dict.fromkeys(builder.passed_over)))
    return notes


def _side_by_side(words: Sequence[Word], some: Sequence[Word]) -> list[str]:
    """The texts of some words, those that stand side by side as one: "big thief"."""
    return [" ".join(word.text for word in run) for run in _runs(words, some)]


def _runs(words: Sequence[Word], some: Sequence[Word]) -> list[list[Word]]:
    """Some words of a message, those that stand side by side together."""
    found: list[list[Word]] = []
    last = -2
    for place, word in enumerate(words):
        if word not in some:
            continue
        if place == last + 1 and not word.gap:
            found[-1].append(word)
        else:
            found.append([word])
        last = place
    return found


def _renamed(mention: Mention) -> bool:
    """Whether a name was read with other first letters than were written, so that somebody else may be meant."""
    said, read = fold(mention.text).split(), fold(mention.value).split()
    return len(said) == len(read) and any(a[0] != b[0] and len(a) == len(b) for a, b in zip(said, read, strict=True))


def _meant_as_key(token: Token, text: str) -> bool:
    """Whether ``word:`` is a key of the grammar, or a slip for one, and not a colon in a sentence."""
    known = token.key.removeprefix("not_") in _KEY_NAMES or bool(re.fullmatch(r"like_\d", token.key))
    written = re.search(rf"(?i)(?<!\w)({re.escape(token.key)}):(\s|$)?", text)
    spaced = written is not None and written[2] is not None
    sentence = text.count(" ") > 5 or (written is not None and written[1][:1].isupper())
    if spaced and token.value and (sentence or token.key in _NAME_KEYS or not known):
        # "Music like: Little Lion Man" is a sentence; "genre: pop" is a key with a blank.
        return False
    if known:
        return True
    if written is not None and written[1].isupper():
        return False
    near = process.extractOne(token.key, list(_KEY_NAMES), score_cutoff=60)
    return bool(near) or " " not in text.strip()


def _bounded(query: Query) -> Query:
    """The query with as many seeds of each kind as are read."""
    for name, what in _SEEDS.items():
        if len(said := getattr(query, name)) > _MOST_SEEDS:
            told = f"only the first {_MOST_SEEDS} {what} were read"
            notes = query.notes if told in query.notes else (*query.notes, told)
            query = replace(query, **{name: said[:_MOST_SEEDS]}, notes=notes)
    return query


def _quoted(token: Token) -> str:
    return f'"{token.value}"' if token.quoted else token.value


def _try(key: str) -> str:
    return f"{key}:{'high' if key in TRAIT_WORDS else '...'}."


def _of_others(words: Sequence[Word], place: int) -> bool:
    """Whether a word says what somebody else does, and no occasion: "the ones you picked", "I forget who sings it"."""
    before = [word.plain for word in words[max(0, place - 3) : place]]
    if before and before[-1] in _AUXILIARIES:
        before.pop()
    return bool(before) and before[-1] in _OTHERS and not _TIMES.intersection(before)


def _keeps(words: Sequence[Word], place: int) -> bool:
    """Whether a word says that the speaker keeps a place: "run" of "we run a small bar", which is no running."""
    return words[place].plain in _KEEPING and place > 0 and words[place - 1].plain in _SPEAKERS
