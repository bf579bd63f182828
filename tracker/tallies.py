"""The words for what befell people that a story counts, in four languages, and the little words around a count."""

import re

from tracker.kinds.wordsets import word_set

_TOLLS = {
    "en": {
        "killed": "killed kill kills killing dead died dies die dying death deaths fatalities fatality perished toll",
        "injured": "injured injures injure injuring injuries injury hurt hurts hurting wounded wounding wounds",
        "missing": "missing unaccounted",
        "arrested": "arrested arrests arresting detained detaining detains",
        "displaced": "homeless displaced displacing",
        "evacuated": "evacuated evacuating evacuations",
        "rescued": "rescued rescuing",
        "infected": "infected infecting infections",
    },
    "de": {
        "killed": "tote toten toter todesopfer getötet gestorben starben stirbt sterben tot umgekommen todesfälle",
        "injured": "verletzt verletzte verletzten verletzter",
        "missing": "vermisst vermisste vermissten",
        "arrested": "festgenommen festnahmen verhaftet verhaftungen",
        "evacuated": "evakuiert evakuierte",
    },
    "fr": {
        "killed": "morts mort morte mortes tués tué tuée tuées décès décédés décédées décédé",
        "injured": "blessés blessé blessée blessées",
        "missing": "disparus disparu disparue disparues",
        "arrested": "arrêtés arrêté arrêtées interpellés interpellé interpellées arrestations interpellations",
        "evacuated": "évacués évacué évacuées",
    },
    "es": {
        "killed": "muertos muerto muertas muerta fallecidos fallecido fallecidas murieron muere mueren muertes",
        "injured": "heridos herido heridas herida lesionados lesionado",
        "missing": "desaparecidos desaparecido desaparecidas",
        "arrested": "detenidos detenido detenidas arrestados detenciones",
        "evacuated": "evacuados evacuado evacuadas",
    },
}
#: For each language, what befell them by the word that says so.
TOLLS = {
    code: {word: toll for toll, words in table.items() for word in words.split()} for code, table in _TOLLS.items()
}
#: Those of them that are nouns: they tell of a figure only right beside it, or where they are what rises to it.
NOUNS = word_set(
    "death deaths fatalities fatality toll injuries injury arrests evacuations infections todesopfer todesfälle "
    "festnahmen verhaftungen décès arrestations interpellations muertes detenciones"
)

#: Words between which and a figure what befell the counted ones no longer stands.
BARRIERS = {
    "en": word_set(
        "and or but when while as after before until where which whose that because since if not no if than saw "
        "see sees say says said by for from investigate investigated"
    ),
    "de": word_set("und oder aber als während nachdem bevor wo weil seit wenn nicht kein die der das von"),
    "fr": word_set("et ou mais quand lorsque après avant où qui que pas ne par pour"),
    "es": word_set("y o pero cuando mientras después antes donde que no por para"),
}
_BOUNDS = {
    "en": r"at least|at most|about|around|approximately|roughly|more than|fewer than|less than|over|under|nearly|"
    r"almost|some|up to|an estimated|as many as|at least another|another|a further|a total of|only|just",
    "de": r"mindestens|rund|etwa|ungefähr|circa|mehr als|weniger als|über|fast|knapp|bis zu|weitere|insgesamt|nur",
    "fr": r"au moins|environ|plus de|moins de|près de|presque|quelque|jusqu'à|jusqu’à|au total|seulement",
    "es": r"al menos|por lo menos|unos|unas|cerca de|más de|menos de|casi|hasta|aproximadamente|alrededor de|solo",
}
#: What only bounds the figure behind it ("at least", "more than"), as it stands right before.
BOUNDS = {code: re.compile(rf"\b(?:(?:{words})\s+)+$", re.IGNORECASE) for code, words in _BOUNDS.items()}
#: What stands right before an age ("a man of 19", "aged 58").
AGED = re.compile(
    r"\b(?:aged?|im alter von|âgée? de|de edad de|(?:man|woman|boy|girl|suspect|teenager|driver) of)\s+$", re.IGNORECASE
)
#: Words that lead from a figure to what it counts ("$5m in aid", "5% of voters").
LINKS = {
    "en": word_set("of in worth"),
    "de": word_set("an der des von"),
    "fr": word_set("de d des du"),
    "es": word_set("de en"),
}
#: Verbs that say how a number moves or stands; the noun before them is what it counts ("the death toll rose to 5").
CHANGING = word_set(
    "rises rose risen rising raised climbs climbed climbing grew grown grows reaches reached hits hit tops topped "
    "passes passed stands stood fell falls fallen falling dropped drops increased increases decreased jumped jumps "
    "soared surged steigt stieg gestiegen sank sinkt beträgt erreicht passe passé passée atteint atteignait monte "
    "s'élève sube subió asciende ascendió alcanza alcanzó cayó"
)
#: They and the little words between them and the figure.
CHANGES = CHANGING | word_set(
    "to at of is was now are were been has have had by from put puts auf bei ist liegt nun jetzt est à de es son a en"
)

#: Stems of the words that count people without saying which.
GENERIC = word_set("people person others other man men woman women victim individ mensch person personn gente")

#: Vague counts that a ledger keeps ("dozens of people were hurt"): they have no value for a chart.
VAGUE_COUNTS = word_set("dozens scores hundreds thousands millions dutzende hunderte tausende") | {
    "tens of thousands",
    "hundreds of thousands",
    "hundreds of",
    "dutzende",
    "une dizaine",
    "une centaine",
    "des dizaines",
    "miles",
    "cientos",
}
