"""Words that exclude each other: where one stands in the place of another, the fact is another one."""

_FAMILIES = (
    "increase decrease", "increased decreased", "increasing decreasing", "rise fall", "rises falls", "rose fell",
    "rising falling", "up down", "grow shrink", "grew shrank",
    "higher lower", "gain loss", "gained lost", "win lose draw", "won lost drew", "wins loses draws", "victory "
    "defeat", "before after", "more less fewer",
    "north south east west northeast northwest southeast southwest", "northern southern eastern western "
    "northeastern northwestern southeastern southwestern", "left right",
    "men women children", "man woman boy girl child", "male female", "son daughter", "father mother", "brother "
    "sister", "husband wife", "uncle aunt", "nephew niece",
    "killed injured wounded hurt missing", "dead injured alive missing", "died survived", "deaths injuries cases",
    "fatal serious minor critical stable",
    "murder manslaughter assault robbery rape", "guilty innocent", "convicted acquitted charged arrested",
    "arrested released detained", "prison probation fine",
    "approve reject", "approved rejected postponed", "accept refuse", "accepted refused", "allow ban", "allowed "
    "banned", "open close", "opened closed",
    "begin end", "began ended", "start finish", "started finished", "support oppose", "supports opposes",
    "supported opposed", "agree disagree", "agreed refused",
    "true false", "legal illegal", "civilian military", "soldiers civilians police", "suicide homicide accident",
    "import export", "imports exports", "buy sell", "bought sold",
    "profit loss", "surplus deficit", "first last", "republican democrat", "republicans democrats", "catholic "
    "protestant muslim", "gun knife rifle pistol",
    "bus car train truck lorry plane", "cat dog", "daily weekly monthly quarterly yearly annual", "january february",
    "hours days weeks months years", "hour day week month year", "minutes hours", "minimum maximum", "temporary "
    "permanent", "voluntary mandatory compulsory", "public private",
    "national local regional federal cantonal", "quarter half third",
)  # fmt: skip

_EXCLUDES: dict[str, set[int]] = {}
for _number, _family in enumerate(_FAMILIES):
    for _word in _family.split():
        _EXCLUDES.setdefault(_word, set()).add(_number)


def excludes(a: str, b: str) -> bool:
    """Whether two different words belong to one family of words that exclude each other."""
    return a != b and not _EXCLUDES.get(a, set()).isdisjoint(_EXCLUDES.get(b, set()))
