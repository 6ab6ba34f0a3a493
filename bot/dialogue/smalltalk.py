"""Small talk and what is out of scope: what a message is, and one or two friendly lines that lead back to music."""

import re
from typing import Final

from bot.dialogue.lexicon import fold
from bot.dialogue.pattern_table import PatternTable
from bot.reply import Action, Reply

TRIES: Final = (
    "something calm for a rainy sunday morning",
    "happy disco around 120 bpm",
    "what genre is Blinding Lights?",
    "who is about to rise in indie?",
    "make me a 40 minute playlist from calm to energetic",
)

_LEAD: Final = "Tell me what you want to hear, or ask about a track, an artist or a genre."

_LINES: Final = {
    "greeting": "Hello! I know some 80,000 recordings: say what you want to hear, in your own words.",
    "thanks": "You're welcome. Say the word if you want more of it, or something else.",
    "bye": "Goodbye, and good listening.",
    "praise": "Glad you like it. I can find more of the same, make it a playlist, or save it as a file.",
    "insult": "Sorry that this was of no use. Tell me what was wrong with it, for example: calmer, less known, no rap.",
    "feelings": "I am fine, thank you. What would you like to hear?",
    "identity": "I am cratebot, a program: no person, and no language model. I find music in a catalogue of Spotify "
    "tracks and explain what I find.",
    "maker": "I am cratebot, and those who maintain the cratebot project made me: a program over one table of Spotify data. "
    "Their names and the licence stand beside the code.",
    "sorry": "No harm done. " + _LEAD,
    "listener": "I am a program: I don't listen, and I have no favourites. Tell me yours, and I find more like it.",
    "notmine": "All right. What should I change: calmer or livelier, another genre, other artists, or less known?",
    "accept": "Noted. I can find more like it, make it a playlist, or save it as a file.",
    "ok": "Fine. " + _LEAD,
    "fresh": "A fresh start. What would you like to hear?",
    "play": "I can't play music, I only find it. Each title in my lists is a link to Spotify, where you can listen.",
    "download": "I can't download music. I can save a list as a file with a Spotify link for every track.",
    "lyrics": "I don't have lyrics, only how tracks sound. I can find more music like a track, or tell you its genre.",
    "tickets": "I know nothing of tickets, concerts or tours, only recordings. I can find music like an artist's.",
    "cover": "I don't have cover pictures or videos. The title of each track in my lists is a link to its Spotify page.",
    "news": "I don't have news or biographies, only recordings and how they sound. I can tell you about an artist's "
    "tracks.",
    "edit": "I can't edit or cut audio. I can find tracks of a length, a tempo or a key, and save a list as a file.",
    "delete": "There is nothing to delete here: I only answer questions about music.",
    "scope": "That is not something I can do: I only know music. " + _LEAD,
    "playlist": "Gladly. For what mood, genre or occasion, and how long?",
    "which": "Which track or artist do you mean? Write its name, or paste its Spotify link.",
    "wanted": "What should it be: a mood, a genre, an occasion, or like a track or an artist?",
    "change": "I did not get that. What should I change: calmer or livelier, another genre, other artists, or less known?",
    "lost": "I did not understand that. I only know music: " + _LEAD[:1].lower() + _LEAD[1:],
    "nothing": "I have not shown anything yet that this could mean. " + _LEAD,
    "help": "I find music in a catalogue of Spotify tracks: I recommend tracks for a mood, a genre or a situation, find "
    "similar ones, make playlists, tell the genre of a track, and show which tracks and artists are rising and what "
    "goes with popularity. Just write what you want.",
}

_POLITE: Final = r"(?:\s+(?:so much|very much|a lot|a million|again|mate|mates|man|dude|buddy|pal|friend|fam|bro|sis|bruv|bestie|lads|kindly|heaps|love|legend|bot|cratebot|dir|ihnen|sehr|everyone|all|there|folks|guys|team|a todos|tout le monde|pessoal|gente|muchas|beaucoup|mucho|muito|you|for that|for now|everybody|again))*"
_GREETING: Final = (
    r"(?:hi+|hello+|hey+|hiya|howdy|yo|good (?:morning|afternoon|evening|day)|morning|evening|afternoon|greetings|hallo|"
    r"hallochen|moin|servus|guten (?:tag|morgen|abend)|gruss dich|hola|buenos dias|buenas(?: tardes| noches)?|que tal|"
    r"salut|bonjour|bonsoir|coucou|ola|oi|bom dia|boa tarde|boa noite|e ai|buongiorno|buonasera|salve|sup|what'?s up|wassup|ciao)"
)
_THANKS: Final = (
    r"(?:thanks|thank you|thank u|thx|ty|tysm|cheers|ta|much appreciated|appreciate it|merci|danke(?:schon)?|"
    r"vielen dank|besten dank|gracias|muchas gracias|mil gracias|obrigad[oa]|valeu|grazie|many thanks|big thanks|nice one|(?:i'?m |we'?re )?(?:so |very |really )?grateful|much obliged|i owe you(?: one)?|"
    r"(?:i |we )?(?:really |do )*appreciate (?:it|that|this|your help|you)|(?:you|u)(?:'ve)?(?: have)? (?:really |just |totally |absolutely )*(?:saved (?:me|us|my \w+|the day)|made my \w+|helped(?: me| us)?(?: out)?)|(?:that|this|it) (?:really |totally |already )*(?:helped|helps)(?: (?:a lot|me|us))*)"
)
# What people say behind thanks, that asks for nothing: "you saved me", "this is exactly what I needed".
_GLADLY: Final = r"(?!.*\bbut\b)(?!(?:i|we)(?: also| still| really| just| do)* (?:need|want|would|like|am looking|are looking)\b)(?:(?:you|u|that|this|it|i|we|these|they)\b.{0,50}\b(?:saved?|made my|help\w*|rock|rule|best|star|legend|lifesaver|owe|needed|need|wanted|looking for|perfect|great|lovely|brilliant|splendid|wonderful|amazing|awesome|excellent|happy|love|appreciate\w*|works?|enough|all)\b.{0,30})"
_PRAISE: Final = (
    r"(?:(?:that was |this was |it was |these were |they were |you were |you'?ve been |you have been |that'?s been |super |extremely |most |that'?s |that is |this is |these are |these look |those are |they'?re |they are |they look |looks |look |sounds |it'?s |it is |it looks |you'?re |you are |ur |u'?re |u are |u r |wow,? |all |really |so |very |just |"
    r"absolutely |pretty |how )*(?:great|awesome|amazing|perfect|perfekt|excellent|brilliant|lovely|nice|cool|"
    r"fantastic|wonderful|beautiful|super|superb|spot on|on point|very useful|useful|helpful|love it|love this|"
    r"love them|love these|i love it|i like it|i like that|i like this|i love (?:that|this|these|them)|good job|"
    r"well done|good one|good stuff|great stuff|good bot|the best|not bad|exactly|genau|toll|klasse|prima|wunderbar|"
    r"genial|perfecto|me encanta|me gusta|parfait|super|perfetto|ottimo|fantastico|bellissim[oaie]|bravissimo|bravo|stupendo|mi piac(?:e|ciono)|molto bello|c'est bien|bien joue|estupendo|muy bien|excelente|eccellente|j'adore|otimo|legal|adorei|perfeito|sounds good|works for me|"
    r"exactly what i (?:wanted|needed)|what i needed|fire|sick|dope|banging|solid|neat|sweet|impressive|a (?:star|legend|lifesaver|life saver|genius|gem|hero|angel|wizard|champ|keeper)|top notch|chef'?s kiss)"
    r"(?: (?:list|one|ones|choice|choices|pick|picks|stuff|work|job|song|songs|track|tracks|selection|that|this|it|indeed|bot))*)"
)
_BYE: Final = (
    r"(?:bye+|bye bye|goodbye|good bye|good night|see you(?: later| soon| tomorrow)?|see ya|cya|later|farewell|"
    r"tschuss|tschus|ciao|auf wiedersehen|bis bald|bis spater|adios|hasta luego|hasta la vista|au revoir|a bientot|"
    r"tchau|arrivederci|a presto|ate logo|that'?s all|that is all|that'?s it|i'?m done|we'?re done|gotta go|(?:let'?s |let us |we can |time to )?(?:round|wrap|finish) (?:it |this |things )?(?:up|off)(?: (?:now|here|then|shall we|please))*|(?:let'?s )?call it a day|have a (?:nice|good|great) \w+)"
)
_INSULT: Final = (
    r"(?:(?:you|u|this|that|it|your \w+|these|they)(?: are| is|'re|'s| r)?(?: so| really| totally| just| all| a| an| "
    r"absolutely| pretty| completely| fucking)* (?:useless|stupid|dumb|suck|sucks|terrible|awful|crap|shit|rubbish|"
    r"garbage|trash|idiot|bad|worst|horrible|annoying|pathetic|worthless|moron|joke|no help|no good|hopeless|wrong)"
    r"(?: bot| thing| at this)?|fuck(?: you| off)?|shut up|wtf|idiot|stupid bot|bad bot|useless|boo|you suck|"
    r"du bist (?:dumm|doof|nutzlos)|eres (?:tonto|inutil)|tu es (?:nul|nulle)|voce e (?:burro|inutil)|hate you|"
    r"i hate (?:you|this|it)|screw you|go away)"
)
_FEELINGS: Final = r"(?:how (?:are|r) (?:you|u|ya)(?: doing)?(?: today)?|how (?:you|u|ya) doin[g']?|how(?:'s| is) (?:life|everything|things|your (?:day|week))(?: going)?|you (?:ok|good|alright)|how'?s it going|how do you do|how have you been|wie geht'?s(?: dir)?|como estas|come stai|come va|ca va|comment ca va|tudo bem|como vai)"
_IDENTITY: Final = (
    r"(?:(?:so |but |wait,? )?(?:are|r) (?:you|u) (?:an? |really |actually )*(?:ai|a\.i\.|bot|robot|human|person|machine|real|"
    r"chatgpt|gpt|llm|language model|program|alive|real person)(?: or .*)?|who are you|what are you|what'?s your name|"
    r"what is your name|do you have (?:feelings|a name)|wer bist du|"
    r"was bist du|bist du (?:ein|eine) .*|quien eres|eres (?:un|una) .*|qui es[- ]tu|es[- ]tu (?:un|une) .*|quem e voce|chi sei|sei (?:un|una) .*|"
    r"voce e (?:um|uma) .*|are you there|tell me about yourself|introduce yourself)"
)
_NEW_HERE: Final = (
    r"(?:(?:i'?m|i am|we'?re|we are|bin|ich bin|soy|je suis) (?:new|neu|nuev[oa]|nouveau)(?: (?:here|to (?:this|it)|hier|aqui|ici|around))?|"
    r"(?:new|neu) (?:here|to this|hier)|first time here)"
)
_HELP: Final = (
    r"(?:(?:so|ok|and|but|well|then)[, ]+)*(?:(?:what|wat|where)(?: (?:are|r) (?:you|u)|(?:'s| is|s) (?:this|it)(?: (?:thing|bot|tool))?)(?: (?:actually|really|even|exactly|here|meant|supposed to be|any|in fact))* (?:good|useful|best|great|of use|any use|helpful|strong)(?: (?:for|at|in|with|then|exactly|anyway|to me))*|"
    r"what(?:'s| is|s) (?:your|the) (?:job|purpose|use|point|thing|role|deal)(?: (?:of|with) (?:you|this(?: (?:bot|thing|tool))?|it))?(?: (?:here|exactly|then))*|what use are (?:you|u)|why (?:should|would) i (?:use|need|ask) (?:you|this)|how (?:can|could|do) (?:you|u) help(?: (?:me|us))?|what do (?:you|u) (?:actually |really |even )*do(?: (?:here|exactly|then))*|"
    r"what (?:all )?(?:are you (?:able to|capable of)|can you help (?:me |us )?with)(?: do(?:ing)?)?(?: for (?:me|us))?|(?:ok |so |and |wait )*what(?:'s|s| is| are| exactly is) (?:this|that|cratebot|crate ?bot)(?: (?:thing|bot|app|tool|channel|program|service|place))(?: (?:here|about|anyway|exactly|then|for|all about))*|"
    r"what (?:exactly )?(?:does|do) (?:this|it|you|this (?:thing|bot|app|tool))(?: actually| even)? do|explain yourself|how do i (?:start|begin|get started)|where do i (?:start|begin)|help(?: me)?(?: please)?|\?|what (?:can|do|could) (?:you|u|this bot|it|this thing) (?:(?:actually|really|even|all|exactly|basically) )*(?:do|know|offer|help with)(?: for (?:me|us|my \w+|our \w+))?(?: (?:exactly|actually|then|anyway))*|"
    r"what (?:can|could|should|may) i (?:ask|say|do|type)(?: you)?(?: here)?|what'?s (?:this|this bot|this thing|the bot) for|what is "
    r"(?:this|this bot|this thing|the bot) for|what (?:do|can|would|could|should) (?:people|we|i|others|teams?|they|one) (?:use|ask) (?:you|this|it)(?: for)?|(?:show me )?an? (?:good )?example(?: please)?|how (?:do|can|does) (?:i|you|this|it|this bot|this thing) (?:work|use (?:this|you|it))|"
    r"how do(?:es)? (?:i use )?(?:this|it|you) work|what are you (?:good )?for|what do i do|how do i start|show me what you can do|"
    r"hilfe|was kannst du(?: alles)?|ayuda|que puedes hacer|que sabes hacer|aide|que peux[- ]tu faire|tu peux faire quoi|ajuda|o que "
    r"voce (?:pode|consegue|sabe) fazer|(?:what|which) commands.*|commands|any tips|give me (?:some )?examples?|examples?|i need help|"
    r"what is cratebot|what'?s cratebot|what'?s possible(?: here)?|how to use (?:this|it|you))"
)
_MAKER: Final = (
    r"(?:(?:so|and|but|ok|hey|wait)[, ]+)*(?:who (?:the (?:hell|heck) )?(?:(?:has |have )?(?:made|built|created|wrote|written|programmed|developed|designed|invented|coded|trained|owns|runs|maintains)|is (?:behind|responsible for)|are the people behind)"
    r" (?:you|u|this|this (?:bot|thing|tool|app)|cratebot)|who(?:'s|s| is| are) (?:your|the) (?:makers?|creators?|developers?|devs?|authors?|owners?|programmers?|boss|parents|dad|father|mother|mum)(?: of (?:you|this(?: bot)?|cratebot))?"
    r"|(?:by )?(?:whom|who) (?:are|were) you (?:made|built|created|written|programmed)(?: by)?|who do you belong to|wer hat dich (?:gemacht|gebaut|programmiert)|quien te (?:hizo|creo)|qui t'a (?:fait|cree)|chi ti ha (?:fatto|creato)|quem te (?:fez|criou))"
)
# "i asked for nothing yet lol, sorry"
_SORRY: Final = (
    r"(?:(?>lol|haha+|oh|ok|oops|hm+|[\w' ]{0,40}?\b(?:yet|before|wrong|mistake|meant|typo|kidding|joking|joke|that|mean|rude|harsh|you|nothing)(?: (?:lol|haha+))?)[, .!]+)*"
    r"(?:i(?:'m| am) )?(?:so |really |very )?(?:(?:sorry|my bad|apologies|my apologies|my mistake|oops|whoops|i apologi[sz]e|forgive me|pardon me|entschuldigung|perdon|desole)[, ]*)+(?:(?:about|for) (?:that|this|it|the confusion|being rude|my (?:tone|words|mistake|typo))[, ]*)?(?:(?:lol|haha+))?"
    r"|(?:but )?i (?:(?:have|did)(?:n'?t| not)? )?(?:even )?(?:ask(?:ed)?|said|say) (?:you )?(?:for )?(?:nothing|anything)(?: yet| so far)?(?: (?:lol|haha+))?"
)
_AI: Final = r"(?:so |and |wait )*(?:are you|is this|do you use|is it) (?:using |powered by |based on |just |an? |some )*(?:ai|a\.i\.|gpt|chat ?gpt|llm|language model|neural network|machine learning)(?: or (?:what|something|not))?"
_LISTENER: Final = (
    r"(?:(?:so |and |but )*(?:what|who)(?:'s|s| is| are)? (?:you|u|ya) (?:currently |even )?(?:listening to|hearing|playing|into|jamming(?: to| out to)?)(?: (?:right now|now|today|these days|lately|at the moment|yourself))*|"
    r"(?:so |and )*what(?:'s|s| is| are)? your (?:own )?(?:fav(?:ou?rite)?s?|top|taste|guilty pleasure)(?: (?:song|songs|track|tracks|band|bands|artist|artists|genre|genres|music|album|tune))?(?: ever| in music)?|"
    r"(?:so |and )*(?:what|which|what kind of|what sort of) (?:music|songs?|genres?|bands?|artists?)? ?(?:do|would) (?:you|u) (?:(?:like|love|prefer|listen to|enjoy)(?: (?:best|most|yourself|personally))?)|"
    r"do (?:you|u) (?:(?:even |actually |really )?(?:like|love|enjoy|listen to|hear)) (?:any )?music(?: (?:at all|yourself))?|"
    r"was horst du(?: so| gerade| gerne?)*|que (?:musica )?(?:escuchas|te gusta)|(?:tu ecoutes quoi|qu'est-ce que tu ecoutes)|o que voce (?:ouve|esta ouvindo|escuta))"
)
_NOT_MINE: Final = (
    r"(?:(?:hm+|nah|no|ok|well|ugh|sorry|yeah no|lol|honestly|but|oh)[, ]+)*(?:(?:(?:that|this|it|these|those|they|none of (?:it|them|these|those))(?:'s|'re| is| are| was| were|s)? )?(?:really |just |so |quite |still )*"
    r"(?:not|isn'?t|aren'?t|ain'?t) (?:really |quite |exactly |all that |so |much )*(?:my|our) (?:thing|cup of tea|style|taste|jam|vibe|bag|kind of (?:thing|music))|"
    r"(?:i'?m |we'?re )?not (?:really |quite |so )*(?:feeling|digging|vibing with) (?:it|this|that|these|those|them|any of (?:it|them|these|those))|"
    r"(?:(?:it|this|that|these|those|they) )?(?:does(?:n'?t| not)|do(?:n'?t| not)|did(?:n'?t| not)) (?:really |quite )*(?:do it|work|click) for (?:me|us)|"
    r"not (?:really |quite |so )*for (?:me|us)|meh|bleh|so[- ]so|nicht (?:so |ganz )*mein (?:ding|geschmack|fall)|no es lo mio|no (?:me )?(?:convence|mola)(?: nada)?|(?:c'est )?pas (?:trop |vraiment )?(?:mon truc|ma tasse de the)|nao (?:e|faz) (?:o )?meu (?:estilo|genero))"
    r"|(?:(?:you|u) (?:always|keep(?: on)?|only|just|constantly|still)(?: ever)? (?:giv|show|play|recommend|suggest|serv|com|pick)\w*(?: (?:me|us|up with))*(?: (?:with|only|just|all|exactly))* (?:the )?(?:very )?same\b(?: \w+){0,4}|"
    r"(?:it'?s|its|that'?s|this is) (?:always|all|just) (?:the )?same(?: \w+){0,3})"
)
_OK: Final = (
    r"(?:of course(?: i do)?|yes i do|i do|ok(?:ay)?|k|kk|yes|yeah|yep|yup|no|nope|nah|sure|fine|alright|all right|right|i see|got it|gotcha|understood|"
    r"hm+|mhm|aha|ah|oh|wow|lol|haha+|hehe+|nice to meet you|never ?mind|forget it|whatever|ja|nein|si|oui|non|sim|"
    r"nao|no worries|no problem|i(?:'ll| will) wait|take your time|go ahead|please do|yes please|sure thing|my bad|sorry|pardon|excuse me|interesting|good to know|stop(?: it| that| please)?|enough|that'?s enough|wait(?: a (?:minute|second|moment|sec|min))?|hold on|one (?:moment|second|sec))"
)
_TALK: Final = PatternTable(
    *(
        ("thanks", rf"(?:{_PRAISE}|{_OK}|{_GREETING})?[ ,]*{_THANKS}{_POLITE}(?:[ ,]+(?:{_PRAISE}|{_BYE}|that (?:helped|helps|was).*|for .{{0,40}}?|{_THANKS}|{_GLADLY})){{0,2}}"),
        ("bye", rf"(?:{_OK}|{_THANKS}|{_PRAISE})?[ ,]*{_BYE}(?:[ ,]+(?:{_BYE}|{_THANKS}))?"),
        ("praise", rf"(?:{_OK}[ ,]+)?(?>{_PRAISE})(?:[ ,]+(?>{_PRAISE}|{_THANKS}))*"),
        ("insult", rf"(?:{_OK}[ ,]+)?{_INSULT}"),
        ("listener", rf"(?:{_GREETING}[ ,]+)?(?:{_OK}[ ,]+)?{_LISTENER}"),
        ("notmine", _NOT_MINE),
        ("maker", _MAKER),
        ("sorry", _SORRY),
        ("identity", rf"(?:{_GREETING}[ ,]+)?(?:{_IDENTITY}|{_AI})"),
        ("feelings", rf"(?:{_GREETING}[ ,]+)?{_FEELINGS}"),
        ("help", rf"(?:{_GREETING}(?: there| all)?[ ,]+)?(?:{_OK}[ ,]+)?(?:{_NEW_HERE}[ ,]+)?{_HELP}"),
        ("help", rf"(?:{_GREETING}(?: there| all)?[ ,]+)?{_NEW_HERE}"),
        ("greeting", rf"{_GREETING}(?:[ ,]+{_GREETING})*(?:[ ,]+{_FEELINGS})?"),
        ("ok", _OK),
    ),
    after=_POLITE,
)  # fmt: skip

_SCOPE: Final = PatternTable(
    *(
        (
            "lyrics",
            r"\b(?:lyrics?|the words|letra|paroles|songtexte?|liedtexte?)\b.*\b(?:of|to|for|from|by|de|von|zu|mean|are|"
            r"about)\b|\b(?:show|give|get|find|what are|print|recite|sing|translate)\b(?!.*\b(?:rid of|with|without|no|any|anything with) (?:any )?lyrics).*\b(?:lyrics|letra|paroles|songtext)\b|^lyrics\b|"
            r"\b(?:in|mention\w*|read|know|have|got|see) (?:(?:the|their|its|any|all|of) )*lyrics\b(?! (?:or|and) vocals)|"
            r"\b(?:goes|go) (?:something )?like [\"'“‘]|\b(?:song|one|track) (?:that|which) goes\b|"
            r"\bsing (?:me|for me|us)\b|\bwhat (?:is|does) .* (?:about|mean)$",
        ),
        (
            "tickets",
            r"\b(?:tickets?|concerts?|tour ?dates?|on tour|touring|gigs? near|live shows? near|festival dates|konzerte?|"
            r"conciertos?|ingressos?|entradas)\b(?!.*\b(?:music|songs|tracks|playlist|feel|recordings?)\b)",
        ),
        ("cover", r"\b(?:cover ?arts?|album ?art(?:work)?|covers? (?:picture|image)|cover of the album|artwork|music video|video clip|youtube|photo|picture of|image of)\b"),
        ("edit", r"\b(?:make|create|do|give|build|cut)\b.*\b(?:edit|cut|mash ?up|cutdown|cut down|snippet|clip) (?:of|from|out of)\b|\b(?:trim|shorten|edit|fade)\s+(?:it|that|this|number|the (?:track|song|audio|intro|outro))\b(?! list)"),
        ("download", r"\b(?:downloads?|mp3|wav|flac|torrent|rip)\b(?!.*\b(?:csv|list|playlist|file|those|them|these)\b)"),
        (
            "news",
            r"\b(?:how old is (?!it\b|this\b|your\b|that\b|the (?:data|catalogue|table)\b)|where (?:is|was|are) .* (?:from|born)|born|net ?worth|"
            r"(?:who|is|was|does|did|has|have)\b.{0,30}\b(?:married|girlfriend|boyfriend|wife|husband)|real name|(?:is|are|was) .* (?:dead|alive)|died|grammys?|awards?|biography|wikipedia|latest news|gossip|record label|"
            r"what label|who (?:produced|wrote|composed|mixed|mastered|owns|manages) (?!for\b))\b",
        ),
        (
            "play",
            r"^(?:(?:can|could|would|will) (?:you|u) |please |pls |just |now )*(?:play|start playback|playback|put on|start playing|"
            r"resume|pause|stop the music|skip this song|turn (?:up|down) the volume|volume (?:up|down)|spiel|spiele|pon|"
            r"reproduce|joue|mets|toca|toque)\b(?! ?list)|\bplay(?:ing)? (?:it|that|this|them|music|something|a song|the (?:song|track|first|second|third|last)|number)\b|"
            r"\bstart playback\b|\bqueue (?:it|this|that|up)\b",
        ),
        ("delete", r"^(?:please )?(?:delete|erase|wipe|format|uninstall|shut ?down|reboot|restart (?:the|your)) ?(?:everything|all|my|the|your)?"),
        (
            "scope",
            r"\b(?:weather|forecast|temperature|wetter|tiempo hace|meteo|rain today|(?:going to|gonna|will it) (?:rain|snow|be (?:sunny|cold|hot|warm))|pizza|burger|food|restaurant|recipe|taxi|uber|"
            r"flights?|hotel room|stock price|bitcoin|crypto|football score|who won|election|president|capital of|homework|"
            r"essay|poem|joke|python|javascript|code for|program that|what time|what day|alarm|timer|remind me|reminder|"
            r"calendar|meeting|translate|email|e-mail|call (?:my|me|him|her)|text (?:my|him|her)|(?<![/\d])\d{1,4} ?[+*x] ?\d{1,4}(?![/\d])|(?:what is|what'?s|calculate|compute) \d+ ?/ ?\d+|square root|solve|meaning of life|"
            r"(?:do|would|will) you love me|marry me|date me|horoscope|lottery|doctor|medicine|lawyer|insurance|buy me|order me|book (?:me|a)|"
            r"witz|chiste|blague|piada|wie spat|que hora|quelle heure|que horas)\b",
        ),
    )
)  # fmt: skip
_MUSICAL: Final = re.compile(
    r"\b(?:songs?|tracks?|music|musik|musica|musique|playlist|tunes?|genre|bpm|tempo|vibes?|beats?|mood|something|"
    r"bands?|artists?|jazz|rock|pop|techno|house|lieder|canciones|chansons|for a|for the|for my|soundtrack|background)\b"
)
_LINK: Final = re.compile(r"open\.spotify\.com|spotify:")


# "Thanks, that helps, now give me something": what is asked for is answered.
_WISH: Final = re.compile(
    r"\b(?:give|show|find|play|recommend|suggest|make|looking for|something (?:to|for|like|that|with)|(?:can|could) (?:you|u|i)|"
    r"i(?:'d)? (?:like|love|want|need) (?!it\b|that\b|this\b|them\b|these\b|those\b)\w+|now)\b"
)


_SOUGHT: Final = re.compile(r"\bwhat (?:i|we)(?:'m| am| was| were|'ve been)? (?:looking for|after|want\w*|need\w*)\b")


def talk_kind(text: str) -> str:
    """What kind of small talk the whole text is: ``greeting``, ``thanks``, ...; empty if it is none."""
    said = " ".join(re.sub(r"[!.,;:)(¡¿…~\"]+|\?(?=.)", " ", fold(text)).split())
    bare = said.rstrip("? ") or said
    for kind, pattern in _TALK:
        if pattern.fullmatch(bare):
            return "" if kind == "thanks" and _WISH.search(_SOUGHT.sub("", bare)) else kind
    return ""


def opening(text: str) -> int:
    """Where a text goes on after an opening of small talk: ``hi, jazz please`` at ``jazz``; 0 if there is none."""
    folded = fold(text)
    return max((match.end() for _, pattern in _OPENING if (match := pattern.match(folded))), default=0)


_OPENING: Final = PatternTable(
    (
        "opening",
        (
            rf"\s*[¡¿]?(?:(?>{_GREETING}(?: there| all| everyone)?|{_THANKS}{_POLITE}|{_PRAISE}|(?:ok(?:ay)?|yes|yeah|yep|sure|fine|alright|"
            r"all right|right|hm+|mhm|aha|ah|oh|wow|lol|haha+|hehe+|well|um+|uh+|er+|so|now|then|please|pls|bitte|por favor|bot|"
            r"cratebot|one last thing|one more thing|another thing|last thing|quick question|question|got it|i see|cool|anyway|"
            r"ja|si|oui|sim|bueno|vale|bon|bom|gut|na gut|also))\s*(?:[,.!;:)…-]+|(?=\s|$))\s*)+"
        ),
    )
)


def scope_kind(text: str) -> str:
    """What the text asks for that is out of scope: ``play``, ``lyrics``, ``tickets``, ...; empty if nothing."""
    said = " ".join(fold(text).split())
    if _LINK.search(said):
        return ""
    for kind, pattern in _SCOPE:
        if pattern.search(said) and not (kind == "scope" and _MUSICAL.search(said)):
            return kind
    return ""


def line(kind: str) -> str:
    """The first line of a kind of small talk."""
    return _LINES[kind]


def reply(kind: str, more: tuple[Action, ...] = (), line: str = "") -> Reply:
    """The friendly lines for a kind of small talk, with something to try where it opens a conversation."""
    tries: tuple[Action, ...] = ()
    if kind in (
        "greeting",
        "help",
        "identity",
        "maker",
        "sorry",
        "lost",
        "nothing",
        "feelings",
        "scope",
        "fresh",
        "playlist",
        "wanted",
    ):
        tries = tuple(Action(text[:1].upper() + text[1:], text) for text in TRIES[:3])
    if kind == "notmine":
        tries = (Action("Calmer", "calmer"), Action("Livelier", "livelier"), Action("Others", "other artists"))
        tries += (Action("Less known", "less known"),)
    if kind in ("help", "lost"):
        tries = (*tries, Action("All commands", "/help"))
    return Reply(title=line or _LINES[kind], actions=(*more, *tries))
