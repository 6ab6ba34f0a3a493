"""Names in free text, over a few made-up recordings: which are read, in which role, and which are missing."""

import pytest

from engine import Engine
from tests.conftest import MODELS


@pytest.fixture(scope="module")
def small(tmp_path_factory, row, make):
    rows = [
        row("a" * 22, "The Lanterns", "Glass Harbour (feat. Déné)", "indie", 82, album_name="Northern Rooms"),
        row("b" * 22, "Miro Vale", "Hurt", "pop", 80, energy=0.1),
        row("c" * 22, "Quiet Ones", "Hurt", "rock", 76, energy=0.2),
        row("d" * 22, "Queen", "Velvet Engine", "rock", 85, energy=0.3),
        row("e" * 22, "Daft Plonk", "Dancing Queen", "electronic", 78, energy=0.4),
        row("g" * 22, "Solveig Marchand", "Kettle", "jazz", 70, energy=0.5),
        row("h" * 22, "Nell", "Doorway", "jazz", 40, energy=0.55),
        row("i" * 22, "Nell Ardent", "Window", "pop", 81, energy=0.6),
        row("f" * 22, "Bright Eyed Foxes", "Right There", "folk", 60, energy=0.45),
    ]
    return Engine.load(make(tmp_path_factory.mktemp("entities"), rows), MODELS)


def roles(understood):
    return {
        (mention.value if mention.kind == "artist" else mention.text, mention.role) for mention in understood.mentions
    }


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("songs like Queen", {("Queen", "like")}),
        ("queen", {("Queen", "by")}),
        ("songs by the lanterns", {("The Lanterns", "by")}),
        ("upbeat songs by lanterns", {("The Lanterns", "by")}),
        ("like Miro Vale, Lanterns or Queen?", {("Miro Vale", "like"), ("The Lanterns", "like"), ("Queen", "like")}),
        ("daft plonk meets miro vale", {("Daft Plonk", "like"), ("Miro Vale", "like")}),
        ("like glass harbour by the lanterns", {("glass harbour", "like"), ("The Lanterns", "named")}),
        ("glass harbour by lanterns but faster", {("glass harbour", "like"), ("The Lanterns", "named")}),
        ("pop but nothing by queen", {("Queen", "rejected")}),
        ("not like queen", {("Queen", "unlike")}),
        ("songs from northern rooms", {("northern rooms", "by")}),
        ("dancing vibes for a rainy morning", set()),
        ("i'd like some classic tunes", set()),
        ("can you add some solvieg marchand and similar artists", {("Solveig Marchand", "like")}),
        ("more nell", {("Nell", "by")}),
        ("Please add Right Me by Queen", {("Queen", "by")}),
        ('songs that sound like "Copper" by Queen', {("Queen", "like")}),
        ("Copper by Queen is a favourite, I need more like it", {("Queen", "like")}),
        ("a party won't be complete without Queen", {("Queen", "by")}),
        ("something right for a workout over there", set()),
        ("songs about windows, the good ones", set()),
        ("songs that make you feel like you can hurt", set()),
        ("calm, with the spacious 'window' feel of an evening", set()),
        ("crushed by a kettle", set()),
        ("music from the movie Doorway", {("Doorway", "like")}),
        ("like the 1980s Velvet Engine", {("Velvet Engine", "like")}),
        ("something like brigth eyed foxes", {("Bright Eyed Foxes", "like")}),
        ("songs like glsas harbour but slower", {("glsas harbour", "like")}),
        ("like velvt engine by queen", {("velvt engine", "like"), ("Queen", "named")}),
        ("Like Don't Bolt Me Down - Queen", {("Queen", "like")}),
    ],
)  # fmt: skip
def test_names_are_read_in_their_roles(small, text, names):
    assert roles(small.understand(text)) == names


def test_the_article_of_a_title_belongs_to_it(tmp_path, row, make):
    rows = [
        row("a" * 22, "Miro Vale", "The Chain", "rock", 54),
        row("b" * 22, "Quiet Ones", "Chain", "emo", 50, energy=0.2),
    ]
    engine = Engine.load(make(tmp_path, rows), MODELS)
    assert [track.artists for track in engine.parse("songs like The Chain").like] == [("Miro Vale",)]
    assert [track.artists for track in engine.parse("songs like chain").like] == [("Quiet Ones",)]


def test_roles_become_fields_of_the_query(small):
    query = small.parse("songs like Queen but nothing by Miro Vale")
    assert (query.like_artists, query.not_artists) == (("Queen",), ("Miro Vale",))
    assert [track.track_name for track in small.parse("like Velvet Engine").like] == ["Velvet Engine"]
    assert small.parse("songs by Queen").artists == ("Queen",)


def test_a_slip_in_a_name_is_forgiven_and_an_ordinary_word_is_none(small):
    assert small.parse("songs like the lanters").like_artists == ("The Lanterns",)
    assert small.parse("songs like dark lands").like_artists == ()


def test_a_title_of_two_artists_is_asked_about(small):
    (question,) = small.understand("like hurt").questions
    assert [label for label, _ in question.readings] == ["Hurt - Miro Vale", "Hurt - Quiet Ones"]
    for label, text in question.readings:
        assert [track.title for track in small.parse(text).like] == [label]
    assert not small.understand("like hurt by quiet ones").questions


def test_a_name_that_is_not_there_is_said_and_the_rest_counts(small):
    understood = small.understand("calm songs like Zorblax Quintet")
    assert [missing.text for missing in understood.missing_names] == ["Zorblax Quintet"]
    assert understood.query.moods == ("calm",)
    assert any("Zorblax Quintet" in note for note in understood.query.notes)


def test_only_names_that_look_alike_are_offered_for_a_missing_one(small):
    offered = {
        text: small.understand(f"songs like {text}").missing_names[0].nearest
        for text in ("Zorblax Quintet", "Solveig Marchandise")
    }
    assert offered == {"Zorblax Quintet": (), "Solveig Marchandise": ("Solveig Marchand",)}


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("songs like Queen Tamsin", "Queen Tamsin"),
        ("could you add some Nell Harbottle?", "Nell Harbottle"),
        ("great! got some Wexcroft?", "Wexcroft"),
        ("more songs by major league", "major league"),
        ("groups like iron meadow", "iron meadow"),
    ],
)
def test_a_longer_name_is_not_answered_with_the_artist_that_it_begins_with(small, text, missing):
    understood = small.understand(text)
    assert [name.text for name in understood.missing_names] == [missing]
    assert not roles(understood)


@pytest.mark.parametrize(
    "text", ["do you have any more sugesstions", "Its CHRISMAS season", "hello, recomendatons please"]
)
def test_a_slip_of_an_ordinary_word_is_no_missing_name(small, text):
    assert not small.understand(text).missing_names


def test_nicknames_are_of_credited_artists_and_short_or_ordinary_ones_need_a_cue(tmp_path, row, make):
    rows = [row("a" * 22, "2Pac", "One", "hip-hop", 80), row("b" * 22, "The Weeknd", "Two", "pop", 90, energy=0.4)]
    engine = Engine.load(make(tmp_path, rows), MODELS)
    assert engine.parse("stick to tupac").artists == ("2Pac",)
    assert engine.parse("songs by the weekend").artists == ("The Weeknd",)
    assert engine.parse("calm songs for the weekend").artists == ()
    assert engine.find_artist("Tupac") == "2Pac"


@pytest.mark.parametrize(
    ("text", "artist"),
    [
        ("add some of Billie elishe", "Billie Eilish"),
        ("I'd like some Tasha Cobbs", "Tasha Cobbs Leonard"),
        ("songs by drake and sza", "SZA"),
    ],
)
def test_two_slips_in_one_word_a_name_cut_short_and_one_of_three_letters_are_read(real_engine, text, artist):
    query = real_engine.parse(text)
    assert artist in {*query.artists, *query.like_artists}


@pytest.mark.parametrize(
    "text", ["artists like SebastiAn", "no drums please", "like boris", "similar to a song by Kai Straw"]
)
def test_a_first_name_of_many_or_a_part_of_another_name_is_not_taken_for_somebody(real_engine, text):
    query = real_engine.understand(text).query
    assert not (query.artists)
    assert not (query.like_artists)
    assert not (query.not_artists)


def test_a_first_name_of_one_well_known_artist_is_enough(real_engine):
    assert real_engine.parse("like ariana").like_artists == ("Ariana Grande",)
    assert real_engine.parse("like elvis").like_artists == ("Elvis Presley",)


def test_instruments_that_no_genre_names_are_said_to_be_unknown(real_engine):
    assert real_engine.understand("jazz with saxophone").unknown == (
        'Which instruments play is not in the data: passed over "saxophone".',
    )


@pytest.mark.parametrize(
    ("text", "artists"),
    [
        ("queen and abba songs", ("Queen", "ABBA")),
        ("drake and rihanna tracks", ("Drake", "Rihanna")),
        ("summer and rihanna songs", ("Rihanna",)),
        ("rock and queen", ("Queen",)),
    ],
)
def test_an_ordinary_word_that_and_joins_to_an_artist_is_one(real_engine, text, artists):
    assert real_engine.parse(text).artists == artists


@pytest.fixture(scope="module")
def ordinary(tmp_path_factory, row, make):
    """A catalogue with artists and titles that are called by ordinary words or by a part of other names."""
    rows = [
        row("a" * 22, "Nova Twins", "Vortex", "rock", 70),
        row("b" * 22, "The Range", "Florida", "electronic", 71, energy=0.2),
        row("c" * 22, "Loopable", "Rain On A Tin Roof", "sleep", 30, energy=0.1),
        row("d" * 22, "Somebody Else", "Ry", "folk", 40, energy=0.3),
        row("e" * 22, "Breaker", "Night Bus", "drum-and-bass", 50, energy=0.8),
    ]
    return Engine.load(make(tmp_path_factory.mktemp("ordinary"), rows), MODELS)


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("what about cocteau twins, are they in there", "cocteau twins"),
        ("music like ry cooder", "ry cooder"),
        ("think ry cooder, at night", "ry cooder"),
        ("something by Jungle", "Jungle"),
    ],
)
def test_a_name_that_is_not_there_is_said_by_its_whole_and_none_stands_for_it(ordinary, text, missing):
    understood = ordinary.understand(text)
    assert [name.text for name in understood.missing_names] == [missing]
    assert not (understood.query.artists)
    assert not (understood.query.like_artists)
    assert not (understood.query.named)


@pytest.mark.parametrize("text", ["eight more in that range", "loopable, so under two minutes", "the rest of it"])
def test_ordinary_words_of_a_sentence_are_nobody(ordinary, text):
    understood = ordinary.understand(text)
    assert not (understood.mentions)
    assert not (understood.missing_names)


def test_a_part_in_capitals_in_a_list_of_artists_is_a_name(engine):
    one, other = (engine.recommend(f"genre:{genre}").tracks[0].artists[0] for genre in ("rock", "techno"))
    found = engine.understand(f"I also like {one}, Sad Kids of the Blockade and {other}")
    assert [name.text for name in found.missing_names] == ["Sad Kids of the Blockade"]
    assert (found.query.genres, found.query.moods) == ((), ())
    assert not engine.understand(f"I also like {one}, Sad Songs and {other}").missing_names


def test_names_side_by_side_are_all_of_the_artists(engine):
    names = [engine.recommend(f"genre:{genre}").tracks[0].artists[0] for genre in ("rock", "techno", "jazz")]
    assert engine.parse(" ".join(names)).artists == tuple(names)
