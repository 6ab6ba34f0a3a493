"""The table of scenes, and the fit of what they mean."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import artifacts
from engine.catalogue.store import Catalogue
from engine.recommend.scenes import ARTIFACT, FORMAT_VERSION, Scenes
from engine.recommend.words import FUNCTION_WORDS, tokens
from pipeline.scene_table import inflections, read_scenes, read_translations
from pipeline.scenes import Fit, Playlist, area_under_curve, evaluate_playlists, train_scenes, write_scene_features

MODELS = Path(__file__).parents[2] / "models"


@pytest.fixture(scope="module")
def catalogue(demo_catalogue: Path) -> Catalogue:
    catalogue = Catalogue.load(demo_catalogue)
    write_scene_features(catalogue)
    return catalogue


def test_the_table_names_genres_that_exist_and_each_scene_once(catalogue: Catalogue) -> None:
    scenes = read_scenes()
    arrays, _ = artifacts.load(MODELS, ARTIFACT, format_version=FORMAT_VERSION)
    genres = {bytes(genre).decode() for genre in arrays["genres"].tolist()}
    assert len({scene.name for scene in scenes}) == len(scenes)
    assert {genre for scene in scenes for genre in scene.genres} <= genres
    assert all(-4 <= level <= 4 for scene in scenes for level in scene.traits.values())


def test_translations_translate_phrases_of_the_table() -> None:
    phrases = {" ".join(tokens(phrase)) for scene in read_scenes() for phrase in (*scene.phrases, *scene.exact)}
    translated, inflected = read_translations()
    assert {" ".join(tokens(english)) for english in {**translated, **inflected}.values()} <= phrases


@given(st.text(st.characters(categories=["Ll"]), max_size=12), st.sampled_from(["english", "german", "french"]))
def test_inflected_forms_are_other_words(word: str, language: str) -> None:
    assert word not in inflections(word, language)


def test_a_fit_without_playlists_works_on_any_catalogue(catalogue: Catalogue, tmp_path: Path) -> None:
    train_scenes(catalogue, tmp_path)
    scenes = Scenes.load(tmp_path, catalogue)
    assert scenes.profile("calm").traits["energy"] < 0
    assert scenes.scores("dance party").std() == pytest.approx(1, abs=1e-3)
    assert json.loads((tmp_path / "manifest.json").read_text())["files"]["scenes.npz"]["playlists"] == 0


def test_a_playlist_is_judged_without_itself_and_its_near_duplicates(catalogue: Catalogue) -> None:
    loud = np.argsort(-catalogue.traits[:, 2])[:30].astype(np.int64)
    quiet = np.argsort(catalogue.traits[:, 2])[:30].astype(np.int64)
    playlists = [Playlist("Calm Evening", "", loud), Playlist("Calm", "", loud), Playlist("Loud", "", quiet)]
    fit = Fit(read_scenes(), catalogue, playlists)
    # With the lists in the fit, calm would come to mean loud.
    seen, unseen = fit.weights(), fit.weights({0, 1, 2})
    calm = next(place for place, scene in enumerate(read_scenes()) if "calm" in scene.phrases)
    assert seen["leans"][calm, 2] > unseen["leans"][calm, 2]
    areas = {title: area for _, title, area in evaluate_playlists(fit)}
    assert areas["Calm"] < 0.5


def test_the_area_counts_ties_half() -> None:
    assert area_under_curve(np.array([1.0, 1.0, 0.0]), np.array([True, False, False])) == pytest.approx(0.75)


def test_no_function_word_is_an_entry() -> None:
    arrays, _ = artifacts.load(MODELS, ARTIFACT, format_version=FORMAT_VERSION)
    assert not FUNCTION_WORDS & {bytes(entry).decode() for entry in arrays["entries"].tolist()}
