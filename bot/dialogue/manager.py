"""From a message and what was said before to a canonical request, small talk, or a question back.

The order: a slash command as it stands; the label of a button; the answer to a question; small talk; a change
of topic that is said; then the dialogue act of each sentence in turn. What no act claims is free text, which either
stands alone (a new request) or goes on from the list before (a refinement).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from bot.definition import Definition
from bot.dialogue import (
    about_answers,
    acts,
    ages,
    alike,
    analyses,
    asides,
    blocking,
    briefs,
    complaints,
    completing,
    corrections,
    data_questions,
    evidence,
    focus,
    free_text,
    fun_facts,
    halves,
    handing,
    inquiries,
    joining,
    judgements,
    keeping,
    knowledge,
    lengths,
    list_edits,
    list_orders,
    list_wordings,
    lists,
    mixing_next,
    moves,
    on_screen,
    opposite,
    own_lists,
    own_song,
    patterns,
    pointing,
    questions,
    refining,
    returning,
    rising,
    row_edits,
    row_facts,
    row_moves,
    row_picks,
    row_questions,
    row_tests,
    saving,
    sets,
    shown_questions,
    signs,
    smalltalk,
    soundtracks,
    surprises,
    tasks,
    terms,
    times_of_day,
    unclear,
    undecided,
    whom,
)
from bot.dialogue.acts import Act
from bot.dialogue.comparisons import comparison
from bot.dialogue.context import Context, Exchange, Task
from bot.dialogue.inquiries import mixing, typical_songs
from bot.dialogue.language import Heard, artist_named, hear
from bot.dialogue.lexicon import fold, words
from bot.dialogue.other_languages import in_english, whole_list_kept
from bot.dialogue.outcome import Outcome, playlist_query, request_of
from bot.dialogue.rewording import reworded
from bot.dialogue.shared import DEFAULT_LIMIT, failure, more, not_there, other_artists
from bot.dialogue.subjects import Subjects
from bot.reply import Action, Reply
from bot.request import Request, read_request
from engine import KEYS, Engine, Query, Token, Track, UserError, join

_MOST_SENTENCES: Final = 12  # of a message that are read one by one
_MOST_WORDS: Final = 80  # of a message in plain words
_MOST_LETTERS: Final = 2000
_ONLY_READ: Final = f"only the first {_MOST_WORDS} words were read"
_KEYED: Final = re.compile(rf"(?:^|\s)-?(?:{'|'.join(key.name for key in KEYS)}):\S")
_OCCASION: Final = 3  # words that may name an occasion and nothing else
_FEW_WORDS: Final = 2  # of a sentence that may be what is wanted, said in short
_SURE: Final = 0.6
"""Confidence from which words say what music is wanted by themselves."""
_COUNTS_THEM: Final = re.compile(
    r"i(?:'?ve| have| did)? (?:just |already )?(?:\w+ed|done|heard|like|love) (?:\w+ )*?\d"
)
# "Not really. How about Queen?": a "no" in a sentence of its own rejects nothing that is named in the next.
_DECLINES: Final = re.compile(r"(?:no|nah|nope|not (?:really|quite|exactly|at all))[ .!,…]*")
HANDLERS: Final = {
    **questions.HANDLERS,
    **analyses.HANDLERS,
    **lists.HANDLERS,
    **pointing.HANDLERS,
    **row_moves.HANDLERS,
}


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

    def beside(self, text: str, context: Context, *, limit: int = DEFAULT_LIMIT) -> own_lists.Beside:
        """What the words that came with a list ask of it.

        Parameters
        ----------
        text : str
        context : Context
            It ends with the answer to the list's import.
        limit : int
            As in ``understand``.
        """
        return own_lists.beside(Turn(self.engine, self.commands, context, limit), text)

    def task(self, request: Request) -> Task:
        """A request taken apart; only its command if it cannot be read."""
        return tasks.read(self.engine, self.commands, request)

    def canonical(self, request: Request) -> str:
        """The request as text with all that was said free of keys read into keys; as it stands if it cannot be read."""
        return tasks.canonical(self.engine, self.commands, request)

    def settled(self, request: Request, context: Context) -> Request:
        """A pressed request, without what was rejected in the conversation."""
        return Turn(self.engine, self.commands, context).settled(request)


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
    # Artists that were rejected before and may come again.
    allowed: tuple[str, ...] = ()
    # The sentences of the message, where they were read one by one.
    parts: tuple[str, ...] = ()

    @property
    def subjects(self) -> Subjects:
        """The resolver of names and references."""
        return Subjects(self.engine, self.context, self.focus)

    def task_of(self, request: Request) -> Task:
        """A request taken apart, as it is gone on from."""
        return tasks.read(self.engine, self.commands, request)

    def anew(self, text: str) -> "Turn":
        """The turn of a text in the same place of the conversation, of which nothing is read yet."""
        return Turn(self.engine, self.commands, self.context, self.limit, text)

    # The order in which a message is read

    def outcome(self, text: str) -> Outcome:
        """What the message was understood as."""
        self.text = text = text.strip()
        self.focus = self.focus or self.context.focus
        if text.startswith("/"):
            return self._pressed(text) or Outcome(self._with_limit(read_request(text)))
        if chosen := self._pressed(text) or self._answer(text):
            return chosen
        if request := keeping.pasted(text):
            return Outcome(request)
        if list_pasted := own_lists.pasted(text) or own_lists.linked(text):
            lines, said = list_pasted
            return Outcome(Request("import", (Token("lines", lines, quoted=True),)), beside=said)
        text = self.text = " ".join(text.split())
        if (link := own_lists.closed(self.engine, text)) is not None:
            return link
        if (kept := undecided.read(text)) is not None:
            return kept
        if (about_list := own_lists.follow(self, text)) is not None:
            return about_list
        if (handed := handing.read(self, whole_list_kept(text))) is not None:
            return handed
        plain = list_wordings.of_lists(text)
        if request := keeping.kept(in_english(plain), self.context, self.engine.catalogue.genres):
            return Outcome(request, notes=self._left_out_here() if request.command == "taste" else ())
        if (told := blocking.read(self, blocking.plain(plain))) is not None:
            return told
        if request := keeping.blocked(blocking.plain(plain), self.context, self.engine):
            return Outcome(request)
        if patterns.CONSENT.fullmatch(fold(text)) and (offered := self._offered_crate()) is not None:
            return offered
        if (asked := list_edits.agreed(self, text)) is not None:
            return asked
        if patterns.goes_on(fold(text)) and (following := more(self)) is not None:
            return following
        if kind := smalltalk.talk_kind(text) or self._asks_what_this_is(text):
            return Outcome(reply=self.small_talk(kind))
        if _KEYED.search(text) and "http" not in text and "spotify:" not in text:
            # key:value words without a slash are a query as they stand.
            return Outcome(self._with_limit(read_request(text)))
        if (read := _beginning(text)) == text:
            return self._read(text)
        outcome = self._read(read)
        return replace(outcome, notes=tuple(dict.fromkeys((*outcome.notes, _ONLY_READ))))

    def _left_out_here(self) -> tuple[str, ...]:
        """Who is left out of the lists of this conversation, beside what is blocked for good."""
        names = self.context.rejected_artists
        return (f"left out of lists in this talk: {', '.join(names)}",) if names else ()

    def _read(self, text: str) -> Outcome:
        # "L'artiste" is a word of French before it is somebody's name.
        return completing.completed(self, self._spoken(text), in_english(text))

    def _asks_what_this_is(self, text: str) -> str:
        """The small talk of "what is this?" where nothing was shown yet that it could mean; empty for anything else."""
        bare = fold(text[smalltalk.opening(text) :]).strip(" ?!.")
        return "help" if self.context.last is None and patterns.WHAT_IS_THIS.fullmatch(bare) else ""

    def _offered_crate(self) -> Outcome | None:
        """What the last answer asked consent to, or the crate that it offered to make; None if it did neither."""
        actions = self.context.exchanges[-1].actions if self.context.exchanges else ()
        if actions and actions[0].label.startswith("Yes, "):
            return Outcome(read_request(actions[0].command))
        if len(actions) != 1 or not actions[0].command.startswith("/crate new"):
            return None
        return Outcome(read_request(actions[0].command))

    def _small_talk_beside(self, text: str) -> bool:
        """Whether somebody asks how the bot is, beside a remark that asks for nothing: "ugh, monday. how are you?"."""
        parts = [part for part in patterns.SENTENCES.split(text) if part.strip(" .!?")]
        kinds = [smalltalk.talk_kind(part) for part in parts]
        return "feelings" in kinds and all(
            kind
            or (len(words(part)) <= _OCCASION and not patterns.ASKS_FOR.search(fold(part)) and self._asks_nothing(part))
            for kind, part in zip(kinds, parts, strict=True)
        )

    def _asks_nothing(self, text: str) -> bool:
        """Whether a remark names no genre, artist or track and no mood: at most words that a scene might be."""
        heard = hear(self.engine, text)
        query = heard.query
        return not (heard.names or query.genres or query.artists or query.named or query.moods or query.constraints)

    def _spoken(self, text: str) -> Outcome:
        if self._small_talk_beside(text):
            return Outcome(reply=self.small_talk("feelings"))
        text = asides.without(text)
        text = patterns.CONCEDED.sub("", patterns.AGREED.sub("", _IN_ENGLISH.sub("", text)))
        rest = text[smalltalk.opening(text) :].strip() or text
        wanted = complaints.turned_down(rest)
        if wanted and self.base() is not None and hear(self.engine, wanted).has_subject:
            # Whoever turns a list down and names something else has moved on: nothing of the list holds any longer.
            self.fresh, rest = True, wanted
        rest = reworded(self, signs.plain(self, ages.plain(self, lengths.plain(focus.plain(self.context, rest)))))
        if rest != text and (kind := smalltalk.talk_kind(rest)):
            return Outcome(reply=self.small_talk(kind))
        after = _after_restart(text) if (after := _after_restart(rest)) is None else after
        if re.search(r"<\s*/?\s*script\b", text, re.IGNORECASE):
            return unclear.not_understood(self, text, Heard())
        rest = re.sub(r"</?[a-zA-Z][^>]*>", " ", rest).strip() or rest
        if (meant := patterns.MEANT.search(fold(rest))) and hear(self.engine, rest[meant.end() :]).has_subject:
            rest = rest[meant.end() :]
        if after is not None:
            if not re.search(r"\w", after):
                if self.context.last_list is not None and re.match(r"(?:scrap|scratch|never ?mind|forget)", fold(rest)):
                    return returning.undo(self, "")
                return Outcome(reply=smalltalk.reply("fresh"), fresh=True)
            self.fresh, rest = True, after[smalltalk.opening(after) :].strip() or after
        rest = self._without_remarks(rest)
        named = focus.named(self, rest)
        if named is None and (whose := whom.asked_back(self, rest)) is not None:
            return whose
        if (moved := self._moved(rest)) is not None:
            return moved
        if named is not None:
            # "4 is perfect. who is that?": what follows is about that row.
            self.context, self.focus = focus.looked_at(self.context, named.tracks), named.tracks
            if kept := keeping.kept(named.rest, self.context, self.engine.catalogue.genres):
                return Outcome(kept, focus=named.tracks)
            about = self._spoken(named.rest)
            return replace(about, focus=about.focus or named.tracks)
        if (told := self._told(rest)) is not None:
            return told
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
                or self._ordered(rest)
                or self._climbing(rest)
                or self._in_parts(rest)
                or self._two_tasks(rest)
                or self._whole(rest)
                or free_text.read(self, rest)
            )
        except UserError as error:
            return Outcome(reply=failure(error))

    def _without_remarks(self, text: str) -> str:
        """The sentences that ask for something, where others beside them and beside a list only remark: told as such."""
        parts = [part.strip() for part in patterns.SENTENCES.split(text) if part.strip(" .!?")]
        if self.base() is None or not 2 <= len(parts) <= _MOST_SENTENCES:
            return text
        remarks = [part for part in parts if self._remarks(part)]
        rest = [part for part in parts if part not in remarks]
        if not remarks or not any(patterns.REQUESTS.search(fold(part)) for part in rest):
            return text
        self.notes += [f'passed over "{part.rstrip(".!")}"' for part in remarks if not _DECLINES.fullmatch(fold(part))]
        return " ".join(rest)

    def _remarks(self, text: str) -> bool:
        """Whether a sentence neither asks for anything nor says what music is wanted: "long live the king!"."""
        said = fold(text)
        if _DECLINES.fullmatch(said):
            return True
        wish = patterns.REQUESTS.search(said) or patterns.FURTHER.search(said) or patterns.ASKS_FOR.search(said)
        counts = _COUNTS_THEM.match(said)
        if (
            (wish and not counts)
            or smalltalk.talk_kind(text)
            or patterns.praises(text)
            or acts.read(text).kind != "request"
        ):
            return False
        heard = hear(self.engine, text)
        return heard.only_count or (
            heard.only_scene and heard.scene_confidence < _SURE and len(words(text)) > _FEW_WORDS
        )

    def outcome_of(self, text: str) -> Outcome | None:
        """What a part of the message was understood as."""
        return self._whole(text.strip())

    def _whole(self, text: str) -> Outcome | None:
        """The message as one act."""
        if (told := self._told(text)) is not None:
            return told
        if self.base() is not None and patterns.remarks(text) and patterns.praises(text):
            heard = hear(self.engine, text)
            if not (heard.names or heard.missing):
                return self.asked_beside(text) or Outcome(reply=self.small_talk("praise"))
        if patterns.LIKE_OR_BY.match(text) and (heard := hear(self.engine, text)).missing and not heard.has_subject:
            # The next of the list shown would be something else with a straight face.
            return unclear.in_place(self, heard) or Outcome(
                reply=not_there(heard.query.notes[0], " ".join(heard.query.notes[1:]))
            )
        act = acts.read(text)
        if (base := self.base()) is not None and (names := signs.only_named(self, text)):
            query = base[0].query or Query()
            return self.list_of(base[0], replace(query, artists=names, like_artists=(), skip=0))
        if (
            act.kind in ("request", "more")
            and self._asks_for_others(text)
            and (other := other_artists(self)) is not None
        ):
            return replace(other, notes=(*other.notes, *hear(self.engine, text).query.notes))
        too = patterns.TOO_MUCH.fullmatch(text.strip())
        if (
            too
            and self.base() is not None
            and comparison(text) is None
            and not hear(self.engine, too["word"]).query.moods
        ):
            # More of what is too much would be the opposite.
            line = (
                f'How "{too["word"]}" a track is, the data does not tell. {smalltalk.line("change").partition(". ")[2]}'
            )
            return Outcome(reply=smalltalk.reply("change", line=line))
        outcome = self._act(act, text) if act.kind != "request" else None
        return outcome or inquiries.unanswered(self, text) or self._follow_up(text)

    def _ordered(self, text: str) -> Outcome | None:
        """``everything by Queen, best known first``: what is asked for, in that order; None if no order is said."""
        match = patterns.FIRST_COMES.fullmatch(text.strip()) if len(text) <= acts.LONGEST else None
        order = acts.extreme_of({"how": match["how"] or "", "word": match["word"]}) if match else None
        if match is None or order is None:
            return None
        outcome = self._whole(match["what"]) or free_text.read(self, match["what"])
        if outcome.request is None or outcome.request.command != "recommend":
            return None
        trait, most = order
        sort = Token("sort", f"-{trait}" if most else trait)
        if any(token.key == "sort" and token.value.lstrip("-") != trait for token in outcome.request.tokens):
            return outcome
        # "Sort it by bpm, slowest first": the end that is said counts.
        kept = [token for token in outcome.request.tokens if token.key != "sort"]
        return replace(outcome, request=replace(outcome.request, tokens=(*kept, sort)))

    def _climbing(self, text: str) -> Outcome | None:
        """``ten songs for a spin class that build up``: what is asked for, in the order that the words say."""
        match = patterns.CLIMBS.fullmatch(text.strip()) if len(text) <= acts.LONGEST else None
        way = list_orders.climb(match["how"]) if match is not None else None
        if match is None or way is None or acts.minutes(text) is not None:
            return None
        outcome = self._whole(match["what"]) or free_text.read(self, match["what"])
        if outcome.request is None or outcome.request.command != "recommend":
            return None
        kept = [token for token in outcome.request.tokens if token.key != "sort"]
        trait, rises = way
        sort = Token("sort", trait if rises else f"-{trait}")
        note = f"in order of {trait}, the {'lowest' if rises else 'highest'} first"
        return replace(outcome, request=replace(outcome.request, tokens=(*kept, sort)), notes=(*outcome.notes, note))

    def _moved(self, text: str) -> Outcome | None:
        """A move on rows of the list shown."""
        moved = (
            about_answers.why_first(self, text)
            or halves.read(self, text)
            or mixing.between(self, text)
            or shown_questions.read(self, text)
            or saving.read(self, text)
            or returning.read(self, text)
            or judgements.misfiled(self, text)
            or list_edits.read(self, text)
            or list_orders.read(self, text)
            or row_edits.read(self, text)
            or row_picks.read(self, text)
        )
        return moved or (row_moves.read(self, text) if not self.fresh else None)

    def _told(self, text: str) -> Outcome | None:
        """A move on rows of the list shown, or the answer to a question about them or the data, read word by word."""
        return (
            self._moved(text)
            or opposite.read(self, text)
            or surprises.read(self, text)
            or alike.titled(self, text)
            or alike.read(self, text)
            or typical_songs.again(self, text)
            or judgements.read(self, text)
            or times_of_day.read(self, text)
            or fun_facts.read(self, text)
            or own_song.read(self, text)
            or soundtracks.read(self, text)
            or sets.read(self, text)
            or focus.read(self, text)
            or on_screen.read(self, text)
            or evidence.read(self, text)
            or terms.answer(self, text)
            or row_questions.read(self, text)
            or mixing_next.read(self, text)
            or rising.read(self, text)
            or inquiries.answer(self, text)
            or about_answers.read(self, text)
            or row_tests.read(self, text)
            or row_facts.answer(self, text)
            or data_questions.answer(self, text)
            or knowledge.answer(self, text)
            or briefs.read(self, text)
        )

    def _asks_for_others(self, text: str) -> bool:
        """``someone else``; beside the songs of an artist also ``similar``."""
        base = self.base()
        by_artist = base is not None and base[0].query is not None and bool(base[0].query.artists)
        said = fold(text)
        wished = patterns.OTHER_ARTISTS.search(said) or (by_artist and patterns.SIMILAR.match(said))
        return bool(wished) and not hear(self.engine, text).has_subject

    def asked_beside(self, text: str) -> Outcome | None:
        """What is asked for behind praise or consent, which would else be all that is answered; None if nothing is."""
        match = patterns.ASKED_BESIDE.search(text)
        return self.asked(text[match.start("asked") :]) if match is not None else None

    def asked(self, text: str) -> Outcome:
        """What a part of the message was understood as, or that it was not."""
        if kind := smalltalk.talk_kind(text):
            return Outcome(reply=self.small_talk(kind))
        if (outcome := self.outcome_of(text)) is not None:
            return outcome
        heard = hear(self.engine, text)
        return free_text.as_heard(self, text, heard) if heard.understood else unclear.not_understood(self, text, heard)

    def _saved_too(self, text: str) -> Outcome | None:
        """``make it a 40 minute playlist and save it``: the list as files as well."""
        match = patterns.SAVE_TOO.search(text)
        if match is None:
            return None
        outcome = self._whole(text[: match.start()]) or free_text.read(self, text[: match.start()])
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
        if "help" in _of_us(parts) and not any(hear(self.engine, part).has_subject for part in parts):
            # "I know nothing about music and started here on Monday. What can you do for me?"
            return Outcome(reply=self.small_talk("help"))
        if all(_plain(part) for part in parts) or self._one_description(text, parts):
            return None
        outcomes: list[Outcome] = []
        answered: list[Outcome] = []  # of parts that ask for something
        unknown: list[str] = []
        for part in parts:
            if smalltalk.talk_kind(part):
                continue
            bare = part[smalltalk.opening(part) :].strip() or part
            outcome = self._whole(bare)
            if outcome is None and (heard := hear(self.engine, bare)).understood:
                outcome = free_text.as_heard(self, bare, heard)
            if outcome is None and (heard := hear(self.engine, bare)).alike:
                outcome = unclear.in_place(self, heard)
            if outcome is None:
                unknown.append(bare)
                continue
            self._go_on(outcome)
            outcomes.append(outcome)
            asks = patterns.ASKS_FOR.search(fold(part)) or patterns.ASKS.match(fold(part))
            answered += [outcome] if asks and not patterns.praises(part) else []
        self.notes += [f'passed over "{part}"' for part in unknown]
        done = [one for one in outcomes if one.request is not None]
        asked = [part for part in unknown if patterns.ASKS_FOR.search(fold(part)) or patterns.ASKS.match(fold(part))]
        if not done and asked and not answered:
            # Praise is nice, but the request beside it is what waits for an answer.
            self.notes = [note for note in self.notes if asked[0] not in note]
            return unclear.not_understood(self, asked[0], hear(self.engine, asked[0]))
        kinds = _of_us(parts)
        if not outcomes and kinds:
            # "First day here. What can you do?"
            return Outcome(reply=self.small_talk(kinds[-1]))
        if not done:
            return (answered or outcomes)[-1] if outcomes else None
        self.parts = tuple(parts)
        leads = [one.lead for one in done[:-1] if one.lead]
        return replace(done[-1], notes=tuple(dict.fromkeys((*leads, *done[-1].notes, *self.notes))))

    def _one_description(self, text: str, parts: list[str]) -> bool:
        """Whether the sentences of a first message describe one list: a name or an occasion in one belongs to all."""
        if self.base() is not None or any(acts.read(part).kind not in patterns.DESCRIBES for part in parts):
            return False
        heard = hear(self.engine, text)
        return heard.query.seeded or heard.names or bool(heard.query.scene)

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
        task = self.task_of(outcome.request)
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
        task = self.task_of(request)
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
        heard = hear(self.engine, text)
        if (
            kind != "play"
            and heard.names
            and not (kind in ("tickets", "lyrics") and patterns.NOT_HERE.search(fold(text)))
        ):
            return None
        if (
            kind == "scope"
            and heard.understood
            and len(words(text)) <= _OCCASION
            and not patterns.TASK.search(fold(text))
        ):
            return None  # "long flight", "pizza night"
        if kind == "play":
            wanted = patterns.PLAY.sub("", text, count=1).strip()
            if _ANYTHING.fullmatch(fold(wanted)):
                return Outcome(reply=smalltalk.reply("wanted", line=f"I can't play music. {smalltalk.line('wanted')}"))
            if (asked := hear(self.engine, text)).missing and not asked.understood:
                return unclear.in_place(self, asked) or Outcome(reply=not_there(" ".join(asked.query.notes)))
            if (heard := hear(self.engine, wanted)).understood and not heard.query.named:
                self.notes.append("I can't play music, but each title is a link to listen")
                return self._whole(wanted) or free_text.read(self, wanted)
            one = self.subjects.resolve(wanted, ("track",)) if wanted else None
            found = one.track if one is not None else None
            if found is not None and found.url:
                line = f"I can't play music, but here is the link to {found.title}: {found.url}"
                return Outcome(
                    reply=smalltalk.reply(
                        "play", (Action("About it", f"/track {Token('track', found.track_id)}"),), line
                    )
                )
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
        if last is not None and last.task.command == "artists" and last.task.query is not None:
            # A list of artists says nothing of how many tracks a list holds.
            return replace(last.task, query=replace(last.task.query, limit=self.limit)), last.tracks
        return (last.task, last.tracks) if last is not None else None

    def _follow_up(self, text: str) -> Outcome | None:
        """A move on what was shown; None if the text is no such move."""
        if (outcome := self._without_list(text)) is not None:
            return outcome
        if (base := self.base()) is None:
            return refining.compared_seed(self, text)
        task, shown = base
        query = task.query or Query()
        assumed, told = self._passed_over(query)
        for move in (
            refining.allowed, refining.bounded, corrections.corrected, refining.explicit, refining.removed,
            refining.more_of_scene, refining.compared, refining.replaced, refining.from_country,
            refining.restricted, refining.added, refining.ellipsis,
        ):  # fmt: skip
            # What takes rows out answers the question about them: nothing is assumed before it.
            answers = move in (corrections.corrected, refining.removed)
            notes = list(self.notes)
            self.notes += [] if answers else told
            changed = move(self, text, query if answers else assumed, shown)
            if changed is not None:
                return changed if isinstance(changed, Outcome) else self.list_of(task, self._let_in(query, changed))
            self.notes = notes
        return None

    def _let_in(self, before: Query, after: Query) -> Query:
        """The changed query, in which what was said before leaves out nobody who was named now."""
        if (after.genres, after.genres_all) != (before.genres, before.genres_all):
            return after
        return joining.reached(self, after, tuple(name for name in after.artists if name not in before.artists))

    def _passed_over(self, query: Query) -> tuple[Query, list[str]]:
        """The query without the track that "not that one" likely meant, and what to say: nobody has said which one."""
        last = self.context.exchanges[-1] if self.context.exchanges else None
        if last is None or last.request or last.question is None:
            return query, []
        likelier = self.task_of(read_request(last.question.readings[0].command)).query
        gone = likelier.not_tracks[-1:] if likelier is not None else ()
        told = [f"took out {track.title}, as you did not say which one" for track in gone]
        return moves.without_tracks(query, gone), told

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
        query = moves.kept_songs(self.engine, task.query or Query(), query)
        request = self._request(replace(task, command=command, query=query))
        return Outcome(request, notes=tuple(self.notes), allowed=self.allowed)

    def _request(self, task: Task) -> Request:
        """The canonical request of a task, without what was rejected in this conversation."""
        query = self.kept_out(task.query or Query())
        fields = [
            Token(name, value, quoted=" " in value) for name, value in task.fields.items() if name not in ("save",)
        ]
        if task.command in ("recommend", "save", "why"):
            fields = [one for one in fields if one.key == "for"]
        if task.command == "playlist":
            fields = [one for one in fields if one.key != "name"]
            query = playlist_query(query)
        return request_of(task.command, query.text, join(fields))

    def kept_out(self, query: Query) -> Query:
        """The query without what was rejected, but for what it asks for by name."""
        chosen = {track.recording for track in query.named}
        tracks = [track for track in self.context.rejected_tracks if track.recording not in chosen]
        named = {fold(name) for name in (*query.artists, *query.like_artists)}
        named |= {fold(name) for name in self.allowed}
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


_IN_ENGLISH: Final = re.compile(
    r"(?i)^(?:(?:ok|please|now|back|wait|sorry|hang on|hold on|oh|no)[, ]+)*(?:(?:switch |back )?(?:to|in) english(?: (?:again|please|now|pls))*"
    r"|(?:(?:my|our|the) [\w'’-]+(?: [\w'’-]+)?|i|we|he|she|they) (?:can )?(?:only|just) (?:reads?|speaks?|understands?|knows?|gets?|talks?) english)\s*[:,.;–-]+\s*(?:(?:so|and) )?(?=\w)"
)
_ANYTHING: Final = re.compile(
    r"(?:me |us )?(?:something|anything|some music|music|a song|songs?|whatever)?(?: please)?[.!?]*"
)


def _of_us(parts: Sequence[str]) -> list[str]:
    """What the parts of a message ask of the bot itself."""
    return [kind for part in parts if (kind := smalltalk.talk_kind(part)) in ("help", "identity", "maker", "feelings")]


def _beginning(text: str) -> str:
    """As much of a message as is read: everything that reads it looks at each of its words."""
    return " ".join(text[:_MOST_LETTERS].split(" ", _MOST_WORDS)[:_MOST_WORDS])


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
