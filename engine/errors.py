"""The error that a user can mend, and the codes by which programs know it."""

from collections.abc import Sequence
from typing import Final, Literal, TypeAlias, get_args

ErrorCode: TypeAlias = Literal[
    "bad_models",  # a file of fitted models is damaged or of another version
    "bad_table",  # a table lacks columns, or holds values out of range
    "bad_value",  # a value that the field does not take
    "busy",  # too many requests are being answered
    "fault",  # our mistake; the log has the details under the reference in the hint
    "missing_file",  # a file parameter without an attached file
    "missing_parameter",  # a required parameter was not given
    "no_catalogue",  # there is no catalogue, or one of another version
    "no_models",  # there are no fitted models
    "not_allowed",  # only an approver, or whoever manages the workspace, may do that
    "not_understood",  # nothing in the message was understood
    "not_found",  # nothing in the catalogue has that name, or nothing is left
    "offline",  # a download failed
    "one_snapshot",  # the catalogue knows popularity on one date only
    "settings",  # an environment variable or option that cannot be used
    "stale_button",  # a button of a reply that is no longer known
    "too_fast",  # one user asks too often
    "too_large",  # a file is larger than allowed
    "unknown_command",
    "unknown_parameter",
]
ERROR_CODES: Final = frozenset(get_args(ErrorCode))


def shortened(text: object, most: int = 80) -> str:
    """A text of a user's for a message: in one line, unprintable characters escaped, cut in the middle if long.

    Examples
    --------
    >>> shortened("new\\nline.csv")
    'new\\\\nline.csv'
    >>> shortened("x" * 1000, 9)
    'xxxx…xxxx'
    """
    whole, half = str(text), most // 2
    # A cell may have hundreds of millions of letters, of which only the ends are looked at.
    if len(whole) <= most and len(line := _in_one_line(whole)) <= most:
        return line
    return f"{_in_one_line(whole[:half])[:half]}…{_in_one_line(whole[-half:])[-half:]}"


def _in_one_line(text: str) -> str:
    return "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in text)


def some_of(names: Sequence[str], most: int = 8) -> str:
    """The first names of a list for a message, and how many more there are.

    Examples
    --------
    >>> some_of(["pop", "rock", "soul"], 2)
    'pop, rock and 1 more'
    """
    more = f" and {len(names) - most:,} more" if len(names) > most else ""
    return f"{', '.join(names[:most])}{more}"


class UserError(ValueError):
    """What the user asked for cannot be done as asked.

    Parameters
    ----------
    message : str
        One sentence: what was wrong, naming the word that was.
    hint : str
        What is allowed, or the nearest thing that was perhaps meant. May be empty.
    code : ErrorCode
        The same mistake has the same code everywhere.
    """

    def __init__(self, message: str, hint: str = "", *, code: ErrorCode = "bad_value") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.code = code

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()
