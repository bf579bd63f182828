"""Pairs of texts of up to 50,000 words that are made to be hard to compare; the same ones every time."""

import random
from collections.abc import Callable

Pair = tuple[str, str]
_HAN = "天地玄黄宇宙洪荒日月盈昃"
_KANA = "日本経済新聞は今日の朝刊でトヨタ自動車がガソリンの値段を上げると伝えました"
_THAI = ["ราคา", "น้ำมัน", "ขึ้น", "วันนี้", "รัฐบาล", "ประชาชน", "กล่าวว่า", "ตลาด"]


def prose(words: int, seed: int, prefix: str = "w", paragraph: int = 60) -> str:
    """Sentences of made-up words, a paragraph break every so many words."""
    chance = random.Random(seed)
    out = []
    for index in range(words):
        word = f"{prefix}{chance.randrange(5_000)}"
        last = index % 12 == 11
        out.append(word.capitalize() if index % 12 == 0 else word + "." if last else word)
    lines = [" ".join(out[start : start + paragraph]) for start in range(0, words, paragraph)]
    return "\n\n".join(lines)


def edited(text: str, share: float) -> str:
    """A text with this share of its words replaced."""
    chance = random.Random(8)
    return " ".join(["new" + word if chance.random() < share else word for word in text.split(" ")])


def lines(text: str, size: int) -> str:
    """A text set in lines of so many words."""
    words = text.split()
    return "\n".join(" ".join(words[k : k + size]) for k in range(0, len(words), size))


def unmarked(text: str) -> str:
    """A text without full stops and paragraphs."""
    return text.replace(".", "").replace("\n\n", " ")


def dense(letters: str | list[str], size: int, seed: int, end: str = "") -> str:
    """A text without spaces between its words; with a clause's `end` behind every twelve of them."""
    chance = random.Random(seed)
    clauses = ["".join(chance.choice(letters) for _ in range(12)) for _ in range(size // 12)]
    return end.join(clauses)


def shuffled(text: str, by: str) -> str:
    """A text with what stands between `by` in another order."""
    pieces = text.split(by)
    return by.join(random.Random(9).sample(pieces, len(pieces)))


def two(made: Callable[[int], str], first: int, second: int) -> Pair:
    """Two texts made from two numbers."""
    return made(first), made(second)


def every(change: Callable[[str], str], texts: Pair) -> Pair:
    """Both texts, changed the same way."""
    return change(texts[0]), change(texts[1])


_LONG = prose(50_000, 1)
_FIVE = _LONG, edited(_LONG, 0.05)
_THIRD = _LONG, edited(_LONG, 0.3)
_SENTENCES = unmarked(_LONG).replace(" W", ". W")
_CJK = dense(_KANA, 50_000, 1, "。")

HARD: dict[str, Pair] = {
    "one word repeated": ("buffalo " * 50_000, ("buffalo " * 4_700 + "cow ") * 10),
    "two words repeated": ("a b " * 25_000, "b a " * 24_000),
    "ten words at random": (" ".join(dense("abcdefghij", 50_000, 1)), " ".join(dense("abcdefghij", 50_000, 2))),
    "unrelated texts": (_LONG, prose(50_000, 2, "v")),
    "5% edited": _FIVE,
    "30% edited": _THIRD,
    "5% edited, CRLF": every(lambda text: text.replace("\n\n", "\r\n\r\n"), _FIVE),
    "5% edited, lines of ten words": every(lambda text: lines(text, 10), _FIVE),
    "5% edited, no full stop": every(unmarked, _FIVE),
    "30% edited, no full stop": every(unmarked, _THIRD),
    "every blank doubled": (_LONG, _LONG.replace(" ", "  ")),
    "quotes set straight": (_LONG.replace(" w1", " “w1”"), _LONG.replace(" w1", ' "w1"')),
    "paragraphs shuffled": (_LONG, shuffled(_LONG, "\n\n")),
    "sentences shuffled": (_SENTENCES, shuffled(_SENTENCES, ". ")),
    "words shuffled": (_LONG, shuffled(_LONG, " ")),
    "live blog with notes on top": (prose(48_000, 4), prose(2_000, 5, "n") + "\n\n" + prose(48_000, 4)),
    "one long paragraph": (
        prose(60_000, 3, paragraph=60_000),
        prose(60_000, 3, paragraph=60_000).replace("w77 ", "x "),
    ),
    "no white space": ("x" * 200_000, "x" * 100_000 + "y" + "x" * 100_000),
    "one-word sentences": (
        " ".join(f"W{k % 5000}." for k in range(50_000)),
        " ".join(f"W{k % 4999}." for k in range(50_000)),
    ),
    "one-word lines": two(lambda n: "\n".join(f"w{k % n}" for k in range(50_000)), 5_000, 4_999),
    "one-word lines, one added": (
        "\n".join(f"w{k}" for k in range(50_000)),
        "\n".join(f"w{k + (k > 20_000)}" for k in range(50_000)),
    ),
    "one-word lines, CRLF": two(lambda n: "\r\n".join(f"w{k % n}" for k in range(50_000)), 5_000, 4_999),
    "one-word paragraphs": two(lambda n: "\n\n".join(f"w{k % n}" for k in range(50_000)), 5_000, 4_999),
    "7,900 lines": two(lambda n: "\n".join(f"w{k % n} and {k} the" for k in range(7_900)), 500, 499),
    "7,000 sentences alike": two(lambda n: " ".join(f"The same, number {k + n}." for k in range(7_000)), 0, 9_000),
    "Chinese, unrelated": (dense(_HAN, 50_000, 1), dense(_HAN, 50_000, 2)),
    "Chinese sentences, unrelated": (dense(_HAN, 50_000, 1, "。"), dense(_HAN, 50_000, 2, "。")),
    "Japanese, edited": (_CJK, _CJK.replace("ガソ", "ガス")),
    "Thai, edited": (dense(_THAI, 50_000, 1, " "), dense(_THAI, 50_000, 1, " ").replace("ราคาตลาด", "ตลาด")),
    "open quotes": ("“a. " * 10_000, "“b. " * 10_000),
    "full stops": ("." * 100_000, ". " * 50_000),
    "line breaks": ("\n" * 50_000, "\n" * 40_000),
    "blanks": ("a" + " " * 200_000 + "b", "a" + " " * 199_999 + "b"),
    "combining marks": ("e\u0301" * 50_000, "e\u0301" * 49_999 + "a"),
}
