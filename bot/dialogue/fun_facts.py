"""``tell me a fun fact about the data``, and another one: what the catalogue has most or least of, one at a time."""

from typing import TYPE_CHECKING, Final

from bot.dialogue import data_facts
from bot.dialogue.lexicon import fold
from bot.dialogue.outcome import Outcome, request_of
from bot.dialogue.pattern_table import Pattern
from bot.reply import Action, Reply
from engine import Token

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

_OPENING: Final = r"(?:(?:and|so|ok|okay|hey|haha+|lol|now|please|well|cool|nice|great|wow)[, !.]+)*"
_KIND: Final = r"(?:(?:really|very|more|most|good|nice|little|bit of) )*(?:fun|funny|interesting|cool|random|weird|surprising|curious|strange|odd|amazing|useless|crazy|nerdy)"
_FACT: Final = r"(?:facts?|trivia|stat(?:istic)?s?|tidbits?|finding|insights?|things?|number)"
_ASKED: Final = Pattern(
    rf"{_OPENING}(?:(?:do you (?:have|know)|have you(?: got)?|can you|could you|any|got)[, ]+)*(?:(?:tell|give|share|show|hit)(?: me| us)?(?: with)? )?(?:(?:an?|some|any|one|your|the|another|one more) )*(?:{_KIND} {_FACT}|trivia)(?: (?:about|from|in|of|on) .+)?(?: (?:please|then))*[ ?!.]*"
    rf"|{_OPENING}(?:(?:tell|give|show)(?: me| us)? |what(?:'s|s| is) )?(?:something|anything|the most|what(?:'s| is)) {_KIND}(?: {_FACT})? (?:about|in|from|of) (?:the|your|this|these) (?:data|catalog\w*|music|numbers|songs|collection|dataset|table)[ ?!.]*"
    rf"|{_OPENING}(?:surprise|impress|amuse|entertain) (?:me|us) with (?:an?|some) (?:{_KIND} )?{_FACT}[ ?!.]*"
)
_MORE: Final = Pattern(
    rf"{_OPENING}(?:(?:tell|give|show)(?: me| us)? )?(?:another|another one|one more|more|next|next one|again|a different one|something else|another {_FACT}|one more {_FACT}|more {_FACT}|(?:any|some) (?:more|others?))(?: (?:please|then|of those))*[ ?!.]*"
)
BEGINS: Final = "Fun fact: "
_ENDS: Final = (
    ("tempo", True), ("energy", False), ("danceability", True), ("duration", False), ("speechiness", True),
    ("valence", True), ("instrumentalness", True), ("popularity", True), ("liveness", True), ("acousticness", True),
)  # fmt: skip


def read(turn: "Turn", text: str) -> Outcome | None:
    """One fact that was not told yet; None if the text asks for none."""
    said = fold(text).strip(" ¿¡")
    told = [one.told for one in turn.context.current if one.told.startswith(BEGINS)]
    last = turn.context.exchanges[-1] if turn.context.exchanges else None
    again = last is not None and last.told.startswith(BEGINS) and _MORE.fullmatch(said) is not None
    if not again and _ASKED.fullmatch(said) is None:
        return None
    # Which comes next follows from how many were told: nothing is remembered beside the talk.
    name, most = _ENDS[len(told) % len(_ENDS)]
    fact = data_facts.genre_with_most(turn.engine, name, most=most)
    if not fact:
        return None
    see = request_of("explore", "features" if name != "popularity" else "genres", *_of(name))
    title = f"{BEGINS}{fact[:1].lower()}{fact[1:]}"
    return Outcome(reply=Reply(title=title, actions=(Action("See it", see.text),)))


def _of(name: str) -> tuple[Token, ...]:
    return (Token("feature", name),) if name != "popularity" else ()
