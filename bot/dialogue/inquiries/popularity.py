"""Questions about popularity: what goes with it, two kinds of song side by side, where a figure or a track stands."""

import re
from typing import TYPE_CHECKING, Final

from bot.dialogue import acts
from bot.dialogue.inquiries import figures
from bot.dialogue.inquiries.said import Said, genre_of, genre_talked_of
from bot.dialogue.language import hear
from bot.dialogue.outcome import Outcome, request_of
from bot.dialogue.pattern_table import Pattern, first_match
from bot.reply import Action, Reply, Row
from engine import AUDIO_NAMES, Query, Token, UserError, trait

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

IN: Final = r"(?: (?:in|for|within|among|with|when it comes to) (?P<where>.+?)| (?P<there>there|here))?"
_MATTER: Final = (
    r"(?:matters?|counts?|makes? (?:a|any) difference|plays? (?:a|any) role|has (?:an|any) (?:effect|impact|influence)|"
    r"have (?:an|any) (?:effect|impact|influence)|helps?|hurts?|harms?|pays? off|pays?|affects? (?:anything|it)|influences? (?:anything|it)|changes? anything)"
)
_SUCCESS: Final = r"(?:popularity|popular|hits?|streams?|plays|success\w*|sales|sell\w*|the charts?|charts?|chances?|numbers|performance)"
_BETTER: Final = r"(?:better|worse|best|good|bad|more popular|less popular|an advantage|a plus|a disadvantage|safer)"
_ARTIST: Final = r"(?:i|we|you|he|she|they|one|(?:our|my|the|an?|this|that) (?:\w+ )?(?:artist|band|act|guy|singer|producer|client|label|rapper)s?|artists|bands|producers)"
_MAKE: Final = r"(?:make|write|release|do|go|record|produce|aim for|go for|put out|keep|be|cut|try|have|use)"
_WHAT: Final = r"(?P<what>[\w' -]{3,40}?)"

# "does loudness matter there", "is tempo important in house", "is longer better for metal", "does being explicit help"
_INFLUENCE: Final = tuple(
    Pattern(pattern)
    for pattern in (
        rf"(?:does|do|did|will|would|can|could) {_WHAT} (?:really |even |still |much |actually |ever )*{_MATTER}(?: (?:much|a lot|at all|most|more|any|anything))*(?: (?:the |its |their |a track's |your |my |for |to |with |of |at |be |become |get )*{_SUCCESS})?{IN}",
        rf"(?:is|are|was) (?:it (?:any |really )?{_BETTER} (?:to be|if (?:it|they|songs?|tracks?) (?:is|are)|to (?:make|write|release)) )(?:a |an )?{_WHAT}(?: (?:songs?|tracks?|tunes|music))?{IN}",
        rf"(?:is|are) (?:being )?(?:a |the )?{_WHAT} (?:really |that |so |very |even |always |usually )*(?:important|relevant|decisive|crucial|essential|a (?:big |real )?(?:factor|driver|deal|thing)|{_BETTER})(?: (?:to|for) (?:the )?{_SUCCESS})?{IN}",
        rf"how (?:important|relevant|decisive|crucial|big a factor) (?:is|are) (?:the |being )?{_WHAT}(?: (?:to|for) (?:the )?{_SUCCESS})?{IN}",
        rf"how much (?:does|do|of a difference does) (?:the |being )?{_WHAT} (?:really |actually )*(?:{_MATTER}|make)(?: (?:to |for )?(?:the )?{_SUCCESS})?{IN}",
        rf"should {_ARTIST} (?:really |maybe |rather )*{_MAKE}(?: (?:the|their|his|her|our|my|its))?(?: (?:songs?|tracks?|music|tunes?|it))? ?(?:a bit |a little |much |be )*{_WHAT}(?: (?:songs?|tracks?|music|tunes?|stuff))?{IN}",
        rf"if (?:{_ARTIST}) (?:just )?(?:make|makes|made|turn|turned|mix|mixed|cut|wrote|write|release[sd]?) (?:a |the |my |our |his |her |their |its )?(?:songs?|tracks?|music|tunes?|it|things)? ?(?:up |down )?{_WHAT}(?: (?:songs?|tracks?|music|tunes?))?[, ]+(?:then )?(?:it|that|they|we|i|he|she|does|do|will|would|is|are)\b.*",
        rf"(?:would|will|does|do|could) (?:it )?(?:a )?(?:making|make|being|be|writing|going|having) (?:it |them |a song |songs |the song |a track |tracks |more )*{_WHAT}(?: (?:songs?|tracks?))? (?:help|hurt|matter|pay off|work|get|make|bring|give|do)\b.*?{IN}",
        rf"(?:does|would|will|do) it (?:really |even )?{_MATTER} (?:to be|to make|if (?:it|they|the song|songs?|tracks?|a (?:song|track)) (?:is|are)|being) (?:a bit |more )?{_WHAT}{IN}",
        rf"(?:do|does|would|will|can) (?:a |an |the )?{_WHAT} (?:songs?|tracks?|tunes?|music|ones?|stuff) (?:usually |generally |really |tend to )*(?:do|does|perform|sell|chart|stream|fare|get|have|attract|earn|reach) (?:any |much )?(?:better|well|best|worse|more|higher|further|less|fewer)(?: (?:{_SUCCESS}|listeners|listens|plays))?{IN}",
        rf"if {_ARTIST} (?P<what>(?:just )?(?:speed|slow|turn|tone|calm|pump)(?:ed)? (?:it|that|them|this|the (?:song|track)) (?:up|down))[, ]+(?:then )?(?:it|that|they|we|i|he|she|does|do|will|would|is|are)\b.*",
        rf"(?:does|do|will|would|can|could) (?:a |an |the |being |having )?{_WHAT} (?:really |actually )*(?:affect|influence|change|drive|determine|boost|increase|raise|lower|reduce|mean|bring|get you|lead to|cause|hurt|help|harm)s? (?:the |its |a song's |any |more |less |fewer |higher |lower |better )*{_SUCCESS}{IN}",
        rf"(?:what|which|how big an?|how much) (?:effect|impact|influence|role) (?:does|do) (?:the |being )?{_WHAT} (?:have|play)(?: (?:on|in|for) (?:the )?{_SUCCESS})?{IN}",
        rf"(?:are|is) (?:the )?(?:more |most )?(?:popular|successful|bigger|famous|charting|hit) (?:songs|tracks|ones|music) (?:usually |generally |really |on average )*{_WHAT}{IN}",
        rf"(?:is there|what(?:'s| is)) (?:an? |the )?(?:ideal|best|perfect|optimal|right) {_WHAT}(?: for (?:a |the )?(?:song|track|hit|{_SUCCESS}))?{IN}",
        rf"what (?:does|do) (?:being |a |the )?{_WHAT} (?:do|does|mean) (?:for|to) (?:the |its |a song's )?{_SUCCESS}{IN}",
    )
)  # fmt: skip
_PERHAPS_A_WISH: Final = Pattern(r"should (?:we|i|you|one|it) (?!.*\b(?:songs?|tracks?|music|tunes?)\b)")
_STRONGEST: Final = Pattern(
    rf"(?:(?:what|which)(?:'s|s| is| are| one is)?(?: the)? ?(?:most important|strongest|biggest|main|most decisive|number one|key) (?:features?|factors?|drivers?|traits?|things?|effects?|variables?)|"
    rf"(?:what|which (?:features?|factors?|traits?|one)) (?:matters|counts|helps) (?:the )?most)(?: (?:for|of|behind|to) (?:the )?{_SUCCESS})?{IN}"
)
_TRAIT_TOO: Final = Pattern(
    r"(?:(?:what|how) about |same for |the )*(?:being )?(?:the )?(?P<what>[\w-]+(?: length| level)?)"
)
_EXPLICIT: Final = Pattern(
    r"\b(?:explicit\w*|swear\w*|curs(?:e|es|ing)|profan\w*|clean|dirty|bad (?:words|language)|parental advisory)\b"
)
_MODE: Final = Pattern(r"\b(?:minor|major|mode|key)\b")
_CAUSE: Final = Pattern(r"^(?:if|should|would|will|could)\b")
_SLIGHT: Final = 1.0
"""Points of popularity under which a difference is none that matters, however sure it is."""
NO_CAUSE: Final = "It shows what goes together in the table, not what would happen if a track were changed."

# "is sad music less popular than happy music", "do fast songs do better than slow ones in house"
_GROUPS: Final = Pattern(
    rf"(?:is|are|do|does|was|were) (?P<one>[\w' -]{{2,40}}?)(?: (?P<thing>songs?|music|tracks?|tunes?|ones?|stuff|recordings?))? "
    rf"(?:really |usually |generally |on average )*(?:(?P<how>(?:(?:any|much|a lot|a bit) )?(?:more|less|as)) popular|(?:do|does|perform|sell|chart|stream|fare)?s? ?(?:better|worse|more|less|higher|lower)|bigger|better known|(?:more|less) successful) "
    rf"(?:than|as) (?P<other>[\w' -]{{2,40}}?)(?: (?:songs?|music|tracks?|tunes?|ones?|stuff|recordings?))?{IN}"
)  # fmt: skip


def influence(turn: "Turn", asked: Said) -> Outcome | None:
    """Whether one trait goes with popularity, over all genres or in one: the regression's row on it."""
    text = asked.text.replace("sped", "speed")
    match = first_match(_INFLUENCE, text)
    if match is not None and _PERHAPS_A_WISH.match(text) and not _about_popularity(turn):
        return None
    slots = match.groupdict() if match is not None else _other_trait(turn, text)
    if slots is None:
        return None
    what, named = slots["what"] or "", slots.get("where") or slots.get("there")
    genre = asked.genre
    if not genre and named:
        found = genre_of(turn, named)
        if found is None:
            return None
        genre = found
    elif not genre and (
        turn.context.last is not None and turn.context.last.task.command in ("drivers", "genres", "explore")
    ):
        genre = genre_talked_of(turn)
    proviso = NO_CAUSE if _CAUSE.match(asked.text) else ""
    if _EXPLICIT.search(what):
        return _of_kinds(turn, "explicit", "clean", genre)
    name = acts.trait_of(what)
    if not name and _MODE.search(what):
        return _of_kinds(turn, "minor", "major", genre, both="songs in a {} key")
    if name == "popularity" or not name:
        return None
    if name == "duration":
        return _of_lengths(turn, genre, proviso)
    if not genre:
        return Outcome(request_of("drivers", Token("feature", name)), lead=proviso)
    try:
        found_drivers = turn.engine.drivers(genre)
    except UserError:
        note = f"too few recordings of {genre} to measure that there: this is over all genres"
        return Outcome(request_of("drivers", Token("feature", name)), lead=proviso, notes=(note,))
    effect = next(one for one in found_drivers.effects if one.feature == name)
    points = (
        f"{effect.points:+.1f} points of popularity per standard deviation ({effect.low:+.1f} to {effect.high:+.1f})"
    )
    told = (
        f"{name.capitalize()} in {genre}: {points}, more than chance."
        if effect.significant
        else f"{name.capitalize()} in {genre}: no, not beyond chance once all genres are tested together: {points}."
    )
    return Outcome(request_of("drivers", Token("genre", genre)), lead=f"{told} {proviso}".strip())


def strongest(turn: "Turn", asked: Said) -> Outcome | None:
    """``what's the most important feature``: of a genre, or the one that counts in most genres."""
    match = _STRONGEST.fullmatch(asked.text)
    if match is None:
        return None
    genre = asked.genre or (genre_of(turn, match["where"]) if match["where"] else "")
    if not genre and not match["where"] and (match["there"] or _about_popularity(turn)):
        genre = genre_talked_of(turn)
    if genre is None:
        return None
    if genre and figures.driven(turn.engine, genre):
        return Outcome(request_of("drivers", Token("genre", genre)))
    counted = {
        name: sum(effect.significant for _, effect in turn.engine.feature_drivers(name).pairs) for name in AUDIO_NAMES
    }
    first, second, *_ = sorted(counted, key=lambda name: -counted[name])
    of = len(turn.engine.driver_table.genres)
    lead = f"That differs by genre: {first} goes with popularity beyond chance in {counted[first]} of {of} genres, {second} in {counted[second]}."
    return Outcome(request_of("drivers", Token("feature", first)), lead=lead)


def _about_popularity(turn: "Turn") -> bool:
    last = turn.context.last
    return not turn.fresh and last is not None and last.task.command in ("drivers", "explore")


def _other_trait(turn: "Turn", text: str) -> dict[str, str] | None:
    """``what about valence``, after what goes with popularity was shown; None for anything else."""
    last = turn.context.last
    match = _TRAIT_TOO.fullmatch(text)
    if match is None or turn.fresh or last is None or last.task.command != "drivers" or last.task.fields.get("vs"):
        return None
    named = acts.trait_of(match["what"]) or _EXPLICIT.fullmatch(match["what"])
    return {"what": match["what"], "where": last.task.fields.get("genre", "")} if named else None


def _of_lengths(turn: "Turn", genre: str, proviso: str) -> Outcome | None:
    """Popularity of the shortest and of the longest quarter: length is none of the nine features."""
    rows = figures.members(turn.engine, genre)
    short, long, low, high = figures.ends_by(turn.engine, rows, "duration")
    one, other = (figures.mean(turn.engine, "popularity", part) for part in (long, short))
    if one.error != one.error or other.error != other.error:
        return None
    show = trait("duration").format
    told = _gap(one, other, f"the longest quarter (over {show(high)})", f"the shortest (under {show(low)})")
    lead = f"Length is none of the nine features of /drivers, so quarters of {genre or 'all recordings'} are compared: {told} {proviso or NO_CAUSE}"
    tokens = [Token("genre", genre)] if genre else []
    return Outcome(request_of("explore", "features", Token("feature", "duration"), *tokens), lead=lead)


def _gap(one: figures.Mean, other: figures.Mean, first: str, second: str) -> str:
    """Which of two kinds is more popular on average, or that chance may explain it."""
    gap, low, high = figures.difference(one, other)
    if low <= 0 <= high:
        return f"no difference beyond chance between {first} and {second}, mean popularity {one.value:.1f} and {other.value:.1f}."
    more, less = (one, other) if gap > 0 else (other, one)
    names = (first, second) if gap > 0 else (second, first)
    return f"{names[0]} has a mean popularity of {more.value:.1f}, {names[1]} {less.value:.1f}."


def _of_kinds(turn: "Turn", first: str, second: str, genre: str, both: str = "{} songs") -> Outcome | None:
    """Two kinds of song by their popularity, in all or in a genre: a row each, and the interval of the difference."""
    sides = []
    queries = {}
    for name in (first, second):
        phrase = name if name in ("remixes", "originals") else both.format(name)
        query = _OTHERWISE.get(name) or hear(turn.engine, phrase).query
        if query.empty or query.genres or query.genres_all or query.seeded or query.artists or query.scene:
            return None
        queries[phrase] = query
        inside = Query(
            query.constraints,
            moods=query.moods,
            explicit=query.explicit,
            keys=query.keys,
            kinds=query.kinds,
            not_kinds=query.not_kinds,
            languages=query.languages,
            genres=(genre,) if genre else (),
        )
        sides.append((phrase, figures.mean(turn.engine, "popularity", turn.engine.rows_within(inside)), inside))
    (one_name, one, _), (other_name, other, _) = sides
    if one.error != one.error or other.error != other.error:
        few = one_name if one.error != one.error else other_name
        return Outcome(
            reply=Reply(
                title=f"There are too few {few} {'in ' + genre if genre else 'here'} to compare their popularity."
            )
        )
    gap, low, high = figures.difference(one, other)
    place = f"In {genre}" if genre else "Over all recordings"
    if low <= 0 <= high or abs(gap) < _SLIGHT:
        title = f"{place} {one_name} and {other_name} are about as popular: mean {one.value:.1f} and {other.value:.1f}."
    else:
        title = f"{place} {one_name} are {'more' if gap > 0 else 'less'} popular than {other_name}: mean {one.value:.1f} against {other.value:.1f}."
    text = f"The difference is {gap:+.1f}, with 95% between {low:+.1f} and {high:+.1f}, popularity 0 left out. Songs of one artist are alike, so the real interval is somewhat wider. {NO_CAUSE}"
    rows = tuple(
        Row(
            name, measure=side.value / 100, amount=f"{side.value:.1f}", detail=f"{side.count:,} recordings",
            data={"kind": name, "mean_popularity": round(side.value, 2), "count": side.count},
        )
        for name, side, _ in sides
    )  # fmt: skip
    measured = [name for _, _, inside in sides for name in turn.engine.limits_of(inside) if name in AUDIO_NAMES]
    actions = [Action(name[:1].upper() + name[1:], f"/recommend {inside.text}") for name, _, inside in sides]
    if measured:
        tokens = (Token("genre", genre),) if genre else ()
        chart = request_of(
            "explore", "correlations", Token("feature", measured[0]), Token("with", "popularity"), *tokens
        )
        lead = f"{title} {text}"
        return Outcome(chart, lead=lead)
    if genre:
        actions.append(Action(f"What moves {genre}", request_of("drivers", Token("genre", genre)).text))
    return Outcome(reply=Reply(title=title, text=text, rows=rows, actions=tuple(actions)))


def groups(turn: "Turn", asked: Said) -> Outcome | None:
    """``is sad music less popular than happy music``: two kinds of song side by side, in all or in a genre."""
    match = _GROUPS.fullmatch(asked.text)
    if match is None:
        return None
    genre = asked.genre
    if not genre and match["where"]:
        genre = genre_of(turn, match["where"]) or ""
        if not genre:
            return None
    one, other = (_quality(match[name]) for name in ("one", "other"))
    return _of_kinds(turn, one, other, genre) if one != other else None


_OTHERWISE: Final = {
    "remixes": Query(kinds=("remix",)),
    "originals": Query(not_kinds=("remix",)),
    "original": Query(not_kinds=("remix",)),
    "live": Query(kinds=("live",)),
    "studio": Query(not_kinds=("live",)),
}
"""Kinds that stand against each other, as titles tell them."""


def _quality(phrase: str) -> str:
    return re.sub(
        r"^(?:the|an?|making|being)\s+|\s+(?:songs?|music|tracks?|tunes?|ones?|stuff|recordings?)$", "", phrase.strip()
    )


def certain(turn: "Turn", asked: Said) -> Outcome | None:
    """How sure the difference of two kinds of song, or the effect of a trait, is: its interval."""
    outcome = groups(turn, asked) or influence(turn, asked)
    if outcome is None:
        return None
    how = "What is sure and what is not, by the interval: "
    if outcome.reply is not None:
        return Outcome(
            reply=Reply(
                title=how + outcome.reply.title,
                text=outcome.reply.text,
                rows=outcome.reply.rows,
                actions=outcome.reply.actions,
            )
        )
    return Outcome(outcome.request, lead=how + outcome.lead)
