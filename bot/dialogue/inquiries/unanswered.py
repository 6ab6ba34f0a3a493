"""What a message asks for: data, rows shown, the bot itself, or music. And the reply where a question has no answer."""

import re
from typing import TYPE_CHECKING, Final, Literal

from bot.dialogue import acts, patterns, references, row_facts, unclear
from bot.dialogue.inquiries import figures
from bot.dialogue.inquiries.said import genre_talked_of, said
from bot.dialogue.language import hear
from bot.dialogue.lexicon import fold
from bot.dialogue.outcome import Outcome, request_of
from bot.dialogue.pattern_table import Pattern
from bot.dialogue.shared import genre_in, not_there
from bot.reply import Action, Reply
from engine import AUDIO_NAMES, Token

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

Kind = Literal["data", "rows", "bot", "request", ""]
"""What is asked: something about the data, about rows shown, about the bot, for music; empty: no question."""

_BE: Final = (
    r"(?:is|are|was|were|isn't|aren't|wasn't|does|do|did|doesn't|don't|has|have|had|should|will|would|can|could)"
)
_MUSIC: Final = r"(?:songs?|tracks?|music|tunes?|playlists?|artists?|bands?|albums?|singers?|stuff|hits|bangers)"
# "can you give me ...", "do you have any ...", "is there something ...", "how about jazz", "could we try soul"
_WANTS: Final = Pattern(
    r"^(?:"
    r"(?:will|would|won't|wouldn't) (?:you|u|i|we)\b|(?:can|could|may|might|can't|couldn't) (?:you|u|i|we|it|they|that|this|the (?:list|playlist|next|first|rest))\b"
    r"|(?:do|did) (?:you|u|we)\b|have (?:you|u|we)\b|(?:has|have) (?:it|that|this) got\b|(?:you|u) (?:got|have)\b|got\b|any\b|anything\b|anybody\b|anyone\b|something\b|some\b|more\b"
    r"|(?:should|shall|could) (?:i|we|you|it) (?:maybe |just |also )?(?:try|hear|play|listen|go|add|have|do|start|mix|put|get|make|keep|be|see|take|use|open|end|change|swap|drop)\b"
    r"|(?:is|are|isn't|aren't|was|were|would) there\b|(?:is|would) it (?:be )?(?:ok|okay|possible|fine|alright|all right)\b|what (?:about|else|if)\b|how (?:about|bout|else)\b|hows about\b|how's about\b"
    r"|(?:do|have|has|should|can|could|will|would|is|are|be|must) (?:be|to|an?|some|something|somebody|it|me|us|not|no|more|less|another|all|any|the same|only|just|also|maybe|you|u)\b"
    r"|who (?:else|should|would|could|can|do|might|shall|are some|do you)\b|where (?:can|could|do|should|would) (?:i|we|you)\b|how (?:do|can|could|would|should) (?:i|we|you|one)\b"
    r"|why not\b|why don't (?:we|you)\b"
    r")"
)
# "what should I play after X", "what's good for a rainy day", "which songs are good for running", "what are some ..."
_WHAT_MUSIC: Final = Pattern(
    rf"^(?:(?:what|which|whats|what's|wat|wich)(?:'s|s| is| are| would be| were)?)\s+(?:"
    rf"(?:\w+ )*{_MUSIC}\b(?! (?:get|gets|is more popular|make|makes|sell)\b)"
    r"|(?:some|your|an?|more|another|other)\b"
    r"|(?:was |were |is )?(?:big|hot|huge|hip|around|on the radio|popular) (?:in|during|back)\b"
    r"|(?:i|we|you|u)\b.*|(?:should|would|could|can|do|shall|might) (?:i|we|you|u|one)\b.*"
    r"|(?:should|would|could|can|might) (?:be|go|fit|work|suit|come|follow|open|close)\b.*"
    r"|(?:should|would|could|can|do|might)\b.*\b(?:play|listen|hear|dance|put on|sing along|study|work out|spin|(?:open|close|start|end|begin) with)\b.*"
    r"|(?:the )?(?:good|nice|best|great|similar|suitable|perfect|right|like|fun|cool|appropriate|hot|new|trending|next)\b"
    r"|(?:goes?|fits?|works?|suits?|mix(?:es)?|blends?|pairs?|plays?|sounds?|to (?:play|listen|hear|put)|comes? (?:next|after)|follows?|matches|there|next|up)\b"
    r")"
)
_ROWS: Final = Pattern(
    r"\b(?:in (?:there|here|it|this|that|these)|(?:of|among|in) (?:these|those|them)|(?:these|those|they|them|the (?:list|playlist|set|first|second|third|fourth|fifth|last)(?: one)?|this list|that list|number \d+)|it|this one|that one|this|that)\b"
)
_BOT: Final = Pattern(
    r"\b(?:you|u|your|yours|yourself|this bot|cratebot|the bot|the model|the data|the catalog\w*|catalog\w*|database|spotify)\b"
)
_ASKS: Final = Pattern(
    rf"^(?:{_BE}\b|how (?:many|much|often|sure|likely|come|big|far|common|rare|reliable|certain|does|do|did|is|are|was|were|has|have|well|good|bad|different|similar|important|popular|\w+ (?:is|are|does|do|was))\b|"
    rf"(?:what|which|whats|what's)(?: (?:percentile|percentage|percent|share|proportion|fraction|number|rank|part|genres?|styles?|traits?|features?|keys?|of (?:them|these|those)|factor\w*|makes|drives|happens|changed|causes?|does|do|did|would|will|is|are|was|were))\b|"
    rf"(?:what|who|which|where|when|whose|whom)(?:'s|s| is| are| was| were| does| do| did| has| have| will| would| should| can| could| stands?| ranks?| comes?)\b|where\b|when\b|how\b|who (?:invented|created|started|wrote|produced|discovered|coined|owns|runs|decides?|assigned|made)\b|why (?:is|are|was|were|do|does|did|has|have|would|should)\b)"
)
_PLAIN_BE: Final = r"(?:is|are|was|were|isn't|aren't|wasn't|does|do|did|doesn't|don't)"
# What a question that begins with an auxiliary goes on with; "would love some soul" and "has to be sung" are none.
_SUBJECTS: Final = Pattern(
    rf"^(?:{_PLAIN_BE} [\w'\"&-]+|{_BE} (?:it|they|he|she|this|that|these|those|there|the|an?|my|our|your|his|her|their|its|being|having|all|most|many|people|"
    r"songs?|tracks?|music|artists?|bands?|listeners|i|we)\b)"
)
# "was hoping for jazz", "did not like it", "is great": what begins like a question and states something.
_STATES: Final = Pattern(
    r"^(?:(?:isn't|aren't|wasn't|doesn't|don't|didn't)\b|(?:is|are|was|were|does|do|did) (?:not|never|just|really|so|a (?:bit|little)|good|great|nice|ok|okay|fine|perfect|"
    r"it for|hoping|thinking|looking|wondering|expecting|more|less|better|worse|cool|awesome|lovely|what|like|feel|the (?:job|trick))\b)"
)
# "When the Levee Breaks is great" praises a song.
_MAY_BE_TITLE: Final = Pattern(r"^(?:when|where|who|how)\b")
_NAMED: Final = Pattern(r"(?:what|who)(?:'s|s| is| are| was| were) (?P<name>.+)")
_TITLE_BY: Final = re.compile(
    r"(?i)(?:is|was|does|did|has)\s+(?:the (?:song|track)\s+)?(?P<title>[^,?!]{1,50}?)\s+by\s+(?P<artist>[^,?!]+)"
)
_NAME_WORDS: Final = 4
_TOO: Final = Pattern(r"\b(?:too|enough)\b")
_SENTENCES: Final = Pattern(r"[.!?;]\s+\w")


def kind(text: str) -> Kind:
    """What a message asks for; a wish for music in the shape of a question is a request.

    >>> kind("does loudness matter?"), kind("are these all remixes?"), kind("are you sure?")
    ('data', 'rows', 'bot')
    >>> kind("could we try soul?"), kind("what's good for a rainy day?"), kind("slow jazz")
    ('request', 'request', '')
    """
    asked = said(text)
    words = asked.text
    if not words or len(words) > acts.LONGEST or _SENTENCES.search(text) or _TOO.search(words):
        return ""  # "isn't that too slow?" complains
    if _WANTS.match(words) or _WHAT_MUSIC.match(words):
        return "request"
    if not _ASKS.match(words):
        return ""
    if re.match(rf"^{_BE}\b", words) and not _SUBJECTS.match(words):
        return ""
    if not asked.asks and (_STATES.match(words) or (_MAY_BE_TITLE.match(words) and patterns.praises(text))):
        return ""
    if _ROWS.search(words):
        return "rows"
    return "bot" if _BOT.search(words) else "data"


def unanswered(turn: "Turn", text: str) -> Outcome | None:
    """The reply to a question that nothing answers: what can be answered, and the nearest of it to press. None for a wish."""
    asked = kind(text)
    if asked in ("request", "") or acts.ellipsis(text):
        return None  # "does that hold for jazz" goes on from the answer before
    if (named := _NAMED.fullmatch(said(text).text)) is not None:
        name = named["name"]
        row = references.rows_of(name, turn.context)
        pointed = references.pronoun(name, turn.context) is not None
        found = turn.subjects.resolve(name) if row is not None else None if pointed else turn.subjects.known(name)
        if found is not None:
            return unclear.about(turn, found)  # "what is Bohemian Rhapsody"
    if (title_of := _no_such_title(turn, text)) is not None:
        return title_of
    shown = turn.context.counted
    if asked == "rows" and (turn.fresh or turn.context.last is None):
        asked = "data"
    if asked == "rows" and (told := row_facts.of_what_is_named(turn, text)) is not None:
        return told
    if asked == "rows":
        title = "That is more than I can tell of these. I know title, artist, album, genre, key, tempo, length, popularity, explicit or not, and nine measures of the sound."
    elif asked == "bot":
        title = "I can't answer that about myself. I know music from one table of Spotify data: how tracks sound, their genres and how popular they were."
    else:
        title = "That question I can't answer from the data. I can tell how genres, artists and tracks sound, what goes with popularity, and count what is in the catalogue."
    return Outcome(
        reply=Reply(
            title=title,
            text="Should it be tracks instead, say what they should sound like.",
            actions=_nearest(turn, text, shown is not None and asked == "rows"),
        )
    )


def _no_such_title(turn: "Turn", text: str) -> Outcome | None:
    """That the title a question is about is not there: "is Happy by Pharrell sad in a minor key"."""
    match = _TITLE_BY.match(text.strip())
    if match is None:
        return None
    after = match["artist"].split()
    named = [" ".join(after[:end]).strip(" ,?!.") for end in range(1, min(len(after), _NAME_WORDS) + 1)]
    # The longest part that is the name of somebody, and no word more.
    name = next((one for one in reversed(named) if _names_somebody(turn, one)), "")
    whole = f"{match['title']} by {name}"
    if not name or turn.subjects.track(whole) is not None:
        return None
    near = turn.engine.near(whole)
    hint = f"Nearest: {'; '.join(one.title for one in near)}." if near else ""
    return Outcome(reply=not_there(f'"{whole}" is not in the catalogue.', hint, near))


def _names_somebody(turn: "Turn", name: str) -> bool:
    found = " ".join(hear(turn.engine, f"songs by {name}").query.artists)
    return bool(found) and set(fold(name).split()) <= set(fold(found).split())


def _nearest(turn: "Turn", text: str, of_rows: bool) -> tuple[Action, ...]:
    """What can be answered that is nearest to a question: on its genre, its trait, its track."""
    actions = []
    genre = genre_in(turn, fold(text)) or genre_talked_of(turn)
    name = acts.trait_of(text)
    tracks = references.focus_tracks(turn.context) if of_rows else ()
    if tracks:
        actions.append(
            Action(f"About {tracks[0].track_name}", request_of("track", Token("track", tracks[0].track_id)).text)
        )
    if genre:
        if figures.driven(turn.engine, genre):
            actions.append(Action(f"What moves {genre}", request_of("drivers", Token("genre", genre)).text))
        actions.append(Action(f"About {genre}", request_of("genres", Token("name", genre)).text))
    if name in AUDIO_NAMES:
        actions.append(Action(f"How {name} is spread", request_of("explore", "features", Token("feature", name)).text))
        actions.append(
            Action(f"{name.capitalize()} and popularity", request_of("drivers", Token("feature", name)).text)
        )
    if not actions:
        actions.append(Action("All genres", "/genres"))
    return (*actions[:4], Action("What the data is", "/about"), Action("What I can do", "/help"))
