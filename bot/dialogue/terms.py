"""What the words of the trade mean here: ``what is valence``, ``what's a Camelot code``, ``what counts as a hit``."""

import re
from typing import TYPE_CHECKING, Final

from bot.dialogue.lexicon import fold
from bot.dialogue.mixing_next import neighbours
from bot.dialogue.outcome import Outcome, request_of
from bot.reply import Action, Reply
from bot.say import say
from engine import TRAIT_NAMES, Token, trait

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

_ASKED: Final = re.compile(
    r"(?:(?:and|so|ok|wait|sorry|but|hm+|i mean|please)[, ]+)*"
    r"(?:(?:(?:(?:can|could) (?:you|u) )?(?:explain|describe|tell)(?: (?:to )?(?:me|us|him|her|them|my \w+))? what(?:'s| is| does| do)?|what(?:'s|s| is| are| does| do| counts as| makes)|define|explain|describe|meaning of|what do you (?:mean by|call)|how (?:is|do you (?:measure|define|tell)))"
    r"(?: (?:a|an|by))*)\s+['\"“‘]?(?P<term>[a-z][a-z -]*?)['\"”’]?"
    r"(?:\s+(?:exactly|actually|even|really|here|mean|means|measured|is|stand for|supposed to (?:mean|be)|in (?:this|your) (?:data|context|case)|then|again|score|value|feature|measure|to you))*"
    r"(?:,? (?:like|as if|as you would|as) (?:to |for |i(?:['’]?m| am|['’]?d be| were) |you(?:['’]?d| would) (?:to|tell) |talking to )?(?:an? |my |somebody |someone )?[\w -]{2,40}|,? (?:please|pls|in (?:simple|plain|easy|other) (?:words|terms|english)|simply|for (?:a |an |my )?[\w -]{2,30}))*[ ?!.]*"
)
_NAMES: Final = {
    "bpm": "tempo",
    "beats per minute": "tempo",
    "happiness": "valence",
    "positiveness": "valence",
    "length": "duration",
    "dance": "danceability",
    "camelot": "camelot code",
    "camelot key": "camelot code",
    "camelot wheel": "camelot code",
    "camelot codes": "camelot code",
    "hits": "hit",
    "a hit": "hit",
    "hit song": "hit",
    "match figure": "match",
    "catalogue": "catalogue",
    "catalog": "catalogue",
    "hidden gems": "hidden gem",
    "keys": "key",
    "genre": "genre",
    "genres": "genre",
    "percentiles": "percentile",
    "breakout score": "breakout score",
    "emerging": "breakout score",
}
_MEANINGS: Final = {
    "camelot code": "A DJ's name for a key: a number from 1 to 12 and A for minor or B for major. Tracks mix in key where the codes "
    "are the same, one number apart, or share the number.",
    "key": "The note and mode that a track is built on, such as A minor; the Camelot code beside it (8A) tells DJs what mixes in key.",
    "hidden gem": "A track that fits and that few know: its popularity is low for what it sounds like.",
    "match": "How well a track fits what was asked for, from 0 to 100: how often editors put tracks with such a figure together.",
    "percentile": "The share of all recordings that have less of something: at the 90th percentile it has more than 90% of them.",
    "genre": "The label that a recording was filed under when the table was collected. Some are filed wrongly; I count how credible each is.",
    "catalogue": "All recordings that I know: one table of Spotify data. What is not in it, I cannot find.",
    "breakout score": "What a track or artist is expected to gain in popularity in the next two years, beyond what is usual in their genre.",
}


_MIXES: Final = re.compile(
    r"(?:(?:and|so|ok)[, ]+)*(?:what|which) (?:camelot )?(?:keys?|codes?)?\s*(?:can i |could i |do i |does |do |would )*(?:mix(?:es)?|goes?|works?|fits?|match(?:es)?|blends?)(?: (?:well|best|harmonically|nicely))* (?:with|into|out of|to) (?P<code>(?:1[0-2]|[1-9])[ab])[?!. ]*"
)


def answer(turn: "Turn", text: str) -> Outcome | None:
    """What a term means, with where to see it, or which keys mix with one; None if the text asks for none."""
    if (mixes := _MIXES.fullmatch(fold(text))) is not None:
        code = mixes["code"].upper()
        codes = neighbours(code)
        keys = " ".join(f"key:{one}" for one in codes)
        title = (
            f"With {code} mix {', '.join(codes[:-1])} and {codes[-1]}: the same key, its neighbours and its relative."
        )
        return Outcome(reply=Reply(title=title, actions=(Action("Tracks in these keys", f"/recommend {keys}"),)))
    match = _ASKED.fullmatch(fold(text).replace("’", "'").strip())
    if match is None:
        return None
    term = _NAMES.get(match["term"].strip(), match["term"].strip())
    if term == "popularity" or term == "hit":
        return _popularity(turn, term)
    if term in TRAIT_NAMES:
        lead = f"{term.capitalize()} is {trait(term).about}{_scale(term)}."
        return Outcome(request_of("explore", "features", Token("feature", term)), lead=lead)
    if term not in _MEANINGS:
        return None
    return Outcome(reply=Reply(title=_MEANINGS[term], actions=_SEEN.get(term, ())))


_SEEN: Final = {
    "match": (Action("See an example", say("recommend", "mood:calm")),),
    "genre": (Action("All genres", say("genres")),),
    "breakout score": (Action("Who is rising", say("emerging")),),
    "catalogue": (Action("About the data", say("about")),),
}


def _scale(name: str) -> str:
    if name in ("tempo", "duration"):
        return ""
    return ", in decibels below full scale" if name == "loudness" else ", from 0 to 1"


def _popularity(turn: "Turn", term: str) -> Outcome:
    lead = (
        f"Popularity is Spotify's own figure from 0 to 100, mostly from how much and how lately a track was played, "
        f"{turn.engine.popularity_as_of}."
    )
    if term == "hit":
        high = turn.engine.levels.raw("popularity", "high")
        lead = f"Where you say hit I take tracks above popularity {high:.0f}. {lead}"
    return Outcome(request_of("explore", "popularity"), lead=lead)
