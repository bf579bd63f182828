"""Tells mending of the text (spelling, grammar, punctuation, capitals, hyphens) from saying something else."""

import re
import unicodedata
from collections.abc import Iterator

from tracker.kinds.edits import Edit
from tracker.kinds.model import Finding, Kind
from tracker.kinds.opposites import excludes
from tracker.kinds.reading import Reading, Side, Token
from tracker.kinds.wordsets import word_set

#: Letters of which a word must have at least this many before a slip of one letter can be told from another word.
SHORTEST_SLIP = 4
#: Kinds beside which a mended little word is part of how that is put.
_SAYS_MORE = frozenset({Kind.CERTAINTY, Kind.QUOTE, Kind.ATTRIBUTION, Kind.ADDITION, Kind.REMOVAL})
#: Words that a contraction draws into one.
MANY = 2
#: How many letters a slip may touch: one, and two in words this long. Range 6 to 12.
LONG_WORD = 8
#: Share of the long words of a line that begin with a capital from which its capitals say nothing ("Title Case").
TITLE_CASE = 0.7
#: The same of a line that a full stop ends, as headlines seldom are. Range 0.75 to 1.0.
SENTENCE_CASE = 0.85
#: Letters of a word that counts for that.
LONG = 4
#: Endings that make another word, not another spelling of the same one.
_OTHER_WORD = (("er", "ee"), ("or", "ee"))
_ENDINGS = (
    "",
    "s",
    "es",
    "d",
    "ed",
    "ing",
    "e",
    "n",
    "en",
    "er",
    "em",
    "es",
    "ly",
    "al",
    "y",
    "ies",
    "ied",
    "x",
    "ne",
    "nen",
    "r",
    "t",
    "te",
    "ten",
    "st",
)
_NEGATIVE = ("un", "in", "im", "il", "ir", "dis", "non", "ex", "re", "pre", "de")
#: Forms of one word that share no stem; a change among them is grammar.
_FORMS = (
    frozenset({"is", "are"}), frozenset({"was", "were"}), frozenset({"has", "have"}), frozenset({"do", "does"}),
    frozenset({"a", "an"}),
    frozenset({"it's", "its"}), frozenset({"their", "there", "they're"}), frozenset({"who", "whom"}),
    frozenset({"which", "that"}),
    frozenset({"your", "you're"}), frozenset({"than", "then"}), frozenset({"to", "too"}), frozenset({"this",
    "these"}), frozenset({"that", "those"}),
)  # fmt: skip
#: What stands before the first word of a sentence, where any word has a capital.
OPENER = re.compile(r"(?:^[\s”’»]*|\s[-–](?=\s)|[.!?:…]|[.!?][\"”’»)]|\n)[\s\"“‘«„(\[*•—–-]*$")
#: Two letters with which no English word of three or four letters begins.
_NO_BEGINNING = frozenset(
    first + second for first in "bcdfgjklmnpqrstvwxz" for second in "bcdfghjkmnpqtvwxz"
    if first + second not in ("ch", "gh", "kn", "ph", "ps", "sc", "sh", "sk", "sm", "sn", "sp", "sq", "st", "th", "ts",
    "tw", "wh", "sw", "gn", "dw", "vy")
)  # fmt: skip
_SHORT = {"ll": " will", "re": " are", "ve": " have", "m": " am"}
#: Words that a sentence needs to be one, and that say nothing else.
_GRAMMAR = word_set(
    "that been be is are was were have has had er es sie sich ist sind wird werden hat haben que qui y en se ne est "
    "sont ont il elle"
)
_PREPOSITIONS = word_set(
    "of to in on at for from by with as into onto upon and mit von zu zum zur im am bei für aus an auf und de du des à "
    "dans en pour par et del al con por para y"
)


def distance(a: str, b: str, most: int) -> int:
    """How many letters are put in, left out, swapped or turned round between two words; `most` + 1 when more."""
    if abs(len(a) - len(b)) > most:
        return most + 1
    rows: list[list[int]] = [list(range(len(b) + 1))]
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            cost = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, rows[-2][j - 2] + 1)
            row.append(cost)
        rows.append(row)
        if min(row) > most:
            return most + 1
    return rows[-1][-1]


def alike(a: str, b: str) -> bool:
    """Whether two words are one, spelt in two ways or with a slip in it: "organise" and "organize"."""
    if a == b:
        return True
    if len(min(a, b, key=len)) == SHORTEST_SLIP - 1 and min(a, b, key=len) + a[-1] == max(a, b, key=len):
        return a[-1] == b[-1]  # "ful" for "full".
    if min(len(a), len(b)) < SHORTEST_SLIP or a.isdigit() or b.isdigit() or len(a) > 40 or len(b) > 40:
        return False
    short, long = sorted((a, b), key=len)
    if any(long == prefix + short for prefix in _NEGATIVE) or _another_word(a, b):
        return False
    if excludes(a, b):
        return False
    most = 2 if len(short) >= LONG_WORD else 1
    return distance(a, b, most) <= most


def _another_word(a: str, b: str) -> bool:
    return any({a[-2:], b[-2:]} == set(pair) for pair in _OTHER_WORD) or any(
        {a[:2], b[:2]} == {x, y} and a[2:] == b[2:] for x, y in (("in", "de"), ("im", "ex"), ("in", "ex"), ("pr", "de"))
    )


def inflected(a: str, b: str) -> bool:
    """Whether two words are the same with another ending: "caucus" and "caucuses", "impose" and "imposed"."""
    if any({a, b} <= forms for forms in _FORMS):
        return True
    same = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        same += 1
    return same >= 3 and a[same:] in _ENDINGS and b[same:] in _ENDINGS and not _another_word(a, b)


def _is_form(a: str, b: str) -> bool:
    """Whether two words are forms of one, also where a verb turns its vowel ("begin", "began")."""
    turned = [(x, y) for x, y in zip(a, b, strict=False) if x != y]
    return inflected(a, b) or (len(a) == len(b) and len(turned) == 1 and set(turned[0]) <= set("aeiou"))


_NOT_LETTERS = re.compile(r"[\W_]+")


def bare(text: str) -> str:
    """Letters and digits only, without case and accents: what mending of punctuation leaves as it was."""
    if text.isascii():
        return _NOT_LETTERS.sub("", text.casefold())
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if letter.isalnum())


def changed_copy(reading: Reading) -> Iterator[Finding]:
    """Edits that mend the text and say nothing else: each alone, so that other edits of the pair may say something."""
    if not reading.paired:
        return
    mended = {edit: found for edit in reading.edits if (found := _mended(reading, edit))}
    more = any(reading.old.left(edit.old) or reading.new.left(edit.new) for edit in reading.edits if edit not in mended)
    hedged = any(finding.kind in _SAYS_MORE for finding in reading.found)
    for edit, (why, grammar) in mended.items():
        # Grammar beside edits that say something else is part of how those are put.
        if not (grammar and (more or hedged)):
            yield Finding(Kind.COPYEDIT, why, False, (edit.old,), (edit.new,))


def _mended(reading: Reading, edit: Edit) -> tuple[str, bool] | None:
    """Why an edit is mere mending, in a few words, and whether it is one of grammar; None when it mends nothing."""
    before, after = reading.old.text[slice(*edit.old)], reading.new.text[slice(*edit.new)]
    out, put = reading.old.left(edit.old), reading.new.left(edit.new)
    if not out and not put:
        return None
    if bare(before) == bare(after):
        return f"{before.strip()} -> {after.strip()}", False
    if reading.old.told(edit.old) or reading.new.told(edit.new):
        slipped = len(out) == len(put) == 1 and alike(out[0].key, put[0].key) and not inflected(out[0].key, put[0].key)
        return (f"{_told(out)} -> {_told(put)}", False) if slipped else None
    if len(out) == len(put) and all(
        _slip(a.key, b.key, reading.language.little) for a, b in zip(out, put, strict=True)
    ):
        return f"{_told(out)} -> {_told(put)}", any(_is_form(a.key, b.key) for a, b in zip(out, put, strict=True))
    return _mended_words(reading, out, put)


def _mended_words(reading: Reading, out: list[Token], put: list[Token]) -> tuple[str, bool] | None:
    """The same of words whose forms alone do not tell: articles, contractions, doubled words, words of grammar."""
    articles = reading.language.articles
    keys_out, keys_put = ([token.key for token in tokens if token.key not in articles] for tokens in (out, put))
    if keys_out == keys_put:
        return f"article: {_told(out)} -> {_told(put)}", True
    if _spelt_out(keys_out) == _spelt_out(keys_put) or _is_contracted(out, put):
        return f"{_told(out)} -> {_told(put)}", False
    if not (out and put) and len(out or put) == 1 and _is_stray(out or put, reading):
        return f"stray letter: {_told(out or put)}", False
    if _doubled(reading, out, put):
        return f"doubled word: {_told(out or put)}", False
    if (
        keys_out
        and len(keys_out) == len(keys_put)
        and all(_slip(a, b, frozenset()) for a, b in zip(keys_out, keys_put, strict=True))
    ):
        return f"{_told(out)} -> {_told(put)}", any(inflected(a, b) for a, b in zip(keys_out, keys_put, strict=True))
    if not (keys_out and keys_put) and len(keys_out or keys_put) == 1 and _GRAMMAR.issuperset(keys_out or keys_put):
        return f"grammar: {_told(out) or '-'} -> {_told(put) or '-'}", True
    if len(keys_out) <= 1 and len(keys_put) <= 1 and _PREPOSITIONS.issuperset([*keys_out, *keys_put]):
        return f"grammar: {_told(out) or '-'} -> {_told(put) or '-'}", True
    return None


def capitals_say_nothing(*sides: Side) -> bool:
    """Whether nearly all long words of a side begin with a capital, as in a headline in Title Case."""
    for side in sides:
        long = [token.text for token in side.tokens if len(token.text) >= LONG]
        if len(long) > 1 and all(word.isupper() for word in long):
            return True
        plain = [word for word in long if not (word[0].isdigit() or word.isupper())]
        share = TITLE_CASE if side.text.rstrip()[-1:] not in ".!?”" else SENTENCE_CASE
        if len(plain) > 3 and sum(not word[0].islower() for word in plain) > share * len(plain):
            return True
    return False


def _is_stray(tokens: list[Token], reading: Reading) -> bool:
    """Whether it is a lone letter that is no word of its own."""
    words = "aAiIoO" if reading.language.full else "aAIiyYoOeEàÀuU"
    return len(tokens[0].text) == 1 and tokens[0].text.isalpha() and tokens[0].text not in words


def _spelt_out(keys: list[str]) -> list[str]:
    """Words with contractions spelt out: "don't" is "do not"."""
    return [
        word
        for key in keys
        for word in re.sub(
            r"'(ll|re|ve|m)$",
            lambda m: _SHORT[m[1]],
            key.replace("can't", "cannot").replace("won't", "will not").replace("n't", " not"),
        ).split()
    ]


def _is_contracted(out: list[Token], put: list[Token]) -> bool:
    """Whether "is" was drawn into the word before it, or drawn out of it: "It's" and "It is"."""
    short, long = sorted((out, put), key=len)
    return (
        len(long) == len(short) + 1 == MANY
        and long[1].key in ("is", "has", "us")
        and short[0].key == long[0].key != short[0].text.casefold()
    )


def _slip(a: str, b: str, little: frozenset[str]) -> bool:
    """Whether one word is the other mended: a slip, an ending, or a little word with a letter too many ("FThe")."""
    if (a in little) != (b in little) and min(len(a), len(b)) == 2 and distance(a, b, 1) <= 1:
        return not set(a if b in little else b) & set("aeiouyäöüéèà")  # "nd" for "and".
    extra = (a in little) != (b in little) and len(a) != len(b) and min(len(a), len(b)) > 2 and distance(a, b, 1) <= 1
    mended = b in little and a not in little and len(a) > 2 and distance(a, b, 1) <= 1 and _looks_broken(a, b)
    return a == b or alike(a, b) or inflected(a, b) or extra or mended


def _looks_broken(a: str, b: str) -> bool:
    """Whether a short word is another one with a letter that English does not put there: "rhe" for "the"."""
    return a[0] != b[0] and len(a) == len(b) and a[1:2] == b[1:2] and a[:2] in _NO_BEGINNING


def _doubled(reading: Reading, out: list[Token], put: list[Token]) -> bool:
    """Whether the edit takes out (or puts in) a word that stands right beside itself."""
    if bool(out) == bool(put):
        return False
    side, tokens = (reading.old, out) if out else (reading.new, put)
    keys = [token.key for token in tokens]
    start = side.tokens.index(tokens[0])
    end = start + len(tokens)
    neighbours = [
        [t.key for t in side.tokens[max(0, start - len(keys)) : start]],
        [t.key for t in side.tokens[end : end + len(keys)]],
    ]
    return keys in neighbours


def _told(tokens: list[Token]) -> str:
    return " ".join(token.text for token in tokens)
