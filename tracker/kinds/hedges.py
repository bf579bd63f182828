"""The words that say how sure a claim is, how much of it holds, and what bounds a figure, by what they come down to."""

import re

from tracker.kinds import numerals
from tracker.kinds.wordsets import word_set

_HEDGES = {
    "alleged": "alleged allegedly alleges purported purportedly supposed supposedly reputed reputedly accused",
    "reported": "reportedly unconfirmed apparently apparent seemingly seems seem seemed appears appear appeared "
    "rumoured "
    "rumored",
    "suspected": "suspected suspect suspects presumed presumably believed thought feared",
    "possible": "tentatively provisionally possible possibly perhaps maybe potential potentially may might "
    "could conceivably",
    "can": "can",
    "likely": "likely probably probable",
    "unlikely": "unlikely improbable doubtful",
    "sure": "certainly definitely undoubtedly confirmed proven proved",
    "will": "will shall 'll set due scheduled slated",
    "would": "would",
    "must": "must",
    "should": "should ought",
    "not": "not never cannot can't won't don't doesn't didn't isn't aren't wasn't weren't hasn't haven't hadn't "
    "couldn't wouldn't shouldn't",
    "expected": "expected forecast projected planned poised intends intend intended plans "
    "plan hopes hope hoped aims aimed",
}
#: Words that say how much of it holds; they count only where next to nothing else was edited beside them.
_EXTENT = {
    "all": "all everything every always entirely completely fully any each everyone wholly",
    "most": "most mostly largely mainly usually often generally general",
    "some": "some sometimes partly partially somewhat",
    "nearly": "nearly almost virtually practically",
    "how badly": "seriously severely badly slightly critically",
    "only": "only solely merely exclusively alone",
    "none": "no none nobody",
}
#: Words that bound a figure; they count only before one.
_BOUNDS = {
    "about": "about around approximately roughly circa some estimated rund etwa ungefähr circa environ quelque "
    "aproximadamente unos",
    "at least": "least minimum mindestens moins menos",
    "more than": "more over above exceeding mehr über plus más",
    "less than": "less fewer under below nearly almost fast knapp weniger presque casi",
    "up to": "maximum most",
    "exactly": "exactly precisely genau exactement exactamente",
}


def _classes(table: dict[str, str]) -> dict[str, str]:
    return {word: name for name, words in table.items() for word in words.split()}


HEDGE, LOOSE, BOUND = _classes(_HEDGES), _classes(_EXTENT), _classes(_BOUNDS)
#: Classes that say the same: a change between them changes no claim.
SAME = {"reported": "alleged", "suspected": "alleged", "'ll": "will"}
NUMBER_WORDS = frozenset().union(
    *numerals.WORDS.values(), ("dozen", "dozens", "hundreds", "thousands", "millions", "half", "hunderte")
)
#: Turns of phrase that hedge a claim, and what they come down to; the last word carries the sense.
PHRASES = re.compile(
    r"\b(?:(?P<seemed>(?:felt|feels|looked|looks|seemed|seems|sounded|appeared|described) (?:like|as)|"
    r"in principle|it is (?:understood|believed|thought|feared)|what (?:appears|appeared|seems|seemed) to be|"
    r"so[- ]called|in theory|(?:is|are|was|were) said to)|"
    r"(?P<not>no longer|failed to|fails to|refus(?:es|ed) to|declin(?:es|ed) to|unable to|yet to)|"
    r"(?P<sure>certain to|sure to|bound to|without (?:a )?doubt|no doubt)|"
    r"(?P<most>(?:as (?:much|many|high) as|up to)(?=\s[$€£]?\d)))(?!\w)",
    re.IGNORECASE,
)
#: Words of which one stands in each turn of phrase above.
PHRASED = word_set(
    "felt feels looked looks seemed seems sounded appears appeared described called theory said longer failed fails "
    "refuses refused declines declined unable yet certain sure bound doubt understood believed "
    "thought feared principle much many high up"
)
MAY_HEDGE = PHRASED | HEDGE.keys() | LOOSE.keys() | BOUND.keys()
PHRASE_SENSE = {"seemed": "reported", "not": "not", "sure": "sure", "most": "up to"}
#: Modals of which the right one is only the left one told afterwards ("he said it could" for "can").
TOLD_LATER = frozenset({frozenset({"can", "possible"}), frozenset({"will", "would"})})
SAID = word_set("said told added warned argued wrote announced insisted claimed promised explained")
OPENS_CLAUSE = word_set("which who whom whose that as and but because although though while where when how what")
PLANNED = word_set("will shall 'll is are to be expected set due scheduled planned plans going would")
NEGATIVE = ("un", "in", "im", "il", "ir", "dis", "non")
