"""Every command asked for in words, twenty ways each. {track}, {other} and {artist} are names of the catalogue."""

import pytest

from bot.commands import example_names
from bot.conversation import Message

PHRASINGS = {
    "/track": """
        how popular is {track}?
        how long is {track}
        what's the bpm of {track}?
        what bpm is {track}
        tempo of {track}?
        what key is {track} in?
        how fast is {track}
        how danceable is {track}?
        is {track} explicit?
        tell me about {track}
        what is the energy of {track}
        how loud is {track}?
        duration of {track}
        what's the popularity of {track}
        how sad is {track}?
        which album is {track} on?
        who sings {track}?
        what is the camelot code of {track}
        how acoustic is {track}?
        wie schnell ist {track}?
    """,
    "/genre": """
        what genre is {track}?
        which genre is {track}
        what kind of music is {track}?
        genre of {track}
        what style is {track}?
        what does {track} sound like, which genre?
        can you tell me the genre of {track}
        {track}: what genre is that?
        what type of music is {track}
        what is the genre of {track}?
        what sort of music is {track}
        classify {track}
        which style is {track}?
        what would you call the genre of {track}
        predict the genre of {track}
        how would you classify {track}?
        guess the genre of {track}
        tell me what genre {track} is
        welches genre ist {track}?
        de qué género es {track}?
    """,
    "/trends": """
        is music getting faster?
        has music become sadder over the years?
        are songs getting shorter?
        show me the trend of energy
        how has tempo changed over the years?
        is music louder now than before?
        trends in danceability
        what are the trends in valence?
        did songs get longer over the decades?
        is music becoming less acoustic?
        how has loudness evolved?
        are songs more danceable than they used to be?
        are songs more danceable than before?
        what is the trend for acousticness
        plot the trend of tempo
        how did energy develop through the decades
        is house getting faster?
        are tracks getting happier?
        has danceability been going up?
        wird musik schneller?
    """,
    "/explore": """
        show me a map of techno
        map of jazz
        where is {track} on the map?
        draw a map of all genres
        explain danceability
        what does valence mean?
        what is acousticness?
        what is energy?
        how is popularity spread?
        show me the distribution of tempo
        show the correlations between features
        which features correlate?
        plot energy
        histogram of loudness
        what does liveness mean
        map techno
        how are the features correlated
        what is speechiness
        show me where rock and jazz lie on the map
        draw the distribution of danceability in techno
    """,
    "/compare": """
        techno vs trance
        compare jazz and blues
        what is the difference between techno and house?
        compare {track} and {other}
        {track} vs {other}
        how does jazz differ from blues?
        how is {track} different from {other}?
        difference between rock and metal
        compare techno with trance
        contrast pop and rock
        techno versus house
        how do jazz and blues compare?
        what sets techno apart from house
        what are the differences between folk and country?
        can you compare pop and rock please
        compare {track} to {other}
        main differences between jazz and soul
        what distinguishes techno from trance?
        vergleiche jazz und blues
        compara rock y pop
    """,
    "/emerging": """
        who is rising in indie?
        which tracks are about to rise?
        show me emerging artists
        what's about to blow up?
        who is the next big thing in pop?
        rising tracks in techno
        up and coming artists
        who should we sign?
        which songs are going to be big?
        any newcomers in rock?
        what will be popular next year?
        artists on the rise
        breakout tracks in house
        who's about to break?
        find me rising stars in folk
        which artists are worth watching?
        future stars of jazz
        songs that could go viral
        emerging indie artists
        who will be the next big act in metal?
    """,
    "/drivers": """
        what makes a pop song popular?
        what drives popularity in techno?
        which features matter for popularity in rock?
        what makes music popular?
        what makes jazz songs successful?
        what goes with popularity in pop?
        why are some pop songs so popular?
        does danceability make pop songs popular?
        what affects popularity in house?
        recipe for a hit in pop
        what determines popularity in metal?
        which factors influence popularity in jazz?
        does energy help popularity in rock?
        what explains popularity in folk?
        how do features affect popularity in pop
        what helps a techno track become popular?
        popularity drivers in indie
        secret of a hit in rock
        what makes a rock song a hit?
        was macht pop so beliebt?
    """,
    "/model": """
        how good is the classifier?
        how accurate is the genre model?
        how reliable are the genre predictions?
        where does the model fail?
        which genres does it confuse?
        can I trust the genre prediction?
        how often is the genre model wrong?
        what is the accuracy of the model?
        show me the confusion matrix
        is the genre detection any good?
        how well does the genre model work?
        which genres are hardest for the model?
        where does the genre classifier go wrong?
        what does the model mix up?
        how sure is the genre model?
        is the model calibrated?
        how precise is the genre classification?
        what's the f1 score
        should I believe the genre predictions?
        which genres get mixed up most?
    """,
    "/about": """
        what data is this?
        how old is the data?
        where does the data come from?
        how many tracks do you know?
        how many songs are in the catalogue?
        where do you get the songs from?
        what is the source of the data?
        is the data up to date?
        when was the data collected?
        how fresh is the catalogue?
        which dataset is this?
        how big is the catalogue?
        do you have anything from this year?
        tell me about the data
        is your catalogue current?
        how do your recommendations work?
        how many artists are in the database?
        what catalogue do you use?
        how recent are the songs?
        wie alt sind die daten?
    """,
    "/playlist": """
        make me a 40 minute playlist of techno
        a 30 minute jazz playlist
        build a playlist from calm to energetic, 45 minutes
        one hour of house
        an hour of soul
        gym playlist, 45 mins
        create a 60 minute playlist for running
        half an hour of ambient
        I need a 20 minute pop playlist
        2 hours of rock music
        can you make a 90 minute playlist with happy disco
        playlist of 25 minutes, folk
        make a mix of 40 minutes of techno
        40 min of metal
        dj set of one hour, techno
        playlist from sad to happy, 30 minutes
        please build a 50 minute blues playlist
        45 minutes of upbeat pop for the gym
        give me an hour long playlist of trance
        eine stunde techno
    """,
    "/artists": """
        who sounds like {artist}?
        artists like {artist}
        bands similar to {artist}
        similar artists to {artist}
        which artists are similar to {artist}?
        what bands sound like {artist}?
        who else sounds like {artist}?
        find artists like {artist}
        singers like {artist}
        artists comparable to {artist}
        who is similar to {artist}?
        what artists are like {artist}
        show me artists similar to {artist}
        related artists to {artist}
        artists in the vein of {artist}
        any artists like {artist}?
        which bands are close to {artist}?
        I want artists like {artist}
        wer klingt wie {artist}?
        who makes music like {artist}?
    """,
    "/genres": """
        which genres are there?
        what genres do you know?
        list all genres
        show me the genres
        what genres can I choose from?
        all genres please
        how many genres are there?
        tell me the genres
        name the genres
        list of genres
        what are your genres?
        which genres do you have?
        show all genres
        the genres you know
        what genres exist?
        give me a list of the genres
        which genres can I ask for?
        available genres
        what are the genres in the catalogue?
        most popular genres
    """,
}


def spoken():
    return [(command, line.strip()) for command, lines in PHRASINGS.items() for line in lines.strip().splitlines()]


def test_every_command_is_asked_for_in_twenty_ways():
    assert {len(lines.strip().splitlines()) for lines in PHRASINGS.values()} == {20}


@pytest.mark.parametrize(("command", "text"), spoken())
def test_a_command_is_asked_for_in_words(conversation, command, text):
    names = example_names(conversation.engine)
    said = text.format(track=names["track"], other=names["second_track"], artist=names["artist"])
    reply = conversation.said(Message(said, conversation=f"phrasing {text}"))
    assert reply.request.split()[:1] == [command], (said, reply.request or reply.title)


@pytest.mark.parametrize(
    ("text", "request_is"),
    [
        ("cool. i like them, i also have a thing for adele", "/recommend mood:happy artist:Adele"),
        ("a couple more and I think we will have it", "/recommend mood:happy limit:2 skip:5"),
        ("can we stick to tupac?", "/recommend mood:happy artist:2Pac"),
        ("I like these, do you have more k-pop by boy bands?", '/recommend genre:k-pop scene:"boy bands"'),
        ("I like these but would love to hear newer yacht rock too", '/recommend scene:"yacht rock"'),
        ("the list is the same", "/recommend mood:happy skip:5"),
    ],
)
def test_what_is_asked_beside_praise_is_answered(real_conversation, text, request_is):
    real_conversation.said(Message("happy songs", conversation=text))
    assert real_conversation.said(Message(text, conversation=text)).request == request_is


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("i like them, can you add some marvick citty", "marvick citty"),
        ("Ornette Coleman is really good, can we add that?", "Ornette Coleman"),
    ],
)
def test_a_name_beside_praise_that_is_not_there_is_said_to_be_so(real_conversation, text, missing):
    real_conversation.said(Message("happy songs", conversation=text))
    reply = real_conversation.said(Message(text, conversation=text))
    assert f'called "{missing}" is in the catalogue' in reply.text
    assert reply.request == "/recommend mood:happy skip:5", "the list goes on"


def test_words_that_are_no_known_name_are_asked_about(real_conversation):
    real_conversation.said(Message("happy songs", conversation="gag team"))
    reply = real_conversation.said(Message("show some gag team songs", conversation="gag team"))
    assert not reply.rows
    assert 'called "gag team"' in reply.title


@pytest.mark.parametrize(
    ("first", "text", "request_is"),
    [
        ("rock", "it's all good then. let's go.", "/recommend genre:rock skip:5"),
        ("rock", "Alright that's nice. These are really nice selections.", ""),
        (
            "hiking songs",
            "I want to listen to Drake please. And can you add other similar artists?",
            "/recommend like_artist:Drake",
        ),
        ("soul", "can you add some music from Commmon, Nas, LL Cool J", "/recommend genre:soul track:"),
        ("a playlist to relax to", "calmer", "/recommend energy"),
    ],
)
def test_talk_about_a_list_is_no_title_and_names_are_no_words(real_conversation, first, text, request_is):
    real_conversation.said(Message(first, conversation=text))
    request = real_conversation.said(Message(text, conversation=text)).request
    assert request.startswith(request_is) if request_is else not request


def test_two_opinions_in_a_sentence_both_count(real_conversation):
    said = [
        real_conversation.said(Message(text, conversation="opinions"))
        for text in ("soul", "love the second, hate the third", "the first is great, more like it")
    ]
    second, third = (row.title for row in said[0].rows[1:3])
    assert second in {row.title for row in said[1].rows}
    assert third not in {row.title for row in said[1].rows}
    assert said[2].request.startswith("/recommend like:")


@pytest.mark.parametrize(
    ("text", "music"),
    [("long flight", True), ("pizza night", True), ("order a pizza", False), ("flights to berlin", False)],
)
def test_an_occasion_is_music_and_an_errand_is_not(real_conversation, text, music):
    assert bool(real_conversation.said(Message(text, conversation=text)).rows) is music


def test_an_artist_who_is_to_be_added_comes_beside_the_rows_shown(real_conversation):
    first = real_conversation.said(Message("happy songs", conversation="added"))
    after = real_conversation.said(Message("Thanks. Aretha Franklin is great, can we add her?", conversation="added"))
    added, kept = after.rows[: -len(first.rows)], after.rows[-len(first.rows) :]
    assert [row.title for row in kept] == [row.title for row in first.rows]
    assert added
    assert all("Aretha Franklin" in row.title for row in added)


@pytest.mark.parametrize("text", ["do you have Dancing Queen", "hey can you check if Dancing Queen is in there"])
def test_a_title_in_capitals_is_looked_up_and_not_read_as_a_wish(real_conversation, text):
    assert real_conversation.said(Message(text, conversation=text)).rows[0].data["track_name"] == "Dancing Queen"


def test_a_night_of_a_decade_is_a_party(conversation):
    reply = conversation.said(Message("we're doing a 70s night, what do you have", conversation="70s night"))
    assert "mood:party" in reply.request
    drive = conversation.said(Message("an 80s night drive", conversation="night drive"))
    assert "mood:party" not in drive.request


@pytest.mark.parametrize(
    ("text", "request_is"),
    [
        ("something to stop crying", "/recommend valence"),
        ("give me a random track", "/recommend popularity:>high surprise:much"),
        ("something for a campfire", '/recommend scene:"campfire"'),
        ("whats a good opener for a techno set", "/recommend energy:medium instrumentalness:>0.8! genre:techno"),
        ("quick one: calm jazz", "/recommend mood:calm genre:jazz"),
    ],
)
def test_a_wish_in_other_words_is_heard(talk, text, request_is):
    first = talk.say("sad songs") if "crying" in text else None
    assert talk.say(text).request.startswith(request_is)
    assert first is None or "sad" in first.request


def test_whoever_is_tired_of_an_artist_is_shown_others_like_them(talk, conversation):
    name = conversation.engine.best_known(1)[0].artists[0]
    reply = talk.say(f"what should i listen to if i'm tired of {name}")
    assert "-artist:" in reply.request
    assert "like_artist:" in reply.request
    assert not any(name in row.data["artists"] for row in reply.rows)


def test_tempos_from_one_to_another_are_limits(talk):
    talk.say("techno")
    assert talk.say("start at 120 and go up to 140").request == "/recommend tempo:120-140 genre:techno"
