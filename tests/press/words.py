"""Invents news: sentences, quotes, names and headlines, in English and German, from a seeded hand."""

import random
import re
import unicodedata
from dataclasses import dataclass


def _all(words: str) -> list[str]:
    """Words parted by bars, or by spaces where there is no bar."""
    return words.split("|" if "|" in words else None)


_FIRST = _all(
    "Mara Jonas Edda Ruben Tilda Pavel Ines Oskar Leila Bruno Nadia Felix Greta Hamid Irena Casper Yasmin Anton Vera "
    "Tomas Selma Radu Petra Noel Alma Viktor Dana Emil Rosa Karim"
)
_LAST = _all(
    "Lindqvist Reed Okafor Brandt Castell Dremmel Eskola Farrow Gantry Holm Ibarra Jessop Kessler Lomax Marchetti "
    "Novak Oduya Pell Quist Rasmus Sorley Tamm Ullman Varga Wexley Yarrow Zeller Amsel Birk Corrigan"
)
_TOWNS = _all(
    "Ostwick|Harrowby|Kestrel Bay|Lenmouth|Dunmere|Saltgate|Upper Fennick|Marrow Hill|Brackwater|Tolley Cross|Norvik|"
    "Stanhollow|Greywell|Pinmoor|Cardle|Ashby Lock|Wexham|Thornby|Eastrow|Millgarth"
)
_DAYS = _all("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")
_ROLES = _all(
    "the council leader|a spokesman for the port|the head teacher|the fire chief|a union official|the site manager|"
    "the regional inspector|the mayor|a resident of the street|the club's secretary|the chief engineer|a shopkeeper|"
    "the hospital's director|a driver who saw it|the minister's office"
)
_THINGS = _all(
    "harbour bridge|tram line|ferry terminal|secondary school|water works|market hall|ring road|swimming pool|"
    "cement plant|wind farm|bus depot|old granary|district hospital|railway yard|flood barrier|public library|"
    "fish market|sports ground|telephone exchange|city archive"
)
_BODIES = _all(
    "city council|port authority|transport committee|county court|fire service|teachers' union|water board|"
    "building inspectorate|chamber of trade|health department|harbour police|planning committee|audit office|"
    "electoral commission|rail operator"
)

_SENTENCES = (
    "The {body} said on {day} that the {thing} in {town} would stay closed for {n} days.",
    "About {n} people were led out of the {thing} before {h} o'clock, according to the {body}.",
    "Work on the {thing} began in {town} with a budget of {n} million crowns and has cost {m} million so far.",
    "Inspectors counted {n} cracks in the wall of the {thing}, {m} more than a year ago.",
    "{name}, {role}, asked for an inquiry that would look at {n} earlier cases in {town}.",
    "A vote in the {body} ended {n} to {m}, with several members of the {town} group abstaining.",
    "The price of a ticket between {town} and {town2} rises by {n} per cent from {day}.",
    "Some {n} households in {town} were without power until late on {day} evening.",
    "The {body} of {town} has received {n} complaints about the {thing} since the summer.",
    "Trains between {town} and {town2} were running {n} minutes late on {day} morning.",
    "{name} won the seat in {town} by {n} votes after a recount that lasted {h} hours.",
    "Prosecutors in {town2} are looking at {n} payments made for the {thing}.",
    "The new {thing} has room for {n} visitors and {m} bicycles, plans shown in {town} say.",
    "Rain of {n} millimetres fell on {town} within {h} hours, the weather service measured.",
    "{name} scored twice as {town} beat {town2} in front of {n} spectators at the {thing}.",
    "A report of {n} pages by the {body} finds that the {thing} was inspected only {h} times.",
    "Divers searched the basin beside the {thing} for {h} hours and found {n} drums.",
    "The lorry that struck the {thing} carried {n} tonnes of grain from {town2}.",
    "Teachers at {n} schools around {town} will stop work on {day}, the {body} announced.",
    "The owner of the {thing} owes {n} million crowns to {m} firms, papers filed in {town2} show.",
    "Nobody from the {body} would say why the alarm at the {thing} had been off since {day}.",
    "For {n} years the {thing} has stood empty while {town} and the {body} argued over the rent.",
    "The path along the river in {town} is to be widened by {h} metres at a cost of {n},000 crowns.",
    "Volunteers from {town2} filled {n} sandbags and stacked them around the {thing}.",
    "A court in {town} heard {n} witnesses before {name} was cleared of {h} charges.",
    "The {thing} lost {n} of its {m} workers when the contract with {town2} ended.",
    "Two ambulances and {h} engines were sent from {town2} to the {thing} shortly before noon.",
    "Residents collected {n} signatures against the plan, which the {body} will hear on {day}.",
)
_QUOTES = (
    '"We have never seen {n} people in this hall before," said {name}, {role}, on {day}.',
    '"Nobody told us anything about the {thing}, and I still do not know whom to ask," {name} said.',
    '"If the {body} does not act by {day}, we will," said {name}, {role}.',
    '"It was loud, and then it was very quiet," said {name}, who lives {n} metres from the {thing}.',
    '"The figures speak for themselves: {n} last year, {m} this year," {name} told reporters in {town}.',
    '"I would do it again," said {name}, {role}, when asked about the {thing} in {town}.',
)
_HEADLINES = (
    "{Thing} in {town} closed after {n} cracks are found",
    "{n} led to safety as fire reaches {town} {thing}",
    "{Body} votes to rebuild the {thing} in {town}",
    "{town} and {town2} at odds over the {thing}",
    "{name} asks for inquiry into {town} {thing}",
    "{n} jobs to go at the {thing} in {town}",
    "Storm leaves {n} homes without power near {town}",
    "{Body}: {thing} cost {n} million more than planned",
    "{town} beat {town2} before {n} at the {thing}",
    "Lorry strikes the {thing} in {town}, {h} hurt",
)
_ANGLES = (
    "What is known about the {thing} in {town}",
    "{town} waits for answers on the {thing}",
    "'We will not move': {town} residents stand by their {thing}",
    "{Body} orders new inspection of {town} {thing}",
    "How the {thing} divided {town}",
    "Questions for {name} after the {thing} closes in {town}",
)
_SENTENCES_DE = (
    "Die Feuerwehr führte am {day} rund {n} Menschen aus dem Gebäude in {town}.",
    "Der Umbau in {town} kostet nach Angaben des Rathauses {n} Millionen Kronen statt {m} Millionen.",
    "{name} forderte am {day} eine Prüfung der {n} älteren Fälle in {town}.",
    "Zwischen {town} und {town2} fuhren die Züge bis zum Abend {n} Minuten später.",
    "Im Stadtrat von {town} stimmten {n} Mitglieder dafür und {m} dagegen.",
    "Der Wetterdienst maß in {town} innerhalb von {h} Stunden {n} Millimeter Regen.",
    "Etwa {n} Haushalte in {town2} waren bis in die Nacht ohne Strom.",
    "Die Staatsanwaltschaft prüft {n} Zahlungen, die über {town2} gelaufen sein sollen.",
    "Anwohner aus {town} sammelten {n} Unterschriften gegen die geplante Straße.",
    "An {n} Schulen im Kreis {town} fällt am {day} der Unterricht aus.",
    "Der Lastwagen hatte {n} Tonnen Getreide aus {town2} geladen, sagte ein Sprecher.",
    "Nach {h} Stunden gaben die Taucher die Suche im Hafen von {town} auf.",
    "Seit {n} Jahren steht die Halle in {town} leer, und die Miete zahlt die Stadt.",
    "Vor {n} Zuschauern gewann {town} gegen {town2} mit {h} Toren Vorsprung.",
)
_QUOTES_DE = (
    '"Wir haben {n} Menschen im Saal, das gab es noch nie", sagte {name} am {day} in {town}.',
    '"Niemand hat uns gefragt, auch die Stadt {town2} nicht", sagte {name}.',
    '"Wenn bis {day} nichts geschieht, handeln wir selbst", sagte {name} aus {town}.',
)
_HEADLINES_DE = (
    "{n} Menschen nach Brand in {town} in Sicherheit",
    "{town} streitet mit {town2} um den Umbau",
    "Unwetter: {n} Haushalte bei {town} ohne Strom",
    "{name} fordert Prüfung in {town}",
    "Stadtrat von {town} stimmt für die neue Brücke",
)
_ANGLES_DE = (
    "Was über den Vorfall in {town} bekannt ist",
    "{town} wartet auf Antworten",
    "Wie der Umbau {town} entzweit",
)
_DAYS_DE = _all("Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag")

#: Words that an editor exchanges for one another without changing what is said much.
SYNONYMS = {
    "said": "stated",
    "about": "roughly",
    "About": "Around",
    "several": "some",
    "found": "discovered",
    "asked": "called",
    "began": "started",
    "struck": "hit",
    "sagte": "erklärte",
    "Etwa": "Rund",
    "rund": "etwa",
    "forderte": "verlangte",
    "until": "till",
    "late": "long",
    "before": "prior to",
}


@dataclass(frozen=True)
class Voice:
    """The phrases of one language."""

    language: str
    sentences: tuple[str, ...]
    quotes: tuple[str, ...]
    headlines: tuple[str, ...]
    angles: tuple[str, ...]
    days: list[str]
    correction: str
    status: str


ENGLISH = Voice(
    "en",
    _SENTENCES,
    _QUOTES,
    _HEADLINES,
    _ANGLES,
    _DAYS,
    "Correction: An earlier version of this article gave the wrong figure. It is {new}, not {old}.",
    "This is a developing story. Please check back for updates.",
)
GERMAN = Voice(
    "de",
    _SENTENCES_DE,
    _QUOTES_DE,
    _HEADLINES_DE,
    _ANGLES_DE,
    _DAYS_DE,
    "Korrektur: In einer früheren Version stand eine falsche Zahl. Richtig ist {new}, nicht {old}.",
    "Diese Meldung wird laufend aktualisiert.",
)


class Writer:
    """Writes in one voice; the same random hand writes the same words. The town and thing of a story stay the same."""

    def __init__(self, hand: random.Random, voice: Voice) -> None:
        self.hand, self.voice = hand, voice
        self.town, self.thing, self.body = hand.choice(_TOWNS), hand.choice(_THINGS), hand.choice(_BODIES)

    def _filled(self, phrase: str) -> str:
        hand = self.hand
        return phrase.format(
            town=self.town if hand.random() < 0.5 else hand.choice(_TOWNS),
            town2=hand.choice(_TOWNS),
            thing=self.thing if hand.random() < 0.6 else hand.choice(_THINGS),
            Thing=self.thing.capitalize(),
            body=self.body if hand.random() < 0.6 else hand.choice(_BODIES),
            Body=self.body.capitalize(),
            name=self.name(),
            role=hand.choice(_ROLES),
            day=hand.choice(self.voice.days),
            n=hand.randint(11, 980),
            m=hand.randint(11, 980),
            h=hand.randint(2, 9),
        )

    def name(self) -> str:
        """Somebody who never was."""
        return f"{self.hand.choice(_FIRST)} {self.hand.choice(_LAST)}"

    def sentence(self) -> str:
        """One sentence."""
        return self._filled(self.hand.choice(self.voice.sentences))

    def quote(self) -> str:
        """One sentence in which somebody is quoted."""
        return self._filled(self.hand.choice(self.voice.quotes))

    def paragraph(self) -> str:
        """One to three sentences, every fourth of them with a quotation."""
        if self.hand.random() < 0.25:
            return self.quote()
        return " ".join(self.sentence() for _ in range(self.hand.randint(1, 3)))

    def headline(self) -> str:
        """A headline as it stands when the story is first published."""
        return self._filled(self.hand.choice(self.voice.headlines))

    def angle(self) -> str:
        """A headline as a desk rewrites it hours later."""
        return self._filled(self.hand.choice(self.voice.angles))


def slug(headline: str) -> str:
    """A headline as a piece of an address."""
    plain = unicodedata.normalize("NFKD", headline).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain)[:10])
