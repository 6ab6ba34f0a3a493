"""Lists like an artist: how many of the first ten editors put into a playlist with the artist, beside simpler orders.

Playlists come from CRATEBOT_PLAYLISTS (a .jsonl.gz file with ``title`` and ``tracks``, each a Spotify id first); the
catalogue from CRATEBOT_CATALOGUE. Candidates are the recordings of all playlists that are not by the artist. The
likeness was learnt from these playlists, too: differences between the orders count, not their level.
"""

import gzip
import json
import os
import re
from collections import defaultdict

import numpy as np
import numpy.typing as npt
from tqdm import tqdm

from engine import Engine, Query
from engine.features import AUDIO

ARTISTS = 250
SHOWN = 10
LEAST = 3  # recordings in the catalogue, of an artist asked about
OF_A_DAY = re.compile("top 50|new music", re.IGNORECASE)  # playlists that hold what is new, not what is alike


def together(engine: Engine) -> dict[int, set[int]]:
    """By recording, the numbers of the playlists that hold it."""
    inside: dict[int, set[int]] = defaultdict(set)
    with gzip.open(os.environ["CRATEBOT_PLAYLISTS"], "rt") as lines:
        for number, line in enumerate(lines):
            playlist = json.loads(line)
            if OF_A_DAY.search(playlist["title"]):
                continue
            for track_id, *_ in playlist["tracks"]:
                recording = engine.names.recording_of(track_id)
                if recording is not None:
                    inside[recording].add(number)
    return inside


def main() -> None:
    if not os.environ.get("CRATEBOT_PLAYLISTS") or not os.environ.get("CRATEBOT_CATALOGUE"):
        print("CRATEBOT_PLAYLISTS and CRATEBOT_CATALOGUE are not set: skipped")
        return
    engine = Engine.load(os.environ["CRATEBOT_CATALOGUE"])
    catalogue, similarity = engine.catalogue, engine.recommender.similarity
    inside = together(engine)
    candidates = np.array(sorted(inside))
    lists_of: dict[int, set[int]] = defaultdict(set)
    for recording in candidates:
        lists_of[int(catalogue.main_artists[recording])] |= inside[recording]
    artists = [artist for artist in lists_of if len(catalogue.artist_members(artist)) >= LEAST]
    artists = np.random.default_rng(0).permutation(artists)[:ARTISTS].tolist()
    sound = engine.knn.standardised[: len(AUDIO)].T
    shares: dict[str, list[float]] = defaultdict(list)
    genres: dict[str, list[float]] = defaultdict(list)
    for artist in tqdm(artists, desc="artists"):
        own = catalogue.artist_members(artist)
        rows = candidates[~np.isin(candidates, own)]
        right = np.array([bool(inside[row] & lists_of[artist]) for row in rows])
        of_artist = {genre for row in own.tolist() for genre in similarity.credible_genres(row)}
        orders: dict[str, npt.NDArray[np.floating]] = {
            "by chance": np.random.default_rng(artist).random(len(rows)),
            "by popularity": catalogue.rank_popularity[rows],
            "by the artist's mean sound": -np.linalg.norm(sound[rows] - sound[own].mean(axis=0), axis=1),
            "by cratebot": engine.recommender.match(
                Query(like_artists=(catalogue.artist_names[artist].as_py(),)), rows
            ),
        }
        for name, scores in orders.items():
            first = np.argsort(-scores, kind="stable")[:SHOWN]
            shares[name].append(float(right[first].mean()))
            shared = [bool(of_artist & set(similarity.credible_genres(row))) for row in rows[first].tolist()]
            genres[name].append(float(np.mean(shared)))
    print(f"{len(artists)} artists, {len(candidates):,} recordings of playlists; of the first {SHOWN} by others:")
    print(f"{'order':30}{'in a playlist with the artist':>32}{'of a genre of the artist':>28}")
    for name in shares:
        error = np.std(shares[name]) / np.sqrt(len(artists))
        print(f"{name:30}{np.mean(shares[name]):>22.3f} (+-{error:.3f}){np.mean(genres[name]):>28.2f}")


if __name__ == "__main__":
    main()
