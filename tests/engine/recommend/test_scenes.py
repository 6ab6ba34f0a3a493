"""The open vocabulary: words of people, in traits and genres."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.catalogue.store import Catalogue
from engine.features import LEVELS, TRAIT_NAMES
from engine.recommend.moods import MOODS, SYNONYMS
from engine.recommend.scenes import Scenes, Vocabulary
from pipeline.scenes import write_scene_features
from pipeline.word_index import write_word_index

WORDS = ["calm", "party", "rain", "gym", "jazz", "not", "too", "xyz", "the", "sad", "beach"]
MODELS = Path(__file__).parents[3] / "models"


@pytest.fixture(scope="module")
def scenes(demo_catalogue: Path) -> Scenes:
    catalogue = Catalogue.load(demo_catalogue)
    write_scene_features(catalogue)
    write_word_index(catalogue)
    return Scenes.load(MODELS, catalogue)


@pytest.mark.parametrize(
    ("text", "traits", "genres"),
    [
        ("rainy sunday morning", {"energy": -1, "acousticness": 1}, {"acoustic"}),
        ("a workout at the gym", {"energy": 1, "loudness": 1}, {"edm"}),
        ("music to fall asleep to", {"energy": -1, "loudness": -1}, {"sleep"}),
        ("dinner party", {"energy": -1}, {"jazz"}),
        ("podcast bed", {"instrumentalness": 1}, {"chill"}),
        ("beach", {"valence": 1, "danceability": 1}, {"reggae"}),
        ("punk for skateboarding", {"energy": 1}, {"punk"}),
        ("Musik zum Einschlafen", {"energy": -1}, {"sleep"}),
        ("música para un día lluvioso", {"energy": -1, "acousticness": 1}, {"acoustic"}),
        ("etwas Ruhiges", {"energy": -1}, {"piano"}),
        ("musique pour danser à la fête", {"danceability": 1}, {"house"}),
        ("música para malhar na academia", {"energy": 1}, {"edm"}),
    ],
)
def test_scenes_mean_what_people_mean(scenes: Scenes, text: str, traits: dict[str, int], genres: set[str]) -> None:
    profile = scenes.profile(text)
    assert {name: np.sign(profile.traits[name]) for name in traits} == traits
    assert genres <= set(profile.genres)
    assert profile.confidence == 1


@pytest.mark.parametrize(
    ("word", "scene"), [("thunderstorms", "storm"), ("heartbroken", "heartbreak"), ("lunchtime", "afternoon")]
)
def test_words_outside_the_table_lead_to_the_nearest_scene(scenes: Scenes, word: str, scene: str) -> None:
    profile = scenes.profile(word)
    assert profile.understood == {word: scene}


def test_unknown_words_and_function_words_are_no_opinion(scenes: Scenes) -> None:
    for text in ("", "I would like some music please", "zxqv asdfgh", "Ich möchte bitte Musik hören"):
        profile = scenes.profile(text)
        assert not profile
        assert not profile.traits
        assert not scenes.scores(text).any()
    assert scenes.profile("zxqv for a road trip").unknown == ("zxqv",)


def test_a_style_that_is_no_genre_of_the_table_gives_the_nearest_genres(scenes: Scenes) -> None:
    profile = scenes.profile("rainy day shoegaze")
    assert profile.styles == ("shoegaze",)
    assert {"alt-rock", "indie"} <= set(profile.genres)


def test_love_as_a_verb_is_not_a_love_song(scenes: Scenes) -> None:
    assert not scenes.profile("I love it")
    assert scenes.profile("love songs").understood == {"love songs": "love"}


def test_a_negation_counts_against_the_next_word(scenes: Scenes) -> None:
    assert scenes.profile("not too loud").traits["loudness"] < 0 < scenes.profile("loud").traits["loudness"]
    np.testing.assert_allclose(scenes.scores("not sad"), -scenes.scores("sad"), atol=1e-5)
    assert scenes.profile("yoga, but not too sleepy").traits["energy"] < 0


@pytest.mark.parametrize("mood", MOODS)
def test_the_vocabulary_agrees_with_the_moods(scenes: Scenes, mood: str) -> None:
    for word in (mood, *(word for word, of in SYNONYMS.items() if of == mood)):
        traits = scenes.profile(word).traits
        aims = {name: LEVELS[level] - 50 for name, level in MOODS[mood].items() if abs(LEVELS[level] - 50) >= 45}
        assert all(traits.get(name, 0) * aim >= 0 for name, aim in aims.items()), word


@given(st.lists(st.sampled_from(WORDS), max_size=12))
def test_scores_are_standardised(scenes: Scenes, words: list[str]) -> None:
    profile = scenes.profile(" ".join(words))
    scores = scenes.scores(profile)
    assert scores.shape == (len(scenes.catalogue),)
    assert abs(float(scores.mean())) < 1e-3
    assert float(scores.std()) == pytest.approx(profile.confidence, abs=1e-3) or not profile.audio_weights.any()
    assert 0 <= profile.coverage <= 1


def test_the_best_recordings_have_what_the_reasons_say(scenes: Scenes) -> None:
    profile = scenes.profile("peaceful piano")
    best = np.argsort(-scenes.scores(profile))[:20]
    energy = scenes.catalogue.traits[:, TRAIT_NAMES.index("energy")]
    assert energy[best].mean() < np.median(energy)
    for recording in best:
        reasons = scenes.reasons(profile, int(recording))
        if "calm" in reasons:
            assert energy[recording] < np.median(energy)
        filed = [reason.removeprefix("filed as ").split(", ") for reason in reasons if reason.startswith("filed")]
        assert all(genre in scenes.catalogue.track(int(recording)).genres for genres in filed for genre in genres)


def test_the_vocabulary_is_small_and_complete() -> None:
    vocabulary = Vocabulary.load(MODELS)
    assert (MODELS / "scenes.npz").stat().st_size < 6_000_000
    assert all(word in vocabulary for word in (*MOODS, *SYNONYMS))


def test_words_that_mean_the_same_are_found(scenes: Scenes) -> None:
    words = scenes.kindred_words("halloween")
    assert {"witch", "ghost", "zombie"} <= set(words)
    assert "halloween" not in words
    assert all(0 < likeness <= 1 for likeness in words.values())
    assert not scenes.kindred_words("techno")  # a title with the name of a style in it is not always of it


def test_explicit_lyrics_are_out_of_place_at_a_wedding_and_not_at_a_gym(scenes: Scenes) -> None:
    assert scenes.profile("wedding").clean == 1
    assert 0 < scenes.profile("advert for a gym").clean < 1
    assert scenes.profile("gym").clean == 0
    explicit = scenes.catalogue.explicit
    profile = scenes.profile("wedding")
    strict, lax = scenes.scores(profile), scenes.scores(replace(profile, clean=0.0))
    assert explicit.any()
    assert strict[explicit].mean() - strict[~explicit].mean() < lax[explicit].mean() - lax[~explicit].mean() - 1
