"""Questions about the data get true figures, half a question goes on, and no question gets a list of tracks."""

from collections import Counter

import numpy as np
import pytest

from bot.dialogue.inquiries import kind
from bot.dialogue.other_languages import in_english
from engine import TRAIT_NAMES, Query


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("data", "does the mood of a song matter to anybody"),
        ("data", "which percentile is 30 for polka"),
        ("data", "how often do ballads win prizes?"),
        ("rows", "is the second one a single?"),
        ("rows", "do these suit a funeral"),
        ("rows", "what do these two have in common?"),
        ("data", "what should a songwriter do"),
        ("bot", "do your figures get old"),
        ("request", "can you give me three of those"),
        ("request", "do you have any sea shanties?"),
        ("request", "what about jazz?"),
        ("request", "any sad ones?"),
        ("request", "could we try soul?"),
        ("request", "should we go slower?"),
        ("request", "what should I play after it?"),
        ("request", "what do people dance to in Brazil"),
        ("request", "what would follow well after this"),
        ("request", "what's good for a rainy day?"),
        ("request", "which songs are good for running?"),
        ("request", "got anything like Queen?"),
        ("request", "is there something calmer"),
        ("request", "should be instrumental"),
        ("", "was hoping for jazz"),
        ("", "isn't that too slow?"),
        ("", "slow jazz"),
    ],
)
def test_a_wish_in_the_shape_of_a_question_is_told_from_a_question(text, asked):
    assert kind(text) == asked


@pytest.mark.parametrize(
    "text",
    ["does techno cure headaches", "should I release on a Friday", "how often do ballads win prizes?",
     "is jazz better than rock", "why is rock so old"],
)  # fmt: skip
def test_a_question_without_an_answer_gets_no_list_of_tracks(talk, text):
    talk.say("sad techno")
    reply = talk.say(text)
    assert not reply.rows
    assert not reply.request.startswith(("/recommend", "/similar"))
    assert reply.actions


@pytest.mark.parametrize(
    ("said", "request_is"),
    [
        (("what makes techno popular", "does loudness matter?", "and for jazz?"), "/drivers genre:jazz"),
        (("what drives popularity in techno", "is tempo important", "what about valence"), "/drivers genre:techno"),
        (("is longer better for rock",), "/explore what:features genre:rock feature:duration"),
        (("so if I make a song louder it'll get more streams?",), "/drivers feature:loudness"),
        (
            ("do sad songs do worse than happy songs", "ok but within rock", "show me that as a chart"),
            "/explore what:correlations genre:rock feature:valence with:popularity",
        ),
        (("what makes techno popular", "and jazz?", "compare both side by side"), "/drivers genre:techno vs:jazz"),
        (("what are the outliers in rock", "and the opposite"), "/genres name:rock"),
        (("which genres are close to techno",), "/genres like:techno"),
        (("how many genres do you have", "and the fastest lol"), "/explore what:features feature:tempo"),
        (("compare techno and jazz", "where does rock sit between the two"), "/compare a:techno b:jazz c:rock"),
        (("can I trust the popularity number",), "/explore what:popularity"),
        (("map", "zoom in on techno"), "/explore what:map genre:techno"),
        (("is 120 bpm fast for techno", "and for jazz"), "/explore what:features genre:jazz feature:tempo"),
    ],
)
def test_questions_and_their_halves_come_to_what_answers_them(talk, said, request_is):
    for text in said:
        reply = talk.say(text)
        assert reply.ok, text
    assert reply.request == request_is


def test_counts_and_shares_are_those_of_the_catalogue(talk, engine):
    members = engine.catalogue.genre_members("techno")
    tempo = engine.catalogue.traits[members, TRAIT_NAMES.index("tempo")]
    count = int(np.sum((tempo >= 120) & (tempo <= 130)))
    assert f"{count:,} recordings" in talk.say("how many techno songs are between 120 and 130 bpm").text
    explicit = int(engine.catalogue.explicit[members].sum())
    assert talk.say("what share of techno is explicit").title.endswith(f": {explicit:,}.")
    assert str(int(engine.catalogue.explicit.sum())) in talk.say("how many explicit songs are there").text.replace(
        ",", ""
    )


def test_those_counted_are_meant_and_not_the_five_shown(talk, engine):
    talk.say("how many songs are between 100 and 140 bpm")
    rows = engine.rows_within(engine.parse("tempo:100-140"))
    techno = len(np.intersect1d(rows, engine.catalogue.genre_members("techno")))
    assert f"{techno:,} of the {len(rows):,}" in talk.say("how many of them are techno").text


def test_a_place_in_a_genre_is_its_percentile(talk, engine):
    members = engine.catalogue.genre_members("rock")
    popularity = engine.catalogue.traits[members, TRAIT_NAMES.index("popularity")]
    above = 100 * (np.mean(popularity < 40) + np.mean(popularity == 40) / 2)
    assert f"above {above:.0f}% of the rock recordings" in talk.say("where does 40 stand in rock").title


def test_rows_are_counted_where_they_are_asked_about(talk, engine):
    talk.say("10 techno tracks")
    shown = [engine.find_track(one) for one in talk.ids()]
    minor = sum(engine.key(track).name.endswith("minor") for track in shown)
    told = talk.say("are they mostly in minor").title
    assert told.startswith("None" if not minor else "Yes" if minor == len(shown) else f"{minor} of the {len(shown)} ")
    explicit = sum(track.explicit for track in shown)
    told = talk.say("any swearing in there?")
    assert not told.rows
    assert told.title.startswith("None" if not explicit else "Yes" if explicit == len(shown) else f"{explicit} of the")


def test_a_key_is_told_with_yes_or_no(talk, engine):
    track = engine.best_known(1)[0]
    mode = engine.key(track).name.rpartition(" ")[2]
    talk.say(f"/track {track.track_id}")
    assert talk.say(f"is it in a {mode} key").text.startswith("Yes: ")


def test_levels_and_moods_count_as_limits(engine):
    high = engine.rows_within(engine.parse("energy:high"))
    energy = engine.catalogue.traits[:, TRAIT_NAMES.index("energy")]
    assert 0.25 < len(high) / len(energy) < 0.45
    assert energy[high].min() > np.median(energy)
    assert set(engine.rows_within(engine.parse('energy:"very high"'))) < set(high)
    assert len(engine.rows_within(Query())) == len(energy)


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("remplace le 4", "replace number 4"),
        ("ersetze bitte Nummer 3", "ersetze bitte Nummer 3"),
        ("quita la primera", "remove the first one"),
        ("combien de minutes ça fait ?", "how long is that in total"),
        ("quels artistes ressemblent à Stromae", "who sounds like Stromae"),
        ("quién se parece a Rosalía", "who sounds like Rosalía"),
        ("quem é parecido com o primeiro artista?", "who sounds like the first one"),
        ("der dritte ist gut, mehr davon", "more like the third one"),
        ("la segunda me gusta, más así", "more like the second one"),
        ("wo kommen eure Daten her", "where does your data come from"),
        ("Welche Genres gibt es?", "which genres are there"),
        ("más rápidas", "más rápidas"),
        ("mehr jazz", "mehr jazz"),
    ],
)
def test_follow_ups_of_other_languages_are_asked_in_english(text, means):
    assert in_english(text) == means


@pytest.mark.parametrize("text", ["show me a chart", "plot it", "can i see that as a picture?"])
def test_a_picture_of_an_answer_that_has_none_is_no_list_of_tracks(talk, text):
    talk.say("does explicit content hurt popularity in techno?")
    reply = talk.say(text)
    assert (reply.request, bool(reply.rows)) == ("", False)
    assert "/drivers genre:techno" in [action.command for action in reply.actions]


@pytest.mark.parametrize(
    "text",
    ["which traits matter most in techno?", "what matters in techno", "and what features count the most in techno"],
)
def test_what_matters_in_a_genre_is_what_goes_with_its_popularity(talk, text):
    assert talk.say(text).request == "/drivers genre:techno"


def test_which_genres_changed_over_the_years_is_told_by_their_trends(talk):
    engine = talk.dialogue.engine
    reply = talk.say("which genres have become louder over the years?")
    assert not reply.request
    assert reply.rows
    gains = []
    for row in reply.rows:
        change, low, _ = engine.trend("loudness", row.data["genre"]).change
        assert low > 0, "a change within chance is none"
        gains.append(change)
    assert gains == sorted(gains, reverse=True)


@pytest.mark.parametrize(
    ("said", "request_is"),
    [
        (("how has tempo changed over the years", "and for metal?"), "/trends feature:tempo genre:metal"),
        (
            ("how has tempo changed over the years", "show me that for pop and metal"),
            "/trends feature:tempo genre:pop vs:metal",
        ),
        (("compare pop and metal", "are they getting shorter?"), "/trends feature:duration genre:pop vs:metal"),
        # No genre: not the trend's.
        (("how has tempo changed over the years", "happy songs for a wedding"), "/recommend mood:happy"),
    ],
)
def test_a_trend_is_asked_again_of_genres(talk, said, request_is):
    for text in said:
        reply = talk.say(text)
    assert reply.request.startswith(request_is)


def test_a_trend_since_a_year_tells_those_years_alone(talk):
    talk.say("is music getting sadder?")
    reply = talk.say("what about since 2000?")
    assert {row.data["first"] >= 2000 for row in reply.rows} == {True}
    assert "valence" in reply.title.casefold()


@pytest.mark.parametrize(
    "text", ["does 1 mix into 2?", "is the jump from the first to the second ok in key", "will 1 and 2 clash"]
)
@pytest.mark.parametrize("wish", ["make a 30 minute techno playlist", "techno songs"])
def test_whether_two_rows_mix_is_told_by_their_keys_and_tempos(talk, wish, text):
    talk.say(wish)
    first, second = (talk.replies[-1].rows[place].data for place in (0, 1))
    reply = talk.say(text)
    assert not reply.rows
    assert reply.title.startswith(f"{first['track_name']} into {second['track_name']}: ")
    engine = talk.dialogue.engine
    for track in (first, second):
        assert engine.key(engine.find_track(track["track_id"])).camelot in reply.text


@pytest.mark.parametrize("text", ["what key is most common in rock?", "which key do most rock songs use"])
def test_the_commonest_key_of_a_genre_is_counted(talk, text):
    engine = talk.dialogue.engine
    places = engine.keys(engine.catalogue.genre_members("rock"))
    counts = np.bincount(places[places >= 0])
    reply = talk.say(text)
    assert f"{counts.max()} of {counts.sum()} recordings" in reply.title


def test_the_commonest_key_of_the_rows_is_theirs(talk):
    talk.say("calm jazz")
    reply = talk.say("what key are most of these in?")
    assert "this list" in reply.title


def test_whether_the_artist_of_a_row_is_rising_is_told_of_that_row(talk):
    rows = talk.say("rock songs").rows
    for number, text in ((2, "is the artist of 2 rising?"), (3, "will number 3 get bigger")):
        reply = talk.say(text)
        assert f"number {number}, " in reply.title
        assert reply.actions
        assert rows[number - 1].title.rpartition(" - ")[0] in talk.replies[-1].title


@pytest.mark.parametrize(
    ("said", "genre"),
    [
        ("how has energy changed in rock?", "rock"),
        ("tempo of techno over the years", "techno"),
        ("how did valence change in jazz since 1980", "jazz"),
        ("how has energy changed over the decades", ""),
    ],
)
def test_a_change_over_the_years_is_that_of_the_genre_that_was_named(talk, said, genre):
    request = talk.say(said).request
    assert request.startswith("/trends feature:")
    assert request.endswith(f"genre:{genre}") if genre else "genre" not in request


def test_how_often_one_genre_is_guessed_right_is_told_and_half_a_question_goes_on(talk, engine):
    scores = dict(engine.genre_report().f1["full"])
    assert f"recognise metal: {scores['metal']:.2f} of 1" in talk.say("how often do you get metal right?").title
    assert f"recognise techno: {scores['techno']:.2f} of 1" in talk.say("and techno?").title
    assert talk.say("how good are you").request == "/model"


def test_two_genres_are_compared_though_a_track_is_called_like_one(talk):
    reply = talk.say("how popular is metal compared to punk")
    assert reply.request == "/compare a:metal b:punk"
    assert reply.title.startswith(("Metal is more popular", "Punk is more popular"))


def test_who_listens_changes_nothing_of_what_was_asked_before(talk):
    before = talk.say("kids songs, not explicit").request
    assert talk.say("the kids are 3").request == before


def test_most_tracks_in_here_names_no_film(talk):
    assert talk.say("which artists have the most tracks in here").title.startswith("Most recordings here are by")


def test_what_was_talked_about_is_told(talk):
    talk.say("calm jazz")
    assert "calm, jazz" in talk.say("what did we talk about").title


def test_a_question_in_other_words_is_asked_again_of_one_genre(talk):
    assert talk.say("what's more popular, explicit or clean songs").title.startswith("Over all recordings")
    assert talk.say("only in hip hop").title.startswith("In hip-hop")


@pytest.mark.parametrize("text", ["songs released last week", "any new releases this friday?"])
def test_what_is_newer_than_the_data_is_told_to_be_so(talk, text):
    assert "nothing newer is in it" in talk.say(text).text


def test_the_beats_to_the_bar_are_told_of_a_row_and_of_all(talk, engine):
    shown = talk.say("jazz limit:12").rows
    beats = [
        int(engine.catalogue.words["time_signature"][engine.find_track(row.data["track_id"]).recording].as_py())
        for row in shown
    ]
    assert f"has {beats[1]} beats to the bar" in talk.say("is the second one in 4/4?").title
    told = talk.say("any in 3/4?").title
    assert all((f"number {place} " in told) == (one == 3) for place, one in enumerate(beats, start=1))


@pytest.mark.parametrize("text", ["more like 2 but by other artists", "more like number 2, not the same artist"])
def test_more_like_a_row_by_others_leaves_its_artist_out(talk, text):
    second = talk.say("happy pop").rows[1].data
    asked = talk.say(text).request
    assert f"like:{second['track_id']}" in asked
    assert f'-artist:"{second["artists"][0]}"' in asked or f"-artist:{second['artists'][0]}" in asked


def test_who_stands_twice_is_told(talk):
    talk.say("/recommend genre:rock per_artist:1")
    assert talk.say("who is on it more than once").text == "Nobody stands in it twice."


def test_the_mood_of_a_list_is_told_by_its_medians(talk):
    talk.say("techno, 4 songs")
    reply = talk.say("how many are left and how's the mood overall?")
    assert reply.title.startswith("4 tracks; their medians: valence ")
    assert "energy" in reply.title


@pytest.mark.parametrize(
    "text", ["and the saddest ones?", "which genre is the least happy", "name the 3 saddest genres"]
)
def test_the_end_that_was_asked_for_leads_and_comes_first(talk, engine, text):
    talk.say("which genres are the happiest?")
    lowest = min(engine.genre_table, key=lambda genre: genre.median("valence")).name
    reply = talk.say(text)
    assert lowest in reply.title.lower().partition(",")[0]
    assert reply.rows[0].title == lowest


@pytest.mark.parametrize("text", ["by how much", "how big is the difference?", "how much more energetic is techno"])
def test_by_how_much_is_told_of_what_was_compared(talk, text):
    talk.say("which is more energetic, techno or jazz")
    reply = talk.say(text)
    assert reply.title.startswith("Energy: techno ")
    assert "a difference of" in reply.title


def test_a_comparison_is_about_the_trait_that_was_asked_last(talk):
    talk.say("compare techno and jazz")
    assert "popular: median popularity" in talk.say("which of em is more popular").title
    assert talk.say("by how much").title.startswith("Popularity: ")


@pytest.mark.parametrize(
    ("text", "place"),
    [("which feature matters least", -1), ("second most", 1), ("and the third?", 2), ("the smallest effect", -1)],
)
def test_a_place_among_the_features_is_that_of_the_table(talk, engine, text, place):
    talk.say("/drivers genre:techno")
    chosen = engine.drivers("techno").ranked[place]
    reply = talk.say(text)
    assert reply.title.startswith(f"In techno, {chosen.feature} goes")
    assert f"{chosen.points:+.1f} points" in reply.title


@pytest.mark.parametrize(
    "text",
    [
        "show me how happy and energetic hang together",
        "are happy songs also energetic",
        "how closely tied together are valence and energy",
    ],
)
def test_how_two_traits_hang_together_is_their_correlation(talk, text):
    assert talk.say(text).request == "/explore what:correlations feature:valence with:energy"
    assert talk.say("is that true for techno too?").request.startswith("/explore what:correlations genre:techno")
    talk.say("what about jazz")
    assert talk.say("compare the two in a picture").request == "/compare a:techno b:jazz"


def test_what_is_happy_and_energetic_together_is_music(talk):
    assert talk.say("music that is happy and energetic together").request.startswith("/recommend")


@pytest.mark.parametrize("text", ["put all three on a chart", "can you draw all three", "one picture with all three"])
def test_all_that_were_compared_are_drawn_and_who_is_missing_is_told(talk, text):
    talk.say("compare techno and jazz")
    talk.say("and zzyzzx quux?")
    reply = talk.say(text)
    assert reply.request == "/compare a:techno b:jazz"
    assert any("zzyzzx quux" in line for line in reply.feedback)


def test_of_three_names_those_known_are_compared(talk):
    reply = talk.say("compare techno, jazz and zzyzzx")
    assert reply.request == "/compare a:techno b:jazz"
    assert any('"zzyzzx" is not in the catalogue' in line for line in reply.feedback)


def test_who_has_most_is_asked_of_all_three_compared(talk):
    talk.say("compare techno, jazz and sleep")
    assert talk.say("which of them is happier").request == "/compare a:techno b:jazz c:sleep"


@pytest.mark.parametrize("text", ["can you show the tempo of these three as a picture", "plot their tempo"])
def test_a_picture_of_rows_is_told_row_by_row(talk, engine, text):
    talk.say("3 techno tracks")
    tempos = [engine.find_track(track).values["tempo"] for track in talk.ids()]
    reply = talk.say(text)
    assert [row.amount for row in reply.rows] == [f"{tempo:.0f} BPM" for tempo in tempos]
    assert "no picture of rows" in reply.text


def test_rows_on_a_chart_make_neither_a_crate_nor_music_for_charts(talk):
    talk.say("3 techno tracks")
    assert talk.say("put these on a chart").title == "There is no picture of all rows of a list."


@pytest.mark.parametrize(("number", "kind"), [(3, "half"), (1, "")])
def test_a_bump_of_tempos_is_half_the_usual_one_or_what_lies_there(talk, engine, number, kind):
    median = engine.spread("tempo", "techno").of.median
    at = round(median / 2) if kind else round(median * 1.2)
    talk.say("/explore features feature:tempo genre:techno")
    reply = talk.say(f"why is there a bump around {at}")
    assert (f"{at} BPM is {kind} of" in reply.title) if kind else f"Around {at} BPM: " in reply.title
    assert "recordings of techno" in reply.title + reply.text


@pytest.mark.parametrize(
    "text",
    [
        "is it just because of which genres you have",
        "isn't that just the mix of genres?",
        "does that hold within each genre",
    ],
)
def test_whether_a_trend_is_the_mix_of_genres_is_told_genre_by_genre(talk, text):
    talk.say("has music become sadder over the years")
    assert "taken one by one, valence" in talk.say(text).title
    talk.say("/trends feature:energy genre:pop")
    assert talk.say(text).title.startswith("No: that is pop by itself")


@pytest.mark.parametrize("text", ["when did explicit stuff take off", "has music become more explicit over the years"])
def test_what_is_not_known_by_year_is_said(talk, text):
    assert "not known by year" in talk.say(text).title


def test_when_music_got_louder_is_its_trend(talk):
    assert talk.say("when did music get louder").request == "/trends feature:loudness"


@pytest.mark.parametrize(
    "text", ["what would you not trust in these numbers", "what's wrong with this data", "are these figures biased?"]
)
def test_what_not_to_trust_begins_with_the_answer_on_screen(talk, engine, text):
    talk.say("/drivers genre:techno")
    reply = talk.say(text)
    assert reply.rows[0].title.startswith(engine.drivers("techno").caveats[0])
    assert any("genre by genre" in row.title for row in reply.rows)


def test_the_least_and_the_most_typical_song_of_an_artist(talk, engine):
    tracks = engine.catalogue.tracks(engine.catalogue.genre_members("techno").tolist())
    artist = Counter(track.artists[0] for track in tracks).most_common(1)[0][0]
    portrait = engine.artist(artist)
    for text in (f"which {artist} song is the least like {artist}", f"most untypical {artist} song"):
        reply = talk.say(text)
        assert reply.title.endswith(portrait.unusual[0].title)
        assert "Against the median of" in reply.text or "near the median" in reply.text
    assert talk.say("and the most typical?").title.endswith(portrait.typical[0].title)


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("a track by {one} that sounds like {other}", " limit:1"),
        ("which {one} song sounds most like {other}", " limit:1"),
        ("tracks by {one} that sound like {other}", ""),
    ],
)
def test_one_track_of_somebody_like_somebody_else_is_one_row(talk, engine, text, limit):
    tracks = engine.catalogue.tracks(engine.catalogue.genre_members("techno").tolist())
    (one, _), (other, _) = Counter(track.artists[0] for track in tracks).most_common(2)
    request = talk.say(text.format(one=one, other=other)).request
    assert request.startswith(f'/recommend artist:"{one}" like_artist:"{other}"')
    assert request.endswith(limit)
    assert ("limit" in request) == bool(limit)


@pytest.mark.parametrize("text", ["when did it peak", "when did it start to rise"])
def test_when_a_trend_peaked_is_told_of_it(talk, text):
    talk.say("/trends feature:energy")
    assert talk.say(text).title.startswith("Energy was highest in ")
