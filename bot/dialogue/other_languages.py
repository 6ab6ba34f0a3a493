"""The commonest follow-ups and questions in German, Spanish, French and Portuguese, as the English that asks the same.

Only whole messages that a pattern takes are turned; whatever music they describe is left to the engine's parser.
"""

import re
from typing import Final

from bot.dialogue.lexicon import fold
from bot.dialogue.pattern_table import PatternTable

_LONGEST: Final = 120
"""Characters of a message that is looked at."""
_ORDINALS: Final = {
    "first": "erste[rnsm]?|primer[oa]?|primeir[oa]|premiere?|1er|1ere",
    "second": "zweite[rnsm]?|segund[oa]|deuxieme|seconde?|2e|2eme",
    "third": "dritte[rnsm]?|tercer[oa]?|terceir[oa]|troisieme|3e|3eme",
    "fourth": "vierte[rnsm]?|cuart[oa]|quart[oa]|quatrieme|4e|4eme",
    "fifth": "funfte[rnsm]?|quint[oa]|cinquieme|5e|5eme",
    "last": "letzte[rnsm]?|ultim[oa]|derniere?",
}
_ORDINAL: Final = "|".join(_ORDINALS.values())
_THING: Final = r"(?:nummer|nr|lied|song|titel|stuck|track|numero|cancion|tema|morceau|chanson|titre|piste|artista|kunstler|artiste|musica|faixa|banda?|groupe|n°|no|n)"
_THE: Final = r"(?:(?:der|die|das|den|dem|des|vom|zum|el|la|lo|las|los|al|del|le|les|l'|du|au|aux|a|o|as|os|ao|do|da|um|uma|un|une|una|mit|con|avec|com|de) )*"
_ROW: Final = rf"{_THE}(?:{_THING} )?(?P<row>\d{{1,2}}|{_ORDINAL})(?: {_THING})?"
_NAME: Final = r"(?P<name>.+?)"
_POLITE: Final = r"(?:[ ,]+(?:bitte|por favor|porfa|s'il (?:te|vous) plait|stp|svp|please|mal|jetzt|ahora|maintenant|agora|gerne|danke|gracias|merci))*"
_OPENING: Final = re.compile(
    r"^(?:(?:und|y|et|e|ok|okay|aber|pero|mais|also|bueno|alors|entao|super|gut|dann)[ ,]+)*(?=\w)"
)

_TABLE: Final = PatternTable(
    ("replace the {row} one", rf"(?:remplace[zr]?|echange[zr]?|change[zr]?|ersetze?|tausche?|cambia(?:me)?|reemplaza(?:me)?|sustituye|troca|troque|substitu[ai]\w*|muda)(?:-moi| moi)? {_ROW}(?: aus)?(?: (?:durch|por|contre|pour|par|gegen) .+)?"),
    ("remove the {row} one", rf"(?:enleve[zr]?|supprime[zr]?|retire[zr]?|vire|entferne?|losche?|streiche?|nimm|wirf|quita(?:me)?|elimina|saca|borra|tira|remova|apaga|apague) {_ROW}(?: (?:raus|weg))?"),
    ("more like the {row} one", rf"(?:j'aime (?:bien |beaucoup )?|me gusta (?:mucho )?|gosto d|gostei d|ich mag )?{_ROW}(?: (?:ist|war|gefallt|finde?|est|e|es|esta|ta|me|mir|ich|gusta|encanta|mola|plait|gostei|adorei|j'adore|j'aime|\w+)){{0,5}}[,.;:! ]+(?:bitte |gib mir |dame |donne[- ]moi |quero |me da |und |y |et |e )*(?:noch )?(?:mehr|mas|plus|encore|mais)(?: (?:davon|so|solche|sowas|so was|in (?:der|die) (?:art|richtung)|wie (?:der|die|das|den)|asi|como (?:esa|ese|esta|este|eso|isso|essa|esse)|de (?:eso|esas|esos|ce style|ce genre)|por el estilo|parecid[oa]s|por ahi|comme (?:ca|celle-la|celui-la|cela)|dans (?:ce|le meme) (?:style|genre|esprit)|du meme (?:genre|style)|assim|dess[ae]s?|nesse estilo|nessa linha|disso))+"),
    ("more like the {row} one", rf"(?:noch )?(?:mehr|etwas|was|mas|algo|plus|quelque chose|encore|mais|lieder|canciones|chansons|musicas) (?:wie|como|comme|parecid[oa]s? a|du style d[eu]|dans le style d[eu]|no estilo d[ao]) ?{_ROW}"),
    ("how long is that in total", r"(?:combien de (?:minutes|temps|heures)(?: (?:ca|cela|est[- ]ce que|la (?:liste|playlist)))*(?: (?:fait|dure|font))?(?: (?:ca|au total|en tout|la (?:liste|playlist)|ensemble))*|ca (?:fait|dure) combien(?: de (?:minutes|temps))?(?: (?:au total|en tout))*|"
     r"wie (?:lange? |viele? minuten |viele? stunden )(?:ist|sind|dauert|dauern|geht|gehen|lauft)(?: (?:das|die (?:liste|playlist)|es|alles|sie))*(?: (?:insgesamt|zusammen|in summe|alle|alles|gesamt))+|wie viele? minuten (?:ist|sind|geht|dauert|hat) (?:das|die (?:liste|playlist)|es|alles)|"
     r"cuanto (?:dura|duran)(?: (?:todo|toda|en total|la (?:lista|playlist)|todas|junto|esto))+|cuantos minutos (?:son|dura|hay|tiene)(?: .*)?|"
     r"quanto (?:tempo )?(?:dura|da|tem)(?: (?:tudo|no total|a (?:lista|playlist)|ao todo|isso))+|quantos minutos(?: (?:da|tem|dura|sao))?(?: .*)?)"),
    ("who sounds like {name}", rf"(?:quels?|quelles?) (?:artistes?|groupes?|chanteu\w+|musiciens?)(?: (?:ressemblent?|sonnent?|sont|font))(?: (?:comme|proches? d[eu]|similaires? a|semblables? a|de la musique|un peu))*(?: (?:a|au|aux|comme))? {_NAME}"),
    ("who sounds like {name}", rf"qui (?:est-ce qui )?(?:ressemble|sonne|chante|est|fait|joue)(?: (?:un peu|de la musique|proche d[eu]|similaire))*(?: (?:a|au|aux|comme|de)) {_NAME}"),
    ("who sounds like {name}", rf"(?:quien(?:es)?|(?:que|cuales|cuales son los) (?:otros )?(?:artistas?|grupos?|bandas?|cantantes?|musicos?)) (?:se parecen?|suenan?|es|son|canta\w*|hacen? musica)(?: (?:parecid[oa]s?|similar(?:es)?|un poco))*(?: (?:a|al|como|con)) {_NAME}"),
    ("who sounds like {name}", rf"(?:quem|(?:que|quais) (?:outros )?(?:artistas?|bandas?|cantores|cantoras?|grupos?)) (?:e|sao|se parecem?|parecem?|soam?|cantam?|fazem?)(?: (?:parecid[oa]s?|similar(?:es)?|um pouco|mais))*(?: (?:com|a|ao|como)) {_NAME}"),
    ("who sounds like {name}", rf"(?:wer|welche (?:anderen )?(?:kunstler\w*|bands?|sanger\w*|musiker\w*|gruppen?)) (?:klingt|klingen|ist|sind|macht|machen|singt)(?: (?:so|sowas|so was|etwas|noch|musik|ahnlich\w*|auch))*(?: (?:wie|zu)) {_NAME}"),
    ("where does your data come from", r"(?:wo|woher) (?:kommen|kommt|stammen|stammt|habt ihr|hast du|habt|hast|nehmt ihr|sind) (?:ihr |du )?(?:(?:eure|deine|die|diese|all die) )*(?:daten|zahlen|infos?|informationen|songs|titel)(?: (?:her|eigentlich))*"
     r"|de donde (?:vienen|salen|sacas|sacais|son|sacan|proceden) (?:(?:los|tus|vuestros|estos|sus) )?(?:datos|numeros|cifras)|(?:d'ou|dou) (?:viennent|proviennent|sortent|tiens-tu|tenez-vous) (?:les|tes|vos|ces) (?:donnees|chiffres|infos)|(?:tes|vos|les) donnees viennent d'ou|de onde (?:vem|sao|vieram|voce tira|tiram) (?:(?:os|seus|teus|esses) )*(?:dados|numeros)"),
    ("which genres are there", r"welche (?:genres|musikrichtungen|musikstile|stile|richtungen)(?: (?:gibt es|gibt's|habt ihr|hast du|kennst du|kennt ihr|sind|stehen|kann ich))?(?: (?:da|dabei|hier|alles|zur auswahl|drin|wahlen|hier bei euch))*|(?:que|cuales|cuantos) (?:son los )?(?:generos|estilos)(?: (?:de musica|musicales))?(?: (?:hay|tienes|teneis|tienen|existen|conoces|puedo (?:elegir|pedir)))?(?: aqui)?|"
     r"(?:quels|combien de) (?:sont les )?(?:genres|styles)(?: (?:musicaux|de musique))?(?: (?:y a[- ]t[- ]il|il y a|as[- ]tu|avez[- ]vous|tu as|vous avez|connais[- ]tu|sont disponibles|existent|proposez[- ]vous))?(?: ici)?|(?:il y a|tu as|vous avez) quels (?:genres|styles)|(?:quais|que|quantos) (?:sao os )?(?:generos|estilos)(?: (?:musicais|de musica))?(?: (?:tem|existem|voce tem|voces tem|ha|voce conhece|estao disponiveis))?(?: (?:ai|aqui))?"),
    ("how many songs of {name} do you have", rf"wie viele? (?:songs|lieder|stucke|titel|tracks) (?:von|aus|in|im) {_NAME}(?: (?:gibt es|habt ihr|hast du|sind (?:drin|da)|kennst du))?|wie viele? (?:songs|lieder|titel|tracks) (?:gibt es|habt ihr|hast du) (?:von|aus|in|im) (?P<name2>.+)|cuantas canciones (?:hay|tienes|teneis) (?:de|en) (?P<name3>.+)|combien de (?:chansons|titres|morceaux) (?:de|du|en|dans) (?P<name4>.+?)(?: (?:y a[- ]t[- ]il|il y a|as[- ]tu|avez[- ]vous|tu as))?|quantas musicas (?:tem|ha|voce tem)(?: ai)? (?:de|do|da|em|no|na) (?P<name5>.+)"),
    ("how many songs are in the catalogue", r"wie viele? (?:songs|lieder|stucke|titel|tracks) (?:gibt es|habt ihr|hast du|kennst du|sind (?:drin|da|das)|sind es)(?: (?:hier|insgesamt))*|cuantas canciones (?:hay|tienes|teneis)(?: (?:en total|aqui))?|combien de (?:chansons|titres|morceaux)(?: (?:y a[- ]t[- ]il|il y a|as[- ]tu|avez[- ]vous|tu as|au total|en tout))*|quantas musicas (?:tem|ha|voce tem|existem)(?: (?:no total|ai|aqui))?"),
    ("who is the {row} one by", rf"(?:von wem (?:ist|stammt)|wer singt|wer hat|wer spielt|de quien (?:es|son)|quien canta|c'est (?:de|par) qui|qui chante|de qui (?:est|c'est)|de quem e|quem canta) {_ROW}(?: (?:gemacht|gesungen))?"),
    ("what is the tempo of the {row} one", rf"(?:quel est|cual es|qual e|was ist|wie ist)(?: (?:le|el|o|das|der|die|la|a))? (?:bpm|tempo|geschwindigkeit|vitesse|velocidad)(?: (?:du|de|del|do|da|von|vom))* {_ROW}"),
    ("what key is the {row} one in", rf"(?:quelle est|cual es|qual e|was ist|wie ist|in welcher|dans quelle|en que|em que)(?: (?:la|a|die))? ?(?:tonalite|tonalidad|tonalidade|tonart)(?: (?:du|de|del|do|da|von|vom|ist|est|esta|e))* {_ROW}"),
    ("what can you do", r"was kannst du(?: so| alles)*|que sabes hacer|que puedes hacer|qu'est-ce que tu (?:sais|peux) faire|tu sais faire quoi|o que voce (?:faz|sabe fazer)"),
    ("what is popularity", r"was (?:bedeutet|heisst|ist) (?:die )?(?:popularitat|beliebtheit)|que (?:es|significa) (?:la )?popularidad|(?:c'est quoi|que signifie|qu'est-ce que) (?:la )?popularite|o que (?:e|significa) (?:a )?popularidade"),
    after=_POLITE,
)  # fmt: skip


def in_english(text: str) -> str:
    """A follow-up or question of another language as English; the text itself where it is none that is known.

    >>> in_english("remplace le 4")
    'replace number 4'
    >>> in_english("quien se parece a rosalia?")
    'who sounds like rosalia'
    >>> in_english("etwas trauriger")
    'etwas trauriger'
    """
    if len(text) > _LONGEST:
        return text
    folded = fold(text)
    opened = _OPENING.match(folded.lstrip("¿¡ "))
    start = len(folded) - len(folded.lstrip("¿¡ ")) + (opened.end() if opened else 0)
    said = re.sub(r"[\s?!.]+$", "", folded[start:])
    for english, pattern in _TABLE:
        if match := pattern.fullmatch(said):
            slots = match.groupdict()
            row = slots.get("row") or ""
            place = next((place for place in match.re.groupindex if place.startswith("name") and match[place]), "")
            name = text[start + match.start(place) : start + match.end(place)] if place else ""
            return _filled(english, row, name)
    return text


def _filled(english: str, row: str, name: str) -> str:
    number = _ordinal(row) if row else ""
    if name and (pointed := re.fullmatch(_ROW, fold(name).strip())):
        name = f"the {_ordinal(pointed['row'])} one" if not pointed["row"].isdecimal() else f"number {pointed['row']}"
    if row.isdecimal():
        english = english.replace("the {row} one", f"number {row}")
    return english.replace("{row}", number).replace("{name}", name)


def _ordinal(row: str) -> str:
    return next((number for number, said in _ORDINALS.items() if re.fullmatch(said, row)), row)
