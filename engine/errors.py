"""The one kind of error that a person can mend."""


class UserError(ValueError):
    """Something the person asked for cannot be done as asked.

    Parameters
    ----------
    message : str
        One sentence: what was wrong, naming the word that was.
    hint : str
        What is allowed, or the nearest thing that was perhaps meant. May be empty.
    code : str
        A stable word for programs: ``bad_value``, ``not_found``, ``bad_table`` and the like.
    """

    def __init__(self, message: str, hint: str = "", *, code: str = "bad_value") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.code = code

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()
