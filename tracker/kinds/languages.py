"""The languages whose words the rules can read, their little words, and a guess at which one a text is in."""

from typing import NamedTuple

from tracker.kinds.wordsets import word_set

#: Letters of each text that a language is told by. Range 200 to 2,000.
ENOUGH = 600
#: The first character behind the Latin letters of Unicode.
LATIN_ENDS = 0x250


class Language(NamedTuple):
    """A language as the rules need it.

    articles: a change that only puts or drops these is grammar. little: words that carry no fact of their own.
    light: words that may come and go without a fact changing ("also", "however"). `nouns_capital` says that every
    noun is written with a capital, so that a capital alone makes no name. `full` is false where only figures,
    dates, quotes, notices and status markers are read.
    """

    code: str
    articles: frozenset[str]
    little: frozenset[str]
    light: frozenset[str]
    nouns_capital: bool = False
    full: bool = False


ENGLISH = Language(
    "en",
    word_set("a an the"),
    word_set(
        "a an the and or but nor so yet if then than that this these those there here it its itself he him his "
        "she her hers they them their theirs we us our ours you your yours i me my mine who whom whose which what "
        "where when why how as at by for from in into of off on onto out over under to up upon with within "
        "without about above across after against along among amid around before behind below beneath beside "
        "between beyond despite down during except inside like near outside past since through throughout toward "
        "towards until till via while whilst whether because although though be am is are was were been being "
        "have has had having do does did doing done will would shall should may might must can could ought not no "
        "both each either neither such same own other another any some all more most much many s t ll re ve d one "
        "ones it's that's also too very just only even still rather quite per etc eg ie e.g i.e such et al "
        "regarding concerning one's himself herself themselves ourselves let lets say pdf kb mb"
    ),
    word_set(
        "also ever too very just even still rather quite however therefore thus hence moreover furthermore meanwhile "
        "then so indeed really actually well again now sir madam mr ms mrs dr please further particularly "
        "especially simply notably overall additionally nevertheless nonetheless instead accordingly namely etc "
        "own itself respectively thereby therefore herein first second third firstly secondly thirdly lastly "
        "finally various certain here there yes course fact order use used using make makes made making get got "
        "distinguished guests ladies gentlemen excellency excellencies "
        "take takes took taking give given giving way set put aforementioned said going noted noting note"
    ),
    full=True,
)
GERMAN = Language(
    "de",
    word_set("der die das den dem des ein eine einen einem einer eines"),
    word_set(
        "der die das den dem des ein eine einen einem einer eines und oder aber sondern denn weil dass daß ob "
        "wenn als wie so dann da hier dort es er sie ihn ihm ihr ihre ihren ihrem ihrer ihres sein seine seinen "
        "seinem seiner wir uns unser unsere ich mich mir du dich dir man sich wer was wo wann warum welche "
        "welcher welches dieser diese dieses diesen diesem jener jene in im ins an am ans auf aus bei beim bis "
        "durch für gegen mit nach neben ohne seit über um unter von vom vor während wegen zu zum zur zwischen ist "
        "sind war waren wird werden wurde wurden worden geworden sei seien hat haben hatte hatten kann können "
        "konnte konnten muss müssen soll sollen sollte sollten darf dürfen will wollen würde würden nicht kein "
        "keine keinen keiner nur auch noch schon sehr mehr viel sowie bzw z.b dabei damit dazu davon daran darin "
        "dafür dadurch hierzu zudem jedoch bereits rund etwa insbesondere"
    ),
    word_set(
        "auch noch schon sehr nun jedoch allerdings zudem ferner dabei daher deshalb somit also weiter weiterhin "
        "bereits insbesondere namentlich sowie"
    ),
    nouns_capital=True,
)
FRENCH = Language(
    "fr",
    word_set("le la les l un une des du de d au aux"),
    word_set(
        "le la les l un une des du de d au aux et ou mais donc or ni car que qu qui quoi dont où si comme quand "
        "lorsque puis alors ce cet cette ces c ça cela ceci il elle ils elles on nous vous je j tu me m te t se s "
        "lui leur leurs son sa ses mon ma mes notre nos votre vos à en dans par pour sur sous avec sans vers chez "
        "entre depuis pendant avant après contre selon dès jusque afin ainsi est sont était étaient été être sera "
        "seront serait a ont avait avaient avoir aura auront aurait fait font peut peuvent doit doivent ne n pas "
        "plus moins très aussi même encore déjà tout toute tous toutes y notamment également"
    ),
    word_set("également aussi ainsi notamment très encore déjà toutefois cependant donc alors enfin ensuite"),
)
SPANISH = Language(
    "es",
    word_set("el la los las un una unos unas lo al del de"),
    word_set(
        "el la los las un una unos unas lo al del de y e o u pero sino ni que quien quienes cual cuales cuyo cuya "
        "donde cuando como si porque aunque mientras pues entonces este esta estos estas ese esa esos esas aquel "
        "aquella esto eso él ella ellos ellas yo tú usted ustedes nosotros me te se nos le les su sus mi mis tu "
        "tus nuestro nuestra a ante bajo con contra desde durante en entre hacia hasta para por según sin sobre "
        "tras es son era eran fue fueron ser sido será serán sería está están estaba estaban estar ha han había "
        "habían haber hay tiene tienen puede pueden debe deben no más menos muy también ya aún todavía todo toda "
        "todos todas solo sólo así"
    ),
    word_set("también muy ya aún todavía así además sin embargo entonces pues"),
)
#: What the rules fall back on: no words at all, only digits, marks and capitals.
OTHER = Language("", frozenset(), frozenset(), frozenset())

READ = {language.code: language for language in (ENGLISH, GERMAN, FRENCH, SPANISH)}

#: Words that tell a language which the rules do not read from those that they do.
_TELLING = {
    **{language.code: language.little for language in READ.values()},
    "it": word_set(
        "il lo gli della delle dei degli nel nella che non è sono per con una di da alla alle anche più questo questa"
    ),
    "pt": word_set(
        "o os as do da dos das no na nos nas um uma em para com não que é são foi pelo pela mais também ao à"
    ),
    "nl": word_set(
        "het een van en dat niet zijn op te voor met aan ook door naar wordt werd heeft hij zij deze maar uit"
    ),
}


#: Telling words of a change's own text from which its language is taken before that of the text around it.
ENOUGH_WORDS = 4


def language_within(known: Language | None, *texts: str) -> Language:
    """The language of a change whose page declares none: its own, where it tells enough, else that around it."""
    if known is not None and known.code:
        return known
    own = language_of("", *texts)
    if known is None:
        return own
    found = {word for text in texts for word in text[:ENOUGH].casefold().split()}
    return own if own.code and len(found & own.little) >= ENOUGH_WORDS else known


def language_of(declared: str, *texts: str) -> Language:
    """The language to read a change in: as declared ("de-CH" is German), else guessed from its commonest words.

    A text without any word that tells (a headline, a list) is taken for English where it is all in Latin letters.
    """
    if declared:
        return READ.get(declared.replace("_", "-").partition("-")[0].casefold(), OTHER)
    found = {word for text in texts for word in text[:ENOUGH].casefold().replace("’", " ").replace("'", " ").split()}
    votes = {code: len(found & telling) for code, telling in _TELLING.items()}
    best = max(votes, key=votes.__getitem__)
    if votes[best]:
        # One word more is no proof: "Three die in fire" has two words that German has too.
        return ENGLISH if votes["en"] and votes["en"] + 1 >= votes[best] else READ.get(best, OTHER)
    return (
        ENGLISH
        if all(ord(letter) < LATIN_ENDS for text in texts for letter in text[:ENOUGH] if letter.isalpha())
        else OTHER
    )
