"""Questions about genres: doubtful members, nearest and furthest, the map, what lies between, which one has most."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import numpy as np

from bot.dialogue import acts, data_facts
from bot.dialogue.inquiries.said import Said, genre_of, genre_talked_of, listed
from bot.dialogue.language import artist_named, genre_named
from bot.dialogue.lexicon import ADJECTIVES
from bot.dialogue.outcome import Outcome, request_of
from bot.dialogue.pattern_table import Pattern
from bot.reply import Action, Reply, Row
from engine import AUDIO_NAMES, WORDS, Token, trait

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

_SHOWN: Final = 10
_FEWEST: Final = 2  # genres that make a family
_DOUBT: Final = r"(?:out ?liers?|odd ones(?: out)?|misfits?|strangers|mis-?labell?ed(?: (?:tracks|songs|ones|recordings))?|mis-?filed(?: (?:tracks|songs|ones))?|mis-?tagged(?: (?:tracks|songs|ones))?|wrongly (?:filed|labell?ed|tagged)(?: (?:tracks|songs|ones))?|(?:doubtful|atypical|untypical|questionable|dubious|wrong)(?: (?:tracks|songs|members|entries|ones|recordings|filings?)))"
_DOUBTFUL: Final = tuple(
    Pattern(pattern)
    for pattern in (
        rf"(?:(?:what|which|who|show me|show|list|find|give me|any|the|are|is|there|do you have|get me|your|most|some|all)(?:'s)? )*{_DOUBT}(?: (?:are|is))?(?: (?:there|you have))?(?: (?:in|of|from|for|within|among|under|as) (?P<where>[\w&' -]+?))?(?: ?[-,:;(].*| (?:that|which|songs|tracks) .*)?",
        r"(?:which|what|show me|find|any|give me|list)(?: (?:the|all))?(?: (?:songs|tracks|recordings|ones|artists|things|hits))?(?: (?:in|of) (?P<where>[\w&' -]+?))? (?:(?:that )?(?:don'?t|do not|doesn'?t|does not) (?:really |actually )?(?:belong|fit|sound (?:like|of)?)(?: (?:in|it|there|like it|to it|that genre|the genre))?(?: (?P<where2>[\w&' -]+?))?|(?:are|is) (?:wrong|wrongly filed|filed wrong\w*|mis\w+|in the wrong genre))(?: (?:there|in it))?(?: ?[-,;:(].*)?",
    )
)  # fmt: skip
_FILED_BUT: Final = Pattern(
    r"(?:which|what|show me|find|any|give me|list|are there)?(?: (?:the|all|any))? ?(?:songs|tracks|recordings|ones|artists|things|hits|what)?(?: (?:that|which))?(?: (?:is|are|get|gets|were))? ?(?:filed|labell?ed|tagged|listed|classed|categori[sz]ed|counted)(?: (?:as|under|in))? (?P<where>[\w&' -]+?),? (?:but|though|although|and|yet)(?: (?:that|which|they|really|actually))*(?: (?:sounds?|are|is|belongs?|should be|feels?))(?: (?:more|really|rather|like|to|in|as|much))* (?P<rather>[\w&' -]+?)"
)
_WHAT_IS: Final = Pattern(
    r"what(?:'s|s| is| are)(?: (?:the deal with|up with|special about|typical (?:of|for)|characteristic (?:of|for)))? (?P<name>[\w&' -]+?)|what (?:does|do|would) (?P<name2>[\w&' -]+?) sound(?:s)? like|"
    r"what (?:defines|characteri[sz]es|makes|distinguishes|is typical of|is typical for) (?P<name3>[\w&' -]+?)(?: (?:special|different|unique|what it is|apart|itself))?|how does (?P<name4>[\w&' -]+?) sound(?: like)?|(?:is|are) (?P<name5>[\w&' -]+?) (?:a|an actual|a real|one of your|one of the) (?:genres?|styles?)|(?:describe|explain)(?: to me)? (?P<name6>[\w&' -]+?)"
)
_FAMILY: Final = Pattern(
    r"(?:which|what)(?: of the)? (?P<family>[\w&/' -]+?) (?:sub-?)?(?:genres?|styles?) (?:is|are|has|have)(?: the)? (?P<word>[\w' -]+?)|"
    r"(?:i want to (?:see|compare)|show(?: me)?|compare|list|rank|give me|what are)(?: (?:all|the|of|your|a|an|me))* (?:(?:chart|plot|graph|ranking|overview|comparison)(?: of)? (?:(?P<trait>\w+) )?(?:across|by|of|for|over|between|among|in) (?:all )?(?:the )?)?(?P<family2>[\w&/' -]+?) (?:sub-?)(?:genres?|styles?)(?: (?:next to each other|side by side|by (?P<trait2>\w+)|together|in one (?:chart|picture)|there are|you have))*|"
    r"(?:(?:show|draw|give|make)(?: me)? )?(?:an? |the )?(?:chart|plot|graph|ranking|overview|comparison)(?: of)? (?P<trait3>\w+) (?:across|by genre for|for|of|over|between|among|in) (?:all )?(?:the )?(?P<family3>[\w&/' -]+?) (?:sub-?)?(?:genres?|styles?)"
)
_OPPOSITE: Final = Pattern(
    r"(?:(?:what about |how about |show me |and )?(?:the )?(?:opposite|reverse|other way (?:a?round)|contrary|typical ones|most typical(?: ones)?))(?: of (?:that|it))?"
)
_TYPICAL: Final = Pattern(
    r"(?:(?:what|which|show me|list|give me)(?: are| is)?(?: the)? )?most (?:typical|representative|prototypical|characteristic)(?: (?:songs|tracks|examples|ones|recordings))?(?: (?:in|of|for|from) (?P<where>.+))?"
)
_TYPICAL_OF: Final = Pattern(
    r"(?:(?:what|which|show me|list|give me)(?: are| is)?(?: the)? )?most (?:typical|representative|prototypical|characteristic) (?P<where>[\w&' -]+?) (?:songs|tracks|examples|ones|recordings)"
)
_NEAR: Final = Pattern(
    r"(?:(?:what|which|show me|list|name|the|give me|are|is|other)(?:'s)? )*(?:genres?|styles?)(?: (?:is|are|sounds?|that|which|lies?|sits?|comes?))*(?: (?:most|the|very|really))* (?:close(?:st)?|near(?:est)?|similar|like|neighbou?r\w*|related|next|resembles?|comparable)(?: (?:to|of|like))? (?P<where>.+)"
)
_NEAREST: Final = Pattern(
    r"(?:(?:what|which|show me|list|name|the|give me|are|is)(?:'s)? )*(?:the )?(?:nearest|closest|most similar|neighbou?ring|related) (?:genres?|styles?)(?: (?:to|of|for) (?P<where>.+))?|(?:what|who)(?:'s| is| are)(?: the)? (?P<where2>[\w&' -]+?)(?:'s|s'?) (?:nearest|closest|neighbou?r\w*)(?: (?:genres?|neighbou?rs?))?"
)
_FAR: Final = Pattern(
    r"(?:(?:what|which|show me|list|name|the|give me|are|is)(?:'s)? )*(?:(?:genres?|styles?|one)(?: (?:is|are|lies?|sounds?))*(?: (?:the|most))* )?(?:furthest|farthest|most (?:different|distant|unlike|isolated|unusual|unique|distinct\w*|extreme)|least (?:like|similar)|stands? out(?: (?:the )?most)?|the odd one out|away)(?: (?:genres?|styles?|one))?(?: (?:away|apart))?(?: (?:from|to|of|than) (?P<where>.+))?"
)
_MAP: Final = Pattern(
    r"(?:(?:show|give|draw|make|can i (?:see|have)|let me see|plot|i want|i'd like|do you have|is there)(?: (?:me|us))? )?(?:an? |the |your )?(?:sound ?)?map (?:of|for|with) (?:all |all the |the |your )?(?P<family>[\w &-]+? )?(?:genres|styles|music|sounds?|genre)(?: .*)?"
)
_ON_MAP: Final = Pattern(
    r"(?:zoom(?: in)?(?: (?:on|into|to))?|focus on|go (?:closer )?to|highlight|only|just|mark|show(?: me)?(?: only| just)?|closer to) (?P<where>.+?)(?: (?:on (?:it|the map)|there|only))?"
)
_AXES: Final = Pattern(
    r"(?:what|which)(?:'s| is| are| do| does)?(?: the)? (?:axes|axis|x(?: axis)?|y(?: axis)?|dimensions?|directions?|two dimensions|coordinates?|(?:x|horizontal|vertical)[- ]axis|dots|points|colou?rs)(?: (?:mean|stand for|show|represent|are|is|of it|on (?:it|the map)|and .*|there))*|how (?:do i|to|should i|can i) read (?:it|this|that|the map|the chart)"
)
_BETWEEN: Final = Pattern(
    r"(?:where|how) (?:does|do|would|is|are|will) (?P<what>.+?) (?:sit|sits|stand|stands|lie|lies|fall|falls|fit|fits|land|rank|go|come|located)(?: in)?(?: (?:between|relative to|compared (?:to|with)|among|next to|against|with|in relation to)) (?:the two|both|them|these(?: two)?|those(?: two)?|the other two|the others)"
)
_BOTH: Final = Pattern(
    r"(?:compare|put|show|see|place|contrast|what about)(?: me)? (?:both|the two|these two|them(?: both)?|those two|the (?:two )?genres|both of (?:them|these|those))(?: (?:genres|of them|styles|then))?(?: (?:side by side|next to each other|together|against each other|in one (?:chart|table)|with each other|directly))?"
)
_WHICH_ONE: Final = Pattern(
    r"(?:(?:which|what)(?:'s| is| one is| one)?(?: of (?:them|those|these))?(?: is)? )?(?:the )?(?:(?P<how>most|least) )?(?P<word>[\w-]+)(?: (?:one|genre|of (?:them|all|those|these)|of the genres))?"
)


def of_family(turn: "Turn", asked: Said) -> Outcome | None:
    """``which metal genre is the fastest``, ``all metal subgenres side by side``: genres with a word in their name."""
    match = _FAMILY.fullmatch(asked.text)
    family = next((match[name] for name in ("family", "family2", "family3") if match[name]), "") if match else ""
    names = _family(turn, family)
    if match is None or len(names) < _FEWEST:
        return None
    word = match["word"] or ""
    trait_name = next((match[name] for name in ("trait", "trait2", "trait3") if match[name]), "")
    how, _, last = word.rpartition(" ")
    meant = acts.extreme_of({"how": how, "word": last}) if word else (acts.trait_of(trait_name), True)
    if word and meant is None:
        return None
    name, most = meant if meant and meant[0] else ("energy", True)
    ordered = data_facts.ranked(turn.engine, names, name, most=most)
    show, words = trait(name).format, WORDS[name]
    first, value = ordered[0]
    scale = max(abs(one) for _, one in ordered) or 1.0
    rows = tuple(
        Row(genre, measure=abs(one) / scale, amount=show(one), data={"genre": genre, name: round(one, 4)})
        for genre, one in ordered
    )
    title = f"Of the {len(ordered)} genres of {family}, {first} is the {words.most if most else words.least}: median {name} {show(value)}."
    actions = tuple(Action(f"Tracks of {genre}", f"/recommend genre:{genre}") for genre, _ in ordered[:3])
    return Outcome(reply=Reply(title=title, rows=rows, actions=actions))


def _family(turn: "Turn", word: str) -> list[str]:
    """The genres that have a word in their names: metal, black-metal, heavy-metal, metalcore."""
    bare = word.strip().removesuffix(" music")
    return [
        genre
        for genre in turn.engine.catalogue.genres
        if (bare and bare in genre.split("-")) or (len(bare) > 3 and genre.startswith(bare))
    ]


def described(turn: "Turn", asked: Said) -> Outcome | None:
    """``what is shoegaze``, ``what does techno sound like``: what sets a genre apart, and who is typical of it."""
    match = _WHAT_IS.fullmatch(asked.text)
    if match is None:
        return None
    named = next((one for one in match.groupdict().values() if one), "")
    plain = re.sub(r"^(?:the|an?)\s+|\s+(?:music|genre|style|sound)$", "", named)
    if genre := genre_named(turn.engine, plain):
        return Outcome(request_of("genres", Token("name", genre)))
    if nearest := turn.engine.genres_in_place_of(plain):
        lead = f'"{plain}" is not one of the genres here; the nearest is {nearest[0]}.'
        return Outcome(request_of("genres", Token("name", nearest[0])), lead=lead)
    return None


def doubtful(turn: "Turn", asked: Said) -> Outcome | None:
    """What is filed under a genre though artist and sound speak against it, or sounds like another one."""
    if match := _FILED_BUT.fullmatch(asked.text):
        genre, rather = genre_of(turn, match["where"]), genre_of(turn, match["rather"])
        return _rather(turn, asked.genre or genre, rather) if genre and rather else None
    for pattern in _DOUBTFUL:
        if match := pattern.fullmatch(asked.text):
            named = next((one for one in match.groupdict().values() if one), "")
            genre = asked.genre or (genre_of(turn, named) if named else genre_talked_of(turn))
            return _members(turn, genre, doubtful=True) if genre else None
    if match := _TYPICAL.fullmatch(asked.text) or _TYPICAL_OF.fullmatch(asked.text):
        genre = asked.genre or (genre_of(turn, match["where"]) if match["where"] else genre_talked_of(turn))
        return _members(turn, genre, doubtful=False) if genre else None
    last = turn.context.last
    if (
        last is not None
        and last.task.command == "genres"
        and last.task.fields.get("name")
        and _OPPOSITE.fullmatch(asked.text)
    ):
        return _members(turn, last.task.fields["name"], doubtful=False)
    return None


def _members(turn: "Turn", genre: str, *, doubtful: bool) -> Outcome:
    found = turn.engine.genre_members(genre)
    if doubtful and found.doubtful:
        names = listed([one.track.title for one in found.doubtful], 3)
        lead = f"Filed under {genre}, though artist and sound speak against it, the best known first: {names}."
    elif doubtful:
        lead = f"Nothing filed under {genre} looks out of place."
    else:
        lead = f"The best known of the most typical of {genre}: {listed([one.title for one in found.typical], 3)}."
    return Outcome(request_of("genres", Token("name", genre)), lead=lead)


def _rather(turn: "Turn", genre: str, rather: str) -> Outcome:
    """Doubtful members of one genre that the model hears as another."""
    found = turn.engine.genre_members(genre, 1000)
    fitting = [one.track for one in found.doubtful if one.rather == rather]
    request = request_of("genres", Token("name", genre))
    if not fitting:
        return Outcome(
            request, lead=f"None of the doubtful recordings of {genre} sounds clearly like {rather} to the genre model."
        )
    lead = f"Filed under {genre} and heard as {rather} by the genre model, the best known first: {listed([one.title for one in fitting], 5)}."
    return Outcome(request, lead=lead)


def near_and_far(turn: "Turn", asked: Said) -> Outcome | None:
    """``which genres are close to house``, ``which genre is furthest from the others``."""
    if (match := _NEAR.fullmatch(asked.text)) or (match := _NEAREST.fullmatch(asked.text)):
        named = next((one for one in match.groupdict().values() if one), "")
        genre = asked.genre or (genre_of(turn, named) if named else genre_talked_of(turn))
        return Outcome(request_of("genres", Token("like", genre))) if genre else None
    match = _FAR.fullmatch(asked.text)
    if match is None or not re.search(r"\b(?:genres?|styles?|one|others?|rest)\b", asked.text):
        return None
    named = re.sub(
        r"^(?:all )?(?:the )?(?:others?|rest|average|everything(?: else)?|all)(?: (?:genres|of them|ones))?$",
        "",
        match["where"] or "",
    )
    genre = asked.genre or (genre_of(turn, named) if named else "")
    if genre is None:
        return None
    return Outcome(reply=_furthest(turn, genre))


def _furthest(turn: "Turn", genre: str) -> Reply:
    """Genres by their distance from one, or by their mean distance from all others, the furthest first."""
    table = turn.engine.genre_table
    medians = np.array([[one.median(name) for name in AUDIO_NAMES] for one in table]) / turn.engine.catalogue.deviations
    names = [one.name for one in table]
    gaps = np.sqrt(np.nansum((medians[:, None] - medians[None]) ** 2, axis=2))
    far = gaps[names.index(genre)] if genre else gaps.sum(axis=1) / max(1, len(names) - 1)
    order = [int(at) for at in np.argsort(-far, kind="stable") if names[int(at)] != genre][:_SHOWN]
    first = names[order[0]]
    of = genre or "the others"
    title = f"{first.capitalize()} sounds least like {of}: {far[order[0]]:.1f} standard deviations apart{'' if genre else ' on average'}."
    rows = tuple(
        Row(
            names[at],
            amount=f"{far[at]:.2f}",
            detail=", ".join(turn.engine.genre_sound(table[at])),
            data={"genre": names[at], "distance": round(float(far[at]), 4)},
        )
        for at in order
    )
    actions = [
        Action("The map", request_of("explore", "map", Token("genre", first)).text),
        Action(f"Tracks of {first}", request_of("recommend", Token("genre", first)).text),
    ]
    if genre:
        actions.append(
            Action(f"{genre} against {first}", request_of("compare", Token("a", genre), Token("b", first)).text)
        )
    return Reply(title=title, text="By the medians of the nine audio features.", rows=rows, actions=tuple(actions))


def on_map(turn: "Turn", asked: Said) -> Outcome | None:
    """``map of the electronic genres``, ``what are the axes``, ``zoom in on house``."""
    last = turn.context.last
    mapped = (
        last is not None and not turn.fresh and last.task.command == "explore" and last.task.fields.get("what") == "map"
    )
    if match := _MAP.fullmatch(asked.text):
        family = (match["family"] or "").strip()
        if family and (genre := genre_of(turn, family)):
            near = [one.name for one, _ in turn.engine.nearest_genres(genre, 4)]
            lead = f"The map has all recordings and marks two genres at a time; here {genre} and the nearest to it, {near[0]}. Near it in sound are also {listed(near[1:])}."
            return Outcome(request_of("explore", "map", Token("genre", genre), Token("vs", near[0])), lead=lead)
        lead = (
            f'There are no families such as "{family}" here, so this is the map of everything; name one or two genres to mark them.'
            if family
            else ""
        )
        return Outcome(request_of("explore", "map"), lead=lead)
    if (
        _AXES.fullmatch(asked.text)
        and last is not None
        and not turn.fresh
        and last.task.command in ("explore", "compare", "drivers", "trends")
    ):
        if mapped:
            kind = last.task.fields.get("method", "") or turn.engine.map_methods[0]
            lead = (
                "The axes have no names: what sounds alike lies near, and directions mean nothing by themselves."
                if kind == "neighbours"
                else "The two axes are the first two principal components of the nine audio features: mixtures of them."
            )
            return Outcome(request_of(last.task.command, "map", *_fields(last.task.fields, "what")), lead=lead)
        return None
    if mapped and (match := _ON_MAP.fullmatch(asked.text)) and (genre := genre_of(turn, match["where"])):
        return Outcome(request_of("explore", "map", Token("genre", genre)))
    return None


def _fields(fields: Mapping[str, str], but: str) -> list[Token]:
    return [Token(name, value, quoted=" " in value) for name, value in fields.items() if name != but]


def between(turn: "Turn", asked: Said) -> Outcome | None:
    """``where does trip-hop sit between the two``: a third one beside those compared, and to which it is nearer."""
    last = turn.context.last
    if last is None or turn.fresh:
        return None
    if (match := _BETWEEN.fullmatch(asked.text)) and last.task.command == "compare" and not last.task.tracks:
        names = [last.task.fields[key].strip('"') for key in "ab" if key in last.task.fields]
        third = genre_of(turn, match["what"]) or artist_named(turn.engine, match["what"])
        if not third or len(names) < 2:
            return None
        gaps = sorted((data_facts.distance(turn.engine, name, third), name) for name in names)
        apart = data_facts.distance(turn.engine, *names)
        (near, first), (far, second) = gaps
        told = f"{third.capitalize()} is nearer to {first} ({near:.2f} standard deviations apart) than to {second} ({far:.2f})"
        beyond = (
            f"; {first} and {second} are {apart:.2f} apart."
            if far <= apart
            else f"; it lies rather beside the two than between them, which are {apart:.2f} apart."
        )
        tokens = [Token(key, name, quoted=" " in name) for key, name in zip("abc", (*names, third), strict=True)]
        return Outcome(request_of("compare", *tokens), lead=told + beyond)
    if _BOTH.fullmatch(asked.text):
        return _both_of_before(turn)
    return None


def _both_of_before(turn: "Turn") -> Outcome | None:
    """The last two genres of the talk side by side: their drivers where these were shown, else their sound."""
    found: list[str] = []
    drivers = True
    for exchange in reversed([one for one in turn.context.current if one.request][-6:]):
        task = exchange.task
        query = task.query.genres if task.query is not None else ()
        fields = [task.fields.get(key, "").strip('"') for key in ("a", "b", "genre", "vs", "name", "like")]
        for name in (*fields, *query):
            if name in turn.engine.catalogue.genres and name not in found:
                found.append(name)
                drivers = drivers and task.command == "drivers"
        if len(found) >= 2:
            first, second = found[1], found[0]
            if exchange.task.command == "compare":
                first, second = found[0], found[1]
            if drivers:
                return Outcome(request_of("drivers", Token("genre", first), Token("vs", second)))
            return Outcome(request_of("compare", Token("a", first), Token("b", second)))
    return None


def which_one(turn: "Turn", asked: Said) -> Outcome | None:
    """After genres were listed: ``which is the most popular one``, ``and the saddest lol``."""
    last = turn.context.last
    exchange = turn.context.exchanges[-1] if turn.context.exchanges else None
    if last is None or turn.fresh or exchange is not last:
        return None
    listed_genres = (
        last.task.command == "genres" and not last.task.fields.get("name") and not last.task.fields.get("like")
    )
    ranked = (
        last.task.command == "explore"
        and "genre" not in last.task.fields
        and last.task.fields.get("what") in ("genres", None)
    )
    match = _WHICH_ONE.fullmatch(asked.text)
    if match is None or not (listed_genres or ranked) or (match["word"] in ADJECTIVES and not match["how"]):
        return None
    extreme = acts.extreme_of({"how": match["how"] or "", "word": match["word"]})
    if extreme is None:
        return None
    name, most = extreme
    lead = data_facts.genre_with_most(turn.engine, name, most=most, count=1)
    if name == "popularity":
        return Outcome(request_of("genres"), lead=lead)
    if most:
        return Outcome(request_of("explore", "features", Token("feature", name)), lead=lead)
    headline = data_facts.least_of_genres(turn.engine, name)
    return Outcome(
        request_of("explore", "features", Token("feature", name)), lead=lead, headline=headline, last_first=True
    )
