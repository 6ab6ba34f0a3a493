"""Follow-ups of other languages are read word by word as the English ones."""

import pytest

from bot.dialogue.glosses import glossed


@pytest.mark.parametrize(
    ("said", "english"),
    [
        ("welches davon ist am lautesten?", "which of these is the loudest"),
        ("cuál de estas es la más corta", "which of these is the shortest"),
        ("lesquels sont les plus lents ?", "which of these is the slowest"),
        ("qual dessas tem mais energia?", "which of these has the most energy"),
        ("quale di queste è la meno triste?", "which of these is the happiest"),
        ("welche davon sind von Queen", "which of these are by Queen"),
    ],
)
def test_a_question_about_the_rows_asks_which_of_them(said, english):
    assert glossed(said) == english


@pytest.mark.parametrize(
    ("said", "english"),
    [
        ("wie viele davon sind über 130 bpm?", "how many of these are over 130 bpm"),
        ("cuántas de ellas tienen más de 60 de popularidad", "how many of these have a popularity over 60"),
        ("combien d'entre elles ont moins de 30 de popularité ?", "how many of these have a popularity under 30"),
        ("quantas faixas são?", "how many are these"),
        ("quanti brani sono?", "how many are these"),
        ("wie viele sind es", "how many are these"),
    ],
)
def test_rows_are_counted(said, english):
    assert glossed(said) == english


@pytest.mark.parametrize(
    ("said", "english"),
    [
        ("bau daraus ein set von zwei stunden", "make it a playlist of 120 minutes"),
        ("hazme una playlist de una hora con estas", "make it a playlist of 60 minutes"),
        ("fais une liste de 40 minutes avec ça", "make it a playlist of 40 minutes"),
        (
            "faz uma playlist de duas horas com isso que acabe animada",
            "make it a playlist of 120 minutes with more energy at the end",
        ),
        ("fammi una scaletta di un'ora che cresca", "make it a playlist of 60 minutes with more energy at the end"),
        ("mach daraus ein set von einer stunde techno", "mach daraus ein set von einer stunde techno"),
        ("fais-moi une playlist d'une heure de jazz", "fais-moi une playlist d'une heure de jazz"),
    ],
)
def test_a_playlist_is_made_of_what_is_shown_where_nothing_else_is_said(said, english):
    assert glossed(said) == english


@pytest.mark.parametrize(
    ("said", "english"),
    [
        ("geht auch was langsameres?", "slower"),
        ("hay algo más alegre?", "happier"),
        ("tu as quelque chose de moins connu ?", "less known"),
        ("tem alguma coisa em inglês?", "only in english"),
        ("c'è qualcosa in francese?", "only in french"),
        ("etwas anderes von ihr", "more by this artist"),
        ("autre chose d'elle", "more by this artist"),
        ("mehr davon, aber schneller", "more like these, but faster"),
        ("la troisième est trop lente", "the third one is too slow"),
        ("das erste ist zu lang, wir haben 3 minuten", "the first one is too long, nothing longer than 3:00"),
    ],
)
def test_what_is_to_change_is_the_english_change(said, english):
    assert glossed(said) == english


@pytest.mark.parametrize(
    "said",
    [
        "la vie en rose",
        "Mas que nada",
        "which of these is the fastest",
        "more house in there",
        "cuál es tu favorita",
        "algo triste para llorar",
        "was kannst du",
        "hay algo de jazz",
        "así fue",
    ],
)
def test_titles_openings_and_english_stay(said):
    assert glossed(said) == said
