import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import Mistake
from engine.recommend.preferences import KEYS, Wish


@pytest.mark.parametrize(
    ("text", "wishes"),
    [
        (
            "upbeat acoustic under 3 minutes",
            {"duration": Wish(high=180), "valence": Wish("high"), "acousticness": Wish("high")},
        ),
        ("very fast and loud", {"tempo": Wish("very high"), "loudness": Wish("high")}),
        ("not loud", {"loudness": Wish("low")}),
        ("between 120 and 128 bpm", {"tempo": Wish(low=120, high=128)}),
        ("around 128 bpm", {"tempo": Wish(128)}),
        ("very high energy", {"energy": Wish("very high")}),
        ("energy:very high", {"energy": Wish("very high")}),
        ("tempo:>110 tempo:<125", {"tempo": Wish(low=110, high=125)}),
    ],
)
def test_free_text_says_the_same_as_keys(engine, text, wishes):
    assert engine.preferences(text).wishes == wishes


def test_from_a_mood_is_no_artist(engine):
    assert engine.preferences("from calm").moods == ("calm",)
    assert engine.preferences("from calm").artists == ()


def test_moods_genres_and_explicitness_are_read_from_free_text(engine):
    wish = engine.preferences("chill hip hop not explicit no jazz 10 songs")
    assert (wish.moods, wish.genres, wish.not_genres, wish.explicit, wish.limit) == (
        ("calm",),
        ("hip-hop",),
        ("jazz",),
        False,
        10,
    )


def test_a_quoted_name_is_a_track_to_resemble(engine):
    track = engine.catalogue.track(7)
    wish = engine.preferences(f'upbeat like "{track.title}"')
    assert [liked.recording for liked in wish.like] == [7]


def test_words_nobody_knows_are_told(engine):
    assert engine.preferences("happy flurbish music").notes == ('passed over "flurbish"',)
    assert engine.preferences("upbaet calm").notes == ('read "upbaet" as upbeat',)


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        ("enrgy:high", "unknown_parameter", "energy"),
        ("mood:hapy", "bad_value", "happy"),
        ("genre:tecno", None, None),
        ("genre:zzzzz", "not_found", ""),
        ("limit:500", "bad_value", "limit:5"),
        ("metric:cosin", "bad_value", "cosine"),
        ("energy:", "bad_value", "energy:high"),
    ],
)
def test_a_wrong_word_is_named_with_the_nearest_right_one(engine, text, code, says):
    if code is None:
        assert engine.preferences(text).genres == ("techno",)
        return
    with pytest.raises(Mistake) as mistake:
        engine.preferences(text)
    assert mistake.value.code == code
    assert says in str(mistake.value)


@given(st.text(max_size=60))
@settings(max_examples=150, deadline=None)
def test_any_wish_is_read_or_answered_with_a_sentence(engine, text):
    wish = preferences_or_mistake(engine, text)
    if isinstance(wish, Mistake):
        assert wish.message
        assert wish.hint
    else:
        assert engine.preferences(wish.text).text == wish.text


def preferences_or_mistake(engine, text):
    try:
        return engine.preferences(text)
    except Mistake as mistake:
        return mistake


PARTS = [
    *("energy:high", "tempo:>120!", "valence:0.3!", "loudness:-12--6", "duration:<4:00", "popularity:40-70"),
    *("mood:happy+calm", "genre:techno", "-genre:sleep", "explicit:no"),
    *("limit:9", "skip:5", "metric:euclidean", "surprise:some"),
]


@given(st.lists(st.sampled_from(PARTS), unique=True))
@settings(max_examples=60, deadline=None)
def test_the_text_of_preferences_reads_back_to_them(engine, parts):
    wish = engine.preferences(" ".join(parts))
    assert engine.preferences(wish.text) == wish


def test_every_key_has_words_that_fit_a_door():
    assert all(len(key.name) <= 32 and 0 < len(key.about) <= 100 for key in KEYS)
