"""An order that is taken back in the same breath: nothing is changed, and that is said.

``delete it, no wait dont``, ``remove that, no actually keep it``.
"""

import re
from typing import Final

from bot.dialogue import acts
from bot.dialogue.lexicon import fold
from bot.dialogue.outcome import Outcome
from bot.reply import Reply

_ORDER: Final = r"(?:delete|remove|drop|erase|clear|archive|rename|replace|swap|change|block|unblock|save|add|put|take|move|cut|lose|skip|forget|get rid of|throw|kick|scrap|ditch|export|watch)"
_DOUBT: Final = r"(?:oh|no|nope|nah|wait|hold on|hang on|actually|sorry|hm+|well|on second thoughts?|stop|ah|ok|but|scratch that|never ?mind|i changed my mind|i take that back)"
_TAKEN_BACK: Final = re.compile(
    rf"(?:(?:ok|okay|and|now|please|can you|could you|just)[, ]+)*{_ORDER}\b[^.!?]{{1,60}}?\s*[,.;!…–-]+\s*(?:{_DOUBT}[,.;!… ]*)+"
    r"(?:(?:please )?(?:do ?n['’]?t|do not|keep|leave|let)(?: (?:do|delete|remove|drop|change|rename))?(?: (?:it|that|them|this|those|everything))?(?: (?:stay|as (?:it|they) (?:is|are|was|were)|in|alone|there|please|after all|then))*"
    r"|never ?mind(?: (?:that|it))?|forget (?:it|that|i said that)|cancel(?: that)?|scratch that|i changed my mind|i take that back|stop)[.! ]*"
    rf"|(?:(?:ok|okay|and|now|please)[, ]+)*{_ORDER}\b[^.!?,;]{{1,60}}?\s*[,.;!…–-]+\s*(?:(?:no|nope|wait|actually|sorry|oh)[,.;!… ]+)*(?:never ?mind|scratch that|i changed my mind|i take that back|(?:do ?n['’]?t|do not))[.! ]*"
)


def read(text: str) -> Outcome | None:
    """That nothing was changed, where an order is taken back; None for other words.

    Examples
    --------
    >>> read("delete it, no wait dont").reply.title
    'Nothing was changed.'
    >>> read("delete number 2, no wait number 3") is None
    True
    """
    if len(text) > acts.LONGEST or not _TAKEN_BACK.fullmatch(fold(text).strip()):
        return None
    return Outcome(reply=Reply("Nothing was changed.", "It stays as it is. Say what to change when you have decided."))
