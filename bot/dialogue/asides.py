"""What a message says beside its wish and what changes nothing of it: politeness within it, and why it is wished."""

import re
from typing import Final

_POLITE: Final = re.compile(
    r"(?i)(?<=\w),? (?:please|pls|plz|bitte|por favor|porfa|s['’]il (?:te|vous) pla[iî]t|per favore)(?=\s*(?:[,;!–-]|\.\s|\b(?:because|cause|cos|coz|weil|porque|parce que)\b))"
)
_LINK: Final = (
    r"\s*(?:[,;.!–-]+\s*(?:(?:because|cause|cos|coz|since|as|and|but)\s+)?|\s(?:because|cause|cos|coz|since|as)\s+)"
)
_WHO: Final = r"(?:(?:my|our|the|his|her|their) [\w'’-]+(?: [\w'’-]+)?|i|we|he|she|they|people|everyone|everybody|nobody|no one|most of us)"
_THEM: Final = r"(?:him|her|them|it|that|this|those|these|that guy|that band|that stuff)"
# "my wife can't stand him", "we're sick of them", "nobody here likes it"
_DISLIKE: Final = re.compile(
    rf"(?i){_LINK}{_WHO}(?: (?:here|all|really|just|simply|absolutely|both))*(?:"
    rf" (?:can ?not|can['’]?t|could ?n['’]?t|does ?n['’]?t|do ?n['’]?t|did ?n['’]?t|won['’]?t|never) (?:really |ever )?(?:stand|bear|like|take|hear|endure|stomach|abide|want|love)(?: to hear)? {_THEM}"
    rf"| (?:hates?|dislikes?|loathes?|detests?|despises?|likes?) {_THEM}"
    rf"|(?:['’]?(?:s|re|m)| is| are| am) (?:so |all |really |just )*(?:sick|tired|bored|fed up|allergic|over)(?: (?:of|to|with|by))? {_THEM}"
    rf"| (?:get|gets|got|have|has|had) (?:enough|too much|sick|tired|bored) of {_THEM})(?: (?:anymore|any more|at all|any longer|either|so much|now|all))*[ .!]*$"
)
_REJECTS: Final = re.compile(
    r"(?i)^(?:(?:ok|okay|and|but|please|oh|so|then|actually)[, ]+)*(?:no|without|drop|exclude|skip|remove|leave out|kein\w*|ohne|sin|sans|sem|senza|not)\b"
)
_BECAUSE: Final = re.compile(r"(?i)(?<=\w)[,;]?\s+(?:because|cause|cos|coz|weil|porque|parce qu[e'’]|perch[eé])\b.*$")
_LAST_POLITE: Final = re.compile(r"(?i)(?<=\w),? (?:please|pls|plz)[ .!]*$")


def without(text: str) -> str:
    """The text without politeness within it and without a reason behind what is not wanted.

    Parameters
    ----------
    text : str
    """
    plain = _DISLIKE.sub("", _POLITE.sub("", text))
    if _REJECTS.match(plain):
        plain = _BECAUSE.sub("", plain)
    if plain == text:
        return text
    return _LAST_POLITE.sub("", plain).strip() or text
