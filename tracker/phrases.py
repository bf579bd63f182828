"""Every sentence and clause in which Rowback tells what an update did, as templates with named places to fill.

A translation is another table with the same names: whole clauses, never fragments to be joined, so that each language
may put its words in its own order and its own gender. Nothing else in the program writes these clauses.
"""

import string
from collections.abc import Callable, Mapping
from typing import NamedTuple

from tracker import german


class Phrase(NamedTuple):
    """A clause for one thing and for several (`{count}` of them), and the same with no word of the publisher's.

    `many` is "" where there is but one (a headline); `bare` and `bare_many` are "" where `one` and `many` hold no word
    of the publisher's anyway.
    """

    one: str
    many: str = ""
    bare: str = ""
    bare_many: str = ""


#: Places to fill that hold no text of the publisher's.
OWN_PLACES = frozenset({"count", "number", "since", "until", "status", "notes", "said", "kept", "words"})

#: Numbers that are written as words, from one on; larger ones stay digits.
NUMBERS = {
    "en": ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    "de": german.NUMBERS,
}

_NOTICES = {
    f"{what}.{op}": Phrase(f"a {what.replace('_', ' ')} {op}")
    for what in ("correction", "clarification", "notice")
    for op in ("added", "removed", "changed")
}


def _counted(key: str, what: str) -> dict[str, Phrase]:
    """The ways in which one sort of count turns."""
    return {
        f"{key}.{way}": Phrase(f"{what} {way} from {{old}} to {{new}}", bare=f"{what} {way}")
        for way in ("raised", "lowered", "corrected", "changed")
    }


def _times(key: str, one: str, many: str) -> dict[str, Phrase]:
    """The ways in which a date or a time turns."""
    return {
        f"{key}.changed": Phrase(
            f"a {one} changed from {{old}} to {{new}}", bare=f"a {one} changed", bare_many=f"{{count}} {many} changed"
        ),
        f"{key}.corrected": Phrase(f"a {one} corrected from {{old}} to {{new}}", bare=f"a {one} corrected"),
        f"{key}.new": Phrase(
            f"a {one} added to a sentence ({{new}})",
            bare=f"a {one} added to a sentence",
            bare_many=f"{{count}} {many} added to sentences",
        ),
        f"{key}.gone": Phrase(
            f"a {one} taken out of a sentence ({{old}})",
            bare=f"a {one} taken out of a sentence",
            bare_many=f"{{count}} {many} taken out of sentences",
        ),
    }


ENGLISH: Mapping[str, Phrase] = {
    # What the publisher says of the story.
    **_NOTICES,
    "editors_note.added": Phrase("an editor’s note added"),
    "editors_note.removed": Phrase("an editor’s note removed"),
    "editors_note.changed": Phrase("an editor’s note changed"),
    "update_note.added": Phrase("an update note added"),
    "update_note.removed": Phrase("an update note removed"),
    "update_note.changed": Phrase("an update note changed"),
    "status.added": Phrase("a status line added"),
    "status.removed": Phrase("status line removed"),
    "status.changed": Phrase("status line changed"),
    # Figures.
    **_counted("dead", "death toll"),
    **_counted("hurt", "number of injured"),
    **_counted("missing", "number of missing"),
    **_counted("arrested", "number of arrests"),
    "dead.new": Phrase("a number of dead given ({new})", bare="a number of dead given"),
    "hurt.new": Phrase("a number of injured given ({new})", bare="a number of injured given"),
    "missing.new": Phrase("a number of missing given ({new})", bare="a number of missing given"),
    "arrested.new": Phrase("a number of arrests given ({new})", bare="a number of arrests given"),
    "dead.gone": Phrase("a number of dead taken out ({old})", bare="a number of dead taken out"),
    "hurt.gone": Phrase("a number of injured taken out ({old})", bare="a number of injured taken out"),
    "missing.gone": Phrase("a number of missing taken out ({old})", bare="a number of missing taken out"),
    "arrested.gone": Phrase("a number of arrests taken out ({old})", bare="a number of arrests taken out"),
    "age.changed": Phrase(
        "an age changed from {old} to {new}", bare="an age changed", bare_many="{count} ages changed"
    ),
    "age.corrected": Phrase("an age corrected from {old} to {new}", bare="an age corrected"),
    "things.raised": Phrase(
        "number of {noun} raised from {old} to {new}", bare="a figure raised", bare_many="{count} figures raised"
    ),
    "things.lowered": Phrase(
        "number of {noun} lowered from {old} to {new}", bare="a figure lowered", bare_many="{count} figures lowered"
    ),
    "things.corrected": Phrase(
        "number of {noun} corrected from {old} to {new}",
        bare="a figure corrected",
        bare_many="{count} figures corrected",
    ),
    "things.changed": Phrase(
        "number of {noun} changed from {old} to {new}", bare="a figure changed", bare_many="{count} figures changed"
    ),
    "figure.raised": Phrase(
        "a figure raised from {old} to {new}", bare="a figure raised", bare_many="{count} figures raised"
    ),
    "figure.lowered": Phrase(
        "a figure lowered from {old} to {new}", bare="a figure lowered", bare_many="{count} figures lowered"
    ),
    "figure.corrected": Phrase(
        "a figure corrected from {old} to {new}", bare="a figure corrected", bare_many="{count} figures corrected"
    ),
    "figure.changed": Phrase(
        "a figure changed from {old} to {new}", bare="a figure changed", bare_many="{count} figures changed"
    ),
    "figure.new": Phrase(
        "a figure added to a sentence ({new})",
        bare="a figure added to a sentence",
        bare_many="{count} figures added to sentences",
    ),
    "figure.gone": Phrase(
        "a figure taken out of a sentence ({old})",
        bare="a figure taken out of a sentence",
        bare_many="{count} figures taken out of sentences",
    ),
    "figure.unpaired": Phrase("figures in a sentence changed", "figures in {count} sentences changed"),
    # Dates and times.
    **_times("date", "date", "dates"),
    **_times("time", "time", "times"),
    **_times("when", "date or time", "dates or times"),
    # Names.
    "name.respelt": Phrase(
        "the name “{old}” respelt as “{new}”", bare="a name respelt", bare_many="{count} names respelt"
    ),
    "name.corrected": Phrase(
        "the name “{old}” corrected to “{new}”", bare="a name corrected", bare_many="{count} names corrected"
    ),
    "name.changed": Phrase(
        "a sentence now names “{new}” where it named “{old}”",
        bare="a name changed in a sentence",
        bare_many="names changed in {count} sentences",
    ),
    "name.formed": Phrase(
        "“{old}” now given as “{new}”", bare="a name put in another form", bare_many="{count} names put in another form"
    ),
    "name.new": Phrase(
        "a sentence now names “{new}”", bare="a name added to a sentence", bare_many="names added to {count} sentences"
    ),
    "name.gone": Phrase(
        "a sentence no longer names “{old}”",
        bare="a name taken out of a sentence",
        bare_many="names taken out of {count} sentences",
    ),
    # Quotations.
    "quote.added": Phrase("a quote added", "{count} quotes added"),
    "quote.added_by": Phrase("a quote from {speaker} added", bare="a quote added", bare_many="{count} quotes added"),
    "quote.removed": Phrase("a quote removed", "{count} quotes removed"),
    "quote.removed_by": Phrase(
        "a quote from {speaker} removed", bare="a quote removed", bare_many="{count} quotes removed"
    ),
    "quote.changed": Phrase("a quote changed", "{count} quotes changed"),
    "quote.changed_by": Phrase(
        "a quote from {speaker} changed", bare="a quote changed", bare_many="{count} quotes changed"
    ),
    "quote.cut": Phrase("a quote shortened", "{count} quotes shortened"),
    "quote.cut_by": Phrase(
        "a quote from {speaker} shortened", bare="a quote shortened", bare_many="{count} quotes shortened"
    ),
    "quote.longer": Phrase("a quote extended", "{count} quotes extended"),
    "quote.longer_by": Phrase(
        "a quote from {speaker} extended", bare="a quote extended", bare_many="{count} quotes extended"
    ),
    "quote.marked": Phrase("quotation marks put around words", "quotation marks put around words in {count} places"),
    "quote.unmarked": Phrase("quotation marks taken off words", "quotation marks taken off words in {count} places"),
    # Sources and certainty.
    "attribution.changed": Phrase(
        "attribution changed from “{old}” to “{new}”",
        bare="an attribution changed",
        bare_many="{count} attributions changed",
    ),
    "attribution.new": Phrase(
        "attribution “{new}” added to a sentence", bare="an attribution added", bare_many="{count} attributions added"
    ),
    "attribution.gone": Phrase(
        "attribution “{old}” removed from a sentence",
        bare="an attribution removed",
        bare_many="{count} attributions removed",
    ),
    "attribution.gone_headline": Phrase(
        "attribution “{old}” removed from the headline", bare="an attribution removed from the headline"
    ),
    "attribution.new_headline": Phrase(
        "attribution “{new}” added to the headline", bare="an attribution added to the headline"
    ),
    "attribution.changed_headline": Phrase(
        "attribution in the headline changed from “{old}” to “{new}”", bare="attribution in the headline changed"
    ),
    "certainty.changed": Phrase(
        "“{old}” replaced by “{new}” in a sentence",
        bare="a qualifying word changed",
        bare_many="{count} qualifying words changed",
    ),
    "certainty.new": Phrase(
        "“{new}” added to a sentence",
        bare="a qualifying word added",
        bare_many="{count} qualifying words added",
    ),
    "certainty.gone": Phrase(
        "“{old}” removed from a sentence",
        bare="a qualifying word removed",
        bare_many="{count} qualifying words removed",
    ),
    "certainty.changed_headline": Phrase(
        "“{old}” replaced by “{new}” in the headline", bare="a qualifying word changed in the headline"
    ),
    "certainty.new_headline": Phrase("“{new}” added to the headline", bare="a qualifying word added to the headline"),
    "certainty.gone_headline": Phrase(
        "“{old}” removed from the headline", bare="a qualifying word removed from the headline"
    ),
    # Parts of the page.
    "headline.changed": Phrase("headline changed"),
    "headline.to": Phrase("headline changed from “{old}” to “{new}”", bare="headline changed"),
    "headline.edited": Phrase("headline changed (“{old}” to “{new}”)", bare="headline changed"),
    "headline.longer": Phrase("headline extended by “{new}”", bare="headline changed"),
    "headline.cut": Phrase("headline shortened by “{old}”", bare="headline changed"),
    "headline.copyedit": Phrase("a small edit in the headline"),
    "headline.added": Phrase("headline added"),
    "headline.removed": Phrase("headline removed"),
    "headline.restored": Phrase(
        "headline taken back to “{new}”, as before version {number}", bare="headline taken back to an earlier one"
    ),
    "standfirst.changed": Phrase("standfirst changed"),
    "standfirst.changed_text": Phrase("standfirst changed (“{old}” to “{new}”)", bare="standfirst changed"),
    "standfirst.copyedit": Phrase("a small edit in the standfirst"),
    "standfirst.added": Phrase("standfirst added"),
    "standfirst.removed": Phrase("standfirst removed"),
    "byline.changed": Phrase("byline changed"),
    "byline.added": Phrase("byline added"),
    "byline.removed": Phrase("byline removed"),
    "dateline.changed": Phrase("dateline changed"),
    "dateline.added": Phrase("dateline added"),
    "dateline.removed": Phrase("dateline removed"),
    "section.changed": Phrase("section changed"),
    "section.added": Phrase("section added"),
    "section.removed": Phrase("section removed"),
    "caption.changed": Phrase("a caption changed", "{count} captions changed"),
    "caption.added": Phrase("a caption added", "{count} captions added"),
    "caption.removed": Phrase("a caption removed", "{count} captions removed"),
    "caption.moved": Phrase("a caption moved", "{count} captions moved"),
    "published_at.changed": Phrase("the publisher’s stamp changed"),
    "url.changed": Phrase("the address changed"),
    # Sentences.
    "sentence.added": Phrase("a sentence added", "{count} sentences added"),
    "sentence.added_text": Phrase(
        "a sentence added: “{new}”", bare="a sentence added", bare_many="{count} sentences added"
    ),
    "sentence.removed": Phrase("a sentence removed", "{count} sentences removed"),
    "sentence.removed_text": Phrase(
        "a sentence removed: “{old}”", bare="a sentence removed", bare_many="{count} sentences removed"
    ),
    "sentence.restored": Phrase(
        "a sentence restored that went in version {number}", "{count} sentences restored that went in version {number}"
    ),
    "sentence.taken_back": Phrase(
        "a sentence taken back to its wording before version {number}",
        "{count} sentences taken back to their wording before version {number}",
    ),
    "sentence.link": Phrase(
        "a link or address in a sentence changed", "links or addresses in {count} sentences changed"
    ),
    "sentence.rewritten": Phrase("a sentence rewritten", "{count} sentences rewritten"),
    "sentence.expanded": Phrase("a sentence expanded", "{count} sentences expanded"),
    "sentence.expanded_text": Phrase("a sentence expanded by “{new}”", bare="a sentence expanded"),
    "sentence.shortened_text": Phrase("a sentence shortened by “{old}”", bare="a sentence shortened"),
    "sentence.reworded_text": Phrase("a sentence reworded (“{old}” to “{new}”)", bare="a sentence reworded"),
    "sentence.shortened": Phrase("a sentence shortened", "{count} sentences shortened"),
    "sentence.reworded": Phrase("a sentence reworded", "{count} sentences reworded"),
    "sentence.changed": Phrase("a sentence changed", "{count} sentences changed"),
    "sentence.copyedit": Phrase("a sentence copy-edited", "{count} sentences copy-edited"),
    "sentence.moved": Phrase("a sentence moved", "{count} sentences moved"),
    "sentence.split": Phrase("a sentence split", "{count} sentences split"),
    "sentence.merged": Phrase("sentences merged", "sentences merged in {count} places"),
    "line.added": Phrase("a heading or link added", "{count} headings or links added"),
    "line.removed": Phrase("a heading or link removed", "{count} headings or links removed"),
    "text.rewritten": Phrase("text written anew ({kept} of its {words} words stood before)"),
    "text.translated": Phrase("text put into another language"),
    # Whole versions, and what is said instead of clauses.
    "version.restored": Phrase("taken back to version {number}"),
    "version.first": Phrase("First seen."),
    "version.typography": Phrase("Typography only."),
    "version.stamp": Phrase("Only the publisher’s own stamps changed."),
    "version.declared": Phrase("Only what the page declares beside its text changed."),
    "version.noise": Phrase("Only the page around the story changed."),
    "version.none": Phrase("No difference in words."),
    "burst.undone": Phrase("the text is as it was before"),
    "live.notes": Phrase("{notes}"),
    "rest": Phrase("and one smaller edit", "and {count} smaller edits"),
    # Several versions.
    "burst": Phrase("{count} updates from {since} to {until}: {said}"),
    "flip": Phrase(
        "headline changed from “{old}” to “{new}” and back between {since} and {until}",
        bare="headline changed and taken back between {since} and {until}",
    ),
    "flip.alternates": Phrase(
        "headline changed {count} times between “{old}” and “{new}” from {since} to {until}",
        bare="headline changed {count} times between two wordings from {since} to {until}",
    ),
    # The story as a whole.
    "unpublished": Phrase("Unpublished: two checks in a row found the page gone. The last text is kept."),
    "unpublished.status": Phrase(
        "Unpublished: two checks in a row found the page gone (status {status}). The last text is kept."
    ),
    "back.version": Phrase("Back: the page is there again; its text changed meanwhile."),
    "back.same": Phrase("Back: the page is there again; its text is the same as before."),
    "back.minor": Phrase("Back: the page is there again; its text is the same but for what is folded away."),
    "back": Phrase("Back: the page is there again; its text is kept."),
}

#: What stands between two clauses.
JOINT = {"en": "; ", "de": "; "}

#: The tables of every language, by its code.
TABLES: dict[str, Mapping[str, Phrase]] = {
    "en": ENGLISH,
    "de": {key: Phrase(*forms) for key, forms in german.FORMS.items()},
}

#: What is said of a live blog's notes (tracker/notes.py, English) in other languages.
NOTES: dict[str, Callable[[str], str]] = {"de": german.notes}

#: How a translation quotes.
QUOTED = {"de": german.QUOTED}


def number(count: int, locale: str = "en") -> str:
    """A count as it reads: a word up to ten, then digits."""
    words = NUMBERS.get(locale, ())
    return words[count - 1] if 0 < count <= len(words) else str(count)


def say(key: str, values: Mapping[str, str | int], *, count: int = 1, bare: bool = False, locale: str = "en") -> str:
    """A clause filled in; `bare` without any word of the publisher's. Raises KeyError for an unknown key or locale."""
    phrase = TABLES[locale][key]
    one, many = (phrase.bare or phrase.one, phrase.bare_many or phrase.many) if bare else (phrase.one, phrase.many)
    template = many if count > 1 and many else one
    filled = dict(values)
    if locale != "en":
        filled = {name: _foreign(name, value, template, locale) for name, value in filled.items()}
    return template.format(**filled, count=number(count, locale))


def _foreign(name: str, value: str | int, template: str, locale: str) -> str | int:
    """What fills a place of a translation: a number in words is the publisher's own word, and stands in its marks."""
    if name == "notes":
        return NOTES[locale](str(value))
    word = name in ("old", "new") and not any(map(str.isdigit, str(value)))
    marks = QUOTED[locale]
    return marks.format(value) if word and marks.format(f"{{{name}}}") not in template else value


def places(template: str) -> set[str]:
    """The names of a template's places to fill."""
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}
