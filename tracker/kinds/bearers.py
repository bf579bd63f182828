"""Whether two names are of the same bearer: one fuller, shorter, or as an acronym; a respelling is not."""

from tracker.kinds.copyedits import alike
from tracker.kinds.demonyms import DEMONYMS
from tracker.kinds.names import JOINTS, TITLES, Name
from tracker.kinds.reading import Token
from tracker.kinds.wordsets import word_set

#: Common nouns that offices write with a capital; alone they name nobody.
GENERIC = word_set(
    "parliament government court courts bill act minister ministers ministry council committee memorandum "
    "understanding agreement state states annex member members house cabinet president mayor governor police "
    "department office agency board commission chairman director secretary speaker section article part chapter "
    "schedule regulation regulations order rules law laws guide convention treaty protocol union federation "
    "authority bank fund group party city county country church university school street road river lake bridge "
    "station airport hospital award prize report statement question questions answer update news covid "
    "coronavirus pdf"
)
#: Two names of one state or union.
_ALIASES = frozenset(
    frozenset(pair.split("/"))
    for pair in word_set("u.k/britain uk/britain u.s/america us/america burma/myanmar holland/netherlands")
)
#: Letters that an acronym in two languages has more than. Range 2 to 3.
LEAST_LETTERS = 2
#: Letters of a word that ends a longer one of the same meaning ("Präsident"). Range 5 to 9.
LEAST_COMPOUND = 6
#: Letters that a first name and what its bearer is called must share. Range 3 to 4.
LEAST_CALLED = 3
#: First names and what their bearers are called, where the one does not begin the other.
_CALLED = frozenset(
    frozenset(pair.split("/"))
    for pair in word_set(
        "william/bill robert/bob richard/dick michael/mike james/jim anthony/tony elizabeth/liz edward/ted "
        "john/jack katherine/kate kathryn/kate margaret/peggy theodore/ted charles/chuck henry/harry thomas/tom "
        "alexander/sasha stephen/steve steven/steve nicholas/nick patricia/trish rudolph/rudy peter/pete"
    )
)


def same_bearer(before: Name, after: Name) -> bool:
    """Whether two names are the same one, fuller or shorter, or as an acronym; a respelling is not."""
    a, b = ([t for t in name.tokens if t.key not in JOINTS] for name in (before, after))
    if before.keys <= after.keys or after.keys <= before.keys:
        return True
    if frozenset(before.keys | after.keys) in _ALIASES:
        return True
    if len(a) == len(b) == 1 and a[0].text.isupper() and _is_translated(a[0].text, b[0].text):
        return True
    if _initials(a, b) or _initials(b, a):
        return True
    if len(a) == len(b) == 1 and _is_compound(*sorted((a[0].key, b[0].key), key=len)):
        return True
    if (before.keys & after.keys) - TITLES and all(map(_is_qualifier, before.keys ^ after.keys)):
        return True
    plain_a, plain_b = before.keys - TITLES, after.keys - TITLES
    if _is_called(plain_a - plain_b, plain_b - plain_a) and plain_a & plain_b:
        return True
    respelt = any(alike(x, y) for x in plain_a - plain_b for y in plain_b - plain_a)
    return bool(plain_a & plain_b) and not respelt and (plain_a <= plain_b or plain_b <= plain_a)


def _is_called(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether what two names do not share is a first name and what its bearer is called: "Rudolph W." and "Rudy"."""
    firsts = [[key for key in keys if len(key) > 2] for keys in (mine, theirs)]
    if len(firsts[0]) != 1 or len(firsts[1]) != 1:
        return False
    short, long = sorted((firsts[0][0], firsts[1][0]), key=len)
    stem = short.rstrip("y").removesuffix("ie")
    begins = len(stem) >= LEAST_CALLED and long.startswith(stem) and len(long) > len(short) + 1
    # One letter more is a name put right ("Tion" to "Tiong"), not what its bearer is called.
    return begins or frozenset({short, long}) in _CALLED


def _is_qualifier(key: str) -> bool:
    """Whether a word of a name only tells it more fully: an initial, a title, an office, a country before it."""
    return len(key.replace(".", "")) <= 2 or key in TITLES | GENERIC | DEMONYMS


def _is_translated(a: str, b: str) -> bool:
    """Whether two acronyms are one in two languages: the committee of "IOC" is the Komitee of "IOK"."""
    return len(a) > LEAST_LETTERS and a[:-1] == b[:-1] and {a[-1], b[-1]} == {"C", "K"}


def _is_compound(short: str, long: str) -> bool:
    """Whether a title is the other one with what it presides over before it: "Nationalratspräsident"."""
    return len(short) >= LEAST_COMPOUND and long.endswith(short)


def _initials(short: list[Token], full: list[Token]) -> bool:
    letters = "".join(token.text[0] for token in full).casefold()
    return len(short) == 1 and len(letters) > 1 and short[0].text.isupper() and letters == short[0].key.replace(".", "")
