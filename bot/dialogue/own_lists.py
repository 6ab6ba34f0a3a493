"""Words about a list that somebody brought: beside the attached file or the pasted lines, or after them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from bot.dialogue import acts, smalltalk
from bot.dialogue import own_list_patterns as ask
from bot.dialogue.context import Context, Exchange, Task
from bot.dialogue.language import hear
from bot.dialogue.lexicon import ADJECTIVES, count, fold, superlative, words
from bot.dialogue.outcome import Outcome, playlist_query
from bot.lists import LINKS_ARE_CLOSED
from bot.reply import Reply
from bot.request import Request, read_request
from engine import MOST_TRACKS, TRAIT_NAMES, Engine, Query, Token, Track, join

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

_MOST_PARTS: Final = 4
_MOST_FILLED: Final = 200
_CALLED: Final[dict[str, dict[str, int]]] = {
    "popular": {"popularity": 1}, "known": {"popularity": 1}, 
    "obscure": {"popularity": -1}, "unknown": {"popularity": -1},
    "short": {"duration": -1}, "long": {"duration": 1},
}  # fmt: skip


_MOST_WORDS: Final = 60
_LONGEST: Final = 300  # characters that are read as words about a list


@dataclass(frozen=True)
class OwnList:
    """A list that was imported: its name, those imported before it, and a few of its tracks."""

    name: str
    earlier: tuple[str, ...] = ()
    seeds: tuple[Track, ...] = ()


@dataclass(frozen=True)
class Beside:
    """What the words beside a list ask for.

    Parameters
    ----------
    outcomes : tuple of Outcome
        Requests, in the order in which they were said.
    unknown : tuple of str
        Parts that were not understood.
    """

    outcomes: tuple[Outcome, ...] = ()
    unknown: tuple[str, ...] = ()


def pasted(text: str) -> tuple[str, str] | None:
    """Lines of a pasted list, and the words before or after them; None if a message is no such list.

    Examples
    --------
    >>> pasted("what genre is this?\\nABBA - Waterloo\\nBlur - Song 2")
    ('ABBA - Waterloo\\nBlur - Song 2', 'what genre is this?')
    >>> pasted("calm jazz - or maybe\\nsomething by ABBA") is None
    True
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    named = [at for at, line in enumerate(lines) if ask.NAMED_LINE.search(line) and not ask.ASKS.match(fold(line))]
    if len(named) < 2 or text.lstrip().startswith("/"):
        return None
    first, last = named[0], named[-1]
    before, after = lines[:first], lines[last + 1 :]
    if len(before) > 2 or len(after) > 2 or 3 * len(named) < 2 * (last - first + 1):
        return None
    return "\n".join(lines[first : last + 1]), "\n".join((*before, *after))


def linked(text: str) -> tuple[str, str] | None:
    """Links to tracks in one line of text, and words that ask something of them as a list; None if there is no such."""
    links, rest = ask.TRACK_LINK.findall(text), ask.TRACK_LINK.sub(" ", text)
    words_beside = _plain(rest) if len(links) > 1 and len(rest) <= _LONGEST else ""
    asked = (ask.PROFILE, ask.ORDER, ask.COMPARE, ask.FILL, ask.FILES, ask.CRATE, ask.LABEL)
    if not any(pattern.fullmatch(words_beside) for pattern in asked):
        return None
    return "\n".join(links), words_beside


def closed(engine: Engine, text: str) -> Outcome | None:
    """That links to playlists and other sites are not opened; None if the text has none, or says what to hear."""
    if not ask.CLOSED.search(text) or ask.TRACK_LINK.search(text):
        return None
    rest = ask.CLOSED.sub(" ", text)
    if re.search(r"\w", rest) and hear(engine, rest).has_subject:
        return None
    return Outcome(reply=Reply("I do not open that link", LINKS_ARE_CLOSED))


def imported(context: Context) -> OwnList | None:
    """The list that the talk is about, if one was imported since somebody started over."""
    names: dict[str, None] = {}
    seeds: tuple[Track, ...] = ()
    for exchange in reversed(context.current):
        if not exchange.request.startswith("/import"):
            continue
        texts = (*(action.command for action in exchange.actions), exchange.request)
        name = next((match[1] for text in texts if (match := ask.LIST_NAME.search(text))), "")
        if name:
            names.setdefault(name)
            seeds = seeds or exchange.tracks
    if not names:
        return None
    name, *earlier = names
    return OwnList(name, tuple(earlier), seeds)


def follow(turn: "Turn", text: str) -> Outcome | None:
    """What a message after an import asks of the list; None if it is about something else."""
    last = turn.context.last
    if last is None or turn.fresh or len(text) > _LONGEST or (own := imported(turn.context)) is None:
        return None
    said = _plain(text)
    direct = last.request.startswith("/import")
    fields = _fields(last.request) if direct and not ask.MINE.search(said) else {}
    fits = "fill" in fields or fields.get("do") == "fits"
    if fits and (refined := _refined(turn, own, last, fields, text)) is not None:
        return refined
    if not (ask.MINE.search(said) or (direct and (ask.POINTS.search(said) or ask.FILL.fullmatch(said)))):
        return None
    if ask.SHOW.fullmatch(said):
        return Outcome(_import(own))
    request = _asked(turn.engine, own, said) or (_described(turn.engine, own, said) if direct else None)
    return Outcome(request) if request is not None and request.command != "label" else None


def _fields(request: str) -> dict[str, str]:
    """The fields of a request by name."""
    return {token.key: token.value for token in read_request(request).tokens}


def _refined(turn: "Turn", own: OwnList, last: Exchange, fields: Mapping[str, str], text: str) -> Outcome | None:
    """A refinement of what fits a list: read as one of a list like its tracks, and asked of the list again."""
    if not own.seeds or not last.tracks:
        return None
    own = replace(own, name=fields.get("list", own.name))  # what is filled up is another list
    only = turn.engine.parse(fields["only"]) if fields.get("only") else Query()
    base = replace(only, like=(*own.seeds[:1], *only.like), limit=int(fields.get("more", len(last.tracks))))
    shown = replace(last, request=f"/recommend {base.text}", task=Task("recommend", base))
    context = replace(turn.context, exchanges=(*turn.context.exchanges[:-1], shown))
    outcome = replace(turn, context=context, task=None, focus=(), notes=[]).outcome(text)
    if outcome.request is None or outcome.request.command != "recommend":
        return outcome if outcome.request is not None else None
    query = turn.engine.parse(join(outcome.request.tokens))
    if own.seeds[0] not in query.like or query == base:
        return None
    rest = replace(query, like=tuple(track for track in query.like if track != own.seeds[0]))
    asked = _import(
        own,
        do="" if "fill" in fields else "fits",
        fill=fields.get("fill", ""),
        more=query.limit if query.limit != base.limit or "more" in fields else 0,
        only=_limits(rest, skip=query.skip),
    )
    return replace(outcome, request=asked)


def beside(turn: "Turn", text: str) -> Beside:
    """What the words that came with a list ask of it. The context ends with the answer to its import."""
    own = imported(turn.context)
    if own is None:
        return Beside()
    outcomes: list[Outcome] = []
    unknown: list[str] = []
    one = len(text) <= _LONGEST and ask.COMPARE.fullmatch(_plain(text))
    whole = [text] if one and "\n" not in text.strip() else ask.PARTS.split(text)
    parts = [part.strip() for part in whole if re.search(r"\w", part)]
    for part in parts[:_MOST_PARTS]:
        said = _plain(part) if len(part) <= _LONGEST else ""
        if len(part) > _LONGEST or len(words(said)) > _MOST_WORDS:
            unknown.append(part)
            continue
        if not said or ask.ONLY_READ.fullmatch(said) or smalltalk.talk_kind(part):
            continue
        if (request := _asked(turn.engine, own, said)) is not None:
            outcomes.append(Outcome(request))
        elif (outcome := _elsewhere(turn, own, part)) is not None:
            outcomes.append(outcome)
        elif (request := _described(turn.engine, own, said)) is not None:
            outcomes.append(Outcome(request))
        else:
            unknown.append(part)
    return Beside(tuple(outcomes), (*unknown, *parts[_MOST_PARTS:]))


@lru_cache(maxsize=64)
def _plain(text: str) -> str:
    """The words of a part, folded, without what is said out of politeness."""
    said = " ".join(fold(text).split()).lstrip("¿¡ ")
    before = ""
    while said != before:
        before, said = said, ask.END.sub("", ask.POLITE.sub("", said)).strip()
    return ask.in_english(said)


def _asked(engine: Engine, own: OwnList, said: str) -> Request | None:
    """The request that words about a list make; None for what is no such move."""
    if ask.LABEL.fullmatch(said):
        return Request("label")
    if match := ask.CRATE.fullmatch(said):
        return _import(own, crate=(match["name"] or match["before"] or "").strip(" \"'") or "imported")
    if ask.FILES.fullmatch(said):
        return _import(own, do="files")
    if match := ask.COMPARE.fullmatch(said):
        with_what = next(value for value in match.groupdict().values() if value)
        return _import(own, vs=_compared_with(own, with_what))
    if match := ask.FILL.fullmatch(said):
        number = count(match["n"] or match["m"]) or 0
        if acts.minutes(said) is None and number > 1:
            return _import(
                own, fill=min(number, _MOST_FILLED), only=_narrowed(engine, match["rest"] or match["rest2"] or "")
            )
    if (by := _by(said)) is not None:
        return _import(own, do="order", by=by)
    if ask.PLAYLIST.fullmatch(said) and (made := _playlist(engine, own, said)) is not None:
        return made
    if (
        (match := ask.ADD.fullmatch(said))
        and acts.minutes(said) is None
        and re.search(rf"\b{ask.REF}\b|\badd\b|\bmore\b", said)
    ):
        return _import(own, do="fits", more=_number(match["n"]), only=_narrowed(engine, match["rest"]))
    if (ask.EXTEND.fullmatch(said) and acts.minutes(said) is None) or ask.FITS.fullmatch(said):
        many = re.search(rf"\b{ask.NUMBER}\b", said)
        return _import(own, do="fits", more=_number(many[0]) if many else 0, only=_narrowed(engine, said))
    if ask.PROFILE.fullmatch(said):
        return _import(own, do="profile")
    if match := ask.WITHOUT.fullmatch(said):
        only = _query(engine, f"no {_bare(match['what'])}")
        return _import(own, only=only) if only else None
    if match := ask.FILTER.fullmatch(said):
        only = _query(engine, _bare(next((value for value in match.groupdict().values() if value), "")))
        return _import(own, only=only) if only else None
    return None


def _described(engine: Engine, own: OwnList, said: str) -> Request | None:
    """What fits the list and is as a few words describe it: ``something calmer like these``, ``but with guitars``."""
    heard = hear(engine, re.sub(rf"\b(?:but|like|with|as|than)?\s*{ask.REF}\b", " ", said))
    if not heard.understood or heard.only_scene or heard.only_count or heard.missing or heard.passed_over:
        return None
    return _import(own, do="fits", only=_limits(heard.query))


def _elsewhere(turn: "Turn", own: OwnList, text: str) -> Outcome | None:
    """A question that has nothing to do with the list, as any message asks it; None if it is not understood."""
    outcome = replace(turn, context=Context(), task=None, focus=own.seeds[:1], notes=[]).outcome(text)
    lists = outcome.request is None or outcome.request.command in ("recommend", "playlist", "similar", "artists")
    return None if lists else outcome


def _import(own: OwnList, **values: str | int) -> Request:
    """A request to ``/import`` about a list; empty values are left out."""
    tokens = [
        Token(name, str(value), quoted=" " in str(value) or '"' in str(value))
        for name, value in values.items()
        if value
    ]
    return Request("import", (Token("list", own.name), *tokens))


def _number(said: str) -> int:
    return min(max(count(said) or 0, 1), MOST_TRACKS)


def _compared_with(own: OwnList, said: str) -> str:
    """What a list is compared with: another one that was imported, or what the words name."""
    if ask.OTHER_LIST.fullmatch(said) and own.earlier:
        return own.earlier[0]
    said = re.sub(
        r"^(?:(?:a |an |the )?(?:typical|average|usual) |the genre |genre |artist |the (?:band|artist) )", "", said
    )
    return re.sub(r" (?:music|genre|songs?|tracks?)$", "", said).strip(" \"'") or said


def _by(said: str) -> str | None:
    """The trait to order by, with a minus where the highest comes first; empty for an order for listening.

    None if no order is asked for.
    """
    if match := ask.MOST_OF_ALL.fullmatch(said):
        degree = match["most"] or match["most2"]
        moves = superlative(degree) or _moved(degree.rpartition(" ")[2])
        if moves:
            trait, way = next(iter(moves.items()))
            return trait if (way < 0) != degree.startswith("least ") else f"-{trait}"
        dated = {"newest": "-year", "latest": "-year", "oldest": "year", "earliest": "year"}
        return dated.get(degree)
    match = ask.ORDER.fullmatch(said)
    if match is None:
        return None
    how = next((value for value in match.groupdict().values() if value), "")
    if found := ask.FROM_TO.search(how):
        first, last = _moved(found["first"]), _moved(found["last"])
        for trait in (*first, *last):
            way = first.get(trait) or -last.get(trait, 0)
            if trait in TRAIT_NAMES:
                return trait if way < 0 else f"-{trait}"
        if found["first"] in ("old", "oldest", "new", "newest"):
            return "year" if found["first"].startswith("old") else "-year"
    of_year = re.search(r"\b(?:years?|dates?|release\w*|age|newest|oldest|chronolog\w*)\b", how)
    moves = next((moved for word in words(how) if (moved := _moved(word))), {})
    trait = "year" if of_year else acts.trait_of(how) or next(iter(moves), "")
    if trait not in (*TRAIT_NAMES, "year"):
        return ""
    up = bool(
        re.search(r"\b(?:ascending|lowest|low to high|rising|least|oldest|chronolog\w*|increasing|upwards?)\b", how)
    )
    return trait if up or moves.get(trait, 0) < 0 else f"-{trait}"


def _moved(word: str) -> dict[str, int]:
    """What an adjective in any degree says of traits."""
    return ADJECTIVES.get(word) or superlative(word) or _CALLED.get(word, {})


def _playlist(engine: Engine, own: OwnList, said: str) -> Request | None:
    """A playlist of the list itself, in order; or one of tracks like it, where that is said."""
    time = acts.minutes(said)
    if time is None and not re.search(r"\b(?:like|similar|around|based|inspired|near|vibe|style)\b", said):
        return _import(own, do="order")
    if not own.seeds:
        return None
    heard = hear(
        engine,
        _bare(
            re.sub(
                rf"\b(?:{ask.LIKE_LIST}|make|build|create|playlist|mix|mixtape|set|radio)\b",
                " ",
                acts.without_minutes(said),
            )
        ),
    )
    query = _merged(heard.query if heard.understood and not heard.only_scene else Query(), own)
    length = f"minutes:{min(max(time, 5), 180)}" if time else ""
    return read_request(f"/playlist {playlist_query(query).text} {length}".rstrip())


def _merged(query: Query, own: OwnList) -> Query:
    step = max(1, -(-len(own.seeds) // 5))
    return replace(query, like=own.seeds[::step], notes=())


def _narrowed(engine: Engine, said: str) -> str:
    """What else is asked of tracks that fit: the words beside those that say that they should fit."""
    rest = re.sub(rf"\b(?:{ask.LIKE_LIST}|{ask.REF})\b", " ", said)
    rest = ask.NO_LIMIT.sub(" ", rest)
    negated = re.sub(r"\bnothing\b", "no", rest)
    return _query(engine, negated)


def _bare(said: str) -> str:
    return " ".join(ask.FRAME.sub(" ", said).split())


def _query(engine: Engine, said: str) -> str:
    """The query that words describe, as text; empty if they describe none."""
    if not re.search(r"\w", said):
        return ""
    heard = hear(engine, said)
    return _limits(heard.query) if heard.understood and not heard.only_count and not heard.missing else ""


def _limits(query: Query, skip: int = 0) -> str:
    """A query as text, without how many tracks and what they are ordered by."""
    return replace(query, limit=Query().limit, skip=skip, most="", sort="", surprise="none", notes=()).text


__all__ = ["Beside", "OwnList", "beside", "closed", "follow", "imported", "linked", "pasted"]
