"""Questions that the data answers, each by one handler; half a question is asked like the one before.

A handler takes a question (``said.Said``) and gives an outcome, or None where the question is none of its own. What no
handler takes and is plainly a question is answered by ``unanswered``, so that nobody who asks gets a list of tracks.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from bot.dialogue import acts, analyses
from bot.dialogue.inquiries import (
    artists,
    bumps,
    charted,
    commonest,
    counting,
    drawn_rows,
    driven,
    each,
    gaps,
    genres,
    guessing,
    limits,
    mixing,
    named_tracks,
    outliers,
    popularity,
    rows,
    standing,
    trends,
    typical_songs,
)
from bot.dialogue.inquiries.said import Said, genre_of, said
from bot.dialogue.inquiries.unanswered import kind, unanswered
from bot.dialogue.outcome import Outcome, request_of
from bot.dialogue.pattern_table import Pattern
from bot.dialogue.rewording import reworded
from bot.dialogue.shared import failed, genre_in
from bot.reply import Action, Reply
from engine import UserError
from engine.tokens import Token

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

__all__ = ["answer", "kind", "unanswered"]

Handler = Callable[["Turn", Said], Outcome | None]
_HANDLERS: Final[tuple[Handler, ...]] = (
    gaps.gap,
    driven.end,
    charted.drawn,
    drawn_rows.drawn,
    bumps.explained,
    limits.told,
    typical_songs.answer,
    trends.by_mix,
    trends.took_off,
    trends.explicit,
    trends.genres_changed,
    trends.narrowed,
    trends.they_changed,
    trends.since,
    mixing.worst,
    commonest.commonest,
    named_tracks.ranked,
    named_tracks.again,
    each.counted,
    each.some,
    each.all_of_it,
    each.by_another,
    artists.of_genre,
    counting.share,
    counting.how_many,
    outliers.of_rows,
    rows.overall,
    rows.tally,
    rows.told_by,
    rows.in_key,
    rows.of_genre,
    rows.everything,
    counting.who_has_more,
    counting.more_of,
    counting.most_tracks,
    counting.genres_by,
    counting.most_genres,
    popularity.groups,
    popularity.influence,
    popularity.strongest,
    standing.standing,
    standing.tempo_standing,
    standing.tenth,
    standing.advice,
    standing.trusted,
    guessing.at_all,
    guessing.one_genre,
    genres.of_family,
    genres.described,
    genres.doubtful,
    genres.near_and_far,
    genres.on_map,
    genres.between,
    genres.which_one,
    artists.best_of,
    artists.each_most,
    artists.their_most,
    artists.any_good,
    artists.nearest,
    each.suited,
)
_AGAIN: Final[tuple[Handler, ...]] = (
    counting.share,
    counting.how_many,
    counting.most_tracks,
    counting.genres_by,
    popularity.groups,
    popularity.influence,
    popularity.strongest,
    standing.standing,
    standing.tempo_standing,
    standing.tenth,
    genres.doubtful,
    guessing.one_genre,
)
"""Handlers whose question can be asked again of another genre."""
_HALF: Final = Pattern(
    r"(?:(?:(?:does|do|is|are) (?:that|this|it|they) (?:hold|apply|go|true|the same|so|different|work|count)(?: true)? )|(?:what|how) about |only |just |same (?:thing |question )?(?:for |in )?|now )*(?:(?P<link>for|in|within|among|with|of|inside) )?(?P<what>[\w&'/ -]{2,40}?)"
)
_SURE: Final = Pattern(
    r"(?:(?:how|are) (?:you )?(?:sure|certain|confident|reliable|significant)(?: (?:are you|is (?:that|it|this)|you are))?(?: (?:about|of) (?:that|it|this))?|is (?:that|it|this|the difference) (?:significant|real|just chance|by chance|chance|reliable|certain))"
)
_DRAWN: Final = Pattern(
    r"(?:(?:show|give|draw|can i (?:see|have)|can you (?:show|draw|plot)|put|make|plot|turn)(?: me)? )?(?:that|this|it|them|those)?(?: ?(?:as|in|into))? ?(?:an? )?(?:chart|plot|graph|picture|diagram|image|visual)(?: of (?:that|it|this))?|(?:can you |please )?(?:plot|draw|chart|graph|visuali[sz]e) (?:it|that|this|them)(?: for me)?"
)
_MOST_BACK: Final = 3


def answer(turn: "Turn", text: str) -> Outcome | None:
    """The answer to a question that the data answers; None if the text is no such question."""
    asked = said(text)
    if not asked.text or len(text) > acts.LONGEST:
        return None
    try:
        for handler in _HANDLERS:
            if (outcome := handler(turn, asked)) is not None:
                return outcome
        return None if turn.fresh else _again(turn, asked)
    except UserError as error:  # the catalogue lacks what is asked about, such as popularity
        return Outcome(reply=failed(error))


def _again(turn: "Turn", asked: Said) -> Outcome | None:
    """``and in hip hop specifically``, ``gimme a table top 10``, ``how sure are you``: the question before, once more."""
    before = tuple(reworded(turn, text) for text in turn.context.said[::-1][:_MOST_BACK])
    if not before:
        return None
    if count := counting.asks_for_table(asked.text):
        first = said(before[0], number=count)
        return counting.genres_by(turn, first)
    if _DRAWN.fullmatch(asked.text) and turn.context.exchanges:
        told = turn.context.exchanges[-1].request
        return analyses.draw_last(turn) if told else _not_drawn(genre_in(turn, before[0]))
    before = tuple(text for text in before if not _DRAWN.fullmatch(said(text).text))
    if _SURE.fullmatch(asked.text):
        return next(filter(None, (popularity.certain(turn, one) for one in _chain(turn, before))), None)
    genre = _half(turn, asked)
    if not genre:
        return None
    for text in before:
        earlier = said(text, genre)
        for handler in _AGAIN:
            if (outcome := handler(turn, earlier)) is not None:
                return outcome
        if not _half(turn, said(text)):
            return None  # something else was said since
    return None


def _not_drawn(genre: str) -> Outcome:
    """That the answer before has no picture, and which there are of the genre that it was about."""
    tokens = (Token("genre", genre),) if genre else ()
    actions = (
        Action(f"What goes with popularity in {genre}", request_of("drivers", *tokens).text)
        if genre
        else Action("What goes with popularity", request_of("drivers").text),
        Action(
            "The map of all genres" if not genre else f"{genre} on the map", request_of("explore", "map", *tokens).text
        ),
    )
    return Outcome(reply=Reply(title="I have no picture of that answer.", text="These I can draw:", actions=actions))


def _chain(turn: "Turn", before: tuple[str, ...]) -> list[Said]:
    """The last question and the genre that half a question after it named."""
    genre = ""
    for text in before:
        asked = said(text, genre)
        half = _half(turn, said(text))
        if not half:
            return [asked]
        genre = genre or half
    return []


def _half(turn: "Turn", asked: Said) -> str:
    """The genre that half a question names: "within indie", "and for house?"; empty if it is more than that."""
    match = _HALF.fullmatch(asked.text)
    if match is None:
        return ""
    opened = asked.written.strip().lower() != asked.text or bool(match["link"]) or asked.asks
    return (genre_of(turn, match["what"]) or "") if opened else ""
