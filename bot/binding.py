"""Argument binding: which words of a request belong to which parameter of its command."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence

from bot.parameters import PRIVATE, Choice, Count, End, Name, Parameter, Single, Text, nearest, options_of
from bot.request import yes_or_no
from engine import Token, UserError

Said = dict[str, list[Token]]  # by parameter

_AGAINST = frozenset({"vs", "vs.", "versus"})
# Before a number they make it a limit: "under 3 minutes" is how long a track may be, "45 minutes" how long the list.
_LIMITS = frozenset({"under", "over", "below", "above", "than", "least", "most", "to", "between", "and", "max", "min"})


def bind_arguments(
    command: str, parameters: Sequence[Parameter], tokens: Sequence[Token]
) -> Mapping[str, Sequence[Token]]:
    """The tokens that each parameter gets, by its name.

    Words with a key go where the key says. Words without one finish the name that stands before them, else they are
    the command's free text, else they go to the field that they fit.

    Raises
    ------
    UserError
        If there is no field for a word.
    """
    owners = {option.name: p for p in parameters for option in p.options} | {p.name: p for p in parameters}
    open_ended = next((p for p in parameters if p.kind.free and not isinstance(p.kind, Single)), None)
    free = open_ended or next((p for p in parameters if p.kind.free), None)
    keyed = {token.key for token in tokens}
    said: Said = {parameter.name: [] for parameter in parameters}
    fields = _Fields(parameters, said)
    before: Parameter | None = None
    for token in _keyed(parameters, tokens):
        if token.key == PRIVATE.name:
            yes_or_no(token.value, PRIVATE.name)
            before = None
            continue
        owner = owners.get(token.key) if token.key else None
        if not token.key:
            if before and not token.quoted and token.value.lower() in _AGAINST:
                rival = _rival(before, parameters, said)
                if rival and rival.name not in keyed:
                    before = rival
                    continue
            # Free words after "track:Blinding" finish the name, unless the command reads free text itself.
            continues = before is not None and before.kind.free and isinstance(before.kind, Single) and not open_ended
            owner = fields.fitting(token, before if continues else free)
        owner = owner or open_ended
        if owner is None:
            raise _unknown(command, parameters, token, list(owners))
        said[owner.name].append(token)
        before = owner
    return said


def _keyed(parameters: Sequence[Parameter], tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens, with "to energetic" and "45 minutes" as the keys that they name."""
    ends = {p.name: p.kind for p in parameters if isinstance(p.kind, End)}
    counts = {p.name for p in parameters if isinstance(p.kind, Count)}
    left = deque(tokens)
    previous = ""
    while left:
        token = left.popleft()
        word = token.value.lower()
        if left and not (token.key or token.quoted or left[0].key):
            following = left[0].value.lower()
            if word in ends and ends[word].is_mood(following):
                token = Token(word, left.popleft().value)
            elif word.isdigit() and following in counts and previous not in _LIMITS:
                token = Token(following, word)
                left.popleft()
        previous = token.value.lower()
        yield token


def _rival(owner: Parameter, parameters: Sequence[Parameter], said: Said) -> Parameter | None:
    """Whom "vs" sets against what was just named: a field of the same kind that nothing was said for."""
    alike = [p for p in parameters if type(p.kind) is type(owner.kind) and _source(p) == _source(owner)]
    return next((p for p in alike if not said[p.name]), None)


def _source(parameter: Parameter) -> str:
    return parameter.kind.source if isinstance(parameter.kind, Single) else ""


class _Fields:
    """Which fields a word without a key may go to.

    Parameters
    ----------
    parameters : sequence of Parameter
    said : mapping of str to list of Token
        What each was given so far.
    """

    def __init__(self, parameters: Sequence[Parameter], said: Said) -> None:
        self._said = said
        self._choices = {p.name: (p, p.kind) for p in parameters if isinstance(p.kind, Choice)}
        genres = [p.name for p in parameters if isinstance(p.kind, Name) and p.kind.source in ("genre", "dated genre")]
        self._selective = {*self._choices, *genres}
        self._others = [p for p in parameters if p.name in genres or isinstance(p.kind, Text)]

    def fitting(self, token: Token, owner: Parameter | None) -> Parameter | None:
        """Who gets a word: where a choice or a genre may stand, it may be that of another field.

        A genre is taken for one only once a choice was made, so that a misspelt choice is told what it may be.
        """
        if owner is not None and owner.name not in self._selective:
            return owner
        fit = None
        for parameter, kind in self._choices.values():
            if not self._said[parameter.name] and kind.meant(token.value):
                if parameter is owner:
                    return owner
                fit = fit or parameter
        if fit is not None:
            return fit
        if owner is not None and owner.name in self._choices:
            chosen = token.quoted or any(self._said[name] for name in self._choices)
            return next((p for p in self._others if chosen and not self._said[p.name]), owner)
        return owner


def _unknown(command: str, parameters: Sequence[Parameter], token: Token, names: list[str]) -> UserError:
    allowed = ", ".join(option.name for option in options_of(parameters))
    if not token.key:
        message = f'/{command} takes no free words; "{token.value}" is one.'
        return UserError(message, f"It takes {allowed}.", code="unknown_parameter")
    hint = f"{nearest(token.key, names)} It takes {allowed}.".strip()
    return UserError(f'/{command} has no "{token.key}".', hint, code="unknown_parameter")
