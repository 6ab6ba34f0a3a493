"""Words of dialogue acts in six languages: tables, and how text is folded for them."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

# What an adjective says of traits: +1 for more of the trait, -1 for less.
ADJECTIVES: Final[dict[str, dict[str, int]]] = {
    adjective: moves
    for adjectives, moves in (
        (
            "calm easy mellow chill chilled relaxed relaxing peaceful gentle soft smooth soothing subdued sleepy tranquil "
            "laid-back delicate dreamy tender romantic ruhig sanft entspannt gemuetlich gemutlich tranquilo tranquila "
            "tranquilos tranquilas suave suaves relajado relajada calme calmes doux douce relaxe calmo calma calmos "
            "tranquilli tranquille rilassante rilassanti rilassato rilassata dolce dolci leggero leggera "
            "leggeri leggere morbido morbida delicato delicata delicati delicate noioso noiosa "
            "calmas boring flat dull sluggish lame langweilig aburrido aburrida ennuyeux chato chata",
            {"energy": -1},
        ),
        (
            "energetic lively awake powerful intense hard heavy aggressive wild driving punchy exciting epic big peppy "
            "upbeat hectic harsh rough busy dynamic hart heftig kraftig wild energisch lebhaft energetico energetica "
            "energicos intenso intensa fuerte fuertes movido movida animado animada animados energique intense "
            "puissant agressif agressive energico energica forte pesado pesada agitado agitada aggressiv agresivo "
            "energici energiche energetiche energetici intensa intensi forti duro dura duri dure carico "
            "carica pesante pesanti aggressivo aggressiva vivace vivaci movimentato movimentata grintoso "
            "potente potenti "
            "agresiva agressivo agressiva",
            {"energy": 1},
        ),
        ("loud noisy laut ruidoso ruidosa bruyant bruyante barulhento barulhenta rumoroso rumorosa "
            "rumorosi",
            {"loudness": 1, "energy": 1},
        ),
        ("quiet leise silencioso silenciosa baixo baixinho silenzioso silenziosa", {"loudness": -1, "energy": -1}),
        ("angry furious mad wuetend wutend zornig enojado furioso furieux arrabbiato", {"energy": 1, "valence": -1}),
        (
            "fast quick speedy uptempo rapid schnell rasch flott rapido rapida rapidos rapidas rapide rapides vite "
            "veloce veloci rapidi ritmato ritmata ritmati ritmate "
            "veloz depressa acelerado acelerada",
            {"tempo": 1},
        ),
        ("slow downtempo langsam lento lenta lentos lentas lent lente lents lentes devagar lenti", {"tempo": -1}),
        (
            "happy cheerful joyful joyous positive bright sunny fun glad uplifting hopeful optimistic feelgood merry "
            "light-hearted froehlich frohlich gluecklich glucklich heiter lustig alegre alegres feliz felices joyeux "
            "allegro allegra allegri allegre felice felici solare solari gioioso gioiosa "
            "joyeuse joyeuses gai gaie felizes contente",
            {"valence": 1},
        ),
        (
            "sad dark gloomy melancholic melancholy depressing moody bleak blue mournful somber sombre negative "
            "sorrowful emotional brooding traurig duester duster dunkel melancholisch triste tristes oscuro oscura "
            "tristi malinconico malinconica malinconici malinconiche cupo cupa cupi cupe scuro scura "
            "melancolico melancolica sombre sombres melancolique escuro escura sombrio sombria",
            {"valence": -1},
        ),
        (
            "danceable dancey dancy groovy funky rhythmic bouncy tanzbar bailable bailables dansant "
            "dansante dancante ballabile ballabili "
            "dancantes",
            {"danceability": 1},
        ),
        ("acoustic unplugged organic warm raw natural stripped stripped-down stripped-back lo-fi unpolished homemade "
            "akustisch acustico acustica acoustique acustici "
            "acustiche", {"acousticness": 1}),
        (
            "electronic synthetic electric produced overproduced polished glossy processed slick "
            "elektronisch electronico electronica electronique eletronico "
            "eletronica elettronico elettronica elettronici elettroniche",
            {"acousticness": -1},
        ),
        ("instrumental instrumentale instrumentales instrumentais strumentale strumentali", {"instrumentalness": 1}),
        ("wordy talky spoken rappy chatty", {"speechiness": 1}),
        (
            "popular known well-known famous mainstream familiar commercial bekannt beliebt populaer popular conocido "
            "conocida conocidos conocidas famoso famosa famosos populares connu connue connus famosi "
            "famose popolare popolari conosciuto conosciuta conosciuti conosciute noto nota noti populaire "
            "conhecido "
            "conhecida conhecidos conhecidas",
            {"popularity": 1},
        ),
        (
            "obscure rare unknown underground niche unusual hidden unbekannt selten raro rara desconocido desconocida "
            "obscur inconnu inconnue sconosciuto sconosciuta sconosciuti sconosciute desconhecido desconhecida",
            {"popularity": -1},
        ),
        ("long lang largo larga largos largas longue longues longo longa longos lungo lunga lunghi "
            "lunghe", {"duration": 1}),
        ("short brief kurz corto corta cortos cortas court courte courtes curto curta curtos corti "
            "corte breve brevi", {"duration": -1}),
    )
    for adjective in adjectives.split()
}  # fmt: skip

# What people say of a list beyond single traits: how it moves traits, and the genres that are full of it.
QUALITIES: Final[dict[str, tuple[dict[str, int], str]]] = {
    word: (moves, genres)
    for said, moves, genres in (
        ("clubby club clubbish ravey ravy rave bangy", {},
            "club edm house dance electro techno trance progressive-house deep-house chicago-house detroit-techno "
            "minimal-techno hardstyle hardcore dubstep dub industrial breakbeat drum-and-bass garage"),
        ("cheesy cheese corny kitsch kitschy tacky cringe schmaltzy saccharine kitschig schnulzig",
            {"valence": 1}, "pop pop-film party k-pop"),
        ("poppy popish", {}, "pop pop-film k-pop"),
        ("polished overproduced glossy slick produced clean-sounding glatt lisse", {"acousticness": -1},
            "pop dance edm"),
        ("rough gritty grungy dirty scuzzy ragged garagey edgy roh rau", {"energy": 1}, ""),
        ("tense tension suspense suspenseful tenser dramatic menacing menace ominous spannung spannend tenso tendu",
            {"energy": 1, "valence": -1}, ""),
        ("scary creepy eerie spooky sinister haunting gruselig unheimlich", {"valence": -1}, ""),
        ("cute adorable playful sweet quirky whimsical innocent twee suss niedlich lindo mignon", {"valence": 1}, ""),
        ("obvious predictable overplayed overdone cliche cliched cliches overused common typical standard generic "
            "touristy", {"popularity": 1}, ""),
        ("modern contemporary futuristic current trendy zeitgemass moderno moderne", {"acousticness": -1}, ""),
        ("old old-style old-school old-fashioned oldschool oldfashioned dated retro vintage antique altmodisch",
            {"acousticness": 1}, ""),
        ("frantic crazy chaotic manic nervous stressful hyper anxious agitated stressig", {"energy": 1}, ""),
        ("bland background-y sluggish tame weak drowsy snoozy dreary monotonous meek soporific", {"energy": -1}, ""),
        ("rhythmic beat beats rhythm ritmo bounce swing", {"danceability": 1}, ""),
        ("shouty screamy bombastic grandiose pompous", {"energy": 1, "loudness": 1}, ""),
        ("bassy bass beefy", {"energy": 1}, ""),
        ("churchy religious preachy holy", {}, "gospel"),
        ("twangy", {}, "country honky-tonk bluegrass"),
        ("orchestral orchestra symphonic", {"acousticness": 1}, "classical"),
        ("robotic cold icy sterile clinical soulless kalt steril frio fria froid froide freddo fredda",
            {"acousticness": -1}, ""),
        ("heart heartfelt emotion emotions soulfulness herz gefuhl corazon coeur cuore coracao", {"acousticness": 1}, ""),
    )
    for word in said.split()
}  # fmt: skip

# Said of a list they find fault with it, with or without "too".
FAULTS: Final = frozenset(
    word
    for first in ("cheesy", "obvious", "bland", "frantic", "polished")
    for word, meant in QUALITIES.items()
    if meant == QUALITIES[first]
) | frozenset("boring flat dull lame langweilig aburrido aburrida ennuyeux chato chata noioso noiosa".split())  # noqa: SIM905

# What there may be more or less of.
NOUNS: Final[dict[str, dict[str, int]]] = {
    noun: moves
    for nouns, moves in (
        (
            "energy oomph punch power drive kick intensity action aggression edge bite energie energia fuerza force "
            "energía energia guitars distortion movement motion momentum life liveliness bounce push",
            {"energy": 1},
        ),
        ("volume noise loudness lautstaerke lautstarke volumen ruido bruit barulho", {"loudness": 1}),
        ("tempo speed bpm pace velocidad vitesse velocidade velocita ritmo geschwindigkeit", {"tempo": 1}),
        ("happiness joy positivity valence fun cheer hope warmth mood freude alegria allegria gioia "
            "joie sunshine", {"valence": 1}),
        ("sadness melancholy gloom trauer tristeza tristesse", {"valence": -1}),
        ("danceability groove rhythm dance dancing funk baile danse", {"danceability": 1}),
        ("acousticness acoustics", {"acousticness": 1}),
        ("synths synth electronics", {"acousticness": -1}),
        (
            "vocals vocal singing lyrics voices voice words singers gesang stimme voces voz letra chant paroles voix "
            "vozes letras voce voci parole testi cantato",
            {"instrumentalness": -1},
        ),
        ("talking speech rapping talk", {"speechiness": 1}),
        ("popularity fame hits bekanntheit popularidad popularite popularidade", {"popularity": 1}),
        ("length duration laenge lange duracion duree duracao", {"duration": 1}),
    )
    for noun in nouns.split()
}  # fmt: skip

# Comparatives that are not made by an ending, and set phrases.
_IRREGULAR: Final = {
    "better known": ("popularity", 1), "best known": ("popularity", 1), "lesser known": ("popularity", -1),
    "less mainstream": ("popularity", -1), "more chill": ("energy", -1), "more laid back": ("energy", -1),
    "laid back": ("energy", -1), "toned down": ("energy", -1), "tone it down": ("energy", -1),
    "calm it down": ("energy", -1), "calm down": ("energy", -1), "amp it up": ("energy", 1),
    "pump it up": ("energy", 1), "crank it up": ("energy", 1), "turn it up": ("energy", 1),
    "turn it down": ("energy", -1), "kick it up": ("energy", 1), "step it up": ("energy", 1),
    "speed it up": ("tempo", 1), "speed up": ("tempo", 1), "pick up the pace": ("tempo", 1),
    "slow it down": ("tempo", -1), "slow down": ("tempo", -1), "cheer me up": ("valence", 1),
    "cheer it up": ("valence", 1), "lighten up": ("valence", 1), "deeper cuts": ("popularity", -1),
    "deep cuts": ("popularity", -1), "hidden gems": ("popularity", -1), "bekannter": ("popularity", 1),
    "unbekannter": ("popularity", -1), "hoher": ("tempo", 1), "duesterer": ("valence", -1),
    "dusterer": ("valence", -1), "dunkler": ("valence", -1), "kuerzer": ("duration", -1), "kurzer": ("duration", -1),
    "laenger": ("duration", 1), "langer": ("duration", 1), "harter": ("energy", 1), "haerter": ("energy", 1),
    "froehlicher": ("valence", 1), "frohlicher": ("valence", 1), "less of a party": ("energy", -1),
}  # fmt: skip


def _comparatives() -> dict[str, dict[str, int]]:
    """``calmer``, ``happier``, ``sadder``: every adjective with the ending that English and German give it."""
    found: dict[str, dict[str, int]] = {phrase: {name: way} for phrase, (name, way) in _IRREGULAR.items()}
    for adjective, moves in ADJECTIVES.items():
        last = adjective[-1]
        forms = {adjective + "er", adjective + last + "er"}
        if last == "e":
            forms.add(adjective + "r")
        if last == "y":
            forms.add(adjective[:-1] + "ier")
        for form in forms:
            found.setdefault(form, moves)
    return found


COMPARATIVES: Final = _comparatives()
_LONGEST_COMPARATIVE: Final = max(len(phrase.split()) for phrase in COMPARATIVES)

MORE: Final = frozenset("more higher increase raise mehr hoeher mas plus mais piu".split())  # noqa: SIM905
LESS: Final = frozenset("less lower fewer reduce decrease weniger menos moins meno".split())  # noqa: SIM905
TOO: Final = frozenset(
    [
        "too",
        "zu",
        "demasiado",
        "demasiada",
        "trop",
        "overly",
        "demais",
        "excessively",
        "troppo",
        "troppa",
        "troppi",
        "troppe",
    ]
)
SLIGHTLY: Final = frozenset(
    [
        "bit",
        "slightly",
        "little",
        "touch",
        "tad",
        "somewhat",
        "smidge",
        "etwas",
        "bisschen",
        "poco",
        "peu",
        "pouco",
        "hair",
        "notch",
        "po",
        "pochino",
        "leggermente",
    ]
)
GREATLY: Final = frozenset(
    [
        "much",
        "lot",
        "lots",
        "way",
        "far",
        "even",
        "viel",
        "mucho",
        "mucha",
        "beaucoup",
        "muito",
        "bien",
        "really",
        "molto",
        "molta",
        "tanto",
        "decisamente",
    ]
)

# Words that change nothing in a refinement.
FILLERS: Final = frozenset(
    [
        "a",
        "an",
        "the",
        "and",
        "but",
        "or",
        "some",
        "it",
        "them",
        "that",
        "this",
        "those",
        "these",
        "is",
        "are",
        "be",
        "to",
        "for",
        "me",
        "my",
        "please",
        "pls",
        "plz",
        "bitte",
        "por",
        "favor",
        "sil",
        "vous",
        "te",
        "plait",
        "i",
        "want",
        "would",
        "like",
        "want",
        "need",
        "could",
        "can",
        "you",
        "we",
        "us",
        "make",
        "give",
        "do",
        "go",
        "get",
        "keep",
        "have",
        "let",
        "lets",
        "something",
        "anything",
        "stuff",
        "things",
        "thing",
        "ones",
        "one",
        "songs",
        "song",
        "tracks",
        "track",
        "tunes",
        "tune",
        "music",
        "list",
        "of",
        "in",
        "on",
        "with",
        "bit",
        "slightly",
        "little",
        "touch",
        "tad",
        "somewhat",
        "etwas",
        "ein",
        "eine",
        "einen",
        "bisschen",
        "un",
        "una",
        "uno",
        "um",
        "uma",
        "poco",
        "peu",
        "pouco",
        "much",
        "lot",
        "lots",
        "way",
        "far",
        "even",
        "viel",
        "mucho",
        "beaucoup",
        "muito",
        "really",
        "very",
        "than",
        "then",
        "now",
        "maybe",
        "perhaps",
        "though",
        "just",
        "only",
        "again",
        "still",
        "ok",
        "okay",
        "so",
        "as",
        "all",
        "level",
        "kind",
        "more",
        "mas",
        "sehr",
        "so",
        "there",
        "from",
        "here",
        "though",
        "overall",
        "generally",
        "noch",
        "auch",
        "aber",
        "und",
        "mal",
        "doch",
        "algo",
        "pero",
        "y",
        "mais",
        "et",
        "e",
        "les",
        "des",
        "el",
        "la",
        "los",
        "las",
        "os",
        "as",
        "le",
        "same",
        "everything",
        "everyone",
        "than",
        "previous",
        "last",
        "whole",
        "tempo's",
        "my",
        "shop",
        "taste",
        "liking",
        "us",
        "at",
        "rate",
        "notch",
        "hair",
        "up",
        "piu",
        "qualcosa",
        "canzoni",
        "canzone",
        "brani",
        "favore",
        "ma",
        "ed",
        "di",
        "po",
        "pochino",
        "molto",
        "ancora",
        "anche",
        "pezzi",
        "vorrei",
        "voglio",
        "il",
        "gli",
    ]
)

NUMBERS: Final = (
    {
        word: number
        for number, words in enumerate(
            (
                "",
                "one einen uno un um",
                "two zwei dos deux dois duas due couple",
                "three drei tres trois tre",
                "four vier cuatro quatre quatro quattro",
                "five fuenf funf cinco cinq cinque",
                "six sechs seis sei",
                "seven sieben siete sept sete sette",
                "eight acht ocho huit oito otto",
                "nine neun nueve neuf nove",
                "ten zehn diez dix dez dieci",
                "eleven elf once onze undici",
                "twelve zwoelf zwolf doce douze doze dodici dozen",
                "thirteen",
                "fourteen",
                "fifteen fuenfzehn quince quinze quindici",
            )
        )
        for word in words.split()
    }
    | dict.fromkeys(("twenty", "zwanzig", "veinte", "vingt", "vinte", "venti"), 20)
    | {"thirty": 30, "forty": 40, "fifty": 50}
)

ORDINALS: Final = {
    word: number
    for number, words in enumerate(
        (
            "",
            "first 1st erste ersten erster erstes primera primero primer premier premiere primeira primeiro primo",
            "second 2nd zweite zweiten zweiter zweites segunda segundo deuxieme seconde seconda secondo",
            "third 3rd dritte dritten dritter drittes tercera tercero tercer troisieme terceira terceiro terza terzo",
            "fourth 4th vierte vierten cuarta cuarto quatrieme quarta quarto",
            "fifth 5th fuenfte funfte fuenften funften quinta quinto cinquieme",
            "sixth 6th sechste sexta sexto sixieme",
            "seventh 7th siebte septima septimo septieme setima setimo",
            "eighth 8th achte octava octavo huitieme oitava oitavo",
            "ninth 9th neunte novena noveno neuvieme nona",
            "tenth 10th zehnte decima decimo dixieme",
        )
    )
    for word in words.split()
} | dict.fromkeys("last final letzte letzten letzter letztes ultima ultimo derniere dernier".split(), -1)  # noqa: SIM905


@lru_cache(maxsize=256)
def fold(text: str) -> str:
    """Lower case without accents, as long as the text itself, so that places in one are places in the other."""
    if text.isascii():
        return text.lower().replace("`", "'")
    letters = []
    for letter in text:
        plain = unicodedata.normalize("NFKD", letter)[0].lower() if letter not in "’‘`´ʼ" else "'"
        letters.append(plain if len(plain) == 1 else letter)
    return "".join(letters)


def words(text: str) -> list[str]:
    """The folded words of a text; ``-`` and ``'`` may stand inside one."""
    return re.findall(r"[\w#&]+(?:['-]\w+)*", fold(text))


def count(word: str) -> int | None:
    """The whole number that a word says."""
    return int(word) if word.isdecimal() else NUMBERS.get(word)


def longest_comparative(said: list[str]) -> tuple[int, dict[str, int]] | None:
    """How many of the first words are one comparative, and what it moves."""
    for size in range(min(_LONGEST_COMPARATIVE, len(said)), 0, -1):
        phrase = " ".join(said[:size])
        if phrase in COMPARATIVES:
            return size, COMPARATIVES[phrase]
    return None


def superlative(word: str) -> dict[str, int]:
    """What ``fastest`` or ``faster`` says of traits; nothing for other words."""
    if word in COMPARATIVES:
        return dict(COMPARATIVES[word])
    return dict(COMPARATIVES.get(word.removesuffix("est") + "er", {})) if word.endswith("est") else {}
