"""From a message and what was said before to a canonical request, small talk, or a question back.

The order of play: a slash command as it stands; the label of a button; the answer to a question; small talk; a change
of topic that is said; then the dialogue act of each sentence in turn. What no act claims is free text, which either
stands alone (a new request) or goes on from the list before (a refinement).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from bot.binding import bind_arguments
from bot.definition import Definition
from bot.dialogue import (
    acts,
    analyses,
    bounds,
    corrections,
    facts,
    keeping,
    lists,
    moves,
    patterns,
    pointing,
    questions,
    references,
    smalltalk,
)
from bot.dialogue.acts import Act
from bot.dialogue.comparisons import comparison
from bot.dialogue.context import Context, Exchange, Question, Task
from bot.dialogue.language import Heard, artist_named, genre_named, hear
from bot.dialogue.lexicon import FILLERS, fold, words
from bot.dialogue.outcome import Outcome, playlist_query, request_of
from bot.dialogue.relaxing import within_reach
from bot.dialogue.shared import not_there, phrases
from bot.dialogue.subjects import Found, Subjects
from bot.parameters import Features, Tracks
from bot.reply import Action, Error, Reply
from bot.request import Request, read_request
from engine import KEYS, Constraint, Engine, Query, Token, Track, UserError, join

DEFAULT_LIMIT: Final = Query().limit
_MOST_SENTENCES: Final = 12  # of a message that are read one by one
_MOST_WORDS: Final = 100  # of all of them
_KEYED: Final = re.compile(rf"(?:^|\s)-?(?:{'|'.join(key.name for key in KEYS)}):\S")
_MOST_ADDRESSED: Final = 2
_TELL_THEMSELVES: Final = frozenset({"recommend", "playlist", "similar", "save"})
"""Commands whose answers say which of the words were taken as what."""
_FEW: Final = 5
"""Recordings under which a list is too short to be what was meant."""
_KNOWN: Final = 60
"""Words after a greeting that may be an address, and the popularity from which they are a name all the same."""
HANDLERS: Final = {**questions.HANDLERS, **analyses.HANDLERS, **lists.HANDLERS, **pointing.HANDLERS}


class Dialogue:
    """Understands messages of any conversation over one engine. Holds no state: the context does.

    Parameters
    ----------
    engine : Engine
    commands : mapping of str to Definition
    """

    def __init__(self, engine: Engine, commands: Mapping[str, Definition]) -> None:
        self.engine = engine
        self.commands = commands

    def understand(self, text: str, context: Context, *, limit: int = DEFAULT_LIMIT) -> Outcome:
        """The outcome of a message. Never raises a UserError: what cannot be done is said in a reply.

        Parameters
        ----------
        text : str
            Plain words, a slash command, or the label of a button.
        context : Context
        limit : int
            How many tracks a list holds where neither the message nor the list before says.
        """
        return Turn(self.engine, self.commands, context, limit).outcome(text)

    def task(self, request: Request) -> Task:
        """A request taken apart; only its command if it cannot be read."""
        return self._with_seeds(self._said(request))

    def _said(self, request: Request) -> Task:
        definition = self.commands.get(request.command)
        if definition is None:
            return Task(request.command)
        try:
            said = bind_arguments(definition.name, definition.parameters, request.tokens)
            bound = definition.bind(request, self.engine)
        except UserError:
            return Task(request.command)
        query: Query | None = None
        fields: dict[str, str] = {}
        tracks: dict[str, Track] = {}
        for parameter in definition.parameters:
            value = bound.get(parameter.argument)
            if isinstance(value, Query) and any(option.name == "genre" for option in parameter.options):
                query = value
            elif isinstance(parameter.kind, Features):
                fields |= {token.key: token.value for token in said[parameter.name]}
            elif value is not None and said[parameter.name]:
                name = value if isinstance(value, str) else getattr(value, "key", None)
                fields[parameter.name] = str(name or " ".join(token.value for token in said[parameter.name]))
                if isinstance(value, Track):
                    fields[parameter.name] = value.track_id
                    tracks[parameter.name] = value
                elif getattr(value, "kind", "") == "track":
                    tracks[parameter.name] = self.engine.find_track(value.key)
        if query is None and any(option.name == "genre" and option.many for option in definition.options):
            query = Query()
        return Task(request.command, query, fields, tracks)

    def canonical(self, request: Request) -> str:
        """The request as text with all that was said free of keys read into keys; as it stands if it cannot be read."""
        task = self._said(request)
        definition = self.commands.get(request.command)
        if definition is None or request.uploads or any(isinstance(one.kind, Tracks) for one in definition.parameters):
            return request.text
        asks = any(option.name == "genre" and option.many for option in definition.options)
        if not (task.fields or task.query) and request.tokens:
            return request.text
        fields = [Token(name, value, quoted=" " in value) for name, value in task.fields.items()]
        return request_of(task.command, task.query.text if asks and task.query is not None else "", join(fields)).text

    def settled(self, request: Request, context: Context) -> Request:
        """A pressed request, without what was rejected in the conversation."""
        return Turn(self.engine, self.commands, context).settled(request)

    def _with_seeds(self, task: Task) -> Task:
        """``/similar`` and ``/blend`` as the query that makes the same list, so that a refinement can go on from it."""
        if task.command in ("similar", "blend") and task.tracks:
            limit = int(task.fields.get("limit", DEFAULT_LIMIT))
            return replace(task, query=replace(task.query or Query(), like=tuple(task.tracks.values()), limit=limit))
        if task.command == "artists" and "like" in task.fields:
            return replace(task, query=Query(like_artists=(task.fields["like"],)))
        return task


@dataclass
class Turn:
    """One message under way: the query as its sentences change it."""

    engine: Engine
    commands: Mapping[str, Definition]
    context: Context
    limit: int = DEFAULT_LIMIT
    text: str = ""
    # What the sentences before in the same message made: a task to go on from, and what "it" now means.
    task: Task | None = None
    focus: tuple[Track, ...] = ()
    notes: list[str] = field(default_factory=list)
    fresh: bool = False

    @property
    def subjects(self) -> Subjects:
        """The resolver of names and references."""
        return Subjects(self.engine, self.context, self.focus)

    # The order of play

    def outcome(self, text: str) -> Outcome:
        """What the message was understood as."""
        self.text = text = text.strip()
        self.focus = self.focus or self.context.focus
        if text.startswith("/"):
            return self._pressed(text) or Outcome(self._with_limit(read_request(text)))
        if chosen := self._pressed(text) or self._answer(text):
            return chosen
        if request := keeping.kept(text, self.context, self.engine.catalogue.genres):
            return Outcome(request)
        if request := keeping.blocked(text, self.context, self.engine):
            return Outcome(request)
        if patterns.GO_ON.fullmatch(fold(text)) and (following := lists.more(self)) is not None:
            return following
        if kind := smalltalk.talk_kind(text):
            return Outcome(reply=self.small_talk(kind))
        if _KEYED.search(text) and "http" not in text and "spotify:" not in text:
            # key:value words without a slash are a query as they stand.
            return Outcome(self._with_limit(read_request(text)))
        return self._told_nearest(self._spoken(text), text)

    def _told_nearest(self, outcome: Outcome, text: str) -> Outcome:
        """The outcome with a note where another genre stands for one that the catalogue does not have."""
        if outcome.request is None or outcome.request.command in _TELL_THEMSELVES:
            return outcome
        taken = {token.value for token in outcome.request.tokens}
        for said in phrases(text):
            nearest = self.engine.genres_in_place_of(said)
            if nearest and nearest[0] in taken:
                note = f'"{said}" is not one of the genres here; the nearest, {nearest[0]}, is shown instead.'
                return replace(outcome, notes=(*outcome.notes, note))
        return outcome

    def _spoken(self, text: str) -> Outcome:
        text = patterns.AGREED.sub("", text)
        rest = self._meant(text[smalltalk.opening(text) :].strip() or text)
        if rest != text and (kind := smalltalk.talk_kind(rest)):
            return Outcome(reply=self.small_talk(kind))
        after = _after_restart(text) if (after := _after_restart(rest)) is None else after
        if re.search(r"<\s*/?\s*script\b", text, re.IGNORECASE):
            return self._lost(text, Heard())
        rest = re.sub(r"</?[a-zA-Z][^>]*>", " ", rest).strip() or rest
        if (meant := patterns.MEANT.search(fold(rest))) and hear(self.engine, rest[meant.end() :]).has_subject:
            rest = rest[meant.end() :]
        if after is not None:
            if not re.search(r"\w", after):
                if self.context.last_list is not None and re.match(r"(?:scrap|scratch|never ?mind|forget)", fold(rest)):
                    return self.undo("")
                return Outcome(reply=smalltalk.reply("fresh"), fresh=True)
            self.fresh, rest = True, after[smalltalk.opening(after) :].strip() or after
        # What is out of scope is asked for at the end; before it stands what was wrong with the list.
        kind = smalltalk.scope_kind(re.split(r"(?<=[.!?])\s+", rest)[-1])
        if (
            kind
            and acts.read(rest).kind not in patterns.OURS
            and (outcome := self._out_of_scope(kind, rest)) is not None
        ):
            return outcome
        try:
            return (
                self._saved_too(rest)
                or self._in_parts(rest)
                or self._two_tasks(rest)
                or self._whole(rest)
                or self._free(rest)
            )
        except UserError as error:
            return Outcome(reply=_failure(error))

    def _meant(self, text: str) -> str:
        """The text with what it complains of turned into what it asks for.

        "It is not rap" about the list shown asks for rap; "no party without Queen" asks for Queen.
        """
        text = patterns.NOT_WITHOUT.sub(r"\g<between>with", text)
        if self.base() is None:
            return text
        praised = patterns.PRAISED_AND_ADDED.fullmatch(text)
        if praised and references.find(praised["name"], self.context) is None:
            return f"add {praised['name']}"
        match = patterns.ROW_BUT.fullmatch(text.strip())
        if match and pointing.is_row(match["row"], self.context):
            return f"more like {match['row']} but {match['rest']}"
        text = patterns.COMPLAINT.sub(r"\g<before>I want ", text)
        missed = patterns.MISSED.fullmatch(text.strip())
        if missed and artist_named(self.engine, missed["name"]):
            return f"add {missed['name']}"
        return text

    def outcome_of(self, text: str) -> Outcome | None:
        """What a part of the message was understood as."""
        return self._whole(text.strip())

    def _whole(self, text: str) -> Outcome | None:
        """The message as one act."""
        act = acts.read(text)
        if act.kind == "request":
            return self._follow_up(text)
        outcome = self._act(act, text)
        return outcome or self._follow_up(text)

    def asked_beside(self, text: str) -> Outcome | None:
        """What is asked for behind praise or consent, which would else be all that is answered; None if nothing is."""
        match = patterns.ASKED_BESIDE.search(text)
        return self.asked(text[match.start("asked") :]) if match is not None else None

    def asked(self, text: str) -> Outcome:
        """What a part of the message was understood as, or that it was not."""
        if (outcome := self.outcome_of(text)) is not None:
            return outcome
        heard = hear(self.engine, text)
        return self._heard(text, heard) if heard.understood else self._lost(text, heard)

    def _saved_too(self, text: str) -> Outcome | None:
        """``make it a 40 minute playlist and save it``: the list as files as well."""
        match = patterns.SAVE_TOO.search(text)
        if match is None:
            return None
        outcome = self._whole(text[: match.start()]) or self._free(text[: match.start()])
        if outcome.request is None:
            return None
        request = outcome.request
        if request.command == "playlist":
            return replace(outcome, request=replace(request, tokens=(*request.tokens, Token("save", "yes"))))
        return replace(outcome, request=replace(request, command="save")) if request.command == "recommend" else None

    def _in_parts(self, text: str) -> Outcome | None:
        """The message sentence by sentence; None if it is one sentence or very many, or none is an act by itself."""
        parts = [part.strip() for part in patterns.SENTENCES.split(text) if part.strip(" .!?")]
        if not 2 <= len(parts) <= _MOST_SENTENCES:
            return None
        if all(smalltalk.talk_kind(part) for part in parts):
            return Outcome(reply=self.small_talk(smalltalk.talk_kind(parts[-1])))
        if all(_plain(part) for part in parts) or self._one_description(text, parts):
            return None
        outcomes: list[Outcome] = []
        answered: list[Outcome] = []  # of parts that ask for something
        unknown: list[str] = []
        left = _MOST_WORDS
        for part in parts:
            if left <= 0:
                self.notes.append(f"only the first {_MOST_WORDS} words were read")
                break
            part, left = " ".join(part.split(" ")[:left]), left - part.count(" ") - 1
            if smalltalk.talk_kind(part):
                continue
            bare = part[smalltalk.opening(part) :].strip() or part
            outcome = self._whole(bare)
            if outcome is None and (heard := hear(self.engine, bare)).understood:
                outcome = self._heard(bare, heard)
            if outcome is None:
                unknown.append(bare)
                continue
            self._go_on(outcome)
            outcomes.append(outcome)
            answered += [outcome] if patterns.ASKS_FOR.search(fold(part)) or patterns.ASKS.match(fold(part)) else []
        self.notes += [f'passed over "{part}"' for part in unknown]
        done = [one for one in outcomes if one.request is not None]
        asked = [part for part in unknown if patterns.ASKS_FOR.search(fold(part)) or patterns.ASKS.match(fold(part))]
        if not done and asked and not answered:
            # Praise is nice, but the request beside it is what waits for an answer.
            self.notes = [note for note in self.notes if asked[0] not in note]
            return self._lost(asked[0], hear(self.engine, asked[0]))
        if not done:
            return (answered or outcomes)[-1] if outcomes else None
        return replace(done[-1], notes=tuple(dict.fromkeys((*done[-1].notes, *self.notes))))

    def _one_description(self, text: str, parts: list[str]) -> bool:
        """Whether the sentences of a first message describe one list: names in one of them belong to the others."""
        if self.base() is not None or any(acts.read(part).kind not in patterns.DESCRIBES for part in parts):
            return False
        heard = hear(self.engine, text)
        return heard.query.seeded or heard.names

    def _two_tasks(self, text: str) -> Outcome | None:
        """``what genre is X and what else is like it``: two questions in a sentence."""
        match = re.search(
            r"\s(?:and|und|y|et|e)\s+(?=(?:what|who|how|which|where|why|show|give|find|play|make|compare|list|tell|recommend|some)\b)",
            fold(text),
        )
        if match is None:
            return None
        first = acts.read(text[: match.start()])
        if first.kind == "request":
            return None
        one = self._act(first, text[: match.start()])
        if one is None or one.request is None:
            return None
        self._go_on(one)
        second = self._whole(text[match.end() :])
        if second is None or second.request is None:
            return None
        return replace(second, before=one.request)

    def _go_on(self, outcome: Outcome) -> None:
        """Let the next sentence of the message start from what this one made."""
        if outcome.request is None:
            return
        task = Dialogue(self.engine, self.commands).task(outcome.request)
        self.focus = tuple(task.tracks.values()) or self.focus
        if task.query is not None:
            self.task = task

    # What was pressed, answered, or is no business of ours

    def _pressed(self, text: str) -> Outcome | None:
        action = self.context.action(text)
        if action is None or not action.command.startswith("/"):
            return None
        return Outcome(self.settled(read_request(action.command)))

    def settled(self, request: Request) -> Request:
        """A pressed request, so that nothing rejected comes back: ``/similar`` becomes the query of the same list."""
        tracks, artists = self.context.rejected_tracks, self.context.rejected_artists
        if not (tracks or artists) or request.command not in ("recommend", "similar", "save", "why", "playlist"):
            return request
        task = Dialogue(self.engine, self.commands).task(request)
        if task.query is None:
            return request
        settled = self._request(replace(task, command="recommend" if task.command == "similar" else task.command))
        saved = tuple(token for token in request.tokens if token.key == "save")
        return replace(settled, tokens=(*settled.tokens, *saved))

    def _answer(self, text: str) -> Outcome | None:
        """The answer to what was asked back: a reading's label, its number, or a word that only one of them has."""
        question = self.context.question
        if question is None:
            return None
        said = " ".join(words(text[smalltalk.opening(text) :] or text))
        said = re.sub(r"^(?:i (?:meant|mean|want|was after) |no |the |das |die |la |el |le )+", "", said)
        said = re.sub(r" (?:one|please|bitte|of course|version|then)$", "", said)
        labels = [" ".join(words(reading.label)) for reading in question.readings]
        for label, reading in zip(labels, question.readings, strict=True):
            if said and said == label:
                return Outcome(self.settled(read_request(reading.command)))
        if len(fits := [at for at, label in enumerate(labels) if said and f" {said} " in f" {label} "]) == 1:
            return Outcome(self.settled(read_request(question.readings[fits[0]].command)))
        reference = re.fullmatch(r"(?:number |no |option )?(first|second|third|1|2|3)(?: one)?", said)
        if reference and self.context.counted is not self.context.exchanges[-1]:
            place = {"first": 0, "second": 1, "third": 2}.get(reference[1])
            place = int(reference[1]) - 1 if place is None else place
            if place < len(question.readings):
                return Outcome(self.settled(read_request(question.readings[place].command)))
        return None

    def small_talk(self, kind: str) -> Reply:
        """The friendly lines, with what may be done with the list shown."""
        last = self.context.last_list
        more: tuple[Action, ...] = ()
        if last is not None and kind in ("praise", "accept", "thanks") and last.task.query is not None:
            query = last.task.query
            more = (
                Action("Others", f"/recommend {moves.others(query).text}"),
                Action("As a playlist", f"/playlist {playlist_query(query).text}"),
                Action("Save", f"/save {query.text}"),
            )
        return smalltalk.reply(kind, more)

    def _out_of_scope(self, kind: str, text: str) -> Outcome | None:
        """The friendly decline, with a link where a track is named; None if the text is a request after all."""
        if kind != "play" and hear(self.engine, text).names:
            return None
        if kind == "play":
            wanted = patterns.PLAY.sub("", text, count=1).strip()
            if (heard := hear(self.engine, wanted)).understood and not heard.query.named:
                self.notes.append("I can't play music, but each title is a link to listen")
                return self._whole(wanted) or self._free(wanted)
            one = self.subjects.resolve(wanted, ("track",)) if wanted else None
            found = one.track if one is not None else None
            if found is not None and found.url:
                line = f"I can't play music, but here is the link to {found.title}: {found.url}"
                return Outcome(reply=smalltalk.reply("play", (Action("About it", f"/track {_track(found)}"),), line))
        if kind == "download" and self.context.last_list is not None:
            act = acts.read(text)
            if act.kind == "save" and re.search(r"\b(?:list|those|these|them|csv|files?|playlist|all)\b", fold(text)):
                return self._act(act, text)
        return Outcome(reply=smalltalk.reply(kind))

    # Acts

    def _act(self, act: Act, text: str) -> Outcome | None:
        """The outcome of an act; None if it can be none here: there is nothing to refer to, or a name is no name."""
        handler = HANDLERS.get(act.kind)
        return handler(self, act, text) if handler is not None else None

    # Lists

    @property
    def shown(self) -> Exchange | None:
        """The list that a refinement goes on from."""
        return None if self.fresh else self.context.last_list

    def base(self) -> tuple[Task, tuple[Track, ...]] | None:
        """The task to change, and the tracks that it showed."""
        if self.fresh:
            return None
        last = self.context.last_list
        if self.task is not None and self.task.query is not None:
            return self.task, last.tracks if last is not None else ()
        return (last.task, last.tracks) if last is not None else None

    def _follow_up(self, text: str) -> Outcome | None:
        """A move on what was shown; None if the text is no such move."""
        if (outcome := self._without_list(text)) is not None:
            return outcome
        if (base := self.base()) is None:
            return self._compared_seed(text)
        task, shown = base
        query = task.query or Query()
        for move in (
            self._bounded, self._corrected, self._explicit, self._removed, self._compared, self._replaced,
            self._restricted, self._added, self._ellipsis,
        ):  # fmt: skip
            changed = move(text, query, shown)
            if changed is not None:
                return changed if isinstance(changed, Outcome) else self.list_of(task, changed)
        return None

    def _without_list(self, text: str) -> Outcome | None:
        """A move that goes on from an answer which is no list of tracks: from a track, from what is rising."""
        last = self.context.last
        if self.fresh or (last is None and not self.focus):
            return None
        if (outcome := lists.like_reference(self, text)) is not None:
            return outcome
        if last is not None and last is not self.context.last_list:
            base = self.base()
            changed = corrections.corrected(self, text, base[0].query or Query() if base else Query(), ())
            if isinstance(changed, Outcome):
                return changed
            if (outcome := lists.ellipsis(self, text)) is not None:
                return outcome
        return None

    def list_of(self, task: Task, query: Query, command: str = "") -> Outcome:
        """The outcome of a changed query: the same kind of list again."""
        command = command or ("playlist" if task.command == "playlist" else "recommend")
        return Outcome(self._request(replace(task, command=command, query=query)), notes=tuple(self.notes))

    def joined(self, query: Query, more: Query, *, add: bool = False) -> Query:
        """A list's query with more in it; where nothing is both, what was said last counts, and that is told."""
        both = moves.merged(query, more, add=add)
        if query.artists and more.like_artists and not more.artists:
            # "Nothing says the 80's like Def Leppard", said beside a list of somebody else's.
            both = replace(both, artists=(), like_artists=(*query.artists, *both.like_artists))
        both = self._reached(both, more.artists) if not (more.genres or more.genres_all) else both
        both = self._not_only(both, more) if add else both
        if more.empty or self.engine.within(both) or not self.engine.within(more):
            return both
        self.notes.append("nothing in the catalogue is all of that, so what you said before is left out")
        return replace(more, limit=query.limit, not_tracks=query.not_tracks, not_artists=query.not_artists)

    def _reached(self, query: Query, artists: tuple[str, ...]) -> Query:
        """The query without its genres where they would leave out an artist who was just asked for."""
        genres = (*query.genres, *query.genres_all)
        for artist in artists if genres else ():
            alone = replace(query, artists=(artist,))
            held, all_of = self.engine.within(alone), self.engine.within(replace(alone, genres=(), genres_all=()))
            if held < min(_FEW, all_of):
                told = "nothing" if not held else "little"
                self.notes.append(f"{told} by {artist} is filed under {' or '.join(genres)}, so the genre is left out")
                return replace(query, genres=(), genres_all=())
        return query

    def _not_only(self, query: Query, more: Query) -> Query:
        """The query no longer bound to its artists where hardly anything of theirs is of a genre just added."""
        genres = (*more.genres, *more.genres_all)
        if not genres or not query.artists or more.artists or self.engine.within(query) >= _FEW:
            return query
        names = " and ".join(query.artists)
        self.notes.append(f"little by {names} is filed under {' or '.join(genres)}, so this is like {names}")
        return replace(query, artists=(), like_artists=(*query.like_artists, *query.artists))

    def _request(self, task: Task) -> Request:
        """The canonical request of a task, without what was rejected in this conversation."""
        query = self.kept_out(task.query or Query())
        fields = [
            Token(name, value, quoted=" " in value) for name, value in task.fields.items() if name not in ("save",)
        ]
        if task.command in ("recommend", "save", "why"):
            fields = [one for one in fields if one.key == "for"]
        if task.command == "playlist":
            query = playlist_query(query)
        return request_of(task.command, query.text, join(fields))

    def kept_out(self, query: Query) -> Query:
        """The query without what was rejected, but for what it asks for by name."""
        chosen = {track.recording for track in query.named}
        tracks = [track for track in self.context.rejected_tracks if track.recording not in chosen]
        named = {fold(name) for name in (*query.artists, *query.like_artists)}
        artists = [name for name in self.context.rejected_artists if fold(name) not in named]
        query = moves.without_tracks(query, tracks) if tracks else query
        return moves.without_artists(query, artists) if artists else query

    def _with_limit(self, request: Request) -> Request:
        """A typed command with the default number of tracks of this platform, where it says none."""
        if self.limit == DEFAULT_LIMIT or request.command not in ("recommend", "similar", "save", "why", "blend"):
            return request
        if any(token.key == "limit" for token in request.tokens):
            return request
        return replace(request, tokens=(*request.tokens, Token("limit", str(self.limit))))

    # Moves on the list shown, in the order in which they are tried

    def _corrected(self, text: str, query: Query, shown: tuple[Track, ...]) -> Query | Outcome | None:
        return corrections.corrected(self, text, query, shown)

    def _removed(self, text: str, query: Query, shown: tuple[Track, ...]) -> Query | Outcome | None:
        what = acts.removal(text)
        if not what or comparison(text) is not None:
            return None
        return self.without(what, query, text)

    def without(self, what: str, query: Query, text: str) -> Query | Outcome | None:
        """The query without the rows, the artist, the genre or the quality that a text names."""
        context = self.context
        if (found := references.rows_of(what, context)) is not None and found.tracks:
            return moves.without_tracks(query, found.tracks)
        reference = references.pronoun(what, context)
        whole = reference is not None and reference.end - reference.start >= len(what.strip()) - 12
        if reference is not None and whole and reference.kind == "artist":
            artist = references.focus_artist(context)
            return moves.without_artists(query, (artist,)) if artist else None
        if reference is not None and whole and reference.kind == "pronoun":
            return moves.without_tracks(query, references.focus_tracks(context))
        plain = re.sub(
            r"(?i)^(?:(?:the|any|more|all|of|songs?|tracks?|anything|music|stuff|by|from)\s+)+", "", what
        ).strip()
        if genre := genre_named(self.engine, plain):
            return self._without_genre(query, genre, f"no {plain}")
        if (title := self._shown_title(plain)) is not None:
            return moves.without_tracks(query, title)
        named = [artist for artist in self._artists_in(plain) if artist]
        if named and not genre_named(self.engine, plain):
            # "Not Adele herself" keeps what is like her; one of several is no longer asked for.
            like = tuple(name for name in query.like_artists if name not in named) or query.like_artists
            return moves.without_artists(replace(query, like_artists=like), named)
        # "Remove the remixes" names them: what a text wants out is read behind "no", whatever verb stood there.
        fewer = re.search(r"\b(?:less|not (?:so|too|as|very)|fewer)\b", fold(text))
        for form in (text, f"no {plain}") if fewer else (f"no {plain}",):
            if (heard := hear(self.engine, form)).understood:
                return moves.merged(query, heard.query)
        return None

    def _without_genre(self, query: Query, genre: str, text: str) -> Query:
        """The query without a genre, and without the family that its name stands for."""
        family = hear(self.engine, text).query.not_genres
        return moves.merged(query, Query(not_genres=tuple(dict.fromkeys((genre, *family)))))

    def _artists_in(self, text: str) -> list[str]:
        """Artists that a text lists: of the rows shown first, then any of the catalogue."""
        shown = {fold(name): name for one in self.context.exchanges for track in one.tracks for name in track.artists}
        parts = (
            [text, *re.split(r"\s*(?:,| and | or | & )\s*", text)] if re.search(r",| and | or | & ", text) else [text]
        )
        for part in parts:
            if fold(part) in shown:
                return [shown[fold(part)]]
            if part is parts[0] and (artist := artist_named(self.engine, part)):
                return [artist]
        found = [shown.get(fold(part)) or artist_named(self.engine, part) for part in parts[1:]]
        if all(found) and found:
            return found
        head = re.split(r"\s*[,;(]\s*", text)[0]
        return [artist_named(self.engine, head)] if head != text else []

    def _shown_title(self, text: str) -> list[Track] | None:
        said = fold(text)
        fits = [
            track
            for one in reversed(self.context.exchanges[-4:])
            for track in one.tracks
            if len(said) > 3 and (fold(track.track_name) == said or fold(track.track_name).startswith(f"{said} "))
        ]
        names = list(dict.fromkeys(track.artists[0] for track in fits))
        # A title that was not shown may be kept out too, where the artist is known.
        base = self.base()
        names += [name for name in (base[0].query.artists if base and base[0].query else ()) if name not in names]
        versions = [
            track
            for name in names[:2]
            for track in self.subjects.recordings(name, 500)
            if len(said) > 3 and fold(track.track_name).startswith(said)
        ]
        found = {track.recording: track for track in (*fits, *versions)}
        return list(found.values())[:12] or None

    def _bounded(self, text: str, query: Query, shown: tuple[Track, ...]) -> Query | Outcome | None:
        """``nothing above 130``, ``drop anything longer than five minutes``."""
        limits = bounds.read(text, query)
        if limits is None and "," in text:
            # "Too long, keep them under 4 minutes": the number is what counts.
            before, _, last = text.rpartition(",")
            said = comparison(before)
            limits = bounds.read(last, query) if said is not None and not said.rest else None
            limits = limits if limits is not None and said is not None and set(said.moves) <= set(limits) else None
        if limits is None:
            return None
        return moves.merged(query, Query(constraints=limits))

    def _explicit(self, text: str, query: Query, shown: tuple[Track, ...]) -> Query | Outcome | None:
        """``cleaner``, ``drop the explicit ones``."""
        said = " ".join(word for word in words(text) if word not in FILLERS or word == "no")
        if patterns.CLEAN.fullmatch(said):
            return moves.merged(query, Query(explicit=False))
        return None

    def _compared(self, text: str, query: Query, shown: tuple[Track, ...]) -> Query | Outcome | None:
        said = comparison(text)
        if said is None:
            return None
        base = shown or query.named
        found = references.rows_of(text, self.context)
        rest = " ".join(said.rest)
        if found is not None and found.tracks:
            # "the first one is too slow": the new list is to be faster than that one, and than the rest of the list.
            changed = moves.compared(self.engine, query, found.tracks, said.moves, said.strength)
            both = moves.compared(self.engine, query, base or found.tracks, said.moves, said.strength)
            return _tighter(self.engine, changed, both, said.moves)
        if not base:
            return None
        if rest and len(said.rest) > 1:
            heard = hear(self.engine, rest)
            if heard.understood and heard.has_subject and not patterns.LINKED.match(fold(text)):
                return None
            if heard.understood and not heard.only_scene:
                query = moves.merged(query, heard.query)
        elif rest and (heard := hear(self.engine, rest)).understood and not heard.only_scene:
            query = moves.merged(query, heard.query)
        return moves.compared(self.engine, query, base, said.moves, said.strength)

    def _compared_seed(self, text: str) -> Outcome | None:
        """``like X but calmer`` as a new request: compared with the seed."""
        match = re.search(
            r"[,;]?\s*\b(?:but|only|just|aber|pero|mais|mas|except|though)\b\s*(?P<how>.{3,40})$", fold(text)
        )
        said = comparison(match["how"]) if match else None
        if match is None or said is None:
            return None
        heard = hear(self.engine, text[: match.start()])
        if not heard.understood:
            return None
        base = list(heard.query.named)
        names = (*heard.query.like_artists, *heard.query.artists)
        base += [track for name in names for track in self.subjects.recordings(name)]
        if not base:
            return None
        query = moves.compared(self.engine, heard.query, base, said.moves, said.strength)
        return self.fresh_list(replace(heard, query=query), text)

    def _replaced(self, text: str, query: Query, shown: tuple[Track, ...]) -> Query | Outcome | None:
        """``and for jazz?``, where a word says that the subject changes."""
        if what := acts.instead(text):
            return self.again_for(what, text)
        return lists.ellipsis(self, text) if acts.ellipsis(text) else None

    def _ellipsis(self, text: str, query: Query, shown: tuple[Track, ...]) -> Query | Outcome | None:
        return lists.ellipsis(self, text)

    def _restricted(self, text: str, query: Query, shown: tuple[Track, ...]) -> Query | Outcome | None:
        """``only german``, ``make it all metal``, ``can it be instrumental``."""
        what = acts.restriction(text)
        if not what:
            return None
        if genre := genre_named(self.engine, what):
            return self._of_country(query, genre) or moves.swapped(query, Query(genres=(genre,)))
        for form in (text, what):
            heard = hear(self.engine, form)
            if heard.understood:
                return moves.merged(query, heard.query)
        return None

    def _of_country(self, query: Query, genre: str) -> Query | None:
        """The query narrowed to a country or language in place of the one before; None for any other genre."""
        if genre not in patterns.COUNTRIES:
            return None
        bare = replace(
            query,
            genres=tuple(one for one in query.genres if one not in patterns.COUNTRIES),
            genres_all=tuple(one for one in query.genres_all if one not in patterns.COUNTRIES),
        )
        narrowed = moves.narrowed(bare, (genre,))
        return narrowed if self.engine.within(narrowed) >= _FEW else moves.swapped(query, Query(genres=(genre,)))

    def _added(self, text: str, query: Query, shown: tuple[Track, ...]) -> Query | Outcome | None:
        """``plus black metal``, ``and burna boy``, or a short word that only narrows: ``chilled ones``, ``clean``."""
        what = acts.addition(text)
        if patterns.ANEW.match(fold(text).lstrip("¿¡ ")):
            return None
        if what and not (heard := self._hear_added(text, what)).error:
            if heard.missing and not heard.understood:
                return Outcome(reply=not_there(heard.query.notes[0], " ".join(heard.query.notes[1:])))
            if patterns.ADD_MORE.search(fold(text)) and not heard.understood:
                return self.further()
            if heard.passed_over and not (heard.understood or heard.untold or heard.no_years):
                return Outcome(reply=self._what_for(what, heard))
            more = heard.query
            if more.like and acts.likeness(text) is None and not patterns.ALIKE.search(fold(what)):
                more = replace(more, tracks=(*more.tracks, *more.like), like=())
            self.notes += more.notes
            if (query.like_artists and more.artists) or (query.named and not query.artists and more.artists):
                more = replace(more, artists=(), like_artists=more.artists)
            return self.joined(query, more, add=True)
        if what and (artist := artist_named(self.engine, what)):
            if query.like_artists or query.named:
                return self.joined(query, Query(like_artists=(artist,)), add=True)
            return self.joined(query, Query(artists=(artist,)), add=True)
        return None

    def _hear_added(self, text: str, what: str) -> Heard:
        """What is added; where words such as "from" stand before it, they tell names from other words."""
        if patterns.NAMES_FOLLOW.search(fold(text[: text.find(what)])):
            whole = hear(self.engine, text)
            if whole.names or whole.missing:
                return whole
        return hear(self.engine, what)

    # Going back, and the same for something else

    def undo(self, target: str) -> Outcome:
        """The list before, or the one that a text names ("back to the jazz"); going back twice goes two steps."""
        lists = [one for one in self.context.exchanges if one.is_list]
        if target and (found := self._list_about(target, lists)) is not None:
            return self._again(found)
        if lists and re.search(r"\w{3}", re.sub(patterns.STEPS, "", fold(target))):
            self.notes.append(f'no list here was about "{target}", so this is the one before')
        if not lists:
            return Outcome(reply=smalltalk.reply("nothing"))
        now = self._bare(lists[-1])
        earlier = next((at for at, one in enumerate(lists[:-1]) if self._bare(one) == now), len(lists) - 1)
        if earlier == 0:
            return Outcome(reply=smalltalk.reply("nothing", line="That was the first list: there is none before it."))
        return self._again(lists[earlier - 1])

    def _bare(self, exchange: Exchange) -> str:
        """A list's request but for what was rejected since, and but for what only shows it in another way."""
        query = replace(exchange.task.query or Query(), not_tracks=(), not_artists=())
        return f"{exchange.task.command == 'playlist'} {query.text}"

    def _again(self, exchange: Exchange) -> Outcome:
        return self.list_of(exchange.task, exchange.task.query or Query())

    def list_about(self, text: str) -> Outcome | None:
        """The list that a text names, shown again; None if none is about that."""
        lists = [one for one in self.context.exchanges if one.is_list]
        found = self._list_about(text, lists) if not self.fresh else None
        return self._again(found) if found is not None else None

    def _list_about(self, text: str, lists: list[Exchange]) -> Exchange | None:
        wanted = fold(
            re.sub(r"(?i)^(?:the|what|where)\s+|\s+(?:list|songs?|tracks?|stuff|music|ones?|thing)$", "", text)
        )
        genre = genre_named(self.engine, text)
        for one in reversed(lists):
            query = one.task.query or Query()
            names = [*query.genres, *query.genres_all, *query.artists, *query.like_artists, *query.moods]
            names += [track.track_name for track in query.named] + [query.scene]
            if (genre and genre in names) or any(wanted and wanted in fold(name) for name in names if name):
                return one
        return None

    def again_for(self, what: str, text: str) -> Outcome | None:
        """The last request that can take another subject, with it in the place of its own."""
        if self.fresh:
            return None
        for exchange in reversed([one for one in self.context.current if one.request][-4:]):
            if (outcome := self._again_with(exchange, what, text)) is not None:
                return outcome
            if exchange.is_list:
                return None
        return None

    def _again_with(self, last: Exchange, what: str, text: str) -> Outcome | None:
        task = last.task
        slot = next((name for name in ("track", "name", "genre", "like", "a") if name in task.fields), "")
        if task.command in ("emerging", "drivers", "trends") or (task.command == "explore" and slot != "track"):
            if genre := genre_named(self.engine, what):
                return Outcome(request_of(task.command, *self._other_fields(task, "genre", genre)))
            if task.command != "explore":
                return None
        if task.query is None:
            return self._again_about(task, slot, what, text)
        base = self.base()
        if base is None:
            return None
        heard = hear(self.engine, what)
        query = base[0].query or Query()
        if genre := genre_named(self.engine, what):
            of_country = self._of_country(query, genre)
            return self.list_of(base[0], of_country or moves.swapped(query, Query(genres=(genre,))))
        if (artist := artist_named(self.engine, what)) and (query.artists or self._means_artist(artist, heard)):
            more = Query(like_artists=(artist,)) if query.seeded else Query(artists=(artist,))
            return self.list_of(base[0], moves.swapped(query, more))
        if heard.understood and (heard.has_subject or acts.ellipsis(text)):
            self.notes += list(heard.query.notes)
            if heard.query.scene and not heard.query.genres:
                return self.fresh_list(heard, text)
            return self.list_of(base[0], moves.swapped(query, heard.query))
        if acts.ellipsis(text) and (found := self.subjects.named(what, ("artist", "track"))) is not None:
            more = Query(like=(found.track,)) if found.track is not None else Query(artists=(found.artist,))
            if found.artist and query.seeded:
                more = Query(like_artists=(found.artist,))
            return self.list_of(base[0], moves.swapped(query, more))
        return None

    def _means_artist(self, artist: str, heard: Heard) -> bool:
        """Whether a text that an artist is called by means them: it says nothing else, and they are well known."""
        return (heard.names or not heard.understood) and self._well_known(Found(artist=artist))

    def _again_about(self, task: Task, slot: str, what: str, text: str) -> Outcome | None:
        """The same question about another track, artist or genre."""
        order = {"artist": ("artist", "track"), "explore": ("genre", "track", "artist")}.get(
            task.command, ("track", "artist")
        )
        found = self.subjects.resolve(what, order)
        if found is None:
            return None
        if task.command == "explore":
            if found.artist:
                return None
            key, view = ("track" if found.track else "genre"), task.fields.get("what", "map")
            return Outcome(request_of("explore", view if found.genre else "map", Token(key, found.key)))
        if found.track is not None and task.command in ("track", "genre", "similar"):
            lead = facts.sentence(self.engine, found.track, self._aspect_before()) if task.command == "track" else ""
            return Outcome(request_of(task.command, *self._other_fields(task, "track", found.key)), lead=lead)
        return self.about(found) if found.artist else None

    def _aspect_before(self) -> str:
        """What the last question asked of a track is not kept: the answer gives all of it."""
        return ""

    @staticmethod
    def _other_fields(task: Task, name: str, value: str) -> list[Token]:
        fields = {**task.fields, name: value}
        return [Token(key, one, quoted=" " in one) for key, one in fields.items()]

    def mentioned_artist(self) -> str:
        """The artist that the last message named, also where what was asked of them is not there."""
        for text in reversed(self.context.said[-3:]):
            match = re.search(r"\b(?:by|from|von|de|par)\s+(.+?)\s*[?.!]*$", text)
            if match and (artist := artist_named(self.engine, match[1])):
                return artist
        return ""

    def list_limit(self) -> int:
        """How many tracks a new list from a row of the last one holds: as many as that."""
        base = self.base()
        return base[0].query.limit if base is not None and base[0].query is not None else self.limit

    # Free text

    def _free(self, text: str) -> Outcome:
        """What no act claims: a refinement in words, or a request that stands alone."""
        heard = hear(self.engine, text)
        if (made := self._playlist_in_words(text)) is not None:
            return made
        if patterns.TITLE.fullmatch(text.strip()) and heard.passed_over and not heard.names and self.base() is None:
            return self._no_such_title(text)
        if heard.understood:
            return self._heard(text, heard)
        rest = acts.continues(text)
        if rest and self.base() is not None and (heard_rest := hear(self.engine, rest)).understood:
            return self._heard(text, heard_rest)
        return self._lost(text, heard)

    def _title_missing(self, text: str, heard: Heard) -> Heard:
        """``TITLE by ARTIST``, where the artist has no such title: said, and answered with what there is."""
        match = patterns.BY.fullmatch(text.strip(" ?!."))
        if match is None or not heard.query.artists or not heard.query.scene:
            return heard
        title = re.sub(patterns.BEFORE_TITLE, "", match["title"]).strip(" \"'")
        scene = set(words(heard.query.scene))
        if not scene or not scene <= set(words(title)) or patterns.GENERIC.search(fold(title)):
            return heard
        artist = heard.query.artists[0]
        note = f'"{title}" by {artist} is not in the catalogue; shown is what it has by {artist}.'
        return replace(heard, query=replace(heard.query, scene="", notes=(note,)))

    def _heard(self, text: str, heard: Heard) -> Outcome:
        heard = self._title_missing(text, heard)
        base = self.base()
        if self.task is not None and heard.has_subject and not heard.only_scene and base is not None:
            # Sentences of one message describe one list.
            self.notes += [note for note in heard.query.notes if note]
            return self.list_of(self.task, self.joined(self.task.query or Query(), heard.query, add=True))
        if base is not None and heard.only_scene and patterns.praises(text) and not self.fresh:
            return self.asked_beside(text) or Outcome(reply=self.small_talk("praise"))
        if heard.only_count:
            # "I have rated all 10 songs" asks for nothing; of a list it says at most how long it should be.
            return (
                self.list_of(base[0], moves.counted(base[0].query or Query(), heard.query.limit))
                if base
                else (Outcome(reply=self._what_for(text, heard)))
            )
        if base is None or not self._goes_on(text, heard):
            return self.fresh_list(heard, text)
        task, _ = base
        query = self.joined(task.query or Query(), heard.query)
        self.notes += [note for note in heard.query.notes if note]
        return self.list_of(task, query)

    def _goes_on(self, text: str, heard: Heard) -> bool:
        """Whether free text narrows the list before rather than asking for something new."""
        said = fold(text).lstrip("¿¡ ")
        if patterns.NEW.search(said) and (
            not patterns.LINKED.match(said) or (patterns.ANEW.match(said) and heard.has_subject)
        ):
            return False
        if heard.has_subject:
            return bool(patterns.LINKED.match(said)) and len(words(text)) <= 8
        return len(words(text)) <= 12

    def fresh_list(self, heard: Heard, text: str) -> Outcome:
        """A new list from a query, or the track or artist that the text names and no more."""
        query, given_up = within_reach(self.engine, heard.query)
        self.notes += given_up
        if query.limit == DEFAULT_LIMIT and self.limit != DEFAULT_LIMIT and not _says_count(text):
            query = replace(query, limit=self.limit)
        request = self._request(Task("recommend", replace(query, notes=())))
        question = None
        if len(heard.readings) > 1:
            readings = tuple(
                Action(label, self._request(Task("recommend", replace(reading, limit=query.limit, notes=()))).text)
                for label, reading in heard.readings
            )
            question = Question(heard.question or "Which one did you mean?", readings)
        return Outcome(request, notes=(*self.notes, *query.notes), question=question)

    def _playlist_in_words(self, text: str) -> Outcome | None:
        """``gym playlist, 45 mins, hard as nails``: a playlist with its length and its query in one sentence."""
        said = fold(text)
        time = acts.minutes(text)
        named = re.search(r"\b(?:playlist|mixtape|dj set|mix|wiedergabeliste)\b", said)
        of_time = re.search(
            r"\b(?:minutes?|mins?|hours?|hour|h|stunden?|minuten|horas?|heures?)\s+"
            r"(?:of|worth of|long|playlist|set|mix)\b",
            said,
        )
        if not named and not (time and (of_time or re.match(r"\s*(?:an?|one|half|eine?|una?|une|\d)", said))):
            return None
        if time is None and not (named and re.search(r"\bfrom .* to |\bplaylist\b", said)):
            return None
        wanted = acts.without_minutes(text) if time else text
        wanted = re.sub(
            r"(?i)\b(?:(?:make|build|create|give|do|need|want|i|me|us|please|a|an|dj)\s+)*(?:playlist|mixtape|set|mix)\b(?:\s+(?:of|for|with|from|long))?",
            " ",
            wanted,
        )
        heard = hear(self.engine, wanted.strip(" ,.-"))
        curve = re.search(r"\b(?:from\s+)?(\w+)\s+(?:to|into|bis)\s+(\w+)\b", fold(wanted))
        fields = [f"minutes:{min(max(time, 5), 180)}"] if time else []
        # "A playlist to relax to" goes nowhere.
        if curve and not said.rstrip(" .!").endswith(" to") and (outcome := self._curve(wanted, curve, fields)):
            return outcome
        if (not heard.understood or heard.only_scene) and self.base() is None:
            said = re.sub(patterns.EMPTY, "", fold(heard.query.scene or wanted))
            if not re.search(r"\w{3}", said):
                return Outcome(reply=smalltalk.reply("playlist"))
        if not heard.understood:
            return None
        if time is None:
            # Somebody who collects a playlist wants to choose; one that flows takes a length.
            self.notes.append("for a playlist in an order that flows, say how long, such as 45 minutes")
            return self.fresh_list(heard, text)
        if time > 180:
            self.notes.append("a playlist lasts 180 minutes at most")
        return Outcome(
            request_of("playlist", playlist_query(self.kept_out(heard.query)).text, *fields),
            notes=(*self.notes, *heard.query.notes),
        )

    def _curve(self, text: str, match: "re.Match[str]", fields: list[str]) -> Outcome | None:
        start = hear(self.engine, re.sub(r"\bfrom\b", " ", text[: match.start()] + " " + match[1]))
        end = hear(self.engine, match[2])
        ends = end.query.moods or [name for name in end.query.constraints if name != "popularity"]
        if not (start.understood and end.understood and ends):
            return None
        to = Token("to", end.query.text)
        return Outcome(request_of("playlist", playlist_query(self.kept_out(start.query)).text, to, *fields))

    def _lost(self, text: str, heard: Heard) -> Outcome:
        """Not understood: a name that is not there is said to be not there; else one friendly line."""
        said = fold(text)
        pleased = (patterns.praises(self.text) or patterns.FURTHER.search(said)) and not patterns.ASKS_FOR.search(said)
        # "It's all good then. Let's go" is no song called "Let's Go".
        on_list = pleased and self.base() is not None and not heard.missing
        if on_list and (outcome := self._about_list(text, heard)) is not None:
            return outcome
        found = self.subjects.known(text)
        if not heard.missing and (kind := self._only_greets(text, found)) is not None:
            return Outcome(reply=self.small_talk(kind))
        if found is not None:
            return self.about(found)
        if heard.error is not None and heard.error.code == "not_found":
            return Outcome(reply=not_there(heard.error.message, heard.error.hint))
        if heard.missing and heard.query.notes and (patterns.ASKS_FOR.search(fold(text)) or len(words(text)) <= 2):
            names = tuple(note for note in heard.query.notes)
            return Outcome(reply=not_there(names[0], " ".join(names[1:])))
        base = self.base()
        if (heard.no_years or heard.untold) and base is not None:
            self.notes += heard.query.notes
            return self.list_of(base[0], base[0].query or Query())
        if base is not None and not heard.missing and (outcome := self._about_list(text, heard)) is not None:
            return outcome
        if re.fullmatch(r"[^-–—]+\s?[-–—]\s[^-–—]+", text.strip()):
            return self._no_such_title(text)
        named = [word for word in heard.passed_over if not word.islower()]
        if named or patterns.ASKS_FOR.search(fold(text)) or patterns.POINTS.search(fold(text)):
            return Outcome(reply=self._what_for(text, heard))
        return Outcome(
            reply=replace(
                _failure(UserError(smalltalk.reply("lost").title, code="not_understood")),
                actions=smalltalk.reply("lost").actions,
            )
        )

    def _no_such_title(self, text: str) -> Outcome:
        """``Artist - Title`` that the catalogue lacks."""
        near = self.engine.find(text, 3)
        return Outcome(reply=not_there(f'"{text.strip()}" is not in the catalogue.', "The nearest:", near))

    def _only_greets(self, text: str, found: Found | None) -> str | None:
        """The small talk that a greeting and a word or two are, where nobody well known is called so: "hi wizard"."""
        opening = self.text[: smalltalk.opening(self.text)]
        if not opening.strip() or len(words(text)) > _MOST_ADDRESSED or self._well_known(found):
            return None
        return "greeting" if smalltalk.talk_kind(opening) == "greeting" else "ok"

    def _well_known(self, found: Found | None) -> bool:
        if found is None or found.track is not None:
            return found is not None and found.track is not None and (found.track.popularity or 0) >= _KNOWN
        names = self.engine.names
        return bool(found.genre) or names.artist_popularity(names.artist_code(found.artist)) >= _KNOWN

    def _about_list(self, text: str, heard: Heard) -> Outcome | None:
        """Words about the list shown that change nothing of it: go on, be glad, or ask what to change."""
        said = fold(text)
        if (asked := self.asked_beside(text)) is not None:
            return asked
        if patterns.FURTHER.search(said) or patterns.REPEATED.search(said):
            return self.further()
        if patterns.praises(text) and not patterns.ASKS_FOR.search(said):
            return Outcome(reply=self.small_talk("praise"))
        if not patterns.REQUESTS.search(said):
            return Outcome(reply=self.small_talk("praise" if patterns.LIKED.search(said) else "ok"))
        return None if heard.passed_over else Outcome(reply=smalltalk.reply("change"))

    def further(self) -> Outcome:
        """The next tracks of the list shown."""
        outcome = lists.more(self)
        assert outcome is not None  # asked only where there is a list
        return outcome

    def _what_for(self, text: str, heard: Heard) -> Reply:
        """Somebody asks for music and says nothing of it that can be used: one question back."""
        if heard.no_years or heard.untold:
            return smalltalk.reply("wanted", line=f"{' '.join(heard.query.notes)} {smalltalk.line('wanted')}")
        if heard.passed_over:
            said = " or ".join(f'"{part}"' for part in _side_by_side(text, heard.passed_over)[:2])
            line = f"I know no artist, track or sound called {said}. {smalltalk.line('wanted')}"
            return smalltalk.reply("wanted", line=line)
        return smalltalk.reply("which" if patterns.POINTS.search(fold(text)) else "wanted")

    def about(self, found: Found) -> Outcome:
        """What is known about a track, an artist or a genre."""
        if found.track is not None:
            return Outcome(request_of("track", _track(found.track)))
        if found.artist:
            return Outcome(request_of("artist", Token("name", found.artist, quoted=True)))
        return Outcome(request_of("recommend", self.kept_out(Query(genres=(found.genre,), limit=self.limit)).text))


def _tighter(engine: Engine, first: Query, second: Query, said: Mapping[str, int]) -> Query:
    """For each trait that moves, the limit of the two that lies further that way."""
    constraints = dict(first.constraints)
    for trait, way in said.items():
        one, other = first.constraints.get(trait), second.constraints.get(trait)
        if one is None or other is None:
            constraints[trait] = one or other or Constraint()
            continue
        ends = [(limit.low if way > 0 else limit.high, limit) for limit in (one, other)]
        known = [(end, limit) for end, limit in ends if isinstance(end, float)]
        if known:
            constraints[trait] = (max if way > 0 else min)(known, key=lambda pair: pair[0])[1]
    return replace(first, constraints=constraints)


def _after_restart(text: str) -> str | None:
    """What follows one or more announcements of a new topic."""
    rest, found = text, None
    while (after := acts.restart(rest)) is not None and after != rest:
        rest = found = after
    return found


def _plain(text: str) -> bool:
    """Whether a sentence is no act by itself, but a description of music."""
    return (
        acts.read(text).kind == "request" and _after_restart(text) is None and not smalltalk.talk_kind(text)
        and acts.likeness(text) is None
    )  # fmt: skip


def _side_by_side(text: str, said: Sequence[str]) -> list[str]:
    """Words of a text, those that stand side by side as one."""
    parts = re.findall(rf"\b(?:{'|'.join(map(re.escape, said))})(?:\s+(?:{'|'.join(map(re.escape, said))}))*\b", text)
    return list(dict.fromkeys(parts)) or list(said)


def _says_count(text: str) -> bool:
    return bool(re.search(r"\b(?:5|five|funf|cinco|cinq)\b", fold(text)))


def _failure(error: UserError) -> Reply:
    return Reply(
        title="I could not do that",
        error=Error(error.code, error.message, error.hint),
        actions=(Action("Help", "/help"),),
    )


def _track(track: Track, key: str = "track") -> Token:
    return Token(key, track.track_id)
