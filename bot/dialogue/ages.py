"""How old those are who will listen: no decade of music, though it sounds like one."""

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

_TENS: Final = r"(?:(?:teens|twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)|[1-9]0['’]?s)"
# "20 people in their late 30s", "women over 50", "mostly forty-somethings"
_AGE: Final = re.compile(
    rf"(?i),?\s*\b(?:(?:all|mostly|mainly|who are|they(?:['’]re| are)) )*in (?:their|our|his|her|my) (?:(?:late|early|mid)[- ])?{_TENS}(?: (?:and|or|to|-) (?:(?:late|early|mid)[- ])?{_TENS})?"
    r"|,?\s*\b(?:aged|ages?|between the ages of) \d{1,2}(?: ?(?:-|–|to|and) ?\d{1,2})?(?: years?(?: old)?)?\b"
)


def plain(turn: "Turn", text: str) -> str:
    """The text without the ages of people, which are noted as passed over: the data does not know who listens."""
    found = [match[0].strip(" ,") for match in _AGE.finditer(text)]
    if not found:
        return text
    turn.notes += [f'who listens to what is not in the data: passed over "{age}"' for age in found]
    return _AGE.sub("", text).strip() or text
