"""The words of time in English, German, French and Spanish, and the patterns made of them."""

import re
from collections.abc import Iterable

from tracker.kinds.wordsets import word_set

_MONTH_WORDS = {
    "en": "january,jan february,feb march,mar april,apr may june,jun july,jul august,aug september,sept,sep "
    "october,oct november,nov december,dec",
    "de": "januar,jänner,jan februar,feb märz,mär april,apr mai juni,jun juli,jul august,aug september,sept,sep "
    "oktober,okt november,nov dezember,dez",
    "fr": "janvier,janv février,févr,fév mars avril,avr mai juin juillet,juil août septembre,sept octobre,oct "
    "novembre,nov décembre,déc",
    "es": "enero,ene febrero,feb marzo,mar abril,abr mayo,may junio,jun julio,jul agosto,ago "
    "septiembre,setiembre,sept octubre,oct noviembre,nov diciembre,dic",
}
MONTHS = {
    code: {name: number for number, names in enumerate(words.split(), 1) for name in names.split(",")}
    for code, words in _MONTH_WORDS.items()
}
#: Months that are ordinary words too: alone they count only with a capital and a word of time before them.
NOT_ALONE = frozenset({"may", "march", "mars", "mar", "mai", "sep", "dec", "jan", "mayo"})

_WEEKDAY_WORDS = {
    "en": "monday,mon tuesday,tue,tues wednesday,wed thursday,thu,thurs friday,fri saturday,sat sunday,sun",
    "de": "montag dienstag mittwoch donnerstag freitag samstag,sonnabend sonntag",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "es": "lunes martes miércoles jueves viernes sábado domingo",
}
WEEKDAYS = {
    code: {name: number for number, names in enumerate(words.split()) for name in names.split(",")}
    for code, words in _WEEKDAY_WORDS.items()
}
#: Letters of a weekday cut short ("Wed"); it counts only before a day of the month, for "sat" and "sun" are words.
SHORT_DAY = 5
RELATIVE_DAYS = {
    "en": {
        "today": 0,
        "tonight": 0,
        "yesterday": -1,
        "tomorrow": 1,
        "this morning": 0,
        "this afternoon": 0,
        "this evening": 0,
    },
    "de": {"heute": 0, "gestern": -1, "morgen": 1, "vorgestern": -2, "übermorgen": 2},
    "fr": {"aujourd'hui": 0, "aujourd’hui": 0, "hier": -1, "demain": 1, "avant-hier": -2},
    "es": {"hoy": 0, "ayer": -1, "anteayer": -2},
}
#: Words that refer to a time only loosely.
WEAK = {
    "en": frozenset(
        {"now", "currently", "recently", "soon", "shortly", "later", "earlier", "previously", "immediately", "so far"}
    ),
    "de": frozenset({"jetzt", "derzeit", "kürzlich", "bald"}),
    "fr": frozenset({"maintenant", "actuellement", "récemment", "bientôt"}),
    "es": frozenset({"ahora", "actualmente", "recientemente", "pronto"}),
}

_YEAR = r"(?:1[6-9]|20)\d\d"


def _any(words: Iterable[str]) -> str:
    return "(?:" + "|".join(sorted(map(re.escape, words), key=len, reverse=True)) + ")"


#: Hours of the day that are written without a digit.
NOON = re.compile(r"noon|midday|midnight|mittag|mitternacht|midi|minuit|mediodía|medianoche", re.IGNORECASE)


def _fixed_pattern(code: str) -> re.Pattern[str]:
    """Dates, months with a year, clock times and years, as written in a language (or in none: only digits)."""
    parts = [
        rf"(?P<y3>{_YEAR})-(?P<n3>\d\d)-(?P<d3>\d\d)(?!\d)",
        rf"(?<![\d.])(?P<d5>\d{{1,2}})[./](?P<n5>\d{{1,2}})[./](?P<y5>{_YEAR}|\d\d)(?![\d.])",
        r"(?<![\d:.])(?P<h2>[01]?\d|2[0-4]):(?P<i2>[0-5]\d)(?![\d:])",
    ]
    if code == "en":
        parts.append(r"(?<![\d.,])(?P<era>\d{1,4}\s?(?:BCE?|AD|CE)\b)")
    if code:
        month = _any(MONTHS[code]) + r"\b\.?"
        of, year_of = {"es": (r"\s+(?:de\s+)?", r"\s+(?:del?\s+)?"), "de": (r"\.?\s*", r"\s+")}.get(
            code, (r"\s+(?:of\s+)?", r",?\s+")
        )
        parts[:0] = [
            rf"(?<![\d.,])(?P<d1>\d{{1,2}})(?:st|nd|rd|th|er|º|"
            rf"\.)?{of}(?P<m1>{month})(?:{year_of}(?P<y1>{_YEAR})(?!\d))?",
            rf"\b(?P<m2>{month})\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|[.,:]\d)(?:,?\s+(?P<y2>{_YEAR})(?!\d))?"
            if code == "en"
            else "",
            rf"\b(?P<m4>{month}){year_of}(?P<y4>{_YEAR})(?!\d)",
        ]
        parts.append(
            {
                "en": r"(?<![\d.])(?P<h1>\d{1,2})(?:[:.](?P<i1>[0-5]\d))?\s?(?P<half>[ap])\.?\s?m\b\.?|"
                r"\b(?P<noon>noon|midday|midnight)\b",
                "de": r"(?<![\d.])(?P<h1>\d{1,2})(?:[:.](?P<i1>[0-5]\d))?\s?Uhr\b|\b(?P<noon>mittags?|mitternacht)\b",
                "fr": r"(?<![\d.])(?P<h1>\d{1,2})\s?(?:h|heures)\s?(?P<i1>[0-5]\d)?\b|\b(?P<noon>midi|minuit)\b",
                "es": r"(?<![\d.])(?P<h1>\d{1,2})(?:[:.](?P<i1>[0-5]\d))?\s?(?:h|horas)\b|\b(?P<noon>mediodía|"
                r"medianoche)\b",
            }[code]
        )
    if code:
        # "Am Freitag, 29." is cut off before the month, or leaves it out.
        parts.append(
            rf"\b(?P<w6>{_any(WEEKDAYS[code])}),?\s+(?:the\s+|den\s+)?(?P<d6>\d{{1,2}})(?:st|nd|rd|th|\.)?"
            rf"(?=\s*(?:[,;)]|\.?\s*$))"
        )
    parts.append(
        rf"(?<![\d.,$€£/-])(?P<year>{_YEAR}s?(?:[-–/]\d\d(?:\d\d)?)?)(?![\d%]|[.,-]\d|\s?(?:people|%|per "
        "cent|percent))"
    )
    return re.compile("|".join(part for part in parts if part), re.IGNORECASE)


FIXED = {code: _fixed_pattern(code) for code in ("", "en", "de", "fr", "es")}

_MORE_TRIGGERS = {
    "en": "recent eve second seconds minute minutes hour hours day days night nights week weeks weekend "
    "fortnight month months "
    "quarter quarters semester term season summer autumn winter spring year years decade decades century ago last "
    "past next previous coming following early late mid beginning end start middle half noon midday midnight am "
    "pm p.m a.m this far before after morning afternoon evening overnight dawn dusk daybreak sunrise sunset hours",
    "de": "sekunden minuten stunde stunden tag tage tagen woche wochen wochenende monat monate monaten quartal jahr "
    "jahre jahren jahrzehnt uhr mittag mittags mitternacht letzte letzten letzter vergangenen nächste nächsten "
    "kommenden diese dieser dieses vormittag nachmittag abend nacht morgen",
    "fr": "minutes heure heures jour jours semaine semaines mois trimestre an ans année années siècle dernier "
    "dernière "
    "prochain prochaine midi minuit matin soir",
    "es": "minutos hora horas día días semana semanas mes meses trimestre año años siglo pasado pasada próximo "
    "próxima "
    "mediodía medianoche viene",
}
_COUNT = (
    r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|few|several|couple of|many|a few|"
    r"\w+teen|\w+ty)"
)
_UNITS = {
    "en": r"(?:second|minute|hour|day|night|week|weekend|fortnight|month|quarter|semester|term|season|summer|"
    r"autumn|winter|spring|year|decade|century|centurie)s?",
    "de": r"(?:sekunden?|minuten?|stunden?|tag(?:en|es|e)?|woche(?:n|nende)?|monat(?:en|s|e)?|quartal(?:s|e)?|"
    r"jahr(?:en|es|e)?|jahrzehnt\w*)",
    "fr": r"(?:secondes?|minutes?|heures?|jours?|semaines?|week-end|mois|trimestres?|ans?|années?|siècles?)",
    "es": r"(?:segundos?|minutos?|horas?|días?|semanas?|mes(?:es)?|trimestres?|años?|siglos?)",
}
_ORDINAL = r"(?:first|second|third|fourth|1st|2nd|3rd|4th|final)"
_PHRASE_PARTS = {
    "en": [
        rf"(?:last|past|next|previous|coming|following|preceding|recent)\s+(?:{_COUNT}\s+)?{_UNITS['en']}\b",
        r"(?:(?:on|last|next|this|early|late)\s+)*(?:mon|tues|wednes|thurs|fri|satur|sun)day\s+(?:morning|afternoon|"
        r"evening|night)s?\b",
        r"(?:overnight|at (?:dawn|dusk|night|daybreak|sunrise|sunset)|(?:in|during|on|of) the (?:(?:\w+ "
        "hours|morning|"
        r"afternoon|evening|night|eve)(?: of)?))\b",
        r"(?:last|next|this)\s+(?:mon|tues|wednes|thurs|fri|satur|sun)day\b",
        r"(?:earlier|later)\s+(?:today|this (?:week|month|year)|(?:in|that) (?:the )?(?:day|week|month|year))\b",
        rf"{_COUNT}\s+{_UNITS['en']}\s+(?:ago|earlier|later|from now|before|after)\b",
        rf"this\s+(?:morning|afternoon|evening|{_UNITS['en']})\b",
        rf"{_ORDINAL}\s+(?:half|quarter|semester)\b|\bQ[1-4]\b",
        r"(?:early|late|mid|beginning of|end of|start of|middle of)[ -](?-i:(?=[A-Z1-9]))",
        r"so far\b",
    ],
    "de": [
        rf"(?:letzt|vergangen|nächst|kommend|vorig|dies|laufend)(?:e[nrsm]?)\s+(?:\w+\s+)?{_UNITS['de']}\b",
        r"am (?:frühen |späten )?(?:morgen|vormittag|nachmittag|abend)\b|in der nacht\b",
        rf"(?:vor|seit|in)\s+(?:\d{{1,3}}|eine[mnr]?|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|wenigen|"
        rf"mehreren)\s+{_UNITS['de']}\b",
    ],
    "fr": [
        rf"(?:la|le|les|l['’]|cette?|ces)\s?(?:\w+\s+)?{_UNITS['fr']}\s+(?:derni(?:er|ère)s?|prochaine?s?|"
        rf"passée?s?|suivante?s?)\b",
        rf"(?:il y a|dans|depuis)\s+(?:\d{{1,3}}|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|"
        rf"quelques)\s+{_UNITS['fr']}\b",
        r"ce (?:matin|soir)\b",
    ],
    "es": [
        rf"(?:la|el|los|las|este|esta)\s+(?:\w+\s+)?{_UNITS['es']}\s+(?:pasad[oa]s?|próxim[oa]s?|que viene|"
        rf"siguientes?)\b",
        rf"(?:hace|dentro de|desde hace)\s+(?:\d{{1,3}}|una?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|"
        rf"varios)\s+{_UNITS['es']}\b",
        rf"(?:próxim|últim|pasad)[oa]s?\s+(?:\w+\s+)?{_UNITS['es']}\b",
    ],
}


def _phrase_pattern(code: str) -> re.Pattern[str]:
    """Weekdays, months alone, and turns of phrase such as "last year", the longest first."""
    months = [name for name in MONTHS[code] if len(name) > 3 or name in NOT_ALONE]
    words = [*RELATIVE_DAYS[code], *WEEKDAYS[code], *WEAK[code]]
    short = [name for name in WEEKDAYS[code] if code == "en" and len(name) <= SHORT_DAY]
    words = [word for word in words if word not in short]
    before_date = [rf"(?:{_any(short)})\.?(?=,?\s+\d)"] if short else []
    parts = [*_PHRASE_PARTS[code], *before_date, rf"(?P<month>{_any(months)}\b)", rf"{_any(words)}\b"]
    return re.compile(r"\b(?:" + "|".join(parts) + ")", re.IGNORECASE)


PHRASES = {code: _phrase_pattern(code) for code in MONTHS}

_MORE_STARTS = {
    "en": "on of recent overnight at during in last past next previous coming following preceding this earlier "
    "later a an "
    "one two three four five six "
    "seven eight "
    "nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty "
    "fifty sixty "
    "seventy eighty ninety few several couple many first second third fourth final q early late mid beginning end "
    "start middle so",
    "de": "vor seit in am "
    + " ".join(
        stem + ending
        for stem in ("letzt", "vergangen", "nächst", "kommend", "vorig", "dies", "laufend")
        for ending in ("e", "en", "er", "es", "em")
    ),
    "fr": "la le les l cet cette ces ce il dans depuis aujourd avant",
    "es": "la el los las este esta hace dentro desde próximo próxima próximos próximas último última últimos "
    "últimas pasado pasada",
}
#: For each language, the words that a reference to time can begin with; it can begin with a number too.
STARTS = {
    code: frozenset(
        word
        for text in (*MONTHS[code], *WEEKDAYS[code], *RELATIVE_DAYS[code], *WEAK[code], _MORE_STARTS[code])
        for word in text.split()[: None if text is _MORE_STARTS[code] else 1]
    )
    | word_set("noon midday midnight mittag mittags mitternacht midi minuit mediodía medianoche")
    for code in MONTHS
}
STARTS[""] = frozenset()

#: Words before a month that is an ordinary word too ("in May", "Ende Mai").
BEFORE_MONTH = word_set(
    "in of since until till by last next this early late mid from to during through before after end im bis ab "
    "seit ende anfang mitte en de depuis dès fin début desde hasta"
)

#: For each language, the words of which at least one stands in every reference to time that holds no digit.
TRIGGERS = {
    code: frozenset(
        [
            *MONTHS[code],
            *WEEKDAYS[code],
            *(word for words in (RELATIVE_DAYS[code], WEAK[code]) for word in " ".join(words).split()),
        ]
    )
    | frozenset(_MORE_TRIGGERS[code].split())
    for code in MONTHS
}
