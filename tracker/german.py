"""The German of every clause in tracker/phrases.py: whole clauses, in German order, case and number.

Each key has the forms of a Phrase: one, many, and both without a word of the publisher's ("" as there).
"""

import re

_Forms = tuple[str, ...]

#: Numbers in words, as they stand before a feminine or plural noun.
NUMBERS = ("eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn")

#: How a word of the publisher's stands in a clause.
QUOTED = "„{}“"

_COUNTS = {
    "dead": ("Zahl der Toten", "eine Zahl von Toten"),
    "hurt": ("Zahl der Verletzten", "eine Zahl von Verletzten"),
    "missing": ("Zahl der Vermissten", "eine Zahl von Vermissten"),
    "arrested": ("Zahl der Festnahmen", "eine Zahl von Festnahmen"),
}
_WAYS = {"raised": "erhöht", "lowered": "gesenkt", "corrected": "korrigiert", "changed": "geändert"}
_OPS = {"added": "ergänzt", "removed": "gestrichen", "changed": "geändert"}


def _counted(key: str, what: str, some: str) -> dict[str, _Forms]:
    """The ways in which one sort of count turns, comes and goes."""
    turns: dict[str, _Forms] = {
        f"{key}.{way}": (f"{what} von {{old}} auf {{new}} {done}", "", f"{what} {done}") for way, done in _WAYS.items()
    }
    turns[f"{key}.new"] = (f"{some} genannt ({{new}})", "", f"{some} genannt")
    turns[f"{key}.gone"] = (f"{some} gestrichen ({{old}})", "", f"{some} gestrichen")
    return turns


def _times(key: str, one: str, many: str) -> dict[str, _Forms]:
    """The ways in which a date or a time turns; `one` with its article."""
    return {
        f"{key}.changed": (
            f"{one} von {{old}} auf {{new}} geändert",
            "",
            f"{one} geändert",
            f"{{count}} {many} geändert",
        ),
        f"{key}.corrected": (f"{one} von {{old}} auf {{new}} korrigiert", "", f"{one} korrigiert"),
        f"{key}.new": (
            f"{one} in einem Satz ergänzt ({{new}})",
            "",
            f"{one} in einem Satz ergänzt",
            f"{{count}} {many} in Sätzen ergänzt",
        ),
        f"{key}.gone": (
            f"{one} aus einem Satz gestrichen ({{old}})",
            "",
            f"{one} aus einem Satz gestrichen",
            f"{{count}} {many} aus Sätzen gestrichen",
        ),
    }


def _figures(key: str, one: str) -> dict[str, _Forms]:
    """The ways in which a figure turns that counts nothing known."""
    return {
        f"{key}.{way}": (
            f"{one} von {{old}} auf {{new}} {done}",
            "",
            f"eine Zahl {done}",
            f"{{count}} Zahlen {done}",
        )
        for way, done in _WAYS.items()
    }


def _notices() -> dict[str, _Forms]:
    names = {
        "correction": "eine Korrektur",
        "clarification": "eine Klarstellung",
        "notice": "ein Hinweis",
        "editors_note": "eine Anmerkung der Redaktion",
        "update_note": "ein Aktualisierungshinweis",
        "status": "eine Zeile zur laufenden Entwicklung",
    }
    return {f"{key}.{op}": (f"{name} {done}",) for key, name in names.items() for op, done in _OPS.items()}


def _quotes() -> dict[str, _Forms]:
    ways = {
        "added": "ergänzt",
        "removed": "gestrichen",
        "changed": "geändert",
        "cut": "gekürzt",
        "longer": "verlängert",
    }
    plain = {f"quote.{way}": (f"ein Zitat {done}", f"{{count}} Zitate {done}") for way, done in ways.items()}
    spoken = {
        f"quote.{way}_by": (f"ein Zitat von {{speaker}} {done}", "", f"ein Zitat {done}", f"{{count}} Zitate {done}")
        for way, done in ways.items()
    }
    return {**plain, **spoken}


def _parts() -> dict[str, _Forms]:
    names = {
        "headline": "Überschrift",
        "standfirst": "Vorspann",
        "byline": "Autorenzeile",
        "dateline": "Ortsmarke",
        "section": "Ressort",
    }
    return {f"{key}.{op}": (f"{name} {done}",) for key, name in names.items() for op, done in _OPS.items()}


FORMS: dict[str, _Forms] = {
    **_notices(),
    **{key: forms for name, (what, some) in _COUNTS.items() for key, forms in _counted(name, what, some).items()},
    "age.changed": (
        "eine Altersangabe von {old} auf {new} geändert",
        "",
        "eine Altersangabe geändert",
        "{count} Altersangaben geändert",
    ),
    "age.corrected": ("eine Altersangabe von {old} auf {new} korrigiert", "", "eine Altersangabe korrigiert"),
    **_figures("things", "Zahl zu „{noun}“"),
    **_figures("figure", "eine Zahl"),
    "figure.new": (
        "eine Zahl in einem Satz ergänzt ({new})",
        "",
        "eine Zahl in einem Satz ergänzt",
        "{count} Zahlen in Sätzen ergänzt",
    ),
    "figure.gone": (
        "eine Zahl aus einem Satz gestrichen ({old})",
        "",
        "eine Zahl aus einem Satz gestrichen",
        "{count} Zahlen aus Sätzen gestrichen",
    ),
    "figure.unpaired": ("Zahlen in einem Satz geändert", "Zahlen in {count} Sätzen geändert"),
    **_times("date", "ein Datum", "Daten"),
    **_times("time", "eine Uhrzeit", "Uhrzeiten"),
    **_times("when", "eine Zeitangabe", "Zeitangaben"),
    "name.respelt": (
        "Schreibung des Namens „{old}“ in „{new}“ geändert",
        "",
        "Schreibung eines Namens geändert",
        "Schreibung von {count} Namen geändert",
    ),
    "name.corrected": (
        "der Name „{old}“ in „{new}“ korrigiert",
        "",
        "ein Name korrigiert",
        "{count} Namen korrigiert",
    ),
    "name.changed": (
        "ein Satz nennt jetzt „{new}“ statt „{old}“",
        "",
        "ein Name in einem Satz geändert",
        "Namen in {count} Sätzen geändert",
    ),
    "name.formed": (
        "„{old}“ heißt jetzt „{new}“",
        "",
        "ein Name in andere Form gebracht",
        "{count} Namen in andere Form gebracht",
    ),
    "name.new": (
        "ein Satz nennt jetzt „{new}“",
        "",
        "ein Name in einem Satz ergänzt",
        "Namen in {count} Sätzen ergänzt",
    ),
    "name.gone": (
        "ein Satz nennt „{old}“ nicht mehr",
        "",
        "ein Name aus einem Satz gestrichen",
        "Namen aus {count} Sätzen gestrichen",
    ),
    **_quotes(),
    "quote.marked": ("Worte in Anführungszeichen gesetzt", "Worte an {count} Stellen in Anführungszeichen gesetzt"),
    "quote.unmarked": (
        "Anführungszeichen um Worte gestrichen",
        "Anführungszeichen um Worte an {count} Stellen gestrichen",
    ),
    "attribution.changed": (
        "Quellenangabe von „{old}“ zu „{new}“ geändert",
        "",
        "eine Quellenangabe geändert",
        "{count} Quellenangaben geändert",
    ),
    "attribution.new": (
        "Quellenangabe „{new}“ in einem Satz ergänzt",
        "",
        "eine Quellenangabe ergänzt",
        "{count} Quellenangaben ergänzt",
    ),
    "attribution.gone": (
        "Quellenangabe „{old}“ aus einem Satz gestrichen",
        "",
        "eine Quellenangabe gestrichen",
        "{count} Quellenangaben gestrichen",
    ),
    "attribution.gone_headline": (
        "Quellenangabe „{old}“ aus der Überschrift gestrichen",
        "",
        "eine Quellenangabe aus der Überschrift gestrichen",
    ),
    "attribution.new_headline": (
        "Quellenangabe „{new}“ in der Überschrift ergänzt",
        "",
        "eine Quellenangabe in der Überschrift ergänzt",
    ),
    "attribution.changed_headline": (
        "Quellenangabe in der Überschrift von „{old}“ zu „{new}“ geändert",
        "",
        "Quellenangabe in der Überschrift geändert",
    ),
    "certainty.changed": (
        "„{old}“ in einem Satz durch „{new}“ ersetzt",
        "",
        "ein einschränkendes Wort geändert",
        "{count} einschränkende Wörter geändert",
    ),
    "certainty.new": (
        "„{new}“ in einem Satz ergänzt",
        "",
        "ein einschränkendes Wort ergänzt",
        "{count} einschränkende Wörter ergänzt",
    ),
    "certainty.gone": (
        "„{old}“ aus einem Satz gestrichen",
        "",
        "ein einschränkendes Wort gestrichen",
        "{count} einschränkende Wörter gestrichen",
    ),
    "certainty.changed_headline": (
        "„{old}“ in der Überschrift durch „{new}“ ersetzt",
        "",
        "ein einschränkendes Wort in der Überschrift geändert",
    ),
    "certainty.new_headline": (
        "„{new}“ in der Überschrift ergänzt",
        "",
        "ein einschränkendes Wort in der Überschrift ergänzt",
    ),
    "certainty.gone_headline": (
        "„{old}“ aus der Überschrift gestrichen",
        "",
        "ein einschränkendes Wort aus der Überschrift gestrichen",
    ),
    **_parts(),
    "headline.to": ("Überschrift von „{old}“ zu „{new}“ geändert", "", "Überschrift geändert"),
    "headline.edited": ("Überschrift geändert („{old}“ zu „{new}“)", "", "Überschrift geändert"),
    "headline.longer": ("Überschrift um „{new}“ verlängert", "", "Überschrift geändert"),
    "headline.cut": ("Überschrift um „{old}“ gekürzt", "", "Überschrift geändert"),
    "headline.copyedit": ("kleine Textpflege in der Überschrift",),
    "headline.restored": (
        "Überschrift wieder „{new}“, wie vor Fassung {number}",
        "",
        "Überschrift auf eine frühere zurückgesetzt",
    ),
    "standfirst.changed_text": ("Vorspann geändert („{old}“ zu „{new}“)", "", "Vorspann geändert"),
    "standfirst.copyedit": ("kleine Textpflege im Vorspann",),
    "caption.changed": ("eine Bildunterschrift geändert", "{count} Bildunterschriften geändert"),
    "caption.added": ("eine Bildunterschrift ergänzt", "{count} Bildunterschriften ergänzt"),
    "caption.removed": ("eine Bildunterschrift gestrichen", "{count} Bildunterschriften gestrichen"),
    "caption.moved": ("eine Bildunterschrift verschoben", "{count} Bildunterschriften verschoben"),
    "published_at.changed": ("Zeitstempel des Mediums geändert",),
    "url.changed": ("die Adresse geändert",),
    "sentence.added": ("ein Satz ergänzt", "{count} Sätze ergänzt"),
    "sentence.added_text": ("ein Satz ergänzt: „{new}“", "", "ein Satz ergänzt", "{count} Sätze ergänzt"),
    "sentence.removed": ("ein Satz gestrichen", "{count} Sätze gestrichen"),
    "sentence.removed_text": ("ein Satz gestrichen: „{old}“", "", "ein Satz gestrichen", "{count} Sätze gestrichen"),
    "sentence.restored": (
        "ein Satz wieder eingefügt, der in Fassung {number} entfallen war",
        "{count} Sätze wieder eingefügt, die in Fassung {number} entfallen waren",
    ),
    "sentence.taken_back": (
        "ein Satz auf den Wortlaut vor Fassung {number} zurückgesetzt",
        "{count} Sätze auf den Wortlaut vor Fassung {number} zurückgesetzt",
    ),
    "sentence.link": (
        "ein Link oder eine Adresse in einem Satz geändert",
        "Links oder Adressen in {count} Sätzen geändert",
    ),
    "sentence.rewritten": ("ein Satz neu geschrieben", "{count} Sätze neu geschrieben"),
    "sentence.expanded": ("ein Satz erweitert", "{count} Sätze erweitert"),
    "sentence.expanded_text": ("ein Satz um „{new}“ erweitert", "", "ein Satz erweitert"),
    "sentence.shortened_text": ("ein Satz um „{old}“ gekürzt", "", "ein Satz gekürzt"),
    "sentence.reworded_text": ("ein Satz umformuliert („{old}“ zu „{new}“)", "", "ein Satz umformuliert"),
    "sentence.shortened": ("ein Satz gekürzt", "{count} Sätze gekürzt"),
    "sentence.reworded": ("ein Satz umformuliert", "{count} Sätze umformuliert"),
    "sentence.changed": ("ein Satz geändert", "{count} Sätze geändert"),
    "sentence.copyedit": ("ein Satz sprachlich gepflegt", "{count} Sätze sprachlich gepflegt"),
    "sentence.moved": ("ein Satz verschoben", "{count} Sätze verschoben"),
    "sentence.split": ("ein Satz geteilt", "{count} Sätze geteilt"),
    "sentence.merged": ("Sätze zusammengezogen", "Sätze an {count} Stellen zusammengezogen"),
    "line.added": ("eine Zwischenzeile oder ein Link ergänzt", "{count} Zwischenzeilen oder Links ergänzt"),
    "line.removed": ("eine Zwischenzeile oder ein Link gestrichen", "{count} Zwischenzeilen oder Links gestrichen"),
    "text.rewritten": ("Text neu geschrieben ({kept} seiner {words} Wörter standen schon vorher da)",),
    "text.translated": ("Text in eine andere Sprache übertragen",),
    "version.restored": ("auf Fassung {number} zurückgesetzt",),
    "version.first": ("Zuerst gesehen.",),
    "version.typography": ("Nur Typografie.",),
    "version.stamp": ("Nur die Zeitstempel des Mediums haben sich geändert.",),
    "version.declared": ("Nur die Angaben der Seite neben dem Text haben sich geändert.",),
    "version.noise": ("Nur die Seite um den Artikel herum hat sich geändert.",),
    "version.none": ("Kein Unterschied im Wortlaut.",),
    "burst.undone": ("der Text ist, wie er zuvor war",),
    "live.notes": ("{notes}",),
    "rest": ("und eine kleinere Änderung", "und {count} kleinere Änderungen"),
    "burst": ("{count} Aktualisierungen von {since} bis {until}: {said}",),
    "flip": (
        "Überschrift zwischen {since} und {until} von „{old}“ zu „{new}“ geändert und zurück",
        "",
        "Überschrift zwischen {since} und {until} geändert und zurückgesetzt",
    ),
    "flip.alternates": (
        "Überschrift von {since} bis {until} im Wechsel zwischen „{old}“ und „{new}“ ({count} Wechsel)",
        "",
        "Überschrift von {since} bis {until} im Wechsel zwischen zwei Wortlauten ({count} Wechsel)",
    ),
    "unpublished": (
        "Entfernt: Zwei Abrufe nacheinander fanden die Seite nicht mehr. Der letzte Text bleibt aufbewahrt.",
    ),
    "unpublished.status": (
        "Entfernt: Zwei Abrufe nacheinander fanden die Seite nicht mehr (Status {status}). "
        "Der letzte Text bleibt aufbewahrt.",
    ),
    "back.version": ("Wieder da: Die Seite steht wieder; ihr Text hat sich inzwischen geändert.",),
    "back.same": ("Wieder da: Die Seite steht wieder; ihr Text ist derselbe wie zuvor.",),
    "back.minor": ("Wieder da: Die Seite steht wieder; ihr Text ist derselbe bis auf das, was eingeklappt ist.",),
    "back": ("Wieder da: Die Seite steht wieder; ihr Text ist aufbewahrt.",),
}

#: What tracker/notes.py says of a live blog's notes, part by part, and the German of one and of several.
_NOTES = tuple(
    (re.compile(pattern), one, many)
    for pattern, one, many in (
        (r"(\d+) notes? added on top", "ein Eintrag oben ergänzt", "{0} Einträge oben ergänzt"),
        (r"(\d+) notes? added in between", "ein Eintrag dazwischen ergänzt", "{0} Einträge dazwischen ergänzt"),
        (r"(\d+) notes? added at the end", "ein Eintrag am Ende ergänzt", "{0} Einträge am Ende ergänzt"),
        (r"(\d+) older notes? came into view", "ein älterer Eintrag sichtbar", "{0} ältere Einträge sichtbar"),
        (r"(\d+) notes? fell off the end of the page", "ein Eintrag am Ende weggefallen", "{0} am Ende weggefallen"),
        (r"(\d+) notes? edited", "ein Eintrag geändert", "{0} Einträge geändert"),
        (r"(\d+) notes? removed", "ein Eintrag gestrichen", "{0} Einträge gestrichen"),
        (r"the note of (.+) edited", "der Eintrag von {0} geändert", ""),
        (r"the note of (.+) removed", "der Eintrag von {0} gestrichen", ""),
        (r"the notes of (.+) edited", "die Einträge von {0} geändert", ""),
        (r"the notes of (.+) removed", "die Einträge von {0} gestrichen", ""),
    )
)


def notes(said: str) -> str:
    """What tracker/notes.py says of a live blog's notes, in German; a part of no known form as it stands."""
    return "; ".join(map(_note, said.split("; ")))


def _note(part: str) -> str:
    for pattern, one, many in _NOTES:
        if found := pattern.fullmatch(part):
            return (many if many and found[1] != "1" else one).format(found[1].replace(" and ", " und "))
    return part
