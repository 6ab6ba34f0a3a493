from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import UserError
from engine.recommend.query import KEYS, Constraint


@pytest.mark.parametrize(
    ("text", "constraints"),
    [
        (
            "upbeat acoustic under 3 minutes",
            {"duration": Constraint(high=180), "valence": Constraint("high"), "acousticness": Constraint("high")},
        ),
        ("very fast and loud", {"tempo": Constraint("very high"), "loudness": Constraint("high")}),
        ("not loud", {"loudness": Constraint(high="medium")}),
        ("between 120 and 128 bpm", {"tempo": Constraint(low=120, high=128)}),
        ("around 128 bpm", {"tempo": Constraint(128)}),
        ("very high energy", {"energy": Constraint("very high")}),
        ("energy:very high", {"energy": Constraint("very high")}),
        ("tempo:>110 tempo:<125", {"tempo": Constraint(low=110, high=125)}),
    ],
)
def test_free_text_says_the_same_as_keys(engine, text, constraints):
    assert engine.parse(text).constraints == constraints


def test_from_a_mood_is_no_artist(engine):
    assert engine.parse("from calm").moods == ("calm",)
    assert engine.parse("from calm").artists == ()


def test_moods_genres_and_explicitness_are_read_from_free_text(engine):
    constraint = engine.parse("chill hip hop not explicit no jazz 10 songs")
    assert (constraint.moods, constraint.genres, constraint.not_genres, constraint.explicit, constraint.limit) == (
        ("calm",),
        ("hip-hop",),
        ("jazz",),
        False,
        10,
    )


def test_a_quoted_name_is_a_track_to_resemble(engine):
    track = engine.catalogue.track(7)
    constraint = engine.parse(f'upbeat like "{track.title}"')
    assert [liked.recording for liked in constraint.like] == [7]


def test_words_nobody_knows_are_told(engine):
    assert engine.parse("happy flurbish music").notes == ('passed over "flurbish"',)
    assert engine.parse("upbaet calm").notes == ('read "upbaet" as upbeat',)


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
        assert engine.parse(text).genres == ("techno",)
        return
    with pytest.raises(UserError) as mistake:
        engine.parse(text)
    assert mistake.value.code == code
    assert says in str(mistake.value)


@given(st.text(max_size=60))
@settings(max_examples=150, deadline=None)
def test_any_wish_is_read_or_answered_with_a_sentence(engine, text):
    constraint = preferences_or_mistake(engine, text)
    if isinstance(constraint, UserError):
        assert constraint.message
        assert constraint.hint
    else:
        assert engine.parse(constraint.text).text == constraint.text


def preferences_or_mistake(engine, text):
    try:
        return engine.parse(text)
    except UserError as mistake:
        return mistake


PARTS = [
    *("energy:high", "tempo:>120!", "valence:0.3!", "loudness:-12--6", "duration:<4:00", "popularity:40-70"),
    *("mood:happy+calm", "genre:techno", "-genre:sleep", "explicit:no"),
    *("-mood:sad", "genre:pop&rock", "key:Am", "key:8B", "language:spanish", "-language:english", "kind:live"),
    *("include:christmas", 'scene:"rainy sunday"', "year:1990s", "year:>2010", "sort:-tempo", 'album:"Kid A"'),
    *("instrumentalness:0!", "energy:>0.95", "energy:high!", "popularity:100!"),
    *("limit:9", "skip:5", "metric:euclidean", "surprise:some"),
]


@given(st.lists(st.sampled_from(PARTS), unique=True))
@settings(max_examples=60, deadline=None)
def test_the_text_of_preferences_reads_back_to_them(engine, parts):
    query = preferences_or_mistake(engine, " ".join(parts))
    assert isinstance(query, UserError) or engine.parse(query.text) == query


def test_every_key_has_words_that_fit_a_door():
    assert all(len(key.name) <= 32 and 0 < len(key.about) <= 100 for key in KEYS)


SENTENCES = [
    *("calm songs like", "french rap", "no vocals", "20 happy songs", "under 3 min", "in A minor", "top 10"),
    "shoegaze",
    "less sad",
    *("for a rainy sunday", "not too loud", "by", "meets", "or", "and", "without", "hidden gems", "suche ruhige musik"),
    "🔥",
    "90s",
    *("instrumental", "christmas", "surprise me", "in spanish", "clean", "fast but not too fast", "live recordings"),
    *("?", ","),
]  # fmt: skip


@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6), st.integers(0, 400))
@settings(max_examples=150, deadline=None)
def test_free_text_becomes_a_canonical_text_that_reads_back_to_the_same_query(engine, parts, row):
    track = engine.catalogue.track(row)
    said = " ".join([*parts, track.artists[0], *parts[:1], track.track_name])
    query = engine.parse(said)
    assert replace(engine.parse(query.text), notes=()) == replace(query, notes=())


def test_the_scene_is_what_is_left_without_fillers(engine):
    assert engine.parse("I need something for a rainy sunday morning please").scene == "rainy sunday morning"
    assert engine.parse("happy music for a long train ride at dusk").scene == "long train ride dusk"


def test_an_ordinary_word_is_no_slip_for_another(engine):
    for text in ("it was right over there", "my work is done", "something wordless for the journey"):
        assert not engine.understand(text).corrections


def test_years_that_the_catalogue_lacks_are_said_and_the_rest_counts(engine):
    understood = engine.understand("sad songs from the 80s")
    assert understood.query.moods == ("sad",)
    if understood.no_years:
        assert any("year" in note for note in understood.query.notes)
        assert understood.query.scene == "1980s"
    else:
        assert (understood.query.years.low, understood.query.years.high) == (1980, 1989)


def test_a_contradiction_is_said(engine):
    understood = engine.understand("fast songs, very slow, rock but no rock")
    assert len(understood.contradictions) == 2
    assert understood.query.genres == ()


def test_a_colon_in_a_sentence_is_no_key(engine):
    for text in (
        "Coal Chamber: El Cu Cuy",
        "Music like: Little Lion Man",
        "Genre: electronic, indie pop, jazz and anything (e.g. Xy)",
    ):
        engine.parse(text)


@given(st.text(max_size=120))
@settings(max_examples=150, deadline=None)
def test_plain_text_is_never_refused(engine, text):
    assert engine.understand(text.replace(":", " ").replace("-", " ")).query is not None


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("a chill playlist to cheer me up when I am feeling down", "mood:calm+happy"),
        ("a playlist I can listen to while working out", "mood:workout"),
        ("any genre works as long as it is upbeat", "valence:high"),
        ("songs for cleaning around the house", 'scene:"house cleaning"'),
        ("deep house", "genre:deep-house"),
        ("something for our anniversary", "mood:romantic"),
        ("no bad language", "explicit:no"),
        ("music for a fashion show", 'scene:"fashion show"'),
        ("epic trailer", 'scene:"epic trailer"'),
        ("first dance", 'scene:"first dance"'),
        ("new year's eve", 'scene:"new years eve"'),
        ("epic techno", "energy:high genre:techno"),
    ],
)
def test_words_are_read_in_their_phrase(engine, text, means):
    assert engine.parse(text).text == means


@pytest.mark.parametrize("value", ["high", ">low", "low-high", "medium!"])
def test_a_year_is_no_level(engine, value):
    with pytest.raises(UserError, match="year takes years"):
        engine.parse(f'year:"{value}"')


def test_only_so_many_names_are_searched_for_and_that_is_said(engine):
    tracks = engine.catalogue.tracks(range(12))
    named = engine.parse(" ".join(f'like:"{track.track_name} {track.artists[0]}"' for track in tracks))
    assert len(named.like) <= 10
    assert "only the first 10 names were read" in named.notes
    # What is found without a search is read however much there is, as the bot's own requests hold it.
    held = engine.parse(" ".join(f"like:{track.track_id}" for track in tracks))
    assert len(held.like) == 12
    assert held.notes == ()


def test_a_wrong_value_is_told_each_time_by_an_error_of_its_own(engine):
    errors = []
    for _ in range(2):
        with pytest.raises(UserError) as caught:
            engine.parse("energy:nothing")
        errors.append(caught.value)
    assert errors[0] is not errors[1]
    assert str(errors[0]) == str(errors[1])


@pytest.mark.parametrize("text", ["🎵" * 3000, "rain " * 500, "scene:" + "rain" * 900, "🎵" * 500 + " like love" * 50])
def test_a_long_text_reads_back_to_itself(engine, text):
    made = engine.parse(text)
    assert engine.parse(made.text).text == made.text


@pytest.mark.parametrize(
    ("text", "scene"),
    [
        ("jazz for dinner, I am familiar with it", "dinner"),
        ("rock for a road trip, they failed me last time", "road trip"),
        ("I forget who sings it, something calm", ""),
        ("pop for a picnic, I am throwing one", "picnic"),
        ("songs about a dinosaur and a tractor", "dinosaur tractor"),
    ],
)
def test_words_that_tell_little_are_no_scene_beside_those_that_do(engine, text, scene):
    assert engine.parse(text).scene == scene
