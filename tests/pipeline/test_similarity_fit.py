"""Vectors hold the weighted blocks; fitting and building work from end to end on made-up tables."""

import gzip
import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import random_array
from sklearn.utils.extmath import randomized_svd

from engine.features import AUDIO_NAMES
from engine.genre.predictor import ABOUT_FILE, GENRES_FILE, SHARES_FILE
from engine.languages import LANGUAGES
from engine.recommend.similarity import Similarity
from pipeline import similarity, similarity_model
from pipeline.similarity import train, write
from pipeline.similarity_model import SQUARED, ArtistTable, Described, Linear, compressed, squeezed, vectors

SCENES = {"metal": ("speed metal", 0.95, 0.2), "jazz": ("cool jazz", 0.2, 0.3), "salsa": ("salsa romantica", 0.7, 0.95)}


@given(st.integers(0, 2**32 - 1), st.floats(0.1, 4), st.floats(0.1, 4))
def test_dot_products_of_vectors_order_as_the_weighted_sum_of_blocks(seed, one, other):
    random = np.random.default_rng(seed)
    blocks = {"scene": random.normal(size=(7, 3)), "era": random.normal(size=(7, 1))}
    appeal, squared = random.normal(size=7), {"era": blocks["era"]}
    described = Described(
        lambda part: {name: block[part] for name, block in blocks.items()},
        squared, appeal, blocks["era"][:, 0], np.zeros((7, 0)),
    )  # fmt: skip
    made = vectors(described, {"scene": one, "era": other, "appeal": 1.0})
    rows, bias = made.rows_of(slice(None)), made.bias
    for seed_row in range(7):
        brute = one * blocks["scene"] @ blocks["scene"][seed_row] + described.appeal
        brute -= other * (blocks["era"][:, 0] - blocks["era"][seed_row, 0]) ** 2
        score = rows @ rows[seed_row] + bias
        np.testing.assert_allclose(score - score[0], brute - brute[0], atol=1e-3)
    assert "era" in SQUARED


def test_squeezing_keeps_dot_products_where_the_rows_lie_in_few_dimensions():
    random = np.random.default_rng(0)
    rows = (random.normal(size=(50, 4)) @ random.normal(size=(4, 20))).astype(np.float32)
    small = squeezed(rows.__getitem__, 4, np.ones(50))
    assert small.shape == (50, 4)
    np.testing.assert_allclose(small @ small.T, rows @ rows.T, atol=1e-2)


@pytest.mark.parametrize("shape", [(40, 90), (90, 40)])
def test_wide_and_tall_matrices_are_compressed_as_by_randomized_svd(shape):
    matrix = random_array(shape, density=0.2, rng=np.random.default_rng(0), format="csr")
    left, values, _ = randomized_svd(matrix, 8, n_iter=4, random_state=0)
    rows = left * np.sqrt(values)
    np.testing.assert_allclose(
        compressed(matrix, 8), rows / np.linalg.norm(rows, axis=1, keepdims=True).clip(1e-9), atol=1e-5
    )


def test_ridge_regression_finds_a_line_and_artist_tables_know_whom_they_hold():
    x = np.random.default_rng(0).normal(size=(200, 2))
    model = Linear.fit(x, (2 * x[:, :1] - x[:, 1:] + 3), 1e-6)
    np.testing.assert_allclose(model(np.array([[1.0, 1.0]])), [[4.0]], atol=1e-3)
    table = ArtistTable.of(np.array([9, 4], np.uint64), np.array([[3.0, 4.0], [1.0, 0.0]]))
    found, known = table(np.array([4, 5, 9], np.uint64))
    assert known.tolist() == [True, False, True]
    np.testing.assert_allclose(found, [[1, 0], [0, 0], [0.6, 0.8]], atol=0.01)


def predict(catalogue):
    """Genre predictions as the build of a real table looks them up: the filed genre with 80 %."""
    first = [catalogue.genres.index(filed[0]) for filed in catalogue.words["genres"].to_pylist()]
    order = [[place, *(other for other in range(3) if other != place)] for place in first]
    read = np.repeat(np.array(order, dtype=np.uint8)[:, None], 2, axis=1)
    np.save(catalogue.directory / GENRES_FILE, read)
    np.save(catalogue.directory / SHARES_FILE, np.broadcast_to(np.array([204, 30, 21], np.uint8), read.shape))
    about = {"genres": list(catalogue.genres), "sha256": ""}
    (catalogue.directory / ABOUT_FILE).write_text(json.dumps(about))


@pytest.fixture(scope="module")
def trained(tmp_path_factory, make, row, unfinished):
    """A model fitted on sixty made-up artists, and the catalogue it was fitted on."""
    directory = tmp_path_factory.mktemp("fit")
    rows, dated, lists = [], [], []
    random = np.random.default_rng(0)
    for genre, (scene, energy, valence) in SCENES.items():
        tracks = []
        for n in range(80):
            artist, track = f"{genre} artist {n % 20}", f"{genre}{n}"
            sound = {name: float(value) for name, value in zip(AUDIO_NAMES, random.uniform(0.1, 0.3, 9), strict=True)}
            sound |= {"energy": energy + random.normal() / 100, "valence": valence + random.normal() / 100}
            sound |= {"tempo": 90.0 + n}
            filed = "jazz" if genre == "salsa" and n % 20 == 7 else genre
            title = f"Amor y corazón {n}" if genre == "salsa" else f"Tune {genre} {n}"
            rows.append(row(track, artist, title, filed, int(random.integers(1, 90)), **sound))
            dated.append((track, artist, f"{1970 + n % 40}-01-01", str([scene])))
            tracks.append([track, f"Tune {n}", [artist]])
        lists += [{"title": f"{genre} {k}", "tracks": tracks[k::4]} for k in range(4)]
        lists += [{"title": f"Happy {genre}", "tracks": tracks[:20]}] if genre == "salsa" else []
    pd.DataFrame(dated, columns=["track_id", "artist_name", "release_date", "artist_genres"]).to_csv(
        directory / "dated.csv", index=False
    )
    talk = [
        {
            "goal": ["a", "b"],
            "tracks": {
                "a": {"title": "Tune jazz 1", "artists": ["jazz artist 1"]},
                "b": {"title": "Tune jazz 2", "artists": ["jazz artist 2"]},
            },
        }
    ]
    for name, lines in (("playlists", lists), ("dialogues", talk)):
        with gzip.open(directory / f"{name}.gz", "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(line) + "\n" for line in lines)
    make(directory / "catalogue", rows)
    catalogue = unfinished(directory / "catalogue")
    predict(catalogue)
    paths = (directory / name for name in ("dated.csv", "playlists.gz", "dialogues.gz"))
    said = train(catalogue, *paths, directory / "models")
    write(catalogue, directory / "models")
    return said, catalogue, directory / "models"


def test_training_says_what_it_reached_and_writes_a_card(trained):
    said, _, models = trained
    assert "precision@10" in said
    card = (models / "SIMILARITY.md").read_text(encoding="utf-8")
    assert "Playlists held out" in card
    assert "how many editors put into one playlist" in card
    assert "metal artist" not in card


def test_what_is_filed_against_its_artists_scene_is_doubtful(trained):
    _, catalogue, _ = trained
    similarity = Similarity.load(catalogue)
    names = catalogue.words["main_artist"].to_pylist()
    jazz = catalogue.genre_members("jazz")
    credible = np.array([similarity.genre_credibility(int(row), "jazz") for row in jazz])
    wrong = np.array([names[row].startswith("salsa") for row in jazz])
    assert credible[wrong].max() < credible[~wrong].min()
    assert similarity.genre_typicality("jazz")[wrong].mean() < similarity.genre_typicality("jazz")[~wrong].mean()


def test_a_fitted_model_puts_a_scene_together_and_tells_its_language(trained):
    _, catalogue, _ = trained
    similarity = Similarity.load(catalogue)
    ids = catalogue.words["track_id"].to_pylist()
    best = np.argsort(-similarity.scores([ids.index("salsa40")]))[:10]
    assert sum(ids[row].startswith("salsa") for row in best) >= 9
    assert LANGUAGES[similarity.languages[ids.index("salsa40")]] == "Spanish"


def test_the_same_table_gives_the_same_arrays(trained):
    _, catalogue, models = trained
    before = np.array(Similarity.load(catalogue).vectors)
    write(catalogue, models)
    np.testing.assert_array_equal(np.array(Similarity.load(catalogue).vectors), before)


def test_artists_read_in_groups_are_the_same_as_read_at_once(trained, monkeypatch):
    _, catalogue, models = trained
    before = Similarity.load(catalogue)
    vectors_of, artists = np.array(before.vectors), np.array(before.artist_vectors)
    groups = [slice(0, 7), slice(7, 8), slice(8, 60)]
    for module in (similarity, similarity_model):
        monkeypatch.setattr(module, "artist_groups", lambda count: groups)
    write(catalogue, models)
    again = Similarity.load(catalogue)
    for one, other in ((again.vectors, vectors_of), (again.artist_vectors, artists)):
        one = np.array(one)
        np.testing.assert_allclose(one @ one.T, other @ other.T, atol=1e-3)
