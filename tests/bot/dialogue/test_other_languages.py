"""Follow-ups of other languages mean what the English ones mean."""

import pytest

from bot.dialogue.comparisons import comparison
from bot.dialogue.other_languages import going_on, in_english


@pytest.mark.parametrize(
    ("said", "english"),
    [
        ("togli il terzo", "remove the third one"),
        ("ne voglio quindici", "make it 15"),
        ("la deuxième, c'est qui l'artiste ?", "who is the second one by"),
        ("a terceira é ótima, tem mais desse artista?", "more by the third artist"),
        ("die dritte ist gut, mehr davon", "more like the third one"),
        ("¿cuál es la más triste?", "which one is the saddest"),
        ("confronta il primo con il secondo", "compare the first one and the second one"),
        ("fais-en une playlist d'une heure", "make it a playlist of 60 minutes"),
        ("merk dir die ersten vier", "save the first 4"),
        ("apúntame las dos", "save the first 2"),
        ("enregistre les trois premières", "save the first 3"),
        ("sauvegarde-les", "save these"),
        ("leg sie in die liste Herbst", "put these in a crate called Herbst"),
        ("ajoute-la à ma playlist 'nuit'", "put it in a crate called nuit"),
        ("ponlas en mi lista coche", "put these in a crate called coche"),
        ("wie sicher ist das?", "how sure are you"),
        ("¿estás segura de eso?", "how sure are you"),
        ("le deuxième me plaît, un truc du même genre ?", "more like the second one"),
        ("bitte kürzer, nur fünf stück", "make it 5"),
        ("plus court, seulement quatre", "make it 4"),
        ("c'est quoi le tempo moyen ?", "what is the average tempo"),
        ("wie ist das durchschnittliche tempo", "what is the average tempo"),
        ("cuál es la energía media", "what is the average energy"),
        ("mets-en deux autres en portugais", "add 2 more in portuguese"),
        ("noch zwei auf deutsch", "add 2 more in german"),
        ("enregistre tout ça dans la caisse Apéro", "put all of them in a crate called Apéro"),
        ("guarda todo en la caja Verano", "put all of them in a crate called Verano"),
        ("speicher das in der kiste Sommer", "put all of them in a crate called Sommer"),
        ("que artistas estan subiendo en reggaeton", "which artists are rising in reggaeton"),
        ("quels artistes montent en ce moment", "which artists are rising"),
        ("agora mistura com um pouco de forró", "mix in some forró"),
        ("misch etwas jazz dazu", "mix in some jazz"),
        ("tira esse primeiro artista, não gosto dele", "remove the artist of the first one"),
        ("die letzte kann weg", "remove the last one"),
        ("la dernière peut partir", "remove the last one"),
        ("sin ti", "sin ti"),
        ("merk würdige lieder", "merk würdige lieder"),
        ("un'altra cosa", "un'altra cosa"),
        ("legends come alive", "legends come alive"),
        ("so many songs", "so many songs"),
    ],
)
def test_a_follow_up_of_another_language_is_the_english_one(said, english):
    assert in_english(said) == english


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("guárdala como latin suave", "latin suave"),
        ("speicher das als Techno Hart", "Techno Hart"),
        ('enregistre-la sous "run"', "run"),
        ("salvala come Estate 24", "Estate 24"),
    ],
)
def test_a_list_is_saved_under_the_name_that_was_said(said, name):
    assert in_english(said) == f"save it as {name}"


@pytest.mark.parametrize(
    ("said", "moves"),
    [("più veloci", {"tempo": 1}), ("un po' meno tristi", {"valence": 1}), ("troppo lente", {"tempo": 1})],
)
def test_italian_adjectives_compare(said, moves):
    assert comparison(said).moves == moves


@pytest.mark.parametrize(
    ("said", "rest"),
    [
        ("jetzt das gleiche aber zum aufwachen", "aber zum aufwachen"),
        ("algo parecido pero de los 2000", "pero de los 2000"),
        ("la même chose mais en Français", "mais en Français"),
        ("algo parecido a Shakira pero lento", "algo parecido a Shakira pero lento"),
    ],
)
def test_the_same_but_is_what_changes(said, rest):
    assert going_on(said) == rest
