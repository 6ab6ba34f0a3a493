"""Plain words for what the team keeps: crates, likes and blocks, watch lists, digests, privacy.

``put the first three into summer ad``, ``approve the second one``, ``what is our taste``, ``watch Radiohead``.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final

from bot.dialogue import references
from bot.dialogue.context import Context, Task
from bot.dialogue.language import artist_named
from bot.dialogue.lexicon import NUMBERS, ORDINALS, fold
from bot.dialogue.subjects import Subjects
from bot.memory.records import STATUSES, Feeling
from bot.request import Request
from engine import Engine, Token, Track

_END: Final = r"(?:,? please)?[.!?]*"
_START: Final = r"(?:(?:ok|okay|and|now|then|so|great|cool),? )*(?:please |can you |could you |let'?s )?"
_PUT: Final = re.compile(
    _START + r"(?:put|add|move|stick|throw|drop) (?P<what>.+?) (?:in|into|on|onto|to) "
    r"(?:the |our |my |an? )?(?:new )?(?:(?:crate|shortlist|playlist|list|folder) (?:called |named )|(?:crate|shortlist) )?(?P<name>.+?)(?: crate| shortlist)?"
    + _END,
    re.IGNORECASE,
)
# "make crate Rio with all of them"
_MADE_WITH: Final = re.compile(
    _START + r"(?:make|create|start|open|new)(?: me| us)?(?: an?)?(?: new)? (?:crate|shortlist) (?:called |named )?"
    r"[\"“]?(?P<name>[^\"”]+?)[\"”]? (?:with|from|out of|of|and (?:then )?(?:add|put in|put)) (?P<what>.+?)" + _END,
    re.IGNORECASE,
)
# "make a crate out of it called Studio"
_MADE_OF: Final = re.compile(
    _START
    + r"(?:make|create|start|open)(?: me| us)?(?: an?)?(?: new)? (?:crate|shortlist) (?:with|from|out of|of) (?P<what>.+?)"
    r" (?:(?:and )?call(?:ed)?(?: it)?|named|(?:and )?name it) [\"“]?(?P<name>[^\"”]+?)[\"”]?" + _END,
    re.IGNORECASE,
)
# What else things are added to: the list that is talked of.
_NO_CRATE: Final = frozenset({"it", "that", "this", "list", "the list", "playlist", "mix", "queue", "them", "those"})
_OF_LIST: Final = re.compile(r"(?i)\b(?:list|playlist|mix|queue)\b|^what|\b(?:chart|graph|plot|picture|diagram)s?$")
# The shortlist of the team, which the crate that was changed last is: "add 2 and 4 to our list".
_OUR_LIST: Final = re.compile(r"(?i)\b(?:our|my|the team['’]?s) (?:list|shortlist|playlist|crate)[.!?]*$")
# A place in the order of a list is no crate: "move it to two thirds in".
_PLACE: Final = re.compile(
    r"(?i)\b(?:top|end|start|front|bottom|beginning|middle|first|last|position|place|spot|slot|thirds?|halfway|up|down|in|earlier|later)$"
)
# "put it in order of tempo"
_AN_ORDER: Final = re.compile(r"(?i)(?:\w+ )?order\b|sequence\b")
# "our roadtrip list" has a name, "our whole list" has none; "one set that gets faster" is what is to be made.
_NAMED_LIST: Final = re.compile(
    r"(?i).*\b(?:our|my|the|the team['’]?s) (?!(?:whole|full|current|new|same|entire|last|first|old|long|short|own|other|final)\b)(?P<name>(?!(?:list|playlist|shortlist|folder|mix|set)\b)[^?!.,]+?) (?:list|playlist|shortlist|folder|crate)[.!?]*"
)
_A_SHAPE: Final = re.compile(
    r"(?i)(?:(?:one|a|single|same|big|long|new) )*(?:set|playlist|mix|mixtape|list)\b(?:,? (?:that|which|where|from|with|by|going|getting|so|building)\b.*)?"
)
_NAMED: Final = r"(?:the |our |my )?(?P<name>.+?)(?P<crate> crate)?"
_IN: Final = r"(?: (?:in|for|from|of) (?:the |our |my )?(?P<name>.+?)(?: crate)?)?"

# The crate that the talk was of last.
_THIS: Final = frozenset({"this", "that", "it", "crate", "this one", "that one"})

# Words that speak of a crate by name, and what /crate does then.
_OF_CRATE: Final[tuple[tuple[str, re.Pattern[str]], ...]] = tuple(
    (verb, re.compile(f"{_START}(?:{pattern}){_END}", re.IGNORECASE))
    for verb, pattern in (
        (
            "show",
            r"(?:show|open|what(?:['’]?s| is) in)(?: me| us)? (?:the |our |my )?(?P<crate>crate )(?:called |named )?(?P<name>.+?)",
        ),
        ("show", rf"(?:show|open|what(?:['’]?s| is) in)(?: me| us)? {_NAMED}"),
        (
            "new",
            r"(?:make|create|start|open|new)(?: me| us)?(?: an?)?(?: new)?(?P<crate> crate) (?:called |named |for )?(?P<name>.+?)",
        ),
        ("export", rf"(?:export|save|download) {_NAMED}(?: as .+)?"),
        (
            "fits",
            rf"what (?:else )?(?:fits|would fit|goes (?:well )?with|could go into|suits) (?:in |into )?{_NAMED}"
            r"(?:,? (?:that(?:'s| is| are)|which (?:is|are)|but|and is) (?P<query>.+?))?",
        ),
        ("gaps", rf"what (?:is|'s) (?:missing|lacking) (?:in|from) {_NAMED}"),
        ("audit", rf"who (?:did what|changed what|changed) in {_NAMED}"),
        ("rename", rf"rename {_NAMED} (?:to|into|as) (?P<to>.+?)"),
        ("rename", r"(?:rename|call) (?P<name>it|this|that)(?P<crate> crate)? (?P<to>.+?)"),
        ("archive", rf"(?:archive|put away) {_NAMED}"),
        # A crate is put away, not destroyed: others may have worked on it.
        ("archive", r"(?:delete|remove|get rid of|drop) (?:the |our |my )?(?P<name>.+?)(?P<crate> crate)"),
        (
            "archive",
            r"(?:delete|erase|get rid of|archive) (?:(?:the |our |my )?(?:saved )?(?:list|playlist|set) (?:called |named )?)?[\"“']?(?P<name>(?!it\b|this\b|that\b).+?)[\"”']?(?P<crate>(?!))?",
        ),
        ("archive", r"(?:delete|erase|archive) (?P<name>it|this|that)(?: (?:list|set|one|playlist))?(?P<crate>(?!))?"),
        (
            "show",
            r"(?:(?:re)?open|show(?: me)?|load|bring up|pull up) (?:(?:the |our |my )?(?:saved )?(?:list|playlist|set) (?:called |named )?)?[\"“']?(?P<name>.+?)[\"”']?(?: again)?(?P<crate>(?!))?",
        ),
        (
            "archive",
            r"(?:delete|remove|get rid of|drop) (?:the |our |my )?(?P<crate>crate )(?:called |named )?(?P<name>.+?)",
        ),
    )
)
# Commands whose name is a crate's: a list that is saved under a name is kept as one.
_NAMING: Final = frozenset({"crate", "save", "playlist"})
# "Make one called gym", after crates were spoken of.
_ANOTHER: Final = re.compile(
    _START
    + r"(?:make|create|start|open|add)(?: me| us)? (?:a )?(?:new |another )?(?:one|another)(?: more)? (?:called|named|titled) (?P<name>.+?)"
    + _END,
    re.IGNORECASE,
)
_WHAT_IN_IT: Final = re.compile(
    _START
    + r"(?:(?:show|tell) me )?(?:what(?:'s| is|s| all is)?(?: now)? in (?:it|there|that one)|what (?:have|do|did) (?:i|we) (?:got|have|put|got so far)?"
    r"\s*in(?:to)? (?:it|there|that one)|what did (?:i|we) put (?:in|into) (?:it|there))(?: now| so far| already| then| at the moment)*"
    r"[.!?]*",
    re.IGNORECASE,
)
_WHO: Final = re.compile(
    r"who (?:all )?(?:has |have )?(?:approved|rejected|shortlisted|licensed|added|voted|noted|changed|did what)\b.*",
    re.IGNORECASE,
)
_LIST: Final = re.compile(
    r"(?:and |so |ok )*(?:what|which (?:lists|songs|tracks|ones))(?:'s| is|'ve| have| has| did| do)?(?: (?:we|i|you))?(?: (?:already|all))? (?:saved?|kept|keep|stored|collected|put aside|bookmarked)(?: (?:so far|until now|till now|already|by now|here|yet))*|"
    r"(?:show|list|see|what are)(?: me| us)? (?:the |our |my |all )*(?:crates|(?:saved|kept|stored) (?:lists|crates|playlists|shortlists)|shortlists)|(?:and |so |ok )*(?:what|which) (?:lists|crates|playlists|shortlists) have (?:i|we) (?:saved|kept|made|got)(?: so far| already)?|(?:and |so |ok )*(?:which|what)(?: saved)? (?:crates|shortlists|saved lists) "
    r"(?:are there|(?:do |have )?(?:we|i|you)(?: have| got| made?| keep)*)(?: already| so far| now)*|(?:and |so |ok )*(?:what|which)(?: one)? of (?:our|my|the|these|all) (?:crates|shortlists)\b.*|(?:and |so |ok )*(?:what(?:['’]?s| is| all is| do (?:i|we) have)|show(?: me)? what(?:['’]?s| is)) in (?:my|our|all (?:my|the|our)) (?:crates|shortlists|lists)",
    re.IGNORECASE,
)
# What is done to tracks of a crate; without "in NAME" only where a crate was shown last.
_ON_TRACKS: Final[tuple[tuple[tuple[str, ...], re.Pattern[str]], ...]] = tuple(
    (words, re.compile(_START + pattern + _IN + _END, re.IGNORECASE))
    for words, pattern in (
        (("vote", "vote:up"), r"(?:(?:i )?vote (?:for|up)|upvote) (?P<what>.+?)"),
        (("vote", "vote:down"), r"(?:(?:i )?vote (?:against|down)|downvote) (?P<what>.+?)"),
        (("status", "status:approved"), r"approve (?P<what>.+?)"),
        (("status", "status:rejected"), r"reject (?P<what>.+?)"),
        (("status", "status:shortlisted"), r"shortlist (?P<what>.+?)"),
        (("assign",), r"assign (?P<what>.+?) to (?P<to>.+?)"),
        (
            ("status",),
            rf"(?:mark|set) (?P<what>.+?) (?:as|to) (?P<status>{'|'.join(STATUSES)})",
        ),
        (("remove",), r"(?:remove|take out|delete|take) (?P<what>.+?)(?: out)?"),
    )
)

_A_ROW: Final = re.compile(
    rf"(?:the )?(?:(?:{'|'.join(ORDINALS)})(?: (?:one|track|song|two|three))?|(?:number|track|#) ?\d{{1,3}})"
)
# A remark is as long as it is, so no crate is named after it.
_NOTED: Final = re.compile(
    _START + r"(?:note|remark|comment)(?: on| for| to)? (?P<what>[^:]+?): *(?P<note>.+)", re.IGNORECASE | re.DOTALL
)

_FOR_US: Final = r"(?:for us|for (?:the|this) channel|we all like|for all of us)"
_PLAIN: Final[tuple[tuple[Request, re.Pattern[str]], ...]] = tuple(
    (request, re.compile(f"{_START}(?:{pattern}){_END}", re.IGNORECASE))
    for request, pattern in (
        (Request("taste"), r"(?:(?:show(?: me)?|what(?:'s| is)|tell me) )?my taste(?: like)?|what (?:do|did) i like"
                           r"|what (?:have you learned|did you learn) (?:about|of|from) (?:me|my taste)"
                           r"|(?:(?:show(?: me)?|what(?:'s| is) on|list) )?my (?:block ?list|blocks|blocked (?:artists|tracks|songs))"
                           r"|(?:(?:show(?: me)?|tell me|list) )?(?:who|what|which (?:artists|tracks|songs)|all|everything|everybody|everyone)(?: all)? (?:(?:(?:did|have|do) )?i(?:['’]?ve)?(?: (?:have|got|did))? block(?:ed)?|(?:is|are) blocked(?: for me)?)(?: (?:so far|until now|till now|up to now|already|by now|now|here|at the moment|for good))*"),
        (Request("taste", (Token("for", "us"),)), r"(?:who|what|which (?:artists|tracks|songs)) (?:(?:did|have|do) )?we(?:['’]?ve)?(?: (?:have|got))? block(?:ed)?(?: (?:so far|until now|already|now|here))*|(?:(?:show(?: us| me)?|what(?:'s| is)) )?our taste(?: like)?|what (?:do|did) we like"
                                                    r"|what (?:have you learned|did you learn) (?:about|of|from) us"),
        (Request("recommend", (Token("for", "us"),)),
         rf"(?:recommend|suggest|play|find|give)(?: us| me)? (?:something|music|songs|tracks) {_FOR_US}|something {_FOR_US}|recommend {_FOR_US}"),
        (Request("recommend", (Token("for", "me"),)),
         r"(?:recommend|suggest|play|find)(?: me)? (?:something|music|songs|tracks)"
         r" (?:just for me|for me|to my taste|i(?:'d| would| will) like)|something (?:for me|to my taste)"),
        (Request("watch", (Token("", "list"),)), r"(?:show(?: me)?|what(?:'s|s| is) (?:on|in)) (?:the|our|my) watch ?list"
                                              r"|(?:what|who) (?:are|do|am) (?:we|i) (?:watching|watch|following|follow)|(?:show|list)(?: me| us)? (?:my|our|the) watch(?:es|ed (?:artists|genres|tracks))"),
        (Request("digest", (Token("", "list"),)),
         r"(?:show|list|what are)(?: me| us)? (?:the |our |my |all )*digests|(?:which|what) digests (?:are there|do we have)"),
        (Request("taste"), r"(?:and |so )?what (?:do|did|can) you (?:actually |really )?(?:(?:remember|recall|know by now) (?:about|of|on) me(?: so far)?|(?:know|remember) (?:about|of) (?:my taste|what i like))|do you (?:still )?(?:remember|know) (?:me|my taste|what i like)"),
        (Request("privacy"), r"what do you (?:know|keep|store|remember|save) (?:about|of|on) (?:me|us)"
                             r"|what (?:is|do you have) stored about (?:me|us)|privacy|what do you (?:keep|store)"),
        (Request("forget", (Token("", "likes"),)),
         r"(?:forget|delete|erase|clear|reset|wipe|drop|unlearn)(?: (?:all|everything|about|of|that))*(?: (?:my|the))* (?:likes|dislikes|likes and dislikes|taste|tastes|opinions|favou?rites|preferences)"
         r"|forget (?:that|what|everything|all|whatever)(?: (?:that|what))? i (?:ever )?(?:said (?:i|that i) )?(?:like[ds]?|love[ds]?)(?: and dislike[ds]?)?(?: anything| before| so far)?"),
        (Request("forget", (Token("", "me"),)), r"forget (?:everything (?:about|on) )?me|delete (?:all )?my data"),
        (Request("export", (Token("", "me"),)), r"export my data|(?:give|send) me my data"),
    )
)  # fmt: skip
_WATCH: Final = re.compile(
    _START + r"(?P<verb>watch|keep an eye on|stop watching) (?:the )?(?P<kind>artist |genre |track |song )?(?P<name>.+?)"
    r"(?: for (?:me|us|the team))?" + _END,
    re.IGNORECASE,
)  # fmt: skip
_TOLD: Final = re.compile(
    _START + r"(?:tell|let|alert|notify) (?:me|us)(?: know)? (?:when|if) (?:(?:something|anything|a (?:song|track)|songs) (?:new )?(?:by|from|of) )?(?P<name>.+?) (?:moves?|rises?|falls?|changes?)"
    + _END,
    re.IGNORECASE,
)  # fmt: skip
# "when there's something new in punk"
_NEWS: Final = re.compile(
    _START
    + r"(?:tell|let|alert|notify|ping|message|warn) (?:me|us)(?: know)? (?:when(?:ever)?|if|once|as soon as) (?:there(?:'s|s| is| are)|you (?:have|get|find)|something|anything)(?: (?:any|some|more|something|anything))?"
    r" ?(?:new|newer|fresh)?(?: (?:stuff|music|songs?|tracks?|releases?|ones|things?|material))*(?: (?:comes? (?:out|in)|is out|happens|appears))? (?:in|from|by|of|for) (?:the )?(?P<name>.+?)"
    + _END,
    re.IGNORECASE,
)  # fmt: skip
_EVERY: Final = (
    r"every (?P<every>day|monday|tuesday|wednesday|thursday|friday|saturday|sunday)(?: morning)?"
    r"(?: at (?P<hour>\d{1,2}|[a-z]{3,6})(?::(?P<minute>\d\d))?(?: ?(?P<half>am|pm))?)?"
)
# "Post rock every day" is a kind of music.
_POST: Final = r"(?:post(?! (?:rock|punk|hardcore|metal)\b)|send|remind|share)(?: it)?(?: us| me| here)?"
_WHAT: Final = r"(?:with |of |about |: ?)?(?:the |some )?(?P<what>.+?)(?: here)?"
_DIGESTS: Final = tuple(
    re.compile(_START + pattern + _END, re.IGNORECASE)
    for pattern in (f"{_POST} {_EVERY},?:? {_WHAT}", f"{_EVERY},? {_POST} {_WHAT}", f"{_POST} {_WHAT} {_EVERY}")
)
_ANY_DIGEST: Final = re.compile(r"(?i)(?:(?:a|the|your|our|my|one|weekly|daily) )*(?:digest|update|summary|news)")
_RISING: Final = re.compile(
    r"(?:new |top )?(?:emerging|rising|risers)(?: (?P<one>artists|tracks|songs|music))?(?: (?:in|from|of))?(?: (?P<genre>.+?))??"
    r"(?: (?P<other>artists|tracks|songs|music))?",
    re.IGNORECASE,
)
_STOPPED: Final = re.compile(
    _START + r"(?P<verb>stop|cancel|end|remove|delete|pause|turn off|resume|restart|continue)"
    r"(?: (?:the|that|this|our|my|your|weekly|daily|posting))* digests?(?: (?:number |no\.? ?|#)?(?P<number>\d{1,9}))?"
    + _END,
    re.IGNORECASE,
)  # fmt: skip

# A list that is pasted after the words.
_IMPORTED: Final = re.compile(
    _START
    + r"(?:import|match|look up|read) (?:this|these|the following|my)(?: (?:list|tracks?|songs?|titles|playlist))?"
    r"\s*[:\n]\s*(?P<lines>.+)",
    re.IGNORECASE | re.DOTALL,
)

_WATCH_LIST: Final = re.compile(
    _START
    + r"(?:put|add|stick|place|get) (?P<name>him|her|them|it|that (?:artist|band|act|one)|this (?:artist|band|act|one)) (?:on|onto|to|in) (?:the|my|our) watch ?-?list"
    + _END,
    re.IGNORECASE,
)
_NOBODY: Final = frozenset({"something", "anything", "things", "anyone", "anybody", "someone", "somebody", "stuff"})
_REMEMBERED: Final = re.compile(
    r"(?:please |and |ok,? )?remember (?:that|it|this)(?: (?:one|song|track))?(?: for (?:me|later))?[.!]*",
    re.IGNORECASE,
)
_LOVED: Final = re.compile(
    r"i (?:really |just )?(?:love|adore|like)(?: the sound of)? (?P<what>.+?)|love (?P<loved>.+?)|thumbs up (?:for|to) (?P<up>.+?)",
    re.IGNORECASE,
)
_NEVER: Final = re.compile(
    r"never again:?,?(?: (?P<what>.+?))?"
    r"|(?:please )?never (?:ever )?(?:show|play|suggest|recommend|give)(?: me| us)? (?P<shown>.+?)(?: ever)? again"
    r"|i (?:never|don['’]?t|do not) (?:ever )?(?:want|wanna|wish)(?: to)? (?:hear|see) (?P<heard>.+?)"
    r" (?:(?:ever )?again|any ?more)"
    r"|(?:please )?(?:don['’]?t|do not) (?:show|play|suggest|recommend|give)(?: me| us)? (?P<more>.+?)"
    r" (?:(?:ever )?again|any ?more)"
    r"|(?:please )?(?:don['’]?t|do not) (?:you )?ever (?:show|play|suggest|recommend|give)(?: me| us)? (?P<ever>.+?)"
    r"(?: again)?"
    r"|no (?:more )?(?P<none>(?!more\b)[^,;.!?]+?),? (?:ever again|never again|ever|for ever|forever)"
    r"|(?P<out>(?!no\b)[^,;.!?]+?)[,:]? never (?:ever )?again",
    re.IGNORECASE,
)
# "unblock Adele, it's for my mum": why is no part of a name
_WHY: Final = re.compile(
    r"(?i)(?:,? (?:please|pls|plz))*\s*(?:[,;.!–-]+\s*(?:(?:because|cause|as|since|and) )?(?:it['’]?s|its|it is|it was|this is|that['’]?s|they['’]?re|they|we|he|she|i|i['’]?m|my \w+|our \w+|for (?:my|the|our|a)|only for|just for)\b.*|,? (?:because|cause|cos|since)\b.*)$"
)
_BLOCK: Final = re.compile(
    _START + r"(?P<verb>block|ban|blacklist|hide|mute|unblock|unban|stop blocking|unhide|unmute) (?:the )?(?:band )?"
    r"(?P<kind>artist |track |song )?(?P<name>.+?)(?:,? (?:i )?(?:never|do ?n['’]?t|do not|can['’]?t)\b[^,;]*)?(?:,? (?:for (?:good|ever)|forever|permanently|for all time))?(?: (?:for me|please))*(?P<us> for (?:us|all(?: of us)?|everyone|everybody"
    r"|the (?:whole )?team|(?:the|this) (?:whole )?channel)| in (?:the|this) channel| here)?" + _END,
    re.IGNORECASE,
)  # fmt: skip
# "block the artist of 2": who made that row
_OF_ROWS: Final = re.compile(r"(?:of|from|behind|on|in) (?P<rows>.+)", re.IGNORECASE)
_BLOCKING: Final = frozenset({"block", "ban", "blacklist", "hide", "mute"})


@dataclass(frozen=True)
class Said:
    """An opinion in passing: of tracks that were shown, or of somebody by name."""

    feeling: Feeling
    tracks: tuple[Track, ...] = ()
    name: str = ""


def kept(text: str, context: Context, genres: Collection[str] = ()) -> Request | None:
    """The request to what the team keeps that the words make; None if they speak of something else."""
    plain = next((request for request, pattern in _PLAIN if pattern.fullmatch(text)), None)
    if plain is not None:
        return plain
    if _REMEMBERED.fullmatch(text.strip()) and len(context.focus) == 1:
        return Request("like", _keyed(context.focus))
    if (made := _MADE_OF.fullmatch(text) or _MADE_WITH.fullmatch(text)) is not None:
        # "Out of it": out of the list that is shown.
        what = "them" if made["what"].lower() in ("it", "this", "that") else made["what"]
        return Request("crate", (Token("", "new"), _name(made), *_keyed(_meant(what, context))))
    return (
        _on_watch_list(text, context)
        or _of_crate(text, context)
        or _put(text, context)
        or _on_tracks(text, context)
        or _watched(text, context, genres)
        or _posted(text)
    )


def pasted(text: str) -> Request | None:
    """The import of a list that is pasted behind ``import this list:``; None for other words."""
    match = _IMPORTED.fullmatch(text)
    return Request("import", (Token("lines", match["lines"], quoted=True),)) if match is not None else None


def blocked(text: str, context: Context, engine: Engine) -> Request | None:
    """``block Drake``, ``block the second one for us``, ``unblock Drake``: the request; None for other words.

    Where no list is shown that could be made again, ``never show me Drake again`` is one too. A title that begins so,
    as "Block Rockin' Beats" does, is a title.
    """
    match = _BLOCK.fullmatch(without_reason(text, engine))
    if match is None:
        return _never_again(text, context, engine)
    kind, name = (match["kind"] or "").strip().lower().replace("song", "track"), match["name"].strip('"“”')
    if not kind and name.lower().replace(" ", "-") in engine.catalogue.genres:
        return None  # "ban jazz" is about the list
    if kind == "artist" and (of := _OF_ROWS.fullmatch(name)) and (rows := _meant(_row(of["rows"]), context)):
        kind, name = "", rows[0].artists[0]
    referred = _refers(name, context)
    tracks = () if referred == "artist" else _meant(name, context) if referred else ()
    artist = _that_artist(context) if referred == "artist" else "" if tracks else artist_named(engine, name)
    verb = match["verb"].lower()
    if not (kind or referred or artist) and (
        verb in ("hide", "mute") or Subjects(engine, context).known(text) is not None
    ):
        return None
    audience = [Token("for", "us")] if match["us"] else []
    if verb not in _BLOCKING:
        title = tracks[0].title if tracks else artist or name
        return Request("taste", (*audience, Token("without", title, quoted=True)))
    if len(tracks) > 1 and not audience:
        return None  # an opinion in passing, on each of them
    if referred == "artist" and not artist:
        return Request("block")
    subject = _keyed(tracks[:1]) or (Token(kind or "artist", artist or name, quoted=True),)
    return Request("block", (*subject, *audience))


def without_reason(text: str, engine: Engine) -> str:
    """What is to be blocked or unblocked without why; a name that has such words in it stays whole."""
    text = text.strip()
    match = _BLOCK.fullmatch(text)
    if match is None or _WHY.search(match["name"]) is None:
        return text
    name = match["name"].strip('"“”')
    return text if fold(artist_named(engine, name)) == fold(name) else _WHY.sub("", text)


def _never_again(text: str, context: Context, engine: Engine) -> Request | None:
    match = _NEVER.fullmatch(text.strip().rstrip(".!"))
    if match is None or context.last_list is not None:
        return None
    what = _what(match).strip('"“”')
    artist = _that_artist(context) if _refers(what, context) == "artist" else artist_named(engine, what)
    return Request("block", (Token("artist", artist, quoted=True),)) if artist else None


def _refers(name: str, context: Context) -> str:
    """The kind of what the whole name refers to; empty if something else is named beside."""
    found = references.find(name, context)
    if found is None:
        return ""
    beside = f"{fold(name)[: found.start]} {fold(name)[found.end :]}"
    return "" if found.kind in ("pronoun", "artist") and re.search(r"\w", beside) else found.kind


def _that_artist(context: Context) -> str:
    """Whom "that artist" means; empty after a list of several artists of whom none was named."""
    last = context.last
    if last is not None and (named := last.task.fields.get("artist")):
        return named
    query = last.task.query if last is not None else None
    if query is not None and query.not_artists and not (query.artists or query.like_artists):
        return query.not_artists[-1]
    artist = references.focus_artist(context)
    if last is None or not last.counts or query is None or query.artists or query.like_artists or query.named:
        return artist
    return artist if len(last.tracks) == 1 or sum(artist in track.artists for track in last.tracks) > 1 else ""


def opinion(text: str, context: Context) -> Said | None:
    """What the words say for good of what was shown: "love the second one", "never show me Drake again"."""
    said = text.strip().rstrip(".!")
    if match := _LOVED.fullmatch(said):
        found = references.rows_of(_what(match), context)
        return Said("like", found.tracks) if found is not None and found.tracks else None
    if match := _NEVER.fullmatch(said):
        what = _what(match)
        # On its own it means the one track that was just talked of.
        found = references.find(what, context) if what else None
        tracks = found.tracks if found is not None else ()
        if found is not None and found.kind == "artist":
            artist = _that_artist(context)
            return Said("block", name=artist) if artist else None
        if not what and context.last is not None and len(context.last.tracks) == 1:
            tracks = context.last.tracks
        name = what if not tracks and found is None else ""
        return Said("block", tracks, name) if tracks or name else None
    match = _BLOCK.fullmatch(text.strip())
    if match is not None and match["verb"].lower() in _BLOCKING and not match["us"]:
        found = references.rows_of(match["name"], context)
        return Said("block", found.tracks) if found is not None and len(found.tracks) > 1 else None
    return None


def _what(match: re.Match[str]) -> str:
    return next((value for value in match.groupdict().values() if value), "")


def _of_crate(text: str, context: Context) -> Request | None:
    if _LIST.fullmatch(text.strip().rstrip(".!?")):
        return Request("crate", (Token("", "list"),))
    if (another := _ANOTHER.fullmatch(text)) is not None and any(
        one.task.command == "crate" for one in context.exchanges[-4:]
    ):
        return Request("crate", (Token("", "new"), _name(another)))
    spoken_of = _names(context)
    if spoken_of and _WHAT_IN_IT.fullmatch(text):
        return Request("crate", (Token("", "show"), *_last_named(context)))
    if spoken_of and _WHO.fullmatch(text):
        return Request("crate", (Token("", "audit"), *_last_named(context)))
    for verb, pattern in _OF_CRATE:
        match = pattern.fullmatch(text)
        if match is None:
            continue
        name = match["name"].casefold()
        this = name in _THIS and bool(
            match["crate"] or name == "crate" or _in_crate(context) or (verb == "archive" and _just_named(context))
        )
        # Without the word a name is a crate's only if the talk was of that crate.
        if this or match["crate"] or name in spoken_of:
            more = [Token(key, match[key], quoted=True) for key in ("to", "query") if match.groupdict().get(key)]
            return Request("crate", (Token("", verb), *(_last_named(context) if this else [_name(match)]), *more))
    return None


def _put(text: str, context: Context) -> Request | None:
    match = _PUT.fullmatch(text)
    if match is None or _PLACE.search(match["name"]) or _AN_ORDER.match(match["name"]):
        return None
    tracks = _meant(match["what"], context)
    if tracks and (named := _NAMED_LIST.fullmatch(text)) is not None:
        return Request("crate", (Token("", "add"), _name(named), *_keyed(tracks)))
    if tracks and _OUR_LIST.search(text):
        return Request("crate", (Token("", "add"), *_keyed(tracks)))
    if _A_SHAPE.fullmatch(match["name"]) or match["name"].lower() in _NO_CRATE or _OF_LIST.search(match["name"]):
        return None
    return Request("crate", (Token("", "add"), _name(match), *_keyed(tracks))) if tracks else None


def _on_tracks(text: str, context: Context) -> Request | None:
    spoken_of = _names(context)
    for words, pattern in (*_ON_TRACKS, (("note",), _NOTED)):
        match = pattern.fullmatch(text)
        if match is None:
            continue
        said = match.groupdict()
        named_here = (said.get("name") or "").casefold() in spoken_of
        if not (_in_crate(context) or named_here or (said.get("name") and words[0] != "remove")):
            continue
        shown = _counted(match["what"], context)
        if shown:
            named = [_name(match)] if said.get("name") else _last_named(context)
            keyed = [Token(key, value) for key, _, value in (word.partition(":") for word in words[1:])]
            keyed += [Token(key, said[key], quoted=True) for key in ("status", "note", "to") if said.get(key)]
            return Request("crate", (Token("", words[0]), *named, *_keyed(shown), *keyed))
        if said.get("name") and words[0] != "remove" and _A_ROW.fullmatch(fold(match["what"])):
            # Nothing was shown that has such a row: the crate is, so that its rows can be counted.
            return Request("crate", (Token("", "show"), _name(match)))
    return None


def _in_crate(context: Context) -> bool:
    """Whether the last answer was of a crate."""
    return context.last is not None and context.last.task.command == "crate"


def _just_named(context: Context) -> bool:
    """Whether the last answer saved a list under a name."""
    last = context.last
    return last is not None and last.task.command in _NAMING and bool(last.task.fields.get("name"))


def _last_named(context: Context) -> list[Token]:
    """The crate that the talk was of last; nothing, which is the one changed last here, if it was of none by name."""
    for one in reversed(context.exchanges):
        fields = one.task.fields if one.task.command in _NAMING and one.ok else {}
        if name := fields.get("to" if fields.get("do") == "rename" else "name"):
            return [Token("name", name.strip('"'), quoted=True)]
    return []


def _names(context: Context) -> frozenset[str]:
    """The crates that the talk was of, lists saved under a name among them, and those that were listed."""
    tasks = [one.task for one in context.exchanges if one.task.command in _NAMING and one.ok]
    named = [task.fields["name"].strip('"') for task in tasks if task.fields.get("name")]
    listed = [
        row.title
        for one in context.exchanges
        if one.task.command == "crate" and one.task.fields.get("do") == "list"
        for row in one.rows
        if row.track is None
    ]
    return frozenset(name.casefold() for name in (*named, *listed))


def _counted(what: str, context: Context) -> tuple[Track, ...]:
    """The rows that are meant, of a crate too: those of the last answer."""
    last = context.last
    if last is not None and last.task.command == "crate":
        last = next(
            (one for one in reversed(context.exchanges[-5:]) if one.task.command == "crate" and one.tracks), last
        )
        # Its rows are no list that people refine, so that the list before it stays what "the second one" means there.
        counted = references.rows_of(what, Context((replace(last, task=Task("recommend")),)))
        return counted.tracks if counted is not None else ()
    return _meant(what, context)


def _on_watch_list(text: str, context: Context) -> Request | None:
    """``put her on my watchlist``: one that was shown or told of; rows of a list are read elsewhere."""
    match = _WATCH_LIST.fullmatch(text.strip())
    if match is None or _refers(match["name"], context) not in ("artist", "pronoun"):
        return None
    last = context.last
    told = last.task.fields.get("name", "") if last is not None and last.task.command == "artist" else ""
    artist = told or _that_artist(context)
    return Request("watch", (Token("artist", artist, quoted=True),)) if artist else None


def _watched(text: str, context: Context, genres: Collection[str]) -> Request | None:
    match = _WATCH.fullmatch(text) or _TOLD.fullmatch(text) or _NEWS.fullmatch(text)
    if match is None:
        return None
    said = match.groupdict()
    kind = (said.get("kind") or "").strip().lower().replace("song", "track")
    name = match["name"].strip('"“”')
    if not kind and fold(name) in _NOBODY:
        return Request("watch", (Token("", "list"),))  # "tell me when something moves": on the watch list
    if _refers(name, context) == "artist" and (artist := _that_artist(context)):
        kind, name = "artist", artist
    if match.re is _NEWS and (genre := re.sub(r"(?i)\s+(?:music|songs|scene)$", "", name)).lower() in genres:
        name = genre
    kind = kind or ("genre" if name.lower() in genres else "artist")
    stop = (Token("", "stop"),) if said.get("verb", "").lower().startswith("stop") else ()
    tracks = _meant(name, context) if not said.get("kind") else ()
    named = _keyed(tracks) if len(tracks) == 1 else (Token(kind, name, quoted=True),)
    return Request("watch", (*stop, *named))


def _posted(text: str) -> Request | None:
    if match := _STOPPED.fullmatch(text):
        verb = "resume" if match["verb"].lower() in ("resume", "restart", "continue") else "stop"
        number = [Token("number", match["number"])] if match["number"] else []
        return Request("digest", (Token("", verb), *number))
    match = next(filter(None, (pattern.fullmatch(text) for pattern in _DIGESTS)), None)
    return Request("digest", (*_when(match), *_listed(match["what"]))) if match else None


def _when(match: re.Match[str]) -> tuple[Token, ...]:
    said = (match["hour"] or "9").lower()
    hour = (int(said) if said.isdecimal() else NUMBERS.get(said, 9)) % 24
    hour += 12 if (match["half"] or "").lower() == "pm" and hour < 12 else 0
    return Token("every", match["every"].lower()), Token("at", f"{hour:02}:{match['minute'] or '00'}")


def _listed(what: str) -> tuple[Token, ...]:
    """What a digest posts: what is rising, of a genre or of all, or what /recommend gives for the words."""
    match = _RISING.fullmatch(what)
    if _ANY_DIGEST.fullmatch(what.strip()):
        return (Token("what", "emerging"),)
    if match is None:
        return Token("what", "recommend"), Token("query", what, quoted=True)
    kind = "artists" if "artists" in (match["one"], match["other"]) else "emerging"
    return Token("what", kind), *([Token("genre", match["genre"], quoted=True)] if match["genre"] else [])


def _name(match: re.Match[str]) -> Token:
    return Token("name", match["name"].strip('"“”'), quoted=True)


def _keyed(tracks: Collection[Track]) -> tuple[Token, ...]:
    return tuple(Token("track", track.track_id) for track in tracks)


def _row(said: str) -> str:
    return f"number {said}" if said.isdecimal() else said


def _meant(what: str, context: Context) -> tuple[Track, ...]:
    """The tracks of the rows that are meant: counted, described, all of them, or the one in focus."""
    found = references.find(what, context)
    if found is None:
        return ()
    if found.kind == "all" and context.counted is not None:
        return context.counted.tracks
    return found.tracks or context.focus or references.focus_tracks(context)
