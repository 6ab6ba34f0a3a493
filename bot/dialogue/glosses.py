"""Follow-ups in German, Spanish, French, Portuguese and Italian, word by word as the English ones.

"Welcher davon ist am schnellsten" is "which of these is the fastest": the small words are turned, names and genres stay.
"""

import re
from typing import Final, NamedTuple

from bot.dialogue import lexicon
from bot.dialogue.lexicon import ADJECTIVES, COMPARATIVES, fold
from bot.dialogue.other_languages import ORDINALS

_LONGEST: Final = 16
"""Words of a message that is looked at."""
_LEFT: Final = 2
"""Words that may stay as they are beside one that asks or points."""

# Words that ask about the list shown or point to it. No English message holds one.
_KEYS: Final[dict[str, dict[str, str]]] = {
    "de": {
        "which one of these": "welche sind, welcher ist, welches ist, welche ist, welcher hat, welches hat, welche haben",
        "which of these": "welche davon, welcher davon, welches davon, welchen davon, welche von denen, welcher von denen, welches von denen, welche von diesen, was davon",
        "how many of these": "wie viele davon, wieviele davon, wie viele von denen, wieviele von denen, wie viel davon",
        "how many are these": "wie viele sind es, wie viele sind das, wieviele sind es, wieviele sind das, wie viele lieder sind es, wie viele songs sind das, wie viele titel sind das, wie viele hast du",
        "make": "mach mir, mach uns, mach, mache, bau mir, bau uns, bau, baue, erstell mir, erstelle, stell mir, kannst du mir, kannst du",
        "with these": "daraus, damit, mit denen, aus denen, aus diesen, mit diesen, draus",
        "of these": "davon, von denen, darunter, von diesen",
        "more of these": "mehr davon, noch mehr davon, mehr solche, mehr von denen, mehr in der richtung, mehr in die richtung, noch mehr so was, mehr so was, mehr sowas",
        "something else by them": "was anderes von ihm, was anderes von ihr, etwas anderes von ihm, etwas anderes von ihr, noch was von ihm, noch was von ihr, noch etwas von ihm, noch etwas von ihr, mehr von ihm, mehr von ihr",
        "anything": "gibt es was, gibt es etwas, gibt es auch was, gibt es auch etwas, gibt's was, gibt's auch was, gibts was, gibts auch was, geht auch was, geht auch etwas, geht was, geht es auch, geht's auch, gehts auch, geht das auch, hast du was, hast du etwas, hast du auch was, habt ihr was, habt ihr auch was, ist da was, ist was",
        "how do i mix": "wie mixe ich, wie mische ich, wie komme ich, wie blende ich",
        "not so": "nicht so, nicht ganz so, nicht zu, bitte nicht so",
    },
    "es": {
        "which one of these": "cual es, cuales son, cual tiene, cuales tienen, que cancion es, que tema es",
        "which of these": "cual de ellas, cual de ellos, cual de estas, cual de estos, cual de esas, cuales de ellas, cuales de estas, cuales de esas",
        "how many of these": "cuantas de ellas, cuantos de ellos, cuantas de estas, cuantos de estos, cuantas de esas, cuantas de las canciones",
        "how many are these": "cuantas son, cuantos son, cuantas canciones son, cuantas hay, cuantos hay, cuantas llevamos",
        "make": "ponme, hazme, haz, hacme, armame, arma, montame, creame, crea, puedes hacer, puedes hacerme, prepara, preparame, pon",
        "with these": "con eso, con esto, con esas, con estas, con ellas, con esas canciones, con estas canciones, a partir de eso, a partir de estas",
        "of these": "de ellas, de ellos, de estas, de esas, entre ellas",
        "more of these": "mas de eso, mas de esto, mas de esas, mas como esas, mas como estas, mas asi, mas de lo mismo",
        "something else by them": "otra cosa de el, otra cosa de ella, algo mas de el, algo mas de ella, mas de el, mas de ella, mas suyas, algo suyo",
        "anything": "hay algo, hay alguna, hay algun, hay alguno, no hay algo, tienes algo, tienes alguna, tendrias algo, tenes algo, puede ser algo",
        "how do i mix": "como mezclo, como paso, como enlazo",
        "not so": "no tan, no tanto, no demasiado, que no sea tan, que no sean tan",
    },
    "fr": {
        "which one of these": "quel est, quelle est, quels sont, quelles sont",
        "which of these": "lequel, laquelle, lesquels, lesquelles, lequel d'entre eux, laquelle d'entre elles, lesquels d'entre eux, lesquelles d'entre elles, lequel de ceux la, laquelle de celles ci",
        "how many of these": "combien d'entre eux, combien d'entre elles, combien de ceux la, combien de celles ci, combien parmi eux, combien parmi elles, combien de ces titres, combien de ces morceaux, combien de ces chansons, combien en ont",
        "how many are these": "combien sont ils, combien sont elles, combien il y en a, il y en a combien, combien y en a t il, ca fait combien de titres, ca fait combien de morceaux, ca fait combien de chansons, c'est combien de morceaux",
        "make": "fais moi, faites moi, fais, fais nous, mets moi, prepare moi, prepare, compose, compose moi, cree, cree moi, tu peux faire, tu peux me faire, peux tu faire, peux tu me faire",
        "with these": "avec ca, avec eux, avec elles, avec ceux la, avec celles ci, avec ces morceaux, avec ces titres, avec ces chansons, a partir de ca, a partir de ces titres",
        "of these": "d'entre eux, d'entre elles, parmi eux, parmi elles, de ceux la, de celles ci, de ces titres, de ces morceaux, parmi ces titres, parmi ces morceaux",
        "more of these": "plus de ca, plus comme ca, davantage comme ca, encore comme ca, d'autres comme ca, d'autres du meme genre",
        "something else by them": "autre chose de lui, autre chose d'elle, autre chose d'eux, autre chose par lui, quelque chose d'autre de lui, quelque chose d'autre d'elle, d'autres morceaux de lui, d'autres titres de lui, d'autres titres d'elle, d'autres chansons de lui, d'autres chansons d'elle, encore de lui, encore d'elle",
        "anything": "il y a quelque chose, y a t il quelque chose, est ce qu'il y a quelque chose, y a quelque chose, tu as quelque chose, as tu quelque chose, vous avez quelque chose, tu n'as rien, t'as quelque chose, t'as pas quelque chose",
        "how do i mix": "comment je mixe, comment mixer, comment enchainer, comment passer, comment je passe",
        "not so": "pas si, pas aussi, pas tellement, pas trop",
    },
    "pt": {
        "which one of these": "qual e, quais sao, qual tem, quais tem",
        "which of these": "qual delas, qual deles, quais delas, quais deles, qual dessas, qual destas, quais dessas",
        "how many of these": "quantas delas, quantos deles, quantas dessas, quantas destas, quantas dessas musicas",
        "how many are these": "quantas sao, quantos sao, quantas musicas sao, quantas musicas tem ai, quantas tem, quantas musicas deu, quantas ficaram, quantas faixas sao",
        "make": "faz, faca, faz me, me faz, me faca, monta, monte, monta me, me monta, cria, crie, prepara, poe, pode fazer, podes fazer, da pra fazer",
        "with these": "com isso, com essas, com estas, com elas, com esses, com essas musicas, a partir disso, a partir dessas",
        "of these": "delas, deles, dessas, destas, desses, dentre elas",
        "more of these": "mais disso, mais dessas, mais assim, mais desse tipo, mais nessa linha",
        "something else by them": "outra coisa dele, outra coisa dela, algo mais dele, algo mais dela, mais dele, mais dela, outras dele, outras dela, outra musica dele, outra musica dela",
        "anything": "tem algo, tem alguma, tem algum, tem alguma coisa, ha algo, ha alguma coisa, tens algo, tens alguma coisa, voce tem algo, pode ser algo, nao tem algo, nao tem nada",
        "how do i mix": "como mixo, como eu mixo, como passo, como misturo",
        "not so": "nao tao, nao tanto, que nao seja tao, que nao sejam tao",
    },
    "it": {
        "which one of these": "qual e, quali sono, quale ha, quali hanno",
        "which of these": "quale di queste, quale di questi, quali di queste, quali di questi, quale di loro, quale tra queste, quale fra queste, quali tra queste",
        "how many of these": "quante di queste, quanti di questi, quante di loro, quanti di loro, quante fra queste, quante tra queste",
        "how many are these": "quante sono, quanti sono, quante canzoni sono, quanti brani sono, quante ce ne sono, quanti ce ne sono",
        "make": "fammi, fai, fanne, facci, mettimi, prepara, preparami, crea, creami, puoi fare, puoi farmi, componi",
        "with these": "con questo, con queste, con questi, con quelle, con quelli, con queste canzoni, con questi brani, a partire da queste",
        "of these": "di queste, di questi, di loro, tra queste, fra queste, tra questi, fra questi",
        "more of these": "altre cosi, altri cosi, altre come queste, altri come questi, ancora cosi, piu cosi",
        "something else by them": "altro di lui, altro di lei, qualcos'altro di lui, qualcos'altro di lei, qualcosa d'altro di lui, un'altra cosa di lui, un'altra cosa di lei, altre sue, altre canzoni sue, altri brani suoi, altre canzoni di lui, altre canzoni di lei",
        "anything": "c'e qualcosa, c'e anche qualcosa, hai qualcosa, hai anche qualcosa, avete qualcosa, non c'e niente, ci sarebbe qualcosa, ce qualcosa",
        "how do i mix": "come mixo, come passo, come faccio a passare, come mescolo",
        "not so": "non cosi, non tanto, non troppo, che non sia cosi, che non siano cosi",
    },
}  # fmt: skip
# Small words, which need a key beside them. An empty one says nothing.
_SMALL: Final[dict[str, dict[str, str]]] = {
    "de": {
        "": "zeig, gib, spiel, ich will, ich hatte gern, ich, der, die, das, den, dem, des, ein, eine, einen, einer, einem, bitte, mal, denn, eigentlich, doch, auch, mir, uns, es, am, etwas, was, ja, also, ungefahr, lied, song, lieder, songs, titel, stuck, stucke, sind, ist",
        "and": "und", "but": "aber, nur", "in": "in, im, auf", "to": "zum, zur, zu dem, ins, nach", "from": "von, vom, aus", "over": "uber, mehr als, schneller als, langer als, ab, mindestens", "under": "unter, weniger als, langsamer als, kurzer als, bis zu, hochstens", "between": "zwischen", "around": "um die, etwa", "than": "als", "has": "hat, haben", "the most": "meisten, meiste", "the least": "wenigsten, wenigste", "energy": "energie, druck, dampf, wumms, power", "vocals": "gesang, stimme", "popularity": "popularitat, beliebtheit", "without": "ohne", "with": "mit", "too": "zu, viel zu", "playlist": "set, liste, playlist, mix, setlist", "hour": "stunde, stunden", "minutes": "minuten, minute", "from that": "von dem hier, von diesem, von dem", "we have": "wir haben, ich habe", "german": "deutsch, deutsches, deutsche", "english": "englisch, englisches", "spanish": "spanisch, spanisches", "french": "franzosisch, franzosisches", "italian": "italienisch, italienisches", "portuguese": "portugiesisch",
        "rising": "anzieht, steigt, aufbaut, ansteigt, sich steigert, steigert, schneller wird, harter wird, lauter wird", "falling": "abfallt, ruhiger wird, runterkommt, ausklingt, langsamer wird", "slowly": "langsam, allmahlich", "which": "sich", "other": "andere, anderes, anderen",
    },
    "es": {
        "": "muestrame, dame, quiero, ensename, el, la, los, las, lo, un, una, unos, unas, por favor, porfa, y, me, cancion, canciones, temas, tema, tambien, es, son, que, se, de, poco, a poco, mismo",
        "but": "pero", "we have": "tenemos, solo tenemos", "in": "en", "to": "a, al, hasta", "from": "desde", "over": "mas de, por encima de, superior a", "under": "menos de, por debajo de", "between": "entre", "around": "alrededor de, sobre", "has": "tiene, tienen, hay", "energy": "energia, caña, marcha", "vocals": "voz, voces", "popularity": "popularidad", "without": "sin", "with": "con", "too": "demasiado, demasiada", "playlist": "lista, playlist, set, mezcla, sesion", "hour": "hora, horas", "minutes": "minutos, minuto", "german": "aleman", "english": "ingles", "spanish": "español, espanol, castellano", "french": "frances", "italian": "italiano", "portuguese": "portugues",
        "rising": "suba, sube, vaya subiendo, va subiendo, subiendo, acabe animada, acabe arriba, termine arriba, crezca", "falling": "baje, baja, vaya bajando, acabe tranquila, termine tranquila", "the most": "mas", "the least": "menos", "other": "otra, otro, otras, otros",
    },
    "fr": {
        "": "montre, montre moi, donne, donne moi, mets, je veux, moi, le, la, l', les, un, une, des, du, de, d', s'il te plait, s'il vous plait, stp, svp, et, morceau, morceaux, titre, titres, chanson, chansons, aussi, est, sont, qui, que, se, c'est, ce, a",
        "but": "mais", "we have": "on a, on n'a que, j'ai", "in": "en, dans", "to": "vers, au, jusqu'a", "from": "depuis", "over": "plus de, au dessus de", "under": "moins de, en dessous de", "between": "entre", "around": "autour de, environ, dans les", "has": "ont, ayant, avoir", "energy": "energie, peche", "vocals": "voix", "popularity": "popularite", "without": "sans", "with": "avec", "too": "trop", "playlist": "playlist, liste, set, mix", "hour": "heure, heures", "minutes": "minutes, minute", "german": "allemand", "english": "anglais", "spanish": "espagnol", "french": "francais", "italian": "italien", "portuguese": "portugais",
        "rising": "monte, qui monte, accelere, monte en puissance, finisse fort", "falling": "descend, redescend, ralentit, finisse calme", "the most": "le plus, la plus, les plus", "the least": "le moins, la moins, les moins", "other": "autre, autres",
    },
    "pt": {
        "": "mostra, me mostra, manda, quero, bota, o, a, os, as, um, uma, uns, umas, por favor, e, musica, musicas, faixa, faixas, tambem, sao, que, se, de, do, da, me, ai, pouco, pouquinho",
        "but": "mas, porem", "we have": "temos, so temos", "in": "em, no, na", "to": "para, pra, ao, ate", "from": "desde", "over": "mais de, acima de", "under": "menos de, abaixo de", "between": "entre", "around": "por volta de, cerca de", "has": "tem, tenham, ha", "energy": "energia", "vocals": "voz, vozes, vocal, vocais", "popularity": "popularidade", "without": "sem", "with": "com", "too": "muito, demais", "playlist": "playlist, lista, set, mix", "hour": "hora, horas", "minutes": "minutos, minuto", "german": "alemao", "english": "ingles", "spanish": "espanhol", "french": "frances", "italian": "italiano", "portuguese": "portugues",
        "rising": "suba, sobe, acabe animada, termine animada, comece calma e acabe animada, va subindo, vai subindo, cresca", "falling": "desca, desce, acabe calma, termine calma", "the most": "mais", "the least": "menos", "other": "outra, outro, outras, outros",
    },
    "it": {
        "": "mostrami, dammi, vorrei, voglio, fammi sentire, metti, il, lo, la, i, gli, le, l', un, uno, una, per favore, per piacere, e, ed, canzone, canzoni, brano, brani, pezzo, pezzi, anche, sono, che, si, di, del, della, da, un', d', dell', po, un po', po'",
        "but": "ma, pero", "we have": "abbiamo, abbiamo solo", "in": "in", "to": "al, alla, fino a", "from": "dal, dalla", "over": "piu di, sopra, sopra i, oltre", "under": "meno di, sotto, sotto i", "between": "tra, fra", "around": "intorno a, circa, sui", "has": "ha, hanno, abbiano", "energy": "energia", "vocals": "voce, voci", "popularity": "popolarita", "without": "senza", "with": "con", "too": "troppo, troppa, troppi, troppe", "playlist": "playlist, lista, scaletta, set, mix", "hour": "ora, ore", "minutes": "minuti, minuto", "german": "tedesco", "english": "inglese", "spanish": "spagnolo", "french": "francese", "italian": "italiano", "portuguese": "portoghese",
        "rising": "salga, sale, cresca, cresce, salga piano piano, finisca forte", "falling": "scenda, scende, finisca calma", "the most": "piu", "the least": "meno", "other": "altro, altra, altri, altre",
    },
}  # fmt: skip
_WORD: Final = re.compile(r"\d+(?:[.:,]\d+)*|[^\W\d_]+['’]?")
_PLUS: Final = {"es": "mas", "fr": "plus", "pt": "mais", "it": "piu"}
_MINUS: Final = {"es": "menos", "fr": "moins", "pt": "menos", "it": "meno"}
_ARTICLES: Final = frozenset("el la los las lo le les l' o a os as il i gli".split())  # noqa: SIM905
_TRAITS: Final = {
    ("tempo", 1): ("fast", "faster", "fastest"), ("tempo", -1): ("slow", "slower", "slowest"),
    ("energy", 1): ("energetic", "more energetic", "most energetic"), ("energy", -1): ("calm", "calmer", "calmest"),
    ("valence", 1): ("happy", "happier", "happiest"), ("valence", -1): ("sad", "sadder", "saddest"),
    ("danceability", 1): ("danceable", "more danceable", "most danceable"),
    ("popularity", 1): ("popular", "more popular", "most popular"),
    ("popularity", -1): ("unknown", "less known", "least popular"),
    ("duration", 1): ("long", "longer", "longest"), ("duration", -1): ("short", "shorter", "shortest"),
    ("loudness", 1): ("loud", "louder", "loudest"), ("loudness", -1): ("quiet", "quieter", "quietest"),
    ("acousticness", 1): ("acoustic", "more acoustic", "most acoustic"),
}  # fmt: skip
_DURATION: Final = re.compile(
    r"(?:(?P<half>half )|(?P<n>\d+(?:[.,]5)?) )?(?:an? )?(?P<unit>hour|minutes)(?P<more> and a half)?"
)


# Beside these a name or a word that is not known may stand.
_NAMED_BESIDE: Final = frozenset({"which of these", "how many of these", "of these", "how do i mix"})
# "the second one too long we have 2 minutes 30"
_ROW_TOO: Final = re.compile(
    r"(?:and )?(?P<row>the \w+ one|number \d+) (?P<fault>too \w+)(?: we have (?P<minutes>\d+) minutes(?: (?P<seconds>\d\d))?)?"
)


class _Found(NamedTuple):
    """The English of the words from one place on, how many they are, whether they ask or point, and how many stay."""

    english: str
    size: int
    key: bool = False
    left: int = 0


def _split(text: str) -> list[str]:
    return [one.replace("’", "'") for one in _WORD.findall(text)]


def _table(entries: dict[str, str]) -> dict[tuple[str, ...], str]:
    return {
        tuple(_split(fold(phrase.strip()))): english for english, said in entries.items() for phrase in said.split(",")
    }


_KEY_TABLES: Final = {language: _table(entries) for language, entries in _KEYS.items()}
_SMALL_TABLES: Final = {language: _table(entries) for language, entries in _SMALL.items()}
_LONGEST_PHRASE: Final = 6


def glossed(text: str) -> str:
    """A follow-up of another language as English, word by word; the text itself where it asks and points to nothing.

    >>> glossed("welcher davon ist am schnellsten?")
    'which of these is the fastest'
    >>> glossed("ponme una lista de dos horas con eso")
    'make it a playlist of 120 minutes'
    >>> glossed("la vie en rose")
    'la vie en rose'
    """
    said = _split(text)
    if len(said) > _LONGEST or re.search(r"[\"“„«/:]", text):
        return text
    for language in _KEYS:
        found = _read(language, said)
        left = sum(one.left for one in found)
        keys = {one.english for one in found if one.key}
        english = " ".join(one.english for one in found if one.english)
        if keys and left <= (_LEFT if keys <= _NAMED_BESIDE else 0) and (plain := _plain(english, keys)):
            return plain
        if not left and (row := _ROW_TOO.fullmatch(english)):
            time = f", nothing longer than {row['minutes']}:{row['seconds'] or '00'}" if row["minutes"] else ""
            return f"{row['row']} is {row['fault']}{time}"
    return text


def _read(language: str, said: list[str]) -> list[_Found]:
    folded = [fold(one) for one in said]
    read: list[_Found] = []
    place = 0
    while place < len(said):
        found = _at(language, folded, place) or _Found(said[place], 1, left=1)
        read.append(found)
        place += found.size
    return read


def _at(language: str, said: list[str], place: int) -> _Found | None:
    """The longest phrase known at a place, keys first; None where the word is none of the language's small ones."""
    for size in range(min(_LONGEST_PHRASE, len(said) - place), 0, -1):
        phrase = tuple(said[place : place + size])
        if (english := _KEY_TABLES[language].get(phrase)) is not None:
            return _Found(english, size, key=True)
        if size == 1 and (found := _quality(language, said, place)) is not None:
            return found
        if (english := _SMALL_TABLES[language].get(phrase)) is not None:
            # "die langsamste", "le plus long": an article before a degree belongs to it.
            longer = _quality(language, said, place)
            return longer or _Found(english, size)
    for ordinal, forms in ORDINALS.items():
        if re.fullmatch(forms, said[place]):
            return _Found(f"the {ordinal} one", 1)
    if said[place].isdigit() or re.fullmatch(r"\d+[.:,]\d+", said[place]) or said[place] == "bpm":
        return _Found(said[place], 1)
    number = lexicon.count(said[place])
    return _Found(str(number), 1) if number is not None else None


def _quality(language: str, said: list[str], place: int) -> _Found | None:
    """``am schnellsten``, ``la plus longue``, ``menos triste``, ``zu laut``, ``unbekannteres`` in English."""
    word, after = said[place], said[place + 1 : place + 3]
    if language == "de":
        if (stem := re.fullmatch(r"(\w{3,}?)e?ste[nrsm]?", word)) and (words := _trait(stem[1])):
            return _Found(f"the {words[2]}", 1)
        if (stem := re.fullmatch(r"(\w{3,}?er)(?:e[nrsm]?)?", word)) and stem[1] in COMPARATIVES:
            words = _TRAITS.get(next(iter(COMPARATIVES[stem[1]].items())))
            return _Found(words[1], 1) if words else None
    else:
        at = int(word in _ARTICLES)
        degree = [*[word, *after][at:], ""][0]
        sign = 1 if degree == _PLUS[language] else -1 if degree == _MINUS[language] else 0
        quality = [*[word, *after][at + 1 :], ""][0]
        if sign and quality and (words := _trait(quality, sign)):
            return _Found(f"the {words[2]}" if at else words[1], at + 2)
        if at:
            return None
    words = _trait(word)
    return _Found(words[0], 1) if words else None


def _trait(word: str, sign: int = 1) -> tuple[str, str, str] | None:
    """The English of an adjective: as it is, compared, and at its most."""
    forms = (word, word.rstrip("s"), re.sub(r"(?:es?|en|er|em)$", "", word), word + "e")
    moves = next((ADJECTIVES[form] for form in forms if form in ADJECTIVES), {})
    return next((_TRAITS[trait, way * sign] for trait, way in moves.items() if (trait, way * sign) in _TRAITS), None)


def _plain(english: str, keys: set[str]) -> str:
    """The English in an order that its readers know; empty where the words say nothing that can be done."""
    if keys & {"make", "with these"}:
        return _made(english)
    for key, plain in _WHOLE.items():
        if key in keys:
            rest = re.sub(rf"\b(?:and|but|of these)\b|{key}", "", english).strip()
            return f"{plain}, but {rest}" if rest and plain.startswith("more") else "" if rest else plain
    if keys & {"anything", "not so"}:
        rest = re.sub(r"^(?:and )?anything ?", "", english).strip()
        return re.sub(r"^in (?=(?:german|english|spanish|french|italian|portuguese)$)", "only in ", rest)
    english = english.replace("which one of these", "which of these")
    for pattern, plain in _ORDER:
        english = pattern.sub(plain, english)
    return english if english != "of these" else ""


_WHOLE: Final = {
    "something else by them": "more by this artist",
    "more of these": "more like these",
    "how many are these": "how many are these",
}
_ORDER: Final = tuple(
    (re.compile(pattern), plain)
    for pattern, plain in (
        (r"\b(?:has )?over (\d+) popularity\b", r"have a popularity over \1"),
        (r"\b(?:has )?under (\d+) popularity\b", r"have a popularity under \1"),
        (r"\b(which of these) (?=the (?:most|least) (?:energy|vocals|popularity))", r"\1 has "),
        (r"\b(which of these) from\b", r"\1 are by"),
        (r"\b(which of these) (?=the |over |under |without |in |fast|slow|\w+er\b)", r"\1 is "),
        (r"\b(how many of these) (?=over |under |without |in |fast|slow|\w+er\b)", r"\1 are "),
        (r"\b(how many of these) has\b", r"\1 have"),
    )
)
_BESIDE_MADE: Final = re.compile(
    r"make|with these|of these|playlist|rising|falling|slowly|(?:and|which|from|in|around)\b"
)


def _made(english: str) -> str:
    """A playlist of so many minutes of what is shown; empty where more than that is said of it."""
    duration = _DURATION.search(english)
    if duration is None or not re.search(r"\b(?:playlist|with these)\b", english):
        return ""
    rest = english[: duration.start()] + english[duration.end() :]
    curve = " with more energy at the end" if "rising" in rest else ""
    curve = curve or (" with less energy at the end" if "falling" in rest else "")
    # "Langsam" beside what rises says how it does.
    rest = re.sub(r"\bslow\b", "", rest) if curve else rest
    if _BESIDE_MADE.sub("", rest).strip():
        return ""
    return f"make it a playlist of {_minutes(duration)} minutes{curve}"


def _minutes(duration: re.Match[str]) -> int:
    amount = 0.5 if duration["half"] else float((duration["n"] or "1").replace(",", "."))
    amount += 0.5 if duration["more"] else 0
    return round(amount * 60) if duration["unit"] == "hour" else round(amount)
