"""Single rows edited in other words than a command's: judged good or bad, swapped by their bare number, put aside.

``3 is out, keep the rest``, ``1 and 4 are fire, rest is trash``, ``the last one is boring, give me something with more
energy``, ``the 2nd is close but too sweet``. The same words do the same to a list and to a set.
"""

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.dialogue import acts, data_facts, lists, moves, references, set_rows
from bot.dialogue.comparisons import comparison
from bot.dialogue.context import Task
from bot.dialogue.language import genre_named, hear
from bot.dialogue.lexicon import NUMBERS, ORDINALS, fold
from bot.dialogue.outcome import Outcome
from bot.reply import Reply
from engine import Query, Track

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

_START: Final = (
    r"(?:(?:ok|okay|and|but|no|nah|hm+|ugh|well|now|then|so|please|pls|also|sorry|great|nice|thanks|only|though|actually|honestly|i think|can (?:you|u|we|i)|"
    r"could (?:you|u|we|i)|would you|let'?s|just|i(?:'d| would) like (?:you )?to|i(?:'d| would)? (?:rather|want(?: you)? to)|we should)[, .]+)*"
)
_ORDINAL: Final = "|".join(sorted((re.escape(word) for word in ORDINALS), key=len, reverse=True))
_COUNT: Final = "|".join(sorted((word for word in NUMBERS if len(word) > 2), key=len, reverse=True))
_THING: Final = r"(?:one|track|song|tune|pick|choice|title)"
_ONE: Final = (
    rf"(?:(?:the )?(?:first|top|last) (?:\d|two|three|four|five)\b(?: (?:ones|songs|tracks))?|(?:the |that )?(?:opener|opening (?:track|song|one)|closer|closing (?:track|song|one))\b"
    rf"|(?:the |that |this )?(?:(?:number|track|song|no\.?|nr\.?|row|#)\s?#?\s?(?:\d{{1,2}}|{_COUNT})\b|second[- ]to[- ]last(?: {_THING})?|(?:very )?(?:\d{{1,2}}(?:st|nd|rd|th)?|{_ORDINAL})\b(?: {_THING})?))"
)
_ROWS: Final = rf"(?P<rows>{_ONE}(?:(?:\s*,\s*(?:and )?|\s+(?:and|n|or) |\s*[&+]\s*){_ONE})*)"
_DESCRIBED: Final = rf"(?P<described>(?:the|that) [\w'&.-]+(?: [\w'&.-]+){{0,3}} {_THING})"
_MEANT: Final = rf"(?:{_ROWS}|{_DESCRIBED})"
_VERY: Final = r"(?:(?:so|too|way|far|really|just|pretty|very|kind of|kinda|a bit|a little|quite|such|totally|absolutely|simply|all|both|still|honestly|a|an|the) )*"
_IS: Final = r"(?:['’]s|s|['’]re)?(?: (?:is|are|was|were|sounds?|feels?|seems?|looks?|r))?"
_BAD: Final = (
    rf"(?:{_IS} {_VERY}(?:boring|bored|dull|bad|awful|terrible|horrible|trash|rubbish|garbage|crap|shit|shite|meh|lame|weak|annoying|wrong|off|out|weird|ugly|cringe|cringey|cheesy|tacky|skip|miss|no|no[- ]go|nope|"
    r"out of place|overplayed|overrated|dreadful|a disaster|painful|poor|worst|not (?:really |quite |so |very |exactly |my |for |at )*(?:good|great|it|right|nice|fitting|cool|for (?:me|us)|(?:my|our) (?:taste|thing|cup of tea|style|vibe|jam)|taste|thing|me|us|cup of tea|style|vibe|jam|working|ok|okay|all that)|nothing for (?:me|us)|unusable|unlistenable|embarrassing)"
    rf"|(?:\s(?:is|are|was|were)n['’]?t|\sain['’]?t) {_VERY}(?:good|great|it|right|nice|fitting|cool|for (?:me|us)|(?:my|our) (?:taste|thing|cup of tea|style|vibe|jam)|working|ok|okay)"
    r"|\s(?:really |just )?(?:sucks?|stinks?|blows?|bores? me|bore|annoys? me|kills? (?:it|me|the (?:mood|vibe))|ruins? (?:it|the (?:mood|vibe|list|set))|(?:has|have|needs?|got|gotta) (?:to )?go|must go|can go|should go|goes|go(?:es)? (?:out|away)|(?:do(?:es)?|did)(?:n['’]?t| not) (?:really |quite )?(?:fit|work|belong|do it|do it for (?:me|us)|click)(?: (?:here|at all|for (?:me|us)|in (?:here|there)))?))"
)
_KIND: Final = (
    r"(?P<kind>parod(?:y|ies)|spoofs?|jokes?|comedy(?: songs?| sketch(?:es)?)?|sketch(?:es)?|skits?|covers?(?: versions?)?|remix(?:es)?|edits?|karaoke(?: versions?)?|live(?: versions?| recordings?| tracks?)?|"
    r"kid'?s'? songs?|children'?s songs?|nursery rhymes?|christmas songs?|memes?|interludes?|tributes?|sped[- ]up(?: versions?)?|nightcore|instrumentals?)"
)
_OF_KIND: Final = rf"(?:{_IS} (?:(?:just|clearly|actually|only|obviously|some|kind of|like|both|all|a|an) )*{_KIND})"
_GOOD: Final = (
    rf"(?:{_IS} {_VERY}(?:fire|sick|dope|lit|great|good|perfect|nice|amazing|awesome|gold|brilliant|cool|best|bangers?|banging|lovely|beautiful|wonderful|fantastic|excellent|gorgeous|right|spot on|ideal|fine|keepers?|winners?|it|ok|okay)"
    r"|\s(?:really |just )?(?:rocks?|rules?|slaps?|works?|fits?|stays?|(?:can|should) stay|bangs?))"
)
_REST: Final = r"(?:(?:all )?the rest|rest|(?:all )?(?:the )?others?(?: ones)?|everything else|all (?:the )?others|the remaining (?:ones|songs|tracks))"
_JOINT: Final = r"(?:\s*[,;.!:–-]+\s*(?:(?:and|but|so|then|please|the)\s+)*|\s+(?:and|but|so)\s+)"
_OUT: Final = r"(?:drop|lose|ditch|scrap|forget|delete|remove|skip|cut|bin|swap|replace|change|exchange|switch|kick|throw|get rid of|leave out|take out|throw out|kick out|redo|refresh)"
_STAYS: Final = rf"(?:(?:otherwise|else|apart from that|other than that)[, ]+)?(?:(?:(?:please )?keep|leave) (?:(?:all )?the (?:rest|others|list|set|order)|everything else|it|the other ones|all others|others|the same list)(?: (?:as (?:it is|is|they are)|the same|alone|please|in|there))*|{_REST} (?:is|are|can|stays?|should)(?: (?:all|really|totally|just))*(?: ?(?:fine|good|great|ok|okay|perfect|stay|nice|the same|cool|lovely))?|(?:otherwise|apart from that|other than that) (?:it['’]?s |all |they['’]?re )?(?:fine|good|great|perfect|ok|okay|nice|the same)|nothing else)"
_AGAIN: Final = r"(?:(?:so |then |please |can you |could you |just )*(?:swap|replace|change|exchange|drop|remove|skip|lose|take|kick)(?: out)?(?: (?:it|that|this|them|those|that one|out|please))*|next)"
_JUDGED: Final = re.compile(
    rf"{_START}{_MEANT}(?:(?P<bad>{_BAD})|(?P<of>{_OF_KIND}))(?:{_JOINT}(?:(?P<stays>{_STAYS}|{_AGAIN})|(?P<wish>.+?)))?(?: (?:please|pls|though|tbh|lol))*[ .!]*"
)
_DISLIKED: Final = re.compile(
    rf"{_START}(?:i (?:really |just )*(?:hate|dislike|can['’]?t stand|do(?:n['’]?t| not) (?:really )?(?:like|want|get|need|feel|dig)|skip|wouldn['’]?t (?:use|play|take|keep))|not (?:a fan of|sure about|into|feeling)|never mind) {_MEANT}(?: at all)?"
    rf"(?:{_JOINT}(?:(?P<stays>{_STAYS}|{_AGAIN})|(?P<wish>.+?)))?[ .!]*"
)
# "1 and 4 are fire, rest is trash"
_OTHERS_OUT: Final = re.compile(
    rf"{_START}(?:(?:(?:i |we )?(?:really )?(?:love|like|want|keep|loved|liked|dig)|only|just) )?{_MEANT}(?:{_GOOD})?{_JOINT}"
    rf"(?:{_REST}(?:{_BAD}| (?:out|away|no|nope)\b)|(?:can you |please )*{_OUT}(?: out)? {_REST}(?: out)?)(?:{_JOINT}(?P<wish>.+?))?[ .!]*"
)
# "the 2nd one is close but too sweet, something bleaker"
_ALMOST: Final = re.compile(
    rf"{_START}{_MEANT}(?:{_GOOD}|{_IS} {_VERY}(?:close(?:st)?(?: enough)?|almost(?: (?:it|there|right|perfect))?|nearly(?: (?:it|there|right|perfect))?|not bad|on the right (?:track|path)|better|getting (?:there|close|closer|warm)|promising|in the right direction))"
    rf"(?: (?:in|for) (?:style|mood|feel|vibe|general))?,?\s+(?:but|just|only|if only it (?:was|were)|except(?: that)?)\s+(?:(?:it|that|this)(?:['’]?s| is)?\s+)?(?P<wish>.+?)[ .!]*"
)
_SWAPPED: Final = re.compile(
    rf"{_START}(?:swap|change|replace|exchange|switch|trade|sub|substitute)(?: out)? {_MEANT}(?: out)?"
    rf"(?:,? (?:for|with|by|to|into) (?P<wish>.+?)|{_JOINT}(?P<stays>{_STAYS}))?(?: (?:please|pls|then|now|instead))*[ .!]*"
)
_TWO_PLACES: Final = re.compile(
    rf"{_START}(?:swap|switch|exchange|flip) {_ONE} (?:and|with) {_ONE}(?: (?:around|round|over|please))*[ .!]*"
)
# "put Brian Eno in place of number 2"
_PUT_FOR: Final = re.compile(
    rf"{_START}(?:put|use|get|have|bring|play|give me|i want) (?:in )?(?P<wish>.+?) (?:instead of|in place of|in the place of|for|as|at) {_ROWS}(?: (?:please|then))*[ .!]*"
)
_DROPPED: Final = re.compile(
    rf"{_START}(?:(?:drop|lose|remove|delete|skip|cut|ditch|scrap|bin|without|not|get rid of|take out|kick out|throw out|leave out|take away) {_MEANT}|(?:take|kick|throw|leave|cut) {_ROWS.replace('<rows>', '<rows2>')} (?:out|away|off))"
    rf"(?:{_JOINT}(?P<stays>{_STAYS}))?(?: (?:please|pls|then|now|instead))*[ .!]*"
)
_LEAD: Final = re.compile(
    r"^(?:(?:so|and|but|then|please|pls|can (?:you|u|we|i)|could (?:you|u|we|i)|i(?:['’]?d| would)?|we|want|need|like|rather|give|show|find|get|me|us|have|make|it|that|this|them|those|put|in|try|how about|maybe|use|swap|replace|change|exchange|for|with|instead|to|something|anything|one|ones|songs?|tracks?|another|others?|else|new|different|a|an|some|there|should|be|would|nice|that['’]?s|is|which|just)\b[, ]*)+"
)
_TAIL: Final = re.compile(r"(?:[, ]+(?:instead|please|pls|then|there|for (?:it|that|them)|in (?:its|their) place))+$")
_TOO: Final = re.compile(
    rf"{_START}{_MEANT}{_IS} (?P<wish>(?:(?:a bit|a little|way|far|much|just|really|kinda) )*too (?:\w+ )?\w+)(?:{_JOINT}{_AGAIN})?[ .!]*"
)
_HOW_LONG: Final = re.compile(
    r"(?:(?:and|so|ok|but|now|then)[, ]+)*(?:how long (?:is|are|does|do|will|would|s) ?(?:it|that|this|they|the (?:whole |entire |full )?(?:list|set|playlist|mix|thing))(?: (?:be|run|last|take|going to be))?|how (?:many minutes|much time|long)(?: (?:is|are|does|do))?(?: (?:it|that|this|we))?(?: (?:at|have|run|take|last))?|what(?:['’]?s| is) (?:the |its )?(?:total |overall |whole )?(?:length|duration|running time|runtime|playing time)(?: of (?:it|that|this|the (?:list|set|playlist|mix)))?|(?:total|overall) (?:length|duration|time|running time|runtime))"
    r"(?P<all>(?: (?:now|in total|total|in all|altogether|overall|all together|then|so far|at the moment|currently|again))*)[ ?.!]*"
)
_WHOLE: Final = re.compile(r"\b(?:list|set|playlist|mix|total|overall|whole|entire|running|runtime|minutes|thing)\b")


def read(turn: "Turn", text: str) -> Outcome | None:
    """What a judgement on rows, or a short command for them, makes of the list shown; None if the text is none."""
    if len(text) > acts.LONGEST:
        return None
    said = fold(text).strip(" ¿¡")
    if _HOW_LONG.fullmatch(said):
        return _lasting(turn, said)
    base = turn.base()
    shown = turn.context.counted
    if base is None or turn.fresh or shown is None or not base[1] or text.rstrip().endswith("?"):
        return None
    task, rows = base
    match = _ALMOST.fullmatch(said)
    another = match is not None and references.rows_of(match["wish"], turn.context) is not None  # "but 3 is better"
    if match is not None and not another and (meant := _rows(turn, match)):
        return _alike(turn, meant, match["wish"])
    if (match := _OTHERS_OUT.fullmatch(said)) is not None and (meant := _rows(turn, match)):
        return _rest_replaced(turn, task, rows, meant, alike=re.search(rf"{_REST}{_BAD}", said) is not None)
    if (match := _JUDGED.fullmatch(said) or _DISLIKED.fullmatch(said)) is not None and (meant := _rows(turn, match)):
        kind = match.groupdict().get("kind") or ""
        wish = match["wish"] or ""
        if kind and not wish:
            return _of_kind(turn, task, rows, meant, kind)
        return _replaced(turn, task, rows, meant, wish)
    match = _SWAPPED.fullmatch(said) or _PUT_FOR.fullmatch(said)
    if match is not None and _TWO_PLACES.fullmatch(said):
        return None  # "swap 2 and 4" is about their order
    if match is not None and (meant := _rows(turn, match)):
        # The new one stands where the old one stood.
        return set_rows.replaced(turn, (task, rows), meant, _wished(match["wish"] or ""))
    if (match := _TOO.fullmatch(said)) is not None and (meant := _rows(turn, match)):
        # Too loud is that row, and not the list: a quieter one stands in its place.
        return set_rows.replaced(turn, (task, rows), meant, match["wish"])
    match = _DROPPED.fullmatch(said) if task.command == "playlist" else None
    if match is not None and (meant := _rows(turn, match)):
        return _replaced(turn, task, rows, meant, "")
    return None


def _rows(turn: "Turn", match: re.Match[str]) -> tuple[Track, ...]:
    """The tracks of the rows that a match names, in the order of the list; none where one of them was not shown."""
    shown = turn.context.counted
    groups = match.groupdict()
    if shown is None:
        return ()
    if described := groups.get("described"):
        found = references.rows_of(described, turn.context)
        if genre_named(turn.engine, re.sub(r"^(?:the|that) | \w+$", "", described)):
            return ()  # "the folk one is wrong" asks for another of folk
        whole = found is not None and found.end - found.start >= len(described) - 1
        return found.tracks if found is not None and whole else ()
    text = groups.get("rows") or groups.get("rows2") or ""
    meant: set[int] = set()
    for one in re.finditer(_ONE, text):
        places = _places(one[0], len(shown.rows))
        if not places:
            return ()
        meant.update(places)
    return tuple(row.track for at, row in enumerate(shown.rows) if at in meant and row.track is not None)


def _places(text: str, count: int) -> list[int]:
    """Places, from 0, of what one word for rows means in a list of so many; none where there are no such rows."""
    if several := re.search(r"\b(first|top|last) (\d|two|three|four|five)\b", text):
        many = acts.count(several[2]) or 0
        if not 0 < many <= count:
            return []
        return list(range(count - many, count)) if several[1] == "last" else list(range(many))
    if re.search(r"\bopen", text):
        return [0]
    if re.search(r"\bclos", text):
        return [count - 1]
    if re.search(r"second[- ]to[- ]last", text):
        return [count - 2] if count > 1 else []
    words = re.findall(r"\d+|[a-z]+", re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", text))
    numbers = [
        int(word) if word.isdecimal() else ORDINALS.get(word) or NUMBERS.get(word, 0)
        for word in words
        if word.isdecimal() or word in ORDINALS or (word in NUMBERS and len(word) > 2 and word != "one")
        or (word == "one" and re.search(r"(?:number|track|song|row|no\.?|#) ?one$", text))
    ]  # fmt: skip
    if not numbers:
        return []
    if numbers[0] == -1:
        return [count - 1]
    return [numbers[0] - 1] if 1 <= numbers[0] <= count else []


def _lasting(turn: "Turn", said: str) -> Outcome | None:
    """How long the list shown is as a whole: of a list, ``it`` may be a row that was just spoken of."""
    listed, last = turn.context.counted, turn.context.last
    match = _HOW_LONG.fullmatch(said)
    if listed is None or last is None or match is None or len(listed.tracks) < 2 or turn.fresh:
        return None
    whole = bool(match["all"].strip()) or bool(_WHOLE.search(said))
    if not whole and not (last is listed and last.task.command == "playlist"):
        return None
    return Outcome(reply=Reply(title=data_facts.lasting(listed.tracks)))


def _wished(wish: str) -> str:
    """What a wish asks for, without the words that only say that it is one."""
    said = _LEAD.sub("", f"{wish.strip(' ,.;!')} ").strip()
    return _TAIL.sub("", said).strip(" ,.;!")


def _replaced(turn: "Turn", task: Task, shown: tuple[Track, ...], gone: tuple[Track, ...], wish: str) -> Outcome | None:
    """Other tracks for the rows that go, as wished; the others stay."""
    said = _wished(wish)
    if said or task.command == "playlist":
        return set_rows.replaced(turn, (task, shown), gone, said)
    turn.notes.append(f"out: {', '.join(track.title for track in gone)}; the others stay")
    return turn.list_of(task, moves.without_tracks(task.query or Query(), gone))


def _of_kind(turn: "Turn", task: Task, shown: tuple[Track, ...], gone: tuple[Track, ...], kind: str) -> Outcome | None:
    """``the first one is a parody``: that row goes, and what is of its kind with it."""
    query = task.query or Query()
    out = hear(turn.engine, f"no {kind}").query
    unwanted = Query(not_kinds=out.not_kinds, not_genres=out.not_genres)
    if set(out.not_kinds) & set(query.kinds) or set(out.not_genres) & {*query.genres, *query.genres_all}:
        return None  # it was asked for
    changed = replace(task, query=moves.merged(query, unwanted))
    if not unwanted.empty:
        turn.notes.append(f"nothing else of that kind ({kind}) either")
    return _replaced(turn, changed, shown, gone, "")


def _rest_replaced(
    turn: "Turn", task: Task, shown: tuple[Track, ...], good: tuple[Track, ...], *, alike: bool
) -> Outcome | None:
    """``1 and 4 are fire, rest is trash``: those stay, and others, if they are to be ``alike``, take the rest's place."""
    kept = {track.recording for track in good}
    others = [track for track in shown if track.recording not in kept]
    if not others:
        return None
    query = task.query or Query()
    if alike and task.command != "playlist":
        query = replace(moves.limits_of(query), not_tracks=query.not_tracks, like=good[: lists.MOST_SEEDS])
        query = replace(query, limit=len(shown))
    turn.notes.append(f"{' and '.join(track.title for track in good)} stay, with others{' like that' if alike else ''}")
    return turn.list_of(task, replace(moves.without_tracks(query, others), tracks=good, skip=0, notes=()))


def _alike(turn: "Turn", seeds: tuple[Track, ...], wish: str) -> Outcome | None:
    """``the 2nd is close but too sweet``: a list like that row, changed as wished."""
    said = [_wished(part) for part in re.split(r"\s*[,;.]\s*", wish)]
    wishes = [part for part in said if part]
    if not wishes or not any(comparison(part) or hear(turn.engine, part).understood for part in wishes):
        return None
    numbers = (
        [str(row.number) for row in turn.context.counted.rows if row.track in seeds] if turn.context.counted else []
    )
    return lists.like_reference(turn, f"more like number {' and '.join(numbers)} but {', '.join(wishes)}")
