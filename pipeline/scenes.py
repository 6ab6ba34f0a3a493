"""Fit what the scenes of ``data/scenes.csv`` mean, and build the arrays by which recordings are scored.

Each scene starts from what the file says of its traits and genres. Two sources of evidence correct that by a ridge
regression (one row per scene, all scenes at once, so that "chill" and "pop" share what is true of "chill pop"): the
names of the catalogue's albums, and titled playlists where a file of them is given.
"""

import gzip
import json
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from scipy.stats import rankdata

from engine import artifacts
from engine.catalogue.store import Catalogue
from engine.features import TRAIT_NAMES
from engine.recommend.scenes import ARTIFACT, DIRECTORY, FORMAT_VERSION, MEMBERSHIP_SCALE, Vocabulary
from engine.recommend.words import FUNCTION_WORDS, content_words, tokens
from pipeline.scene_table import SCENE_WORDS, Scene, inflections, read_scenes, read_translations

Floats = npt.NDArray[np.floating[Any]]

# One step of data/scenes.csv in standard deviations of a percentile: the slope of what albums show on what it says.
_STEP: Final = 0.25
_AUDIO_SCALE: Final = 1.2
_GENRE_SCALE: Final = 2.0
# Each further genre of a scene counts that much of the one before.
_NEXT_GENRE: Final = 0.85
# Chosen by leave-one-playlist-out.
_RIDGE: Final = 300.0
_PLAYLIST_WEIGHT: Final = 3.0
_ALBUM_WEIGHT: Final = 0.3
_LEARNED_GENRES: Final = 0.7
_MOST_PLAYLIST_TRACKS: Final = 60
_MOST_ALBUM_TRACKS: Final = 1
_FEWEST_TRACKS: Final = 8

# Phrases in which a word of the vocabulary means nothing.
IGNORED: Final = (
    *(
        f"{who} {love}"
        for who in ("i", "we", "id", "i would", "would", "i really", "really", "absolutely", "i just")
        for love in ("love", "loved")
    ),
    *(f"love {what}" for what in ("to", "it", "this", "these", "that", "those", "them", "your", "the", "some")),
    "work for me",
    "works for me",
    "sounds cool",
    "thats cool",
    "slow down there",
    "hard to",
    "live in",
    "free to",
)


# -- Arrays of a catalogue ---------------------------------------------------------------------------------------------


def scaled_percentiles(catalogue: Catalogue) -> npt.NDArray[np.float32]:
    """Percentiles of the eleven traits scaled to mean 0 and variance 1, shape (11, n); 0 where missing."""
    scaled = np.zeros((len(TRAIT_NAMES), len(catalogue)), dtype=np.float32)
    for place in range(len(TRAIT_NAMES)):
        values = np.asarray(catalogue.traits[:, place])
        known = ~np.isnan(values)
        scaled[place, known] = ((rankdata(values[known]) - 0.5) / known.sum() - 0.5) * np.sqrt(12)
    return scaled


def genre_memberships(catalogue: Catalogue) -> csr_matrix:
    """How much each recording is of each genre, 0-1: by its own genres and by those of its main artist's others.

    The artist's share rises with the number of other recordings, up to 0.4 for four or more.
    """
    own = _own_genres(catalogue)
    artists = np.asarray(catalogue.main_artists)
    of_artist = csr_matrix((np.ones(len(own.indptr) - 1, np.float32), (artists, np.arange(len(artists)))))
    counts = np.asarray(of_artist.sum(axis=1)).ravel()[artists] - 1
    others = (of_artist @ own)[artists] - own
    trust = 0.4 * np.minimum(counts, 4) / 4
    memberships = own.multiply((1 - trust)[:, None]) + others.multiply((trust / np.maximum(counts, 1))[:, None])
    result = csr_matrix(memberships)
    result.eliminate_zeros()
    return result


def _own_genres(catalogue: Catalogue) -> csr_matrix:
    genres = np.repeat(np.arange(len(catalogue.genres)), np.diff(catalogue.genre_starts))
    filed = (np.ones(len(genres), np.float32), (np.asarray(catalogue.genre_rows), genres))
    return csr_matrix(filed, shape=(len(catalogue), len(catalogue.genres)))


def write_scene_features(catalogue: Catalogue) -> None:
    """Write what ``engine.recommend.scenes.Scenes`` reads, into the catalogue's directory: 5 MB for 80,000 recordings.

    Files are ``traits.npy`` (float32, shape (11, n)), ``genre_starts.npy``, ``genre_rows.npy`` and
    ``memberships.npy`` (int32, int32 and uint8: recordings of each genre of the catalogue and how much they are).
    """
    directory = catalogue.directory / DIRECTORY
    directory.mkdir(exist_ok=True)
    by_genre = genre_memberships(catalogue).tocsc()
    by_genre.sort_indices()
    np.save(directory / "traits.npy", scaled_percentiles(catalogue))
    np.save(directory / "genre_starts.npy", by_genre.indptr.astype(np.int32))
    np.save(directory / "genre_rows.npy", by_genre.indices.astype(np.int32))
    np.save(directory / "memberships.npy", np.round(MEMBERSHIP_SCALE * by_genre.data).astype(np.uint8))


# -- Vocabulary --------------------------------------------------------------------------------------------------------


def vocabulary_arrays(scenes: Sequence[Scene]) -> dict[str, npt.NDArray[Any]]:
    """The entries of the vocabulary: phrases and their translations, and the words of ``data/scene_words.npz``."""
    table = _word_table(scenes)
    words = [bytes(word).decode() for word in table["words"].tolist()]
    entries: dict[str, list[int]] = {}
    for number, scene in enumerate(scenes):
        for phrase in (*scene.phrases, *scene.exact):
            entries.setdefault(" ".join(tokens(phrase)), []).append(number)
    translated, inflected = read_translations()
    inflected |= {form: entry for entry in entries for form in inflections(entry, "english")}
    others = translated | {form: of for form, of in inflected.items() if form not in {*words, *translated}}
    for phrase, original in others.items():
        entries.setdefault(" ".join(tokens(phrase)), entries[" ".join(tokens(original))])
    phrases = [entry for entry in entries if entry not in FUNCTION_WORDS]
    phrases += [entry for entry in IGNORED if entry not in entries]
    nearest = np.zeros((len(phrases), 4), dtype=np.uint16)
    shares = np.zeros((len(phrases), 4), dtype=np.uint8)
    for place, entry in enumerate(phrases):
        owners = list(dict.fromkeys(entries.get(entry, [])))[:4]
        nearest[place, : len(owners)] = owners
        shares[place, : len(owners)] = 255 // max(len(owners), 1)
    fresh = np.array([word not in entries and word not in FUNCTION_WORDS for word in words])
    return {
        "entries": np.array([entry.encode() for entry in phrases] + table["words"][fresh].tolist()),
        "nearest": np.vstack([nearest, table["nearest"][fresh]]),
        "shares": np.vstack([shares, table["shares"][fresh]]),
        "confidences": np.concatenate(
            [np.where(shares.any(axis=1), 255, 0).astype(np.uint8), table["confidences"][fresh]]
        ),
        "names": np.array([scene.name.encode() for scene in scenes]),
        "styles": np.array([scene.style for scene in scenes]),
        "clean": np.array([scene.clean for scene in scenes]),
    }


def _word_table(scenes: Sequence[Scene]) -> dict[str, npt.NDArray[Any]]:
    """The arrays of ``data/scene_words.npz``. ValueError if it was made from other scenes."""
    with np.load(SCENE_WORDS, allow_pickle=False) as file:
        table = {name: file[name] for name in file.files}
    if [bytes(name).decode() for name in table["names"].tolist()] != [scene.name for scene in scenes]:
        raise ValueError("data/scene_words.npz was made from other scenes: run python -m pipeline.scene_words")
    return table


# -- Evidence ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Playlist:
    """A titled list of recordings, those in the catalogue."""

    title: str
    description: str
    recordings: npt.NDArray[np.int64]


def read_playlists(path: Path, catalogue: Catalogue) -> list[Playlist]:
    """Playlists of a gzipped file of JSON lines with ``title``, ``description`` and ``tracks`` (lists, id first)."""
    releases = catalogue.releases.select(["track_id", "recording"]).to_pydict()
    recordings = dict(zip(releases["track_id"], releases["recording"], strict=True))
    playlists = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            known = sorted({recordings[track[0]] for track in row["tracks"] if track[0] in recordings})
            playlists.append(Playlist(row["title"], row["description"] or "", np.array(known, dtype=np.int64)))
    return playlists


@dataclass(frozen=True)
class Evidence:
    """Texts with what the music under them is.

    Parameters
    ----------
    mixtures : float, shape (t, scenes)
    leans : float, shape (t, 11)
        Mean scaled percentile of the recordings less that of all recordings of the source.
    genres : float, shape (t, g)
        Likewise of memberships, in units of their spread.
    weights : float, shape (t,)
    owners : int, shape (t,)
        Playlist or album that the text belongs to.
    """

    mixtures: Floats
    leans: Floats
    genres: Floats
    weights: Floats
    owners: npt.NDArray[np.int64]

    def normal(self, prior: Floats, keep: npt.NDArray[np.bool_] | slice = slice(None)) -> tuple[Floats, Floats]:
        """The two sides of the normal equations for corrections of the prior."""
        mixtures = self.mixtures[keep]
        weighted = (mixtures * self.weights[keep, None]).T
        rest = np.hstack([self.leans[keep] - mixtures @ prior, self.genres[keep]])
        return weighted @ mixtures, weighted @ rest


class Fit:
    """The regression over a catalogue.

    Parameters
    ----------
    scenes : sequence of Scene
    catalogue : Catalogue
    playlists : sequence of Playlist
        May be empty.
    """

    def __init__(self, scenes: Sequence[Scene], catalogue: Catalogue, playlists: Sequence[Playlist]) -> None:
        self.playlists = playlists
        self.traits = scaled_percentiles(catalogue).T
        self.memberships = genre_memberships(catalogue).toarray()
        self.spread = self.memberships.std(axis=0) + 0.02
        self.prior = _STEP * np.array([[scene.traits.get(name, 0.0) for name in TRAIT_NAMES] for scene in scenes])
        self.prior_genres = _typical_genres(scenes, catalogue) @ _near_genres(catalogue)
        zeros = {name: np.zeros((len(scenes), 1)) for name in ("leans", "audio_weights", "genre_weights")}
        self.arrays = vocabulary_arrays(scenes)
        self.genres = np.array([genre.encode() for genre in catalogue.genres])
        self.vocabulary = Vocabulary({**self.arrays, **zeros, "genres": self.genres})
        self.albums = self._evidence(_albums(catalogue), np.arange(len(catalogue)), _MOST_ALBUM_TRACKS)
        texts = [
            (text, playlist.recordings, number)
            for number, playlist in enumerate(playlists)
            for text in (playlist.title, playlist.description)
            if len(playlist.recordings) >= _FEWEST_TRACKS and not NAMES_NO_SCENE.search(playlist.title)
        ]
        every = np.unique(np.concatenate([playlist.recordings for playlist in playlists] or [np.zeros(0, np.int64)]))
        self.lists = self._evidence(texts, every, _MOST_PLAYLIST_TRACKS)
        self._of_albums = [_ALBUM_WEIGHT * side for side in self.albums.normal(self.prior)]

    def _evidence(
        self, texts: Sequence[tuple[str, npt.NDArray[np.int64], int]], every: npt.NDArray[np.int64], most: int
    ) -> Evidence:
        rows = []
        for text, recordings, owner in texts:
            mixture, found, _ = self.vocabulary.mixture(tokens(text))
            sure = max((confidence for confidence, _ in found.values()), default=0.0)
            if sure >= 0.5:
                rows.append((mixture, recordings, sure, owner))
        mean_traits = self.traits[every].mean(axis=0) if len(every) else np.zeros(len(TRAIT_NAMES))
        mean_genres = self.memberships[every].mean(axis=0) if len(every) else np.zeros(len(self.spread))
        return Evidence(
            np.array([row[0] for row in rows]).reshape(-1, len(self.prior)),
            np.array([self.traits[row[1]].mean(axis=0) - mean_traits for row in rows]).reshape(-1, len(TRAIT_NAMES)),
            np.array([(self.memberships[row[1]].mean(axis=0) - mean_genres) / self.spread for row in rows]).reshape(
                -1, len(self.spread)
            ),
            np.array([row[2] * min(len(row[1]), most) for row in rows]),
            np.array([row[3] for row in rows], dtype=np.int64),
        )

    def weights(self, without: Collection[int] = ()) -> dict[str, npt.NDArray[np.float32]]:
        """The fitted arrays, playlists ``without`` left out."""
        keep = ~np.isin(self.lists.owners, list(without))
        lists = self.lists.normal(self.prior, keep)
        left = self._of_albums[0] + _PLAYLIST_WEIGHT * lists[0] + _RIDGE * np.eye(len(self.prior))
        correction = np.linalg.solve(left, self._of_albums[1] + _PLAYLIST_WEIGHT * lists[1])
        leans = self.prior + correction[:, : len(TRAIT_NAMES)]
        learned = correction[:, len(TRAIT_NAMES) :] / self.spread
        return {
            "leans": leans.astype(np.float32),
            "audio_weights": (_AUDIO_SCALE * leans).astype(np.float32),
            "genre_weights": (_GENRE_SCALE * self.prior_genres + _LEARNED_GENRES * learned).astype(np.float32),
        }

    def near(self, number: int) -> list[int]:
        """Playlists whose title holds the words of one's title, or is held by them; itself included."""
        words = [set(content_words(playlist.title)) for playlist in self.playlists]
        own = words[number]
        return [other for other, theirs in enumerate(words) if theirs and own and (theirs <= own or own <= theirs)]

    def all_arrays(self) -> dict[str, npt.NDArray[Any]]:
        """Everything that ``Vocabulary`` needs."""
        return {**self.arrays, **self.weights(), "genres": self.genres}


# Titles of charts, radios of an artist, and new releases name no scene.
NAMES_NO_SCENE: Final = re.compile(r"top 50|radio|this is|new music|collection|soundtrack|fresh finds|complete", re.I)


def _albums(catalogue: Catalogue) -> list[tuple[str, npt.NDArray[np.int64], int]]:
    """Album names with their recordings."""
    members: dict[str, set[int]] = {}
    releases = catalogue.releases.select(["recording", "album_name"]).to_pydict()
    for recording, album in zip(releases["recording"], releases["album_name"], strict=True):
        members.setdefault(album, set()).add(recording)
    return [(album, np.array(sorted(rows)), number) for number, (album, rows) in enumerate(members.items())]


def _typical_genres(scenes: Sequence[Scene], catalogue: Catalogue) -> Floats:
    places = {genre: place for place, genre in enumerate(catalogue.genres)}
    typical = np.zeros((len(scenes), len(places)))
    for number, scene in enumerate(scenes):
        for rank, genre in enumerate(scene.genres):
            if genre in places:
                typical[number, places[genre]] = _NEXT_GENRE**rank
    return typical


def _near_genres(catalogue: Catalogue) -> Floats:
    """Half a genre itself, half the genres that the same artists are filed under; shape (g, g)."""
    artists = np.asarray(catalogue.main_artists)
    of_artist = csr_matrix((np.ones(len(artists), np.float32), (artists, np.arange(len(artists)))))
    counts = np.minimum((of_artist @ _own_genres(catalogue)).toarray(), 3)
    counts /= np.maximum(np.linalg.norm(counts, axis=0), 1e-6)
    near: Floats = 0.5 * counts.T @ counts + 0.5 * np.eye(counts.shape[1])
    return near


def train_scenes(catalogue: Catalogue, out: Path, playlists: Path | None = None) -> Path:
    """Fit and write ``scenes.npz`` into ``out``, with what is held out entered in the manifest.

    Parameters
    ----------
    catalogue : Catalogue
        Of a real table: its album names are evidence, its genres become the model's.
    out : Path
        Directory of models.
    playlists : Path, optional
        As ``read_playlists`` reads them. Without, the table and the album names alone are used.
    """
    fit = Fit(read_scenes(), catalogue, read_playlists(playlists, catalogue) if playlists else [])
    about: dict[str, Any] = {
        "scenes": len(fit.prior),
        "entries": len(fit.arrays["entries"]),
        "albums": len(fit.albums.owners),
        "playlists": len(set(fit.lists.owners.tolist())),
    }
    if playlists:
        about["held_out"] = median_areas(evaluate_playlists(fit))
    return artifacts.save(out, ARTIFACT, fit.all_arrays(), format_version=FORMAT_VERSION, about=about)


# -- Evaluation --------------------------------------------------------------------------------------------------------


def area_under_curve(scores: Floats, members: npt.NDArray[np.bool_]) -> float:
    """Area under the ROC curve; ties count half."""
    count = int(members.sum())
    ranks = rankdata(scores)[members].sum()
    return float((ranks - count * (count + 1) / 2) / (count * (len(members) - count)))


def evaluate_playlists(fit: Fit, fewest: int = 20) -> list[tuple[str, str, float]]:
    """Whether titles and descriptions tell their playlist's recordings from those of all the others.

    Each playlist is judged by a fit without it and without those whose title holds, or is held by, its words.

    Returns
    -------
    list of (kind, title, area under the ROC curve)
        ``kind`` is "title" or "description".
    """
    every = np.unique(np.concatenate([playlist.recordings for playlist in fit.playlists]))
    results = []
    for number, playlist in enumerate(fit.playlists):
        if len(playlist.recordings) < fewest or NAMES_NO_SCENE.search(playlist.title):
            continue
        weights = fit.weights({number, *fit.near(number)})
        for kind, text in (("title", playlist.title), ("description", playlist.description)):
            if text:
                mixture, _, _ = fit.vocabulary.mixture(tokens(text))
                scores = fit.traits[every] @ (mixture @ weights["audio_weights"])
                scores += fit.memberships[every] @ (fit.vocabulary.for_genres(mixture) @ weights["genre_weights"])
                members = np.isin(every, playlist.recordings)
                results.append((kind, playlist.title, area_under_curve(scores, members)))
    return results


def median_areas(results: Sequence[tuple[str, str, float]]) -> dict[str, float]:
    """Median area under the curve by kind of text."""
    kinds = dict.fromkeys(kind for kind, _, _ in results)
    return {kind: round(float(np.median([area for of, _, area in results if of == kind])), 3) for kind in kinds}
