"""How credible it is that a recording is of a genre that the table files it under.

Confident learning (Northcutt, Jiang, Chuang 2021, "Confident Learning: Estimating Uncertainty in Dataset Labels"):
a label is doubtful where its probability, from a model that did not see the recording's artist, falls clearly below
the mean probability of what carries that label. The probabilities come from a ridge regression from an artist's sound
and genre company to the artist genres of a dated table, for genres that it knows; for others they are those of the
genre model.
"""

import re
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

FACTOR: Final = 0.7
"""A label is doubtful below this share of its threshold."""
LEAST_THRESHOLD: Final = 0.5
"""No threshold is lower, so that a label that is wrong more often than right does not set its own measure."""
_FACTOR_UNTAUGHT: Final = 0.25
FEWEST: Final = 8  # artists that teach a genre

# What artist genres hold where a filed genre is right; elsewhere its own name.
_PATTERNS: Final = {
    "alt-rock": r"alternative|permanent wave|modern rock|grunge",
    "black-metal": r"metal",
    "blues": r"blues",
    "brazil": r"bra[sz]il|sertanejo|pagode|mpb|samba|forro|funk carioca|bossa",
    "classical": r"classical|orchestra|baroque|romantic era|choral|opera",
    "country": r"country|americana|red dirt|bluegrass",
    "dance": r"dance|edm|house",
    "death-metal": r"metal|deathcore",
    "drum-and-bass": r"drum and bass|dnb|jungle",
    "dub": r"\bdub\b|reggae\b",
    "edm": r"\bedm\b|house|big room|dance|dubstep|electro",
    "electronic": r"electro|\bedm\b|house|techno|downtempo|idm",
    "folk": r"folk|singer-songwriter|stomp and holler|americana",
    "french": r"french|francais|chanson|francoton",
    "funk": r"funk|soul|motown|disco",
    "german": r"german|deutsch|schlager",
    "gospel": r"gospel|christian|worship|ccm",
    "hard-rock": r"hard rock|metal|album rock|rock",
    "heavy-metal": r"metal",
    "hip-hop": r"hip hop|rap|drill|trap|urbano",
    "honky-tonk": r"honky|country",
    "indian": r"desi|indian|filmi|bollywood|hindi|tamil|telugu|punjabi|carnatic|hindustani|sufi|ghazal",
    "iranian": r"iran|persian",
    "j-pop": r"j-|japanese|anime|vocaloid",
    "j-rock": r"j-|japanese|visual kei",
    "jazz": r"jazz|swing|bop\b|big band|bossa",
    "k-pop": r"k-pop|korean|k-rap|k-rock|k-indie",
    "latin": r"latin|reggaeton|urbano|espanol|mexic|bachata|salsa|tropical|cumbia|norteno|corrido",
    "latino": r"latin|reggaeton|urbano|espanol|mexic|bachata|salsa|tropical|cumbia|norteno|corrido",
    "malay": r"malay|indonesia",
    "mandopop": r"mandopop|c-pop|chinese|taiwan|singaporean",
    "metal": r"metal|core\b|grunge",
    "pop-film": r"filmi|bollywood|desi|hindi|kollywood|tollywood|telugu|tamil",
    "r-n-b": r"r&b|soul",
    "reggae": r"reggae\b|rocksteady|dancehall|\bska\b|roots",
    "rock": r"rock|grunge|metal|punk|permanent wave",
    "rock-n-roll": r"rock-and-roll|rockabilly|doo-wop|merseybeat|rhythm and blues",
    "singer-songwriter": r"songwriter|folk|acoustic|stomp and holler",
    "soul": r"soul|motown|r&b",
    "spanish": r"spanish|espanol|latin",
    "swedish": r"swed|svensk",
    "synth-pop": r"synth|new wave|electropop|new romantic",
    "trip-hop": r"trip hop|downtempo|electronica",
    "turkish": r"turk|anatolian",
}
_NO_ARTIST_GENRES: Final = (
    "british", "children", "chill", "club", "comedy", "disney", "groove", "happy", "kids", "party", "romance",
    "road-trip", "sad", "show-tunes", "sleep", "study",
)  # fmt: skip


def artist_truth(genres: Sequence[str], artist_genres: Sequence[Sequence[str]]) -> npt.NDArray[np.float32]:
    """Which filed genres would be right for artists of known artist genres.

    Returns
    -------
    float32, shape (artists, genres)
        1 or 0; NaN in the columns of genres that artist genres say nothing of.
    """
    texts = ["; ".join(names) for names in artist_genres]
    out = np.full((len(texts), len(genres)), np.nan, dtype=np.float32)
    for place, genre in enumerate(genres):
        if genre in _NO_ARTIST_GENRES:
            continue
        search = re.compile(_PATTERNS.get(genre, rf"\b{re.escape(genre.replace('-', ' '))}")).search
        right = [search(text) is not None for text in texts]
        if sum(right) >= FEWEST:
            out[:, place] = right
    return out


def thresholds(probabilities: npt.NDArray[Any], filed: npt.NDArray[Any]) -> npt.NDArray[np.float32]:
    """The mean probability of each genre over what is filed under it: float32, shape (genres,); 0 where nothing is."""
    counts = filed.sum(axis=0)
    return np.asarray((probabilities * filed).sum(axis=0) / np.maximum(counts, 1), dtype=np.float32)


def credibility(
    probabilities: npt.NDArray[Any], threshold: npt.NDArray[Any], taught: npt.NDArray[np.bool_]
) -> npt.NDArray[np.float32]:
    """Credibility of labels: 0.5 where a label becomes doubtful, near 1 where the model is sure of it.

    Parameters
    ----------
    probabilities : float, shape (rows, genres)
    threshold : float, shape (genres,)
    taught : bool, shape (genres,)
        Whether artist genres tell of it.

    Returns
    -------
    float32, shape (rows, genres)
        ``p / (p + limit)``.
    """
    limit = np.where(taught, FACTOR * np.maximum(threshold, LEAST_THRESHOLD), _FACTOR_UNTAUGHT * threshold)
    positive = np.clip(probabilities, 0, 1)
    return np.asarray(positive / np.maximum(positive + limit, 1e-9), dtype=np.float32)
