"""What is asked to be blocked, or unblocked, and is neither an artist nor a track: that only these are, and what helps.

``I hate christmas music. block it for me``, ``block jazz for good``, ``unblock christmas``.
"""

import re
from typing import TYPE_CHECKING, Final

from bot.dialogue import keeping, moves
from bot.dialogue.language import Heard, artist_named, hear
from bot.dialogue.outcome import Outcome
from bot.reply import Action, Reply
from bot.say import say
from engine import LEFT_OUT, Query

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

# "I hate Drake. block him for me"
_HATED: Final = re.compile(
    r"(?i)(?:(?:ok|so|well|ugh|oh|and)[, ]+)*(?:(?P<bad>(?!(?:it|this|that|these|those|they|number|the)\b)[^.!?,;]+?) (?:is|are|sounds?) (?:(?:so|really|just|too|absolutely) )*(?:awful|terrible|horrible|annoying|bad|the worst|rubbish|trash|crap)|(?:i|we)(?:['’]?m| am|['’]?re| are)? (?:(?:really|just|absolutely|so|all) )*(?:hate|can['’]?t stand|cannot stand|loathe|detest|despise|dislike|(?:do ?n['’]?t|do not) (?:like|want)|sick of|tired of|fed up with|allergic to) (?P<what>[^.!?,;]+?))"
    r"\s*[.!,;]+\s*(?:(?:so|and|please|pls|can you|could you|just)[, ]+)*(?P<verb>block|ban|mute|blacklist|hide) (?:it|that|this|them|those|him|her|(?:all|that|the) (?:stuff|lot|kind))(?P<rest>(?: (?:for (?:me|us|good|ever)|forever|please|too|all))*)[.!]*"
)
_ORDER: Final = re.compile(
    r"(?i)(?:(?:ok|okay|and|now|then|so|please|can you|could you)[, ]+)*(?P<verb>unblock|unban|stop blocking|unhide|unmute|block|ban|blacklist|hide|mute) (?:all )?(?:the )?(?P<name>.+?)(?P<ever>,? (?:for (?:good|ever|me|us)|forever|permanently))*[.!]*"
)
_MUSIC: Final = re.compile(r"(?i)\s+(?:music|songs?|tracks?|stuff|tunes|genre)$")


def plain(text: str) -> str:
    """What is hated and then blocked in another sentence, as one order: ``block christmas music for me``."""
    match = _HATED.fullmatch(text.strip())
    return f"{match['verb']} {match['bad'] or match['what']}{match['rest']}" if match is not None else text


def read(turn: "Turn", text: str) -> Outcome | None:
    """That only artists and tracks are blocked, where a kind of music or a genre is to be; None for other words."""
    match = _ORDER.fullmatch(keeping.without_reason(text, turn.engine))
    if match is None:
        return None
    name = _MUSIC.sub("", match["name"].strip('"“” '))
    heard = hear(turn.engine, f"no {name}")
    if artist_named(turn.engine, name) or not _is_kind(heard):
        return None
    query = heard.query
    back = match["verb"].lower().startswith(("un", "stop"))
    if not back and not query.not_kinds and not match["ever"] and turn.base() is not None:
        return None  # "ban jazz" is about the list shown
    usual = [kind for kind in query.not_kinds if kind in LEFT_OUT]
    lines = [f"{name[:1].upper()}{name[1:]} is left out of every list unless you ask for it."] if usual else []
    if back:
        title = f"Only artists and tracks can be blocked, so {name} is not."
        lines.append(f'Say "{name} songs" to hear some, or "what did I block" to see what is blocked.')
        wanted = hear(turn.engine, f"{name} songs").query
        return Outcome(
            reply=Reply(title, " ".join(lines), actions=(Action(f"{name} songs", say("recommend", wanted)),))
        )
    title = f"Only artists and tracks can be blocked for good, not {name}."
    lines.append(f'Say "no {name}" to leave it out of a list.')
    base = turn.base()
    without = turn.list_of(base[0], moves.merged(base[0].query or Query(), query)).text if base is not None else ""
    return Outcome(reply=Reply(title, " ".join(lines), actions=(Action(f"No {name}", without),) if without else ()))


def _is_kind(heard: Heard) -> bool:
    """Whether a rejection names a kind of music, a genre or a language, and nobody and no track."""
    query = heard.query
    named = query.not_artists or query.not_tracks or query.unlike or query.unlike_artists
    return bool(query.not_kinds or query.not_genres or query.not_languages) and not (named or heard.missing)
