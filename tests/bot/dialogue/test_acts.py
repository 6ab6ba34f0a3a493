"""Messages to acts and slots: tables of examples, without a catalogue."""

import signal

import pytest

from bot.dialogue import acts, bounds
from bot.dialogue.comparisons import comparison
from bot.dialogue.smalltalk import scope_kind, talk_kind
from engine import Constraint, Query


@pytest.mark.parametrize(
    ("kind", "messages"),
    [
        ("fact", ["how popular is Levitating?", "what's the bpm of One More Time", "length of hotel california?",
                  "how long is Stairway to Heaven", "bpm of number two?", "is the first one explicit?"]),
        ("genre", ["what genre is number 3?", "which genre does Wonderwall belong to", "its genre?",
                   "welches genre hat das dritte?"]),
        ("who", ["who is behind the fourth track?", "who sings it", "what band is this by"]),
        ("trends", ["is house getting faster?", "are songs getting shorter these days", "how has loudness changed",
                    "what was the trend in song length"]),
        ("emerging", ["who is rising in indie?", "up and coming artists in folk", "which artists should we sign?",
                      "¿quién va a pegar en latino?"]),
        ("drivers", ["what makes a pop song popular?", "what drives popularity in metal",
                     "which factors matter for its popularity"]),
        ("model", ["how good is the classifier?", "how accurate are your genre predictions",
                   "what gets confused most"]),
        ("about", ["what data is this?", "where does your data come from?", "how many songs in total",
                   "how old is your data"]),
        ("compare", ["compare drake and kendrick lamar", "techno vs trance", "how do they compare?",
                     "difference between ska and punk"]),
        ("explain", ["explain danceability", "what does valence mean?", "what is speechiness"]),
        ("map", ["show me a map of techno", "where's grunge on it", "plot where the first one sits", "draw it"]),
        ("artists_like", ["who sounds like Radiohead?", "artists similar to Coldplay"]),
        ("more", ["others", "10 more", "next", "any others?", "noch mehr", "otras", "d'autres", "further suggestions"]),
        ("count", ["a dozen of them", "top two only", "make it 20", "just three"]),
        ("undo", ["back", "undo", "no, before that", "go back", "zurück", "revert that", "back to the jazz"]),
        ("save", ["save those", "as csv", "export it", "write that to a file", "salva isso pra mim", "guarda eso"]),
        ("playlist", ["make it a 40 minute playlist", "turn that into 40 minutes", "8 hours if possible"]),
        ("why", ["why?", "why the first?", "warum das zweite?", "¿por qué la primera?"]),
        ("any", ["any tempo", "fine, any year", "the genre doesn't matter"]),
        ("request", ["happy songs for a party", "songs under 2 minutes", "15 indie tracks nobody's heard of"]),
    ],
)  # fmt: skip
def test_a_message_is_the_act_that_it_says(kind, messages):
    assert {message: acts.read(message).kind for message in messages} == dict.fromkeys(messages, kind)


@pytest.mark.parametrize(
    ("text", "moves"),
    [
        ("calmer", {"energy": -1}),
        ("a bit faster, please", {"tempo": 1}),
        ("less sad", {"valence": 1}),
        ("not so loud", {"loudness": -1, "energy": -1}),
        ("the first one is too slow", {"tempo": 1}),
        ("it is too much aggressive for my shop", {"energy": -1}),
        ("bring the tempo down", {"tempo": -1}),
        ("with more oomph", {"energy": 1}),
        ("more obscure", {"popularity": -1}),
        ("less known", {"popularity": -1}),
        ("not fast enough", {"tempo": 1}),
        ("less vocals", {"instrumentalness": 1}),
        ("weniger bekannt", {"popularity": -1}),
        ("un peu plus lent", {"tempo": -1}),
        ("más rápida", {"tempo": 1}),
        ("menos triste", {"valence": 1}),
    ],
)
def test_a_comparison_never_goes_the_opposite_way(text, moves):
    assert comparison(text).moves == moves


def test_a_little_is_less_than_much():
    assert comparison("slightly calmer").strength < comparison("calmer").strength < comparison("much calmer").strength


@pytest.mark.parametrize("text", ["happy jazz", "songs like Help!", "10 more", "the second one", "no rap"])
def test_what_compares_nothing_is_no_comparison(text):
    assert comparison(text) is None


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("nothing above 130", {"tempo": Constraint(high=130.0)}),
        ("under 120 bpm please", {"tempo": Constraint(high=120.0)}),
        ("drop anything longer than five minutes", {"duration": Constraint(high=300.0)}),
        ("anything under 100 bpm is out", {"tempo": Constraint(low=100.0)}),
        ("at least 3 minutes", {"duration": Constraint(low=180.0)}),
        ("between 100 and 110 bpm", {"tempo": Constraint(low=100.0, high=110.0)}),
        ("more like the second", None),
        ("10 more", None),
    ],
)
def test_limits_are_read_with_their_direction(text, limits):
    assert bounds.read(text, Query()) == limits


@pytest.mark.parametrize(
    ("kind", "messages"),
    [
        ("greeting", ["hi", "hello there!", "morning everyone", "hallo!", "bonjour", "¡hola!"]),
        ("thanks", ["thanks!", "ta, very useful", "danke dir", "that's spot on, thanks mate", "obrigado"]),
        ("bye", ["bye", "see you later", "tschüss"]),
        ("praise", ["love it", "perfect", "wow, these are great"]),
        ("insult", ["you are useless", "you suck"]),
        ("identity", ["who are you?", "are you an AI?", "bist du ein bot?"]),
        ("help", ["what can you do?", "help", "what's this bot for?"]),
        ("", ["happy jazz", "love songs", "hello by adele", "good morning songs", "thank you by dido", "perfect day"]),
    ],
)
def test_small_talk_is_told_from_music(kind, messages):
    assert {message: talk_kind(message) for message in messages} == dict.fromkeys(messages, kind)


@pytest.mark.parametrize(
    ("kind", "messages"),
    [
        ("play", ["play it", "can you play a song?", "can you start playback of sandstorm?"]),
        ("download", ["download this song", "can I get the mp3"]),
        ("lyrics", ["show me the lyrics of Hello", "what are the lyrics to Hurt"]),
        ("tickets", ["tickets for Coldplay", "is she on tour?"]),
        ("cover", ["show me the cover art of After Hours"]),
        ("scope", ["what's the weather in Berlin?", "order me a pizza", "tell me a joke"]),
        (
            "",
            [
                "playlist for a rainy day",
                "music for cooking pizza",
                "coffee shop",
                "save those as csv",
                "how old is your data",
            ],
        ),
    ],
)
def test_what_is_out_of_scope_is_told_from_music(kind, messages):
    assert {message: scope_kind(message) for message in messages} == dict.fromkeys(messages, kind)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("an hour", 60),
        ("half an hour", 30),
        ("2h", 120),
        ("1h30", 90),
        ("40 minutes", 40),
        ("songs under 3 minutes", None),
    ],
)
def test_how_long_a_list_is_to_be_is_told_from_how_long_a_track_may_be(text, minutes):
    assert acts.minutes(text) == minutes


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("new topic: drum and bass", "drum and bass"),
        ("actually scrap that. sad country", "sad country"),
        ("totally different thing now: grindcore", "grindcore"),
        ("start over", ""),
        ("something different", None),
        ("jazz for cooking", None),
    ],
)
def test_a_change_of_topic_is_heard(text, rest):
    assert acts.restart(text) == rest


@pytest.fixture
def watchdog():
    """Ends a test that does not come to an end."""

    def bark(*_):
        raise AssertionError("still searching")

    before = signal.signal(signal.SIGALRM, bark)
    signal.alarm(5)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="takes alarms of POSIX")
@pytest.mark.parametrize("shape", ["10 ", "x ", "like love ", "some more ", "the ", "and ", "not no ", "1 and ", "by "])
def test_no_message_makes_the_patterns_search_without_end(watchdog, shape):
    numbers = " ".join(map(str, range(10, 75)))
    for text in (shape * (200 // len(shape)), f"{shape * 20}zz", numbers[:200]):
        assert acts.read(text).kind
        assert isinstance(talk_kind(text) + scope_kind(text), str)
