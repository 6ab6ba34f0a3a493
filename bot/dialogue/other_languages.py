"""The commonest follow-ups and questions in German, Spanish, French, Italian and Portuguese, as the English for them.

Only whole messages that a pattern takes are turned; whatever music they describe is left to the engine's parser.
"""

import re
from collections.abc import Mapping
from itertools import islice
from typing import Final

from bot.dialogue import lexicon
from bot.dialogue.lexicon import ADJECTIVES, fold
from bot.dialogue.pattern_table import PatternTable

_LONGEST: Final = 120
"""Characters of a message that is looked at."""
ORDINALS: Final = {
    "first": "erste[rnsm]?|primer[oa]?|primeir[oa]|premiere?|1er|1ere|prim[oa]",
    "second": "zweite[rnsm]?|segund[oa]|deuxieme|seconde?|2e|2eme|second[oa]",
    "third": "dritte[rnsm]?|tercer[oa]?|terceir[oa]|troisieme|3e|3eme|terz[oa]",
    "fourth": "vierte[rnsm]?|cuart[oa]|quart[oa]|quatrieme|4e|4eme",
    "fifth": "funfte[rnsm]?|quint[oa]|cinquieme|5e|5eme",
    "sixth": "sechste[rnsm]?|sext[oa]|sixieme|sest[oa]",
    "seventh": "siebte[rnsm]?|septim[oa]|setim[oa]|septieme|settim[oa]",
    "eighth": "achte[rnsm]?|octav[oa]|oitav[oa]|huitieme|ottav[oa]",
    "ninth": "neunte[rnsm]?|noven[oa]|non[oa]|neuvieme",
    "tenth": "zehnte[rnsm]?|decim[oa]|dixieme",
    "last": "letzte[rnsm]?|ultim[oa]|derniere?",
}
_ORDINAL: Final = "|".join(ORDINALS.values())
_THING: Final = r"(?:nummer|nr|lied|song|titel|stuck|track|numero|cancion|tema|morceau|chanson|titre|piste|artista|kunstler|artiste|musica|faixa|banda?|groupe|canzone|brano|pezzo|traccia|n°|no|n)"
_THE: Final = r"(?:(?:der|die|das|den|dem|des|vom|zum|el|la|lo|las|los|al|del|della|dello|dell'|delle|il|all'|alla|le|les|l'|du|au|aux|a|o|as|os|ao|do|da|um|uma|un|une|una|mit|con|avec|com|de|di) )*(?:l'|dell'|all')?"
_ROW: Final = rf"{_THE}(?:{_THING} )?(?P<row>\d{{1,2}}|{_ORDINAL})(?: {_THING})?"
_ROW_2: Final = _ROW.replace("<row>", "<row2>")
_NAME: Final = r"(?P<name>.+?)"
_POLITE: Final = r"(?:[ ,]+(?:bitte|por favor|porfa|s'il (?:te|vous) plait|stp|svp|please|mal|jetzt|ahora|maintenant|agora|adesso|ora|gerne|danke|gracias|merci|grazie|per favore|per piacere|obrigad[oa]|bro|eh))*"
_OPENING: Final = re.compile(
    r"^(?:(?:(?:und|y|et|ed|e|ok|okay|aber|pero|mais|ma|also|bueno|vale|alors|allora|entao|agora|ahora|jetzt|maintenant|adesso|ora|dann|poi|quindi|por favor|bitte|per favore)[ ,]+)"
    r"|(?:(?:nein|no|non|nao|ja|si|oui|sim|super|gut|perfekt|perfecto|parfait|perfetto|perfeito|danke|gracias|merci|grazie|obrigad[oa]|valeu|genial|otimo|ottimo|bello)[,.!]+ +))*(?=\w)"
)
# Words between a row and what is asked of it: "die dritte ist gut", "a terceira e otima", "j'aime la deuxieme".
_LIKED: Final = r"(?:j'aime (?:bien |beaucoup )?|me gusta (?:mucho )?|me encanta |gosto d|gostei d|adorei |ich mag |mi piace (?:molto )?|adoro |mir gefallt )?"
_SAID_OF: Final = r"(?: (?:ist|war|gefallt|finde?|est|e|es|esta|ta|me|mir|ich|gusta|encanta|mola|plait|gostei|adorei|j'adore|j'aime|mi|piace|\w+)){0,5}[,.;:! ]+"
_HAVE: Final = r"(?:(?:tem|ha|hay|tienes|hai|ci sono|avete|gibt es|gibt's|hast du|habt ihr|y a[- ]t[- ]il|il y a|tu as|as[- ]tu|avez[- ]vous|vous avez|quero|queria|quiero|ich will|ich mochte|voglio|vorrei|je veux|je voudrais|bitte|gib mir|zeig mir|dame|ponme|dammi|fammi sentire|donne[- ]moi|me da|manda|spiel|mach|mostrami|muestrame|montre[- ]moi|und|y|et|e) )*"
_MORE: Final = r"(?:noch |ein paar |etwas |alguna |unas |algo |qualche |ancora |quelques )*(?:mehr|weitere|mas|plus|mais|encore|altr[oiea]|piu|otr[ao]s?|outr[ao]s?|andere|d'autres)"
_SONGS: Final = r"(?:(?: d[ei])? ?(?:lieder|songs?|titel|stucke|musik|sachen|canciones|temas|musica|chansons|morceaux|titres|trucs|musicas|faixas|coisas|canzoni|brani|pezzi|cose))?"
_ARTIST: Final = r"(?:kunstler\w*|band|interpret\w*|sanger\w*|gruppe|artista|cantante|grupo|banda|artiste|groupe|chanteu\w+|cantor\w*|gruppo|cantautor\w+)"
_OF_THE_SAME: Final = (
    rf"(?:von (?:dem|der|diesem|dieser|denen|ihm|ihr)(?:selben)?|vom selben|del mismo|de la misma|de (?:ese|esa|este|esta|ella|el)|de (?:cet|cette|ce|ce meme|la meme|lui|elle)|du meme|"
    rf"d(?:esse|essa|este|esta|ele|ela|o mesmo|a mesma)|di (?:quest[oa']|quell[oa']|lui|lei)|dello stesso|della stessa|dell')(?: ?{_ARTIST})?"
)
_FILE: Final = r"(?:(?:eine?|un|una|une|um|uma) )?(?:csv|excel|datei|archivo|fichier|arquivo|file|tabelle|tabla|tableau|tabela|tabella|m3u8?)(?:[- ](?:datei|csv|excel))?"
# "speicher das ... als", "guardala como", "enregistre-la sous", "salva isso como", "salvala come"
_SAVE_AS: Final = (
    r"(?:(?:kannst du |puedes |tu peux |pode |puoi )?(?:das |die liste |diese liste |es |la |a )?(?:speicher\w*|sicher[en]?|lege?|behalte?|guard[ae](?:r|te|d|l[aeo]s?|me(?:l[aeo]s?)?)?|enregistre[rz]?|sauvegarde[rz]?|sauve|garde[rz]?|salv[ae](?:r|te|l[aeio]s?|mi|mel[aeio])?|grav[ae]r?)"
    r"(?:[- ](?:mir|das|die|es|sie|diese|alles|so|liste|playlist|bitte|mal|la|lo|las|los|esta|esa|esto|eso|lista|todo|le|les|moi|ca|cette|tout|isso|essa|a|as|os|tudo|questa|quest[oi]|tutto|il|set|me))*"
    r" (?:als|unter(?: dem namen)?|como|con el nombre(?: de)?|bajo(?: el nombre(?: de)?)?|sous(?: le nom(?: de)?)?|comme|en tant que|com o nome(?: de)?|sob|come|con il nome(?: di)?|sotto(?: il nome(?: di)?)?))"
)
# "die drei", "las dos primeras", "les trois premières": the first so many rows
_SOME_ROWS: Final = r"(?:(?:ersten|primer[ao]s|primeir[ao]s|prime|primi) )?(?:zwei|drei|vier|funf|dos|tres|cuatro|cinco|deux|trois|quatre|cinq|due|tre|quattro|cinque|dois|duas|quatro|\d{1,2})(?: (?:ersten|primer[ao]s|premiere?s|premiers|primeir[ao]s|prime|primi|lieder|songs|stucke|titel|canciones|chansons|morceaux|canzoni|brani|musicas))*"
_INTO_LIST: Final = rf"(?:dans|a|in|auf|en) (?:(?:la|ma|le|mon|die|meine|den|das|mi) )?(?:liste|lista|caisse|kiste|caja|playlist|selection|sammlung) [\"'“„«]?{_NAME}[\"'”“»]?"
_MINUTES: Final = r"(?P<minutes>(?:\d{1,3}|\w+)[ -]?(?:min\w*|stunden?|horas?|heures?|or[ae])(?: (?:und eine halbe|y media|et demie|e meia|e mezz[ao]))?|un'ora(?: e mezz[ao])?|mezz'ora|media hora|meia hora|(?:einer? )?halben? stunde|demi[- ]heure)"
_MAKE_IT: Final = (
    r"(?:hazl[ao]s?|haz(?:me)?|que dure|que sea|ponl[ao]|mach\w*|bau\w*|fais[- ](?:la|en|le|moi)|fais|qu'elle dure|mets[- ]la|fac?a?(?:[- ]a)?|faz|deixa(?: com)?|que tenha|falla|fallo|fanne|fai(?:la|mi)?|deve durare|che duri|portala|portalo)"
    r"(?:(?: |-)(?:das|daraus|es|die liste|la|a|me|mir|uns|eine?|una?|une|uma|playlist|lista|liste|scaletta|set|mix|de|d'|du|von|mit|di|auf|in|a|com|con|durar|dure|para|pour|per))*(?: |(?<=d'))"
)
_RISES: Final = r"[, ]+(?:(?:que|qui|die|che|e|und|et|y|mit|con|avec|com|das|wo|donde|onde|dove) )*(?:(?:la|l'|el|a|o|il|die|sich|zum|al|no|am|verso|alla|vers|le|energia|energie|l'energie|l'energia|ende|final|fim|fine|fin|hin) ?)*(?:suba|sube|subir|aumente|aumenta|crezca|crece|monte|augmente|steigt|steigend\w*|zunimmt|mehr energie|mas energia|plus d'energie|mais energia|piu energia|subindo|cresca|cresce|salga|sale|harter wird|acelera)\b.*"
_MOST: Final = r"(?:(?:und |y |et |e )?(?:cual|qual|quale|laquelle|lequel|quelle|quel|que)(?: (?:de (?:ellas|ellos|todas|estas|estos|esas)|d'entre elles|de celles-ci|dessas|destas|delas|di queste|di quelle|delle|fra queste|chanson|cancion|canzone|musica|est|es|e|c'est))* )?(?:la|le|el|o|a|il)(?: (?:chanson|cancion|canzone|musica|faixa))? (?:mas|plus|mais|piu) (?P<most>\w+)(?: (?:de (?:todas|todos|la lista|toutes|tous)|di tutte|di tutti|della lista|de todas|da lista|d'entre elles))?"

# "die letzte kann weg", "la dernière peut partir"
_MAY_GO: Final = r"(?:(?:kann|muss|soll|sollte|darf|konnte) (?:weg|raus|gehen|auch weg)|fliegt (?:raus|weg)|raus|weg|fuera|sobra|se (?:puede ir|va)|puede irse|tiene que irse|peut (?:partir|sauter|degager)|doit (?:partir|sauter|degager)|degage|dehors|pode (?:sair|ir(?: embora)?)|tem que sair|sai|fora|puo (?:andare(?: via)?|uscire)|deve (?:andare via|uscire)|se ne va|via|fuori)"
# ", não gosto dele": why something goes
_REASON: Final = r"(?:[,.;!–-]+ ?(?:das |den |die |der |es |lui |il |c' ?|je |ich |mir |a mi )?(?:nao|no|non|n'aime|n'|aime pas|j'aime|mag|gefallt|passt|est trop|est nul|ist zu|es muy|e muito|me|mi)\b.{0,40})?"
_THIS: Final = r"(?:(?:esse|essa|este|esta|ese|diesen|diese|dieser|cet|cette|ce|quest[oa]|quell[oa]|de)[ ])?"
_ROW_ARTIST: Final = rf"{_THIS}{_THE}(?:(?P<row>{_ORDINAL}) {_ARTIST}|{_ARTIST} (?:von|vom|de|del|della|di|du|da|do)(?: (?:der|dem|la|le|l'))? ?(?:{_THING} )?(?P<row2>\d{{1,2}}|{_ORDINAL})(?: {_THING})?)"
_OUT: Final = r"(?:enleve[zr]?|supprime[zr]?|retire[zr]?|vire|entferne?|losche?|streiche?|nimm|wirf|quita(?:me)?|elimina|saca|borra|tira|remova|apaga|apague|remove|togli|leva|rimuovi|cancella|schmeiss|hau|ote[rz]?|sans|sin|sem|senza|ohne)"
_RISING_ARTISTS: Final = (
    r"(?:(?:que|cuales|quais|che|quali) (?:son los |sao os |sono gli )?(?:artist[ais]+|cantantes?|grupos|bandas|cantores|gruppi|cantanti)(?: que)? (?:estan (?:subiendo|creciendo|despegando|en ascenso|en alza)|suben|vienen subiendo|estao (?:subindo|crescendo|em ascensao|despontando)|sobem|stanno (?:salendo|crescendo|emergendo)|sono (?:emergenti|in ascesa|in crescita))"
    r"|(?:quels|quelles) (?:sont les )?(?:artistes|groupes|chanteu\w+)(?: qui)? (?:montent|percent|sont en (?:train de monter|(?:pleine )?ascension|hausse)|emergent|vont percer)"
    r"|welche (?:kunstler\w*|bands|acts|sanger\w*|musiker\w*|interpreten) (?:sind|steigen|kommen)(?: (?:gerade|jetzt|momentan|zurzeit|derzeit))*(?: (?:im kommen|im aufwind|im aufstieg|am aufsteigen|auf|hoch|auf dem vormarsch))?)"
)
_NOW: Final = r"(?: (?:en ce moment|actuellement|ahora(?: mismo)?|en este momento|ultimamente|agora|no momento|neste momento|adesso|in questo momento|gerade|jetzt|momentan|zurzeit|derzeit|im moment))*"
_ITS_TRAIT: Final = r"(?P<trait>tempo|bpm|geschwindigkeit|vitesse|velocidade?|velocita|energi[ea]|popularite|popularidade?|popolarita|popularitat|beliebtheit|duree|duracion|duracao|durata|dauer|lange)"
_OF_LIST: Final = r"(?: (?:davon|der liste|von (?:denen|allen|diesen)|dieser (?:lieder|liste|songs|titel)|de (?:la liste|la lista|ces (?:titres|morceaux|chansons)|estas(?: canciones)?|esas|ellas|todas)|da lista|dessas|delas|della lista|di queste))?"
_WHOLE_LIST: Final = "put all of them in a crate called"
# "enregistre tout ça dans la caisse Apéro"
_ALL_INTO: Final = (
    r"(?:(?:speicher|sicher|leg|pack|tu|steck|merk)\w*(?: mir)? (?:das|alles|alle|die liste|das alles|alle davon|sie alle)(?: mal)?(?: in (?:der|die|den|meine[rn]?|eine[rn]?))"
    r"|(?:guarda|mete|pon|anade|agrega|guardame|ponme)(?:l[ao]s?)? (?:todo|todas|todo esto|todo eso|esto|la lista|toda la lista) (?:en|a)(?: (?:la|el|mi|una|un))?"
    r"|(?:enregistre|mets|sauvegarde|range|garde|ajoute)[zr]?[- ](?:tout|tout ca|tous|toutes|les tous|les toutes|la liste|toute la liste) (?:dans|a|sur)(?: (?:la|le|ma|mon|une|un))?"
    r"|(?:salva|guarda|poe|bota|coloca|coloque|adiciona|joga) (?:tudo|tudo isso|isso tudo|todas|a lista|a lista toda) (?:na|no|em|numa|num|pra|para a)"
    r"|(?:salva|metti|aggiungi|mettile|conserva) (?:tutto|tutte|tutti|tutto questo|la lista|tutta la lista) (?:in|nella|nel|alla)(?: (?:una|un|mia))?)"
    r" (?:neuen? |nueva |nouvelle |nova |nuova )?(?:kiste|box|sammlung|liste|lista|caja|carpeta|caisse|dossier|boite|caixa|pasta|cassa|cartella|scatola|playlist|crate)(?: (?:namens|llamada|appelee|chamada|chiamata|con el nombre|nommee))?"
)

_TRAITS: Final = {
    "tempo": "tempo bpm geschwindigkeit vitesse velocidad velocidade velocita", "energy": "energie energia",
    "popularity": "popularite popularidad popularidade popolarita popularitat beliebtheit",
    "length": "duree duracion duracao durata dauer lange",
}  # fmt: skip
_SUPERLATIVES: Final = {
    ("tempo", 1): "fastest", ("tempo", -1): "slowest", ("energy", 1): "most energetic", ("energy", -1): "calmest",
    ("valence", 1): "happiest", ("valence", -1): "saddest", ("danceability", 1): "most danceable",
    ("popularity", 1): "most popular", ("popularity", -1): "least popular", ("duration", 1): "longest",
    ("duration", -1): "shortest", ("loudness", 1): "loudest", ("loudness", -1): "quietest",
    ("acousticness", 1): "most acoustic",
}  # fmt: skip
_TABLE: Final = PatternTable(
    ("replace the {row} one", rf"(?:remplace[zr]?|echange[zr]?|change[zr]?|ersetze?|tausche?|cambia(?:me)?|reemplaza(?:me)?|sustituye|troca|troque|substitu[ai]\w*|muda|sostituisci|rimpiazza|scambia|cambia)(?:-moi| moi)? {_ROW}(?: aus)?(?: (?:durch|por|contre|pour|par|gegen|con|com) .+)?"),
    ("remove the artist of the {row} one", rf"{_OUT}(?:mi)? {_ROW_ARTIST}(?: (?:raus|weg|fuera|via|da li))?{_REASON}"),
    ("remove the {row} one", rf"{_OUT}(?:mi)? {_ROW}(?: (?:raus|weg|fuera|via|da li))?{_REASON}"),
    ("remove the {row} one", rf"{_ROW} {_MAY_GO}"),
    (f"{_WHOLE_LIST} {{name}}", rf"{_ALL_INTO} [\"'“„«]?{_NAME}[\"'”“»]?(?: ab)?"),
    ("which artists are rising", rf"{_RISING_ARTISTS}{_NOW}"),
    ("which artists are rising in {name}", rf"{_RISING_ARTISTS}{_NOW} (?:en el|en la|en|dans (?:le|la|l')|dans|im|in der|in|no|na|em|do|da|del|de|nel|nella) ?{_NAME}{_NOW}"),
    ("what is the average {trait}", rf"(?:und |et |y |e )?(?:(?:c'est quoi|quel(?:le)? (?:est|e)|quel(?:le)?|cual es|que|qual e|qual'e|qual|wie(?: hoch| lang| schnell)? ist|was ist|welches|welche)(?: (?:le|la|l'|el|o|a|il|das|die|der))? ?)?(?:{_ITS_TRAIT} (?:moyen(?:ne)?|en moyenne|medi[oa]|promedio|en promedio|im (?:durchschnitt|schnitt|mittel)|in media)|durchschnittlich\w* {_ITS_TRAIT.replace('<trait>', '<trait2>')}|mittlere[rs]? {_ITS_TRAIT.replace('<trait>', '<trait3>')}|(?:das |die )?durchschnitts{_ITS_TRAIT.replace('<trait>', '<trait4>')}){_OF_LIST}"),
    ("add {count} more in {language}", r"(?:mets|ajoute)[zr]?[- ]en (?P<count>\w+)(?: (?:autres|de plus|encore))? en (?P<language>\w+)|(?:ajoute|mets)[zr]?(?:[- ]moi)? (?:encore )?(?P<count2>\w+)(?: (?:autres|de plus))?(?: (?:morceaux|titres|chansons))?(?: de plus)? en (?P<language2>\w+)|(?:pon|anade|agrega|mete)(?:me)? (?:otr[ao]s )?(?P<count3>\w+)(?: (?:mas|canciones|temas))* en (?P<language3>\w+)|(?:noch|fug\w* noch|pack\w* noch|gib mir noch) (?P<count4>\w+)(?: (?:lieder|songs|titel))? auf (?P<language4>\w+)(?: (?:dazu|hinzu))?|(?:poe|bota|coloca|adiciona) (?:mais |outr[ao]s )?(?P<count5>\w+)(?: (?:mais|musicas))* em (?P<language5>\w+)|(?:metti|aggiungi)(?:ne)? (?:altr[ei] )?(?P<count6>\w+)(?: (?:altr[ei]|canzoni|brani))* in (?P<language6>\w+)"),
    ("mix in some {name}", rf"(?:misch\w*|mix\w*|gib|tu|pack\w*|streu\w*) (?:noch )?(?:etwas|ein bisschen|ein wenig|bisschen|ein paar) {_NAME} (?:dazu|rein|hinein|darunter|drunter|unter|mit rein)|(?:misch\w*|mix\w*) (?:das |es |die |sie )?mit (?:etwas|ein bisschen|ein wenig) (?P<name2>.+)"
     r"|(?:mezcla(?:l[ao]s?|me)?|combina(?:l[ao]s?)?)(?: (?:eso|esto|la lista))? (?:con )?(?:un poco|un poquito|algo|un toque) de (?P<name3>.+)|(?:melange|mixe|mele)[zr]?(?:[- ](?:la|le|les|ca))?(?: (?:ca|tout ca|la liste))? (?:avec |a )?(?:un peu|une touche|un brin) (?:de la |de l'|du |de |d')(?P<name4>.+)"
     r"|(?:mistura|mescla|mixa)(?: (?:isso|tudo|a lista))? (?:com )?(?:um pouco|um pouquinho|um toque) de (?P<name5>.+)|(?:mischia(?:l[aeio])?|mescola(?:l[aeio])?)(?: (?:tutto|la lista))? (?:con )?(?:un po'?|un pochino|un tocco) di (?P<name6>.+)"),
    ("make it {count}", r"(?:etwas |un poco |un peu |um pouco |un po' )?(?:kurzer|weniger|plus courte?|moins|mas cort[ao]|menos|mais curt[ao]|piu cort[ao]|meno)(?: bitte| por favor)?[,;:.]+ ?(?:nur|bloss|hochstens|seulement|juste|solo|solamente|so|apenas|soltanto|solo)? ?(?P<count>\w+)(?: (?:stuck|lieder|songs|titel|canciones|temas|chansons|morceaux|titres|musicas|faixas|canzoni|brani))?"),
    ("more by the {row} artist", rf"{_LIKED}{_ROW}{_SAID_OF}{_HAVE}{_MORE}{_SONGS} {_OF_THE_SAME}"),
    ("more by the {row} artist", rf"{_HAVE}{_MORE}{_SONGS} (?:von|de|del|di|da|do|dell'|du)(?: (?:dem|der|das|d[eo]|la|l'|el|il|a|o))? ?{_ARTIST} (?:von|vom|de|del|della|di|du|da|do|nummer)(?: (?:der|dem|la|le|l'))? ?(?:{_THING} )?(?P<row>\d{{1,2}}|{_ORDINAL})(?: {_THING})?"),
    ("more by this artist", rf"{_HAVE}{_MORE}{_SONGS} {_OF_THE_SAME}"),
    ("songs by the {row} artist", rf"{_ROW}[, ]+(?:que|cuales|quelles|welche|quais|che|quali)(?: (?:otras|autres|anderen|outras|altre))? (?:canciones|chansons|lieder|songs|titel|musicas|canzoni|brani|temas|titres)(?: (?:tiene|hay|a[- ]t[- ](?:il|elle)|hat(?: (?:er|sie|die))?|gibt es(?: von (?:ihm|ihr))?|tem|ha))?"),
    ("more like the {row} one", rf"{_LIKED}{_ROW}{_SAID_OF}{_HAVE}(?:noch |ancora )?(?:mehr|mas|plus|encore|mais|altr[ie]|piu)(?: (?:davon|so|solche|sowas|so was|in (?:der|die) (?:art|richtung)|wie (?:der|die|das|den)|asi|como (?:esa|ese|esta|este|eso|isso|essa|esse)|de (?:eso|esas|esos|ce style|ce genre)|por el estilo|parecid[oa]s|por ahi|comme (?:ca|celle-la|celui-la|cela)|dans (?:ce|le meme) (?:style|genre|esprit)|du meme (?:genre|style)|assim|dess[ae]s?|nesse estilo|nessa linha|disso|cosi|come (?:quest[oa]|quell[oa])|simili|di quest[oe]|sullo stesso (?:genere|stile)|canzoni|brani))+"),
    ("more like the {row} one", rf"{_LIKED}{_ROW}{_SAID_OF}{_HAVE}(?:encore |noch |ancora )?(?:quelque chose|un truc|des trucs|des chansons|algo|alguna|canciones|etwas|was|sowas|lieder|qualcosa|canzoni|alguma coisa|musicas)(?: (?:d[eu']|di))? ?(?:similaires?|semblables?|pareils?|du meme (?:genre|style)|dans le meme (?:style|genre)|comme ca|parecid[oa]s?|similar(?:es)?|asi|ahnliche[sn]?|in der art|simil[ei]|cosi|assim)"),
    ("more like the {row} one", rf"(?:noch )?(?:mehr|etwas|was|mas|algo|plus|quelque chose|encore|mais|lieder|canciones|chansons|musicas|canzoni|brani|altr[ie]|ancora|piu|qualcosa|otras|outras) (?:wie|como|comme|come|tipo|simil[ie] a(?:lla|l)?|parecid[oa]s? a|du style d[eu]|dans le style d[eu]|no estilo d[ao]) ?{_ROW}"),
    ("how long is that in total", r"(?:combien de (?:minutes|temps|heures)(?: (?:ca|cela|est[- ]ce que|la (?:liste|playlist)))*(?: (?:fait|dure|font))?(?: (?:ca|au total|en tout|la (?:liste|playlist)|ensemble))*|ca (?:fait|dure) combien(?: de (?:minutes|temps))?(?: (?:au total|en tout))*|"
     r"wie (?:lange? |viele? minuten |viele? stunden )(?:ist|sind|dauert|dauern|geht|gehen|lauft)(?: (?:das|die (?:liste|playlist)|es|alles|sie))*(?: (?:insgesamt|zusammen|in summe|alle|alles|gesamt))+|wie viele? minuten (?:ist|sind|geht|dauert|hat) (?:das|die (?:liste|playlist)|es|alles)|"
     r"cuanto (?:dura|duran)(?: (?:todo|toda|en total|la (?:lista|playlist)|todas|junto|esto))+|cuantos minutos (?:son|dura|hay|tiene)(?: .*)?|"
     r"quanto (?:tempo )?(?:dura|da|tem)(?: (?:tudo|no total|a (?:lista|playlist)|ao todo|isso))+|quantos minutos(?: (?:da|tem|dura|sao))?(?: .*)?|quanto (?:dura|durano)(?: (?:tutt[oae]|in totale|in tutto|la (?:lista|playlist|scaletta)))+|quanti minuti(?: (?:sono|dura|durano))?(?: .*)?)"),
    ("who sounds like {name}", rf"(?:quels?|quelles?) (?:artistes?|groupes?|chanteu\w+|musiciens?)(?: (?:ressemblent?|sonnent?|sont|font))(?: (?:comme|proches? d[eu]|similaires? a|semblables? a|de la musique|un peu))*(?: (?:a|au|aux|comme))? {_NAME}"),
    ("who sounds like {name}", rf"qui (?:est-ce qui )?(?:ressemble|sonne|chante|est|fait|joue)(?: (?:un peu|de la musique|proche d[eu]|similaire))*(?: (?:a|au|aux|comme|de)) {_NAME}"),
    ("who sounds like {name}", rf"(?:quien(?:es)?|(?:que|cuales|cuales son los) (?:otros )?(?:artistas?|grupos?|bandas?|cantantes?|musicos?)) (?:se parecen?|suenan?|es|son|canta\w*|hacen? musica)(?: (?:parecid[oa]s?|similar(?:es)?|un poco))*(?: (?:a|al|como|con)) {_NAME}"),
    ("who sounds like {name}", rf"(?:quem|(?:que|quais) (?:outros )?(?:artistas?|bandas?|cantores|cantoras?|grupos?)) (?:e|sao|se parecem?|parecem?|soam?|cantam?|fazem?)(?: (?:parecid[oa]s?|similar(?:es)?|um pouco|mais))*(?: (?:com|a|ao|como)) {_NAME}"),
    ("who sounds like {name}", rf"(?:chi|(?:che|quali)(?: altri)? (?:artisti|gruppi|band|cantanti|musicisti)) (?:somiglia(?:no)?|assomiglia(?:no)?|suona(?:no)?|e|sono|canta(?:no)?|fa(?:nno)?)(?: (?:musica|un po'?|simil[ei]))*(?: (?:a|ai|agli|come|simil[ei] a)) {_NAME}"),
    ("who sounds like {name}", rf"(?:wer|welche (?:anderen )?(?:kunstler\w*|bands?|sanger\w*|musiker\w*|gruppen?)) (?:klingt|klingen|ist|sind|macht|machen|singt)(?: (?:so|sowas|so was|etwas|noch|musik|ahnlich\w*|auch))*(?: (?:wie|zu)) {_NAME}"),
    ("where does your data come from", r"(?:wo|woher) (?:kommen|kommt|stammen|stammt|habt ihr|hast du|habt|hast|nehmt ihr|sind) (?:ihr |du )?(?:(?:eure|deine|die|diese|all die) )*(?:daten|zahlen|infos?|informationen|songs|titel)(?: (?:her|eigentlich))*"
     r"|de donde (?:vienen|salen|sacas|sacais|son|sacan|proceden) (?:(?:los|tus|vuestros|estos|sus) )?(?:datos|numeros|cifras)|(?:d'ou|dou) (?:viennent|proviennent|sortent|tiens-tu|tenez-vous) (?:les|tes|vos|ces) (?:donnees|chiffres|infos)|(?:tes|vos|les) donnees viennent d'ou|de onde (?:vem|sao|vieram|voce tira|tiram) (?:(?:os|seus|teus|esses) )*(?:dados|numeros)|da dove (?:vengono|arrivano|prendi|prendete) (?:(?:i|tuoi|vostri|questi) )*(?:dati|numeri|brani|canzoni)"),
    ("which genres are there", r"welche (?:genres|musikrichtungen|musikstile|stile|richtungen)(?: (?:gibt es|gibt's|habt ihr|hast du|kennst du|kennt ihr|sind|stehen|kann ich))?(?: (?:da|dabei|hier|alles|zur auswahl|drin|wahlen|hier bei euch))*|(?:que|cuales|cuantos) (?:son los )?(?:generos|estilos)(?: (?:de musica|musicales))?(?: (?:hay|tienes|teneis|tienen|existen|conoces|puedo (?:elegir|pedir)))?(?: aqui)?|"
     r"(?:quels|combien de) (?:sont les )?(?:genres|styles)(?: (?:musicaux|de musique))?(?: (?:y a[- ]t[- ]il|il y a|as[- ]tu|avez[- ]vous|tu as|vous avez|connais[- ]tu|sont disponibles|existent|proposez[- ]vous))?(?: ici)?|(?:il y a|tu as|vous avez) quels (?:genres|styles)|(?:quais|que|quantos) (?:sao os )?(?:generos|estilos)(?: (?:musicais|de musica))?(?: (?:tem|existem|voce tem|voces tem|ha|voce conhece|estao disponiveis))?(?: (?:ai|aqui))?|(?:quali|che|quanti) (?:sono i )?generi(?: musicali)?(?: (?:ci sono|hai|avete|conosci|esistono|sono disponibili))?(?: qui)?"),
    ("how many songs of {name} do you have", rf"wie viele? (?:songs|lieder|stucke|titel|tracks) (?:von|aus|in|im) {_NAME}(?: (?:gibt es|habt ihr|hast du|sind (?:drin|da)|kennst du))?|wie viele? (?:songs|lieder|titel|tracks) (?:gibt es|habt ihr|hast du) (?:von|aus|in|im) (?P<name2>.+)|cuantas canciones (?:hay|tienes|teneis) (?:de|en) (?P<name3>.+)|combien de (?:chansons|titres|morceaux) (?:de|du|en|dans) (?P<name4>.+?)(?: (?:y a[- ]t[- ]il|il y a|as[- ]tu|avez[- ]vous|tu as))?|quantas musicas (?:tem|ha|voce tem)(?: ai)? (?:de|do|da|em|no|na) (?P<name5>.+)|quante (?:canzoni|brani) (?:ci sono|hai|avete|conosci) (?:di|dei|degli|della) (?P<name6>.+)|quante canzoni (?:di|dei|degli) (?P<name7>.+?)(?: (?:ci sono|hai|avete))?"),
    ("how many songs are in the catalogue", r"wie viele? (?:songs|lieder|stucke|titel|tracks) (?:gibt es|habt ihr|hast du|kennst du|sind (?:drin|da|das)|sind es)(?: (?:hier|insgesamt))*|cuantas canciones (?:hay|tienes|teneis)(?: (?:en total|aqui))?|combien de (?:chansons|titres|morceaux)(?: (?:y a[- ]t[- ]il|il y a|as[- ]tu|avez[- ]vous|tu as|au total|en tout))*|quantas musicas (?:tem|ha|voce tem|existem)(?: (?:no total|ai|aqui))?|quant[ei] (?:canzoni|brani) (?:ci sono|hai|avete)(?: (?:in totale|in tutto|qui))?"),
    ("who is the {row} one by", rf"(?:von wem (?:ist|stammt)|wer singt|wer hat|wer spielt|wer ist der (?:kunstler|interpret|sanger) (?:von|vom)|de quien (?:es|son)|quien canta|quien es el (?:artista|cantante) de|c'est (?:de|par) qui|c'est qui l'artiste (?:de|du)|qui est l'artiste (?:de|du)|qui chante|de qui (?:est|c'est)|de quem e|quem canta|quem e o (?:artista|cantor)(?: d[ae])?|di chi e|chi canta|chi e (?:l'artista|il cantante)(?: di)?) {_ROW}(?: (?:gemacht|gesungen))?"),
    ("who is the {row} one by", rf"{_ROW}[, ]+(?:c'est )?(?:von wem ist (?:der|die|das)|wer singt (?:den|die|das)|wer ist das|wer ist der kunstler|de quien es|quien (?:la |lo )?canta|quien es(?: el artista)?|qui l'artiste|(?:de |par )?qui(?: l'artiste)?|qui est l'artiste|qui (?:la |le )?chante|de quem e|quem (?:e|canta)(?: o artista)?|di chi e|chi (?:la |lo )?canta|chi e(?: l'artista)?)"),
    ("who is it by", r"von wem (?:ist|sind) (?:das|der|die|es)|wer singt das|wer ist das|de quien es(?: (?:esta|esa|eso|esto))?|quien (?:la |lo )?canta(?: (?:esta|esa|eso|esto))?|c'est (?:de |par )?qui|qui (?:la |le )?chante(?: ca)?|de quem e(?: (?:essa|esta|isso))?|quem (?:canta|e)(?: (?:essa|esta|isso))?|di chi e(?: (?:questa|questo|quella|quello))?|chi (?:la |lo )?canta(?: questa)?"),
    ("who produced it", r"wer hat (?:das|es|den|ihn|sie|die) produziert|quien (?:la|lo|las) (?:produjo|ha producido)|qui l'a produite?|quem produziu(?: (?:isso|essa|esta))?|chi (?:l'ha|l'hanno|ha) prodott[ao]"),
    ("who wrote it", r"wer hat (?:das|es|den|ihn|sie|die) geschrieben|quien (?:la|lo|las) (?:escribio|compuso)|qui l'a ecrite?|quem (?:escreveu|compos)(?: (?:isso|essa|esta))?|chi (?:l'ha) scritt[ao]"),
    ("what is the tempo of the {row} one", rf"(?:(?:quel est|cual es|qual e|qual|was ist|wie ist|che|que|quel|welches|qual e il)(?: (?:le|el|il|o|das|der|die|la|a))? (?:bpm|tempo|geschwindigkeit|vitesse|velocidade?|velocita)(?: (?:du|de|del|della|do|da|von|vom|tiene|tem|ha|hat|a))*|(?:wie ?viele?|cuantos|combien de|a combien de|quantos|quanti) bpm (?:hat|tiene|a|tem|ha|est|va)|wie schnell ist|que tan rapida? es|quao rapida? e) {_ROW}"),
    ("what is the tempo of {name}", rf"(?:(?:quel est|cual es|qual e|was ist)(?: (?:le|el|il|o|das))? (?:bpm|tempo) (?:de|von|di|d[ao]|du)|(?:que|welches|che|quantos|quanti|cuantos|wie ?viele?) (?:bpm|tempo) (?:tiene|hat|ha|tem)) {_NAME}"),
    ("what key is the {row} one in", rf"(?:quelle est|cual es|qual e|qual|was ist|wie ist|in welcher|dans quelle|en que|em que|in che|in quale|que|quelle)(?: (?:la|a|die))? ?(?:tonalite|tonalidad|tonalidade|tonart|tonalita)(?: (?:du|de|del|della|do|da|von|vom|ist|est|esta|e|tiene|tem|ha))* {_ROW}"),
    ("how long is the {row} one", rf"(?:wie lange? (?:ist|dauert|geht)|cuanto dura|combien de temps dure|combien dure|quanto dura|quanto tempo (?:tem|dura)|quanto e lung[oa]) {_ROW}"),
    ("how popular is the {row} one", rf"(?:wie (?:bekannt|beliebt|popular) ist|(?:que tan|cuan) (?:popular|conocida|conocido|famosa|famoso) es|es (?:muy )?(?:popular|famosa|conocida)|quelle est la popularite (?:de|du)|(?:est-ce que )?(?:quao (?:popular|famosa|conhecida) e)|quanto e (?:famos[ao]|popolare|conosciut[ao])|qual e la popolarita (?:di|del|della)|cual es la popularidad (?:de|del)|qual (?:e )?a popularidade d[ao]) {_ROW}"),
    ("how popular is the {row} one", rf"{_ROW}[, ]+(?:e |est[- ]elle |est[- ]il |es |ist )(?:muy |tres |muito |molto |sehr )?(?:popular|conhecid[ao]|famos[ao]|connue?|populaire|conocid[ao]|popolare|conosciut[ao]|bekannt|beliebt)"),
    ("what genre is the {row} one", rf"(?:welches genre (?:ist|hat)|zu welchem genre gehort|(?:de )?que genero (?:es|tiene|e)|cual es el genero (?:de|del)|(?:c'est |de )?quel (?:genre|style)(?: (?:est|de musique est|a|pour))?|qual (?:e )?o genero d[ao]|(?:di )?che genere (?:e|ha)|qual e il genere (?:di|del|della)) {_ROW}"),
    ("what genre is the {row} one", rf"was (?:ist|hat) {_ROW} (?:fur (?:ein|einen|eine) (?:genre|stil|musikrichtung))"),
    ("what genre is {name}", rf"(?:welches genre (?:ist|hat)|zu welchem genre gehort|(?:de )?que genero (?:es|tiene)|(?:c'est )?quel (?:genre|style) de musique,?|qual e o genero d[aeo]|(?:di )?che genere (?:e|ha|fa|fanno)) {_NAME}"),
    ("tell me about the {row} one", rf"(?:erzahl\w*(?: mir)?(?: (?:was|etwas|mehr))? (?:uber|von|zum|zur)|was ist mit|hablame(?: mas)? (?:de|sobre)|cuentame(?: mas)? (?:de|sobre)|parle[- ]moi (?:plus )?(?:de|du)|dis[- ]m'en plus sur|(?:me )?fal[ae](?:[- ]me)?(?: mais)? (?:sobre|d[ao])|conta(?: mais)? sobre|parlami(?: di piu)? (?:di|del|della)|dimmi di piu (?:su|sul|sulla|del|della)|raccontami (?:di|del|della)) {_ROW}"),
    ("compare the {row} one and the {row2} one", rf"(?:vergleiche?|compara(?:me)?|compare[zr]?|confronta|paragona) {_ROW} (?:und|mit|y|con|et|avec|a|e|com|contra) {_ROW_2}"),
    ("why the {row} one", rf"(?:warum|wieso|weshalb|por que|pourquoi|perche)(?: (?:ist|steht|esta|est|e|c'e|hay))? {_ROW}(?: (?:dabei|drin|da|aqui|la|ahi|ici|li|qui|in lista))?"),
    ("which one is the {most}", rf"{_MOST}"),
    ("which one is the {most}", r"(?:und )?(?:welche[rs]?|was)(?: (?:davon|von (?:denen|diesen|allen)|lied|song|titel|stuck))* ist(?: (?:davon|von (?:denen|diesen|allen)))* (?:am (?P<most>\w+?)sten|d(?:er|ie|as) (?P<most2>\w+?)ste)(?: (?:davon|von allen|song|lied))*"),
    ("save {those}", rf"(?:kannst du (?:dir )?)?(?:merk\w*|behalte?|notier\w*|sicher[en]?|speicher\w*)(?: (?:dir|mir|euch))? (?:(?:alle|die|diese|den|das) )*(?P<those>{_SOME_ROWS})(?: (?:merken|ab))?"
     rf"|(?:me )?(?:guarda(?:me|te|r)?|apunta(?:me|te|r)?|anota(?:me|r)?|salva(?:r|mi|ti)?|segna(?:ti)?|tieni)(?: (?:todas|tutte))? (?:(?:las|los|esas|esos|estas|estos|le|i|gli|queste|as|os|essas|esses) )?(?P<those2>{_SOME_ROWS})"
     rf"|(?:tu peux )?(?:garde[rz]?|retiens|retenir|note[rz]?|enregistre[rz]?|sauvegarde[rz]?)(?:[- ]moi)? (?:(?:les|ces) )?(?P<those3>{_SOME_ROWS})"),
    ("save these", r"(?:kannst du (?:dir )?)?(?:merk\w*|behalte?|speicher\w*)(?: (?:dir|mir))? (?:das|die|sie|diese|alle|die liste)(?: (?:merken|ab|alle))?|(?:guarda|apunta|anota|salva|segna)(?:te|me|r|ti)?(?:l[aeo]s?|tel[aeo]s?|li|le)?(?: (?:todas|todo|tutte|tutto|tudo|la lista|a lista|esta lista|questa lista|esto|isso))*|(?:garde|enregistre|sauvegarde|retiens|note)(?:[- ](?:les|la|le|moi|ca|tout|toutes|cette liste|la liste))+"),
    ("put these in a crate called {name}", rf"(?:(?:tu peux |peux[- ]tu )?(?:les (?:mettre|ajouter|ranger)|(?:mets|ajoute[rz]?|range[rz]?)[- ]les)"
     rf"|(?:kannst du )?(?:(?:sie|die|diese|alle) )?(?:pack\w*|leg\w*|steck\w*|tu)(?: (?:sie|die|diese|alle))*|(?:puedes )?(?:pon|mete|anade|agrega)(?:r)?l[ao]s) {_INTO_LIST}"),
    ("put it in a crate called {name}", rf"(?:(?:tu peux |peux[- ]tu )?(?:l[ae] (?:mettre|ajouter|ranger)|(?:mets|ajoute[rz]?|range[rz]?)[- ]l[ae])"
     rf"|(?:kannst du )?(?:(?:das|es|den) )?(?:pack\w*|leg\w*|steck\w*|tu)(?: (?:das|es|den))*|(?:puedes )?(?:pon|mete|anade|agrega)(?:r)?l[ao]) {_INTO_LIST}"),
    ("how sure are you", r"(?:und )?wie sicher (?:bist du(?: dir)?|seid ihr(?: euch)?|ist (?:das|es))(?: (?:da(?:bei)?|damit|eigentlich|denn))*|bist du (?:dir )?(?:da )?sicher|(?:y )?(?:como de|que tan|cuan) segur[oa] (?:estas|es)(?: de (?:eso|esto))?|estas segur[oa](?: de (?:eso|esto))?|(?:t'es|tu es|es[- ]tu|vous etes) sure?s?(?: de (?:ca|toi|cela))?|a quel point (?:tu es|es[- ]tu) sure?(?: de (?:ca|toi))?|c'est (?:sur|fiable)|(?:quanto |o quao )?(?:tem|voce tem) certeza(?: disso)?|(?:quanto )?(?:ne )?sei sicur[oa](?: di (?:questo|cio))?"),
    ("save it as csv", rf"{_SAVE_AS} {_FILE}(?: ab)?"),
    ("save it as {name}", rf"{_SAVE_AS} [\"'“„«]?{_NAME}[\"'”“»]?(?: ab)?"),
    ("make it a playlist of {minutes} minutes with more energy at the end", rf"{_MAKE_IT}{_MINUTES}(?: (?:lang|daraus|draus))?{_RISES}"),
    ("make it a playlist of {minutes} minutes", rf"{_MAKE_IT}{_MINUTES}(?: (?:lang|daraus|draus|di durata|de duracion))?"),
    ("{count} more", rf"{_HAVE}(?:noch |ancora |otr[ao]s |outr[ao]s |altr[ie] |ne voglio altr[ie] |j'en veux (?:encore )?)?(?P<count>\w+)(?<!noch)(?: (?:weitere|mehr|mas|de plus|mais|altr[ie]|in piu|otr[ao]s|outr[ao]s|autres))(?: (?:lieder|songs|canciones|chansons|musicas|canzoni|brani|titel))?"),
    ("{count} more", r"(?:noch|ancora|ancora altr[ie]|otr[ao]s|outr[ao]s|altr[ie]|encore) (?P<count>\w+)(?: (?:lieder|songs|canciones|chansons|musicas|canzoni|brani|titel))?"),
    ("{count} more", r"(?:ne voglio (?:altr[ie]|ancora)|j'en veux encore|dammene (?:altr[ie]|ancora)|fammene (?:altr[ie]|ancora)) (?P<count>\w+)"),
    ("make it {count}", r"(?:ne (?:voglio|vorrei)(?: solo| almeno)?|me ne (?:servono|bastano)|dammene|fammene|mettine|fanne|voglio solo|j'en (?:veux|voudrais)(?: seulement)?|donne[- ]m'en|mets[- ]en|il m'en faut|(?:ich )?(?:will|mochte|brauche?|hatte gern)(?: (?:nur|genau|davon))*|gib mir(?: (?:nur|davon))*|mach (?:es |das )?zu|mach|nur|quiero(?: solo)?|dame(?: solo)?|que sean|ponme|necesito|solo|solamente|quero(?: so)?|me da|preciso de|so|apenas|seulement|soltanto|bastano)"
     r" (?P<count>\w+)(?: (?:stuck|davon|lieder|songs|canciones|chansons|musicas|canzoni|brani|titel|in tutto|en total|au total|no total|insgesamt))*"),
    ("songs like {name}", rf"(?:lieber|eher|mehr)(?: (?:so|etwas|was|sowas|in richtung))* wie {_NAME}|(?:mejor|mas bien|prefiero|preferiria|quiero)(?: (?:algo|canciones))* (?:como|tipo|parecid[oa]s? a|al estilo de) (?P<name2>.+)|(?:plutot|je prefere|je prefererais|davantage)(?: (?:des trucs|quelque chose|un truc))* (?:comme|dans le style d[eu]|du style d[eu]|a la) (?P<name3>.+)|(?:melhor|prefiro|de preferencia|mais pro lado|mais na linha)(?: (?:algo|alguma coisa|musicas))* (?:como|tipo|parecid[oa]s? com|d[eoa]) (?P<name4>.+)|(?:piuttosto|meglio|preferisco|preferirei)(?: (?:qualcosa|canzoni|roba))* (?:come|tipo|simil[ei] a|alla) (?P<name5>.+)"),
    ("others", r"(?:ancora )?altr[ieo](?: (?:canzoni|brani|pezzi|titoli|cose|simili))*|qualcos'altro|ancora(?: un po')?|di piu|dammene altr[ie]|ne hai altr[ie]|fammi(?:ne)? (?:sentire|vedere) altr[ie]|hast du (?:noch )?(?:andere|mehr|weitere)|gibt'?s noch (?:mehr|andere)|(?:quelque chose|un truc) d'autre|tu en as d'autres|j'en veux d'autres|tienes (?:mas|otr[ao]s)|hay (?:mas|otr[ao]s)|tem (?:mais|outr[ao]s)|que mas tienes"),
    ("go back", r"(?:torna(?:re|iamo)?|vai) (?:indietro|a prima|alla lista (?:di prima|precedente))|indietro|annulla|come prima|la lista di prima|zuruck zur (?:vorigen|letzten|alten) liste|volve[rd]? a la lista (?:anterior|de antes)|reviens a la liste (?:precedente|d'avant)|volta(?:r)? (?:para|pra) a lista (?:anterior|de antes)"),
    ("start over", r"ricomincia(?:mo)?(?: da capo)?|da capo|altro argomento|cambiamo argomento|tutt'altro|dimentica tutto|lascia perdere|fang(?:en wir)? (?:von vorn\w*|neu) an|noch ?mal von vorn\w*|vergiss (?:das|alles|es)|(?:et)?was (?:ganz|vollig|komplett) anderes|neue suche|empe(?:cemos|zar|zamos|ceza)\w*(?: de (?:nuevo|cero))?|olvida(?:lo|te de todo| todo)|nueva busqueda|recommen(?:ce|cons|cer)(?: (?:a zero|depuis le debut))?|oublie (?:ca|tout)|nouvelle recherche|(?:vamos )?recomecar|comeca(?:r)? de novo|esquece (?:isso|tudo)|nova busca"),
    ("surprise me", r"sorprendimi|stupiscimi|fai tu|scegli tu|uberrasch\w* mich|sorprendeme|surprends[- ]moi|me surpreend[ae]|surpreenda[- ]me"),
    ("no explicit lyrics", r"(?:(?:bitte )?(?:nichts|ohne|keine) (?:explizit\w*|schimpfworter|vulgares)|(?:sin|nada|no) (?:explicit[oa]s?|groserias|palabrotas)|(?:sans|pas|rien)(?: (?:d'|de ))?(?:trucs )?(?:explicites?|gros mots|vulgaire)|(?:sem|nada) (?:explicit[oa]s?|palavr(?:oes|ao))|(?:senza|niente)(?: di)? (?:parolacce|esplicit\w+|volgare|testi espliciti))"),
    ("what is the tempo of these", r"welches tempo haben (?:sie|die|diese)|(?:que|cuantos) bpm tienen|quels sont les bpm|quantos bpm (?:tem|elas tem)|quanti bpm hanno|che bpm hanno"),
    ("what can you do", r"was kannst du(?: so| alles)*|que sabes hacer|que puedes hacer|qu'est-ce que tu (?:sais|peux) faire|tu sais faire quoi|o que voce (?:faz|sabe fazer)|(?:che )?cosa (?:sai|puoi) fare|come funzioni?"),
    ("what is popularity", r"was (?:bedeutet|heisst|ist) (?:die )?(?:popularitat|beliebtheit)|que (?:es|significa) (?:la )?popularidad|(?:c'est quoi|que signifie|qu'est-ce que) (?:la )?popularite|o que (?:e|significa) (?:a )?popularidade|(?:che )?(?:cos'e|cosa significa|cosa vuol dire) (?:la )?popolarita"),
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
            slots = _slots(match)
            place = next((place for place in slots if place.startswith("name")), "")
            name = text[start + match.start(place) : start + match.end(place)] if place else ""
            if (filled := _filled(english, slots, name)) is not None:
                return filled
    return text


# "das gleiche, aber zum Aufwachen": what stays is said of no more than "but"
_THE_SAME: Final = (
    ("aber ", r"(?:(?:und|jetzt|nun|bitte|nochmal|noch mal|dann)[ ,]+)*(?:(?:noch ?mal )?(?:das|genau das|die) (?:gleiche|selbe)(?: (?:liste|musik))?|dasselbe|dieselbe liste|genauso|genau so|so ?was ahnliches|(?:et)?was ahnliches|so ?was|ahnlich(?:es)?)(?: (?:noch ?mal|bitte|wieder))*,? (?:aber|nur|bloss|jedoch|allerdings) "),
    ("pero ", r"(?:(?:y|ahora|dame|ponme|quiero)[ ,]+)*(?:lo mismo|algo (?:parecido|similar|asi|por el estilo)|la misma (?:lista|cosa|musica)|igual)(?: (?:por favor|otra vez))*,? (?:pero|solo que) "),
    ("mais ", r"(?:(?:et|maintenant|donne[- ]moi)[ ,]+)*(?:la meme (?:chose|liste|musique)|le meme genre|(?:quelque chose|un truc) (?:de )?(?:similaire|semblable|pareil|comme ca|du meme genre|dans le meme genre)|pareil)(?: (?:s'il te plait|stp))*,? (?:mais|sauf que) "),
    ("mas ", r"(?:(?:e|agora|quero|me da)[ ,]+)*(?:o mesmo|a mesma (?:coisa|lista|musica)|(?:algo|alguma coisa) (?:parecid[oa]|semelhante|assim|do tipo)|igual)(?: por favor)*,? (?:mas|porem|so que) "),
    ("ma ", r"(?:(?:e|ora|adesso|dammi|vorrei)[ ,]+)*(?:lo stesso|la stessa (?:cosa|lista|musica)|qualcosa (?:di simile|del genere|cosi)|uguale)(?: per favore)*,? (?:ma|pero) "),
)  # fmt: skip


def going_on(text: str) -> str:
    """The text without words that only say that the list shown stays: what follows them changes it.

    >>> going_on("jetzt das Gleiche, aber zum Aufwachen")
    'aber zum Aufwachen'
    """
    said = fold(text)
    for but, pattern in _THE_SAME:
        if match := re.match(pattern, said):
            return but + (text if len(text) == len(said) else said)[match.end() :]
    return text


def whole_list_kept(text: str) -> str:
    """The order to put all rows into a crate as English; any other text itself.

    >>> whole_list_kept("guarda todo en la caja Verano")
    'put all of them in a crate called Verano'
    """
    english = in_english(text)
    return english if english.startswith(_WHOLE_LIST) else text


def _slots(match: re.Match[str]) -> dict[str, str]:
    """What the groups of a match hold; one that stands in several alternatives by its own name."""
    slots = {name: one for name, one in match.groupdict().items() if one}
    for name in ("trait", "language", "count"):
        one = next((one for slot, one in slots.items() if slot.startswith(name)), "")
        slots |= {name: one} if one else {}
    if "row" not in slots and "row2" in slots:
        slots["row"] = slots["row2"]
    return slots


def _filled(english: str, slots: Mapping[str, str], name: str) -> str | None:
    """The English with its slots filled; None where a word is none that a slot may hold."""
    if name and (pointed := re.fullmatch(_ROW, fold(name).strip())):
        name = f"the {_ordinal(pointed['row'])} one" if not pointed["row"].isdecimal() else f"number {pointed['row']}"
    values = {"name": name}
    for slot in ("row", "row2"):
        said = slots.get(slot, "")
        if said.isdecimal():
            english = english.replace(f"the {{{slot}}} one", f"number {said}")
        values[slot] = _ordinal(said)
    if "{most}" in english:
        values["most"] = _superlative(next(one for slot, one in slots.items() if slot.startswith("most")))
    if "{count}" in english:
        values["count"] = str(lexicon.count(slots["count"]) or "")
    if "{minutes}" in english:
        values["minutes"] = str(_minutes(slots["minutes"]) or "")
    if "{those}" in english:
        rows = next(one for slot, one in slots.items() if slot.startswith("those"))
        count = next((number for word in rows.split() if (number := lexicon.count(word))), None)
        values["those"] = f"the first {count}" if count else ""
    if "{trait}" in english:
        values["trait"] = next((trait for trait, said in _TRAITS.items() if slots["trait"] in said.split()), "")
    if "{language}" in english:
        values["language"] = _language(slots["language"])
    needed = re.findall(r"\{(\w+)\}", english)
    return english.format(**values) if all(values.get(slot) for slot in needed) else None


_LANGUAGES: Final = {
    "english": "englisch|ingles|anglais|inglese", "german": "deutsch|aleman|allemand|alemao|tedesco",
    "spanish": "spanisch|espanol|castellano|espagnol|espanhol|spagnolo", "french": "franzosisch|frances|francais|francese",
    "portuguese": "portugiesisch|portugues|portugais|portoghese", "italian": "italienisch|italiano|italien",
    "japanese": "japanisch|japones|japonais|giapponese", "korean": "koreanisch|coreano|coreen",
    "turkish": "turkisch|turco|turc", "swedish": "schwedisch|sueco|suedois|svedese", "hindi": "hindi",
}  # fmt: skip


def _language(said: str) -> str:
    """The English name of a language; empty for other words."""
    return next((name for name, forms in _LANGUAGES.items() if re.fullmatch(forms, said)), "")


def _ordinal(row: str) -> str:
    if row.isdecimal():
        return next(islice(ORDINALS, int(row) - 1, None), "") if 0 < int(row) < len(ORDINALS) else ""
    return next((number for number, said in ORDINALS.items() if re.fullmatch(said, row)), row)


def _superlative(adjective: str) -> str:
    """The English for the most of what an adjective says: "triste" is the saddest; empty where it says no trait."""
    moves = next((ADJECTIVES[form] for form in (adjective, adjective + "e") if form in ADJECTIVES), {})
    return next((_SUPERLATIVES.get(move, "") for move in moves.items()), "")


def _minutes(said: str) -> int | None:
    """The minutes of ``60 minuten``, ``due ore``, ``un'ora e mezza``; None where no number is said."""
    if re.search(r"\b(?:media hora|meia hora|halben? stunde|demi[- ]heure|mezz'ora)\b", said):
        return 30
    number, unit = re.split(r"[ '-]", said, maxsplit=1) if re.match(r"\w+[ '-]", said) else (said.rstrip("hmin"), said)
    amount = (
        lexicon.count(number) if number != "una" and number != "eine" and number != "uma" and number != "une" else 1
    )
    if amount is None:
        return None
    half = 30 if re.search(r"halbe|media|demie|meia|mezz", said) else 0
    return amount if "min" in unit else 60 * amount + half
