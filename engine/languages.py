"""Languages that names of recordings and artists tell, and the words by which they are asked for."""

from typing import Final

LANGUAGES: Final = (
    "", "English", "Spanish", "Portuguese", "French", "German", "Italian", "Swedish", "Turkish", "Malay or Indonesian",
    "an Indian language", "Korean", "Japanese", "Chinese", "Russian", "Persian or Arabic", "Thai", "Greek", "Hebrew",
)  # fmt: skip
"""Names, in words that a sentence can take: "in Spanish". A recording's language is a place among them; the first is
unknown or instrumental."""

_SHARED: Final = {
    "indian": "an Indian language", "hindi": "an Indian language", "tamil": "an Indian language",
    "telugu": "an Indian language", "punjabi": "an Indian language", "malay": "Malay or Indonesian",
    "indonesian": "Malay or Indonesian", "persian": "Persian or Arabic", "arabic": "Persian or Arabic",
}  # fmt: skip
BY_WORD: Final = {name.lower(): name for name in LANGUAGES[1:] if " " not in name} | _SHARED
"""The words that ``language:`` takes, each with the language that recordings are told by."""

COUNTRIES: Final = {
    "brazil": "Portuguese", "british": "English", "french": "French", "german": "German",
    "indian": "an Indian language", "iranian": "Persian or Arabic", "malay": "Malay or Indonesian",
    "spanish": "Spanish", "swedish": "Swedish", "turkish": "Turkish",
}  # fmt: skip
"""Genres that say where music comes from and nothing of its style, each with the language of the place. What is filed
under them sounds less alike than what is filed under any style: by the genre model's view of their sound, the mean
cosine of two German recordings is .14, of two British .16, of two country songs .25, of two house tracks .28."""

SUNG: Final = {
    "french": "french", "german": "german", "spanish": "spanish", "latino": "spanish", "reggaeton": "spanish",
    "salsa": "spanish", "tango": "spanish", "brazil": "portuguese", "mpb": "portuguese", "sertanejo": "portuguese",
    "pagode": "portuguese", "forro": "portuguese", "samba": "portuguese", "swedish": "swedish", "turkish": "turkish",
    "malay": "malay", "indian": "indian", "iranian": "persian", "k-pop": "korean", "j-pop": "japanese",
    "j-rock": "japanese", "j-idol": "japanese", "j-dance": "japanese", "cantopop": "chinese", "mandopop": "chinese",
}  # fmt: skip
"""Genres that are sung in one language for the most part, each with the word that asks for it."""

UNTOLD: Final = (
    "dutch", "polish", "finnish", "norwegian", "danish", "vietnamese", "tagalog", "czech", "hungarian", "romanian",
    "bulgarian", "serbian", "ukrainian",
)  # fmt: skip
"""Languages that people ask for and that names do not tell."""


def word_of(name: str) -> str:
    """The word that asks for a language of ``LANGUAGES``: ``spanish``, ``indian``; empty for the unknown.

    Examples
    --------
    >>> word_of("an Indian language"), word_of("Spanish")
    ('indian', 'spanish')
    """
    return next((word for word, told in BY_WORD.items() if told == name), "")
