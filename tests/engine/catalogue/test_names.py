"""The name search: what people type leads to what they mean, or to a sentence with what is near."""

import csv
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis.strategies import text

from engine.catalogue.names import Names, fold, title_forms
from engine.catalogue.store import Catalogue
from engine.errors import UserError

QUERIES = Path(__file__).with_name("name_queries.tsv")
ORCHESTRA = "Orquesta Filarmónica Juvenil y Coro de Cámara de Valle Hondo y Santa Brígida"
FIRST, SECOND = "0" * 21 + "a", "0" * 21 + "b"


@pytest.fixture(scope="module")
def names(tmp_path_factory, row, make):
    rows = [
        row(FIRST, "The Lanterns", "Glass Harbour (feat. Déné) - Remastered 2011", "hip-hop", 40),
        row(SECOND, "The Lanterns", "Glass Harbour (feat. Déné) - Remastered 2011", "r-n-b", 20),
        row("c", "Miro Vale", "Glass Harbour", "drum-and-bass", 60, energy=0.1),
        row("d", "miro vale;A$h", "Étude No. 2", "pop", 10, energy=0.2),
        row("e", "Miro Vale", "Étude No. 3", "pop", 90, energy=0.3),
        row("f", "Quiet Ones", "÷", "pop", 90, energy=0.4),
        row("g", "Мир", "Ночь", "pop", 90, energy=0.5),
        row("h", ORCHESTRA, "Aria", "opera", 1, energy=0.7),
    ]
    return Names(Catalogue.load(make(tmp_path_factory.mktemp("names"), rows)))


@pytest.mark.parametrize(
    ("text", "recording"),
    [
        ("glass harbour", 1),  # the most popular of equals
        ("glass harbour lanterns", 0),
        ("The Lanterns - Glass Harbour", 0),
        ("Glass Harbor by the lanterns", 0),
        ("glas harbour, miro vale", 1),
        ("GLASSHARBOUR", 1),
        ("etude no 2", 2),
        ("etude no. 2 ash", 2),
        ("÷", 4),
        ("ночь", 5),
        ("НОЧЬ мир", 5),
        (SECOND, 0),  # any release leads to its recording
        (f"spotify:track:{SECOND}", 0),
        (f"see https://open.spotify.com/intl-de/track/{FIRST}?si=1", 0),
        (f"https://open.spotify.com/embed/track/{FIRST}", 0),
    ],
)
def test_a_track_is_found_as_people_write_it(names, text, recording):
    assert names.resolve_track(text) == recording


@pytest.mark.parametrize("text", ["glass", "glass harbour quiet ones", "etude no 4", "wholly different", ""])
def test_a_part_of_a_title_or_another_artist_or_number_is_not_taken_for_the_track(names, text):
    with pytest.raises(UserError, match="No track is called"):
        names.resolve_track(text)


def test_what_is_not_found_is_answered_with_the_nearest(names):
    with pytest.raises(UserError) as caught:
        names.resolve_track("Glass Harb")
    assert caught.value.code == "not_found"
    assert caught.value.message == 'No track is called "Glass Harb".'
    assert caught.value.hint.startswith("Nearest: Glass Harbour - Miro Vale; ")


def test_a_link_that_leads_nowhere_says_why(names):
    with pytest.raises(UserError, match="link is not in the catalogue"):
        names.resolve_track("https://open.spotify.com/track/" + "z" * 22)
    with pytest.raises(UserError, match="not lead to a track, but: playlist"):
        names.resolve_track("https://open.spotify.com/playlist/" + "z" * 22)


def test_an_artist_has_the_recordings_of_all_spellings(names):
    assert names.artist_recordings(names.resolve_artist("MIRO VALE")).tolist() == [1, 2, 3]
    assert names.resolve_artist("lanterns") == "The Lanterns"
    assert names.artist_recordings("A$h").tolist() == [2]
    assert names.artist_recordings("Nobody").tolist() == []
    assert names.artist_recordings(ORCHESTRA).tolist() == [6]
    with pytest.raises(UserError, match=r'No artist is called "Mirror"\. Nearest: .*Miro Vale'):
        names.resolve_artist("Mirror")


@pytest.mark.parametrize(
    ("text", "genre"),
    [
        ("hip hop", "hip-hop"),
        ("HipHop", "hip-hop"),
        ("rnb", "r-n-b"),
        ("R&B", "r-n-b"),
        ("drum n bass", "drum-and-bass"),
        ("drum & bass", "drum-and-bass"),
        ("drun and bass", "drum-and-bass"),
        ("pop", "pop"),
    ],
)
def test_a_genre_is_found_as_people_write_it(names, text, genre):
    assert names.resolve_genre(text) == genre


def test_a_genre_with_a_slip_is_none_where_an_artist_is_called_so(names, monkeypatch):
    assert names.resolve_genre("drun and bass") == "drum-and-bass"
    monkeypatch.setattr(names, "_artist_called", lambda query: 0 if query == "drun and bass" else None)
    with pytest.raises(UserError):
        names.resolve_genre("drun and bass")


def test_an_unknown_genre_is_answered_with_the_nearest(names):
    with pytest.raises(UserError, match=r'No genre is called "hopscotch"\. Nearest: hip-hop'):
        names.resolve_genre("hopscotch")


def test_the_beginning_of_a_name_completes(names):
    assert [row for row, _ in names.find_tracks("gla", 2)] == [1, 0]
    assert names.find_artists("mi", 1)[0][0].casefold() == "miro vale"
    assert names.find_genres("dr", 1)[0][0] == "drum-and-bass"


def test_before_anything_is_typed_the_most_popular_are_offered(names):
    assert [row for row, _ in names.find_tracks("", 2)] == [3, 4]
    assert len(names.find_artists(" ", 2)) == 2
    assert names.find_genres("", 1)[0][0] == "drum-and-bass"


@settings(deadline=None)
@given(text())
def test_any_text_gets_a_name_or_a_sentence(names, text):
    for resolve in (names.resolve_track, names.resolve_artist, names.resolve_genre):
        with suppress(UserError):
            assert resolve(text) is not None


@given(text())
def test_folding_is_idempotent_and_blind_to_case(text):
    assert fold(fold(text)) == fold(text)
    assert fold(text.lower()) == fold(text.lower().casefold())


def test_titles_go_by_shorter_forms():
    assert title_forms("Harbour (Night) [Live] - Remastered") == (
        "harbour night live remastered",
        "harbour night live",
        "harbour",
    )
    assert title_forms("(???)")[2] == "(???)"


def test_typed_names_find_their_track_in_the_real_table(real_catalogue, capsys):
    catalogue = Catalogue.load(real_catalogue)
    names = Names(catalogue)
    with QUERIES.open(encoding="utf-8") as file:
        queries = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert len(queries) >= 200
    titles, artists = catalogue.words["track_name"].to_pylist(), catalogue.words["artists"].to_pylist()

    def meant(track, query):
        return fold(query["title"]) in title_forms(track.track_name) and query["artist"] in track.artists

    first = among_five = mistaken = 0
    for query in queries:
        if "{id}" in query["query"]:
            row = next(
                row for row, title in enumerate(titles) if title == query["title"] and query["artist"] in artists[row]
            )
            query["query"] = query["query"].replace("{id}", catalogue.track(row).track_id)
        found = [meant(catalogue.track(row), query) for row, _ in names.find_tracks(query["query"], 5)]
        first += any(found[:1])
        among_five += any(found)
        with suppress(UserError):
            mistaken += not meant(catalogue.track(names.resolve_track(query["query"])), query)
    count = len(queries)
    with capsys.disabled():
        print(
            f"\n{count} typed names: top-1 {first / count:.3f}, top-5 {among_five / count:.3f}, "
            f"taken for another {mistaken / count:.3f}"
        )
    assert first / count >= 0.95
    assert among_five / count >= 0.98
    assert mistaken / count <= 0.02


def test_a_gram_that_no_text_has_counts_for_none(names):
    # "glasq" has grams that lie right before others of the index.
    for typed in ("glasq harbour", "étudf no 2", "mirn vale", "zzz"):
        of_query, of_title = names.titles.shared(fold(typed))
        assert 0 <= of_query.min() <= of_query.max() <= 1
        assert 0 <= of_title.min() <= of_title.max() <= 1.0001


def test_the_recordings_of_an_album_are_those_of_its_name(engine):
    albums = [" ".join(album.casefold().split()) for album in engine.catalogue.words["album_name"].to_pylist()]
    for album in sorted(set(albums))[::40]:
        held = [row for row, name in enumerate(albums) if name == album]
        assert engine.names.album_recordings(album.upper()).tolist() == held
    assert not len(engine.names.album_recordings("no album of that name"))


@pytest.fixture(scope="module")
def composers(tmp_path_factory, row, make):
    rows = [
        *(
            row(f"b{n}", "Ludwig van Brahmer;Player", f"Sonata {n}", "classical", 60 - n, energy=n / 9)
            for n in range(4)
        ),
        row("f", "Ludwig van Brahmer;Player", "Moonlit Evening, Op. 3", "classical", 50, energy=0.6),
        row("o", "Brahme", "Night Shift", "techno", 70, energy=0.7),
        *(row(f"r{n}", "Roy Ballard & The Rockers", f"Tune {n}", "reggae", 70, energy=n / 11) for n in range(3)),
        row("t", "Gerald Stone", "Brahmer", "classical", 20, energy=0.9),
    ]
    return Names(Catalogue.load(make(tmp_path_factory.mktemp("composers"), rows)))


@pytest.mark.parametrize(
    ("text", "artist"),
    [
        ("Brahmer", "Ludwig van Brahmer"),  # before Brahme, who is a slip away
        ("Ballard", "Roy Ballard & The Rockers"),
        ("Roy Ballard", "Roy Ballard & The Rockers"),
        ("Brahme", "Brahme"),
    ],
)
def test_a_surname_counts_before_fuzzy_spelling(composers, text, artist):
    assert composers.resolve_artist(text) == artist


def test_a_part_of_a_title_beside_its_composers_surname_is_enough(composers):
    assert composers.is_named("Moonlit Evening, Op. 3", composers.resolve_track("Moonlit Evening - Brahmer"))
    with pytest.raises(UserError):
        composers.resolve_track("Moonlit Evening - Stone")
