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
# "I love the energy, let's ...": praise of the list, and no wish for energy.
_PRAISED: Final = re.compile(
    r"(?i)\bi (?:do |really |absolutely |just )*(?:like|love|enjoy|dig|appreciate) (?:the|this|that|your|its) "
    r"(?:energy|vibes?|mood|feel|flow|beats?|tempo|pace|sound|style|selection|mix|taste|direction)\b"
    r"(?=\s*(?:[,.!;]|$|\b(?:and|but|so|let['’]?s|can|could|now|please|how)\b))"
)
# "I forget who sings it": what is not known is no wish.
_FORGOTTEN: Final = re.compile(
    r"(?i)[,;]?\s*\b(?:(?:but|though|and) )?i (?:forget|forgot|(?:do ?n['’]?t|do not|can['’]?t|cannot) (?:remember|recall|know)) "
    r"(?:who|what|which|the (?:name|title|singer|artist|band))\b[^,.;!?]*"
)
_LAST_POLITE: Final = re.compile(r"(?i)(?<=\w),? (?:please|pls|plz)[ .!]*$")


def without(text: str) -> str:
    """The text without politeness within it and without a reason behind what is not wanted.

    Parameters
    ----------
    text : str
    """
    bare = _FORGOTTEN.sub("", _PRAISED.sub("", text))
    bare = bare if re.search(r"\w{3}", bare) else text
    plain = _DISLIKE.sub("", _POLITE.sub("", bare))
    if _REJECTS.match(plain):
        plain = _BECAUSE.sub("", plain)
    if plain == text:
        return text
    return _LAST_POLITE.sub("", plain).strip() or text
