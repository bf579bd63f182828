"""Patterns over web addresses that an operator writes, kept from ever running long."""

import time

import regex  # type: ignore[import-untyped]

from tracker.errors import BadInput

#: Characters of a pattern; hand-written ones have 5-80.
LONGEST_PATTERN = 500

#: Seconds that one pattern may take on one address; a sound one takes microseconds.
SECONDS = 0.05

#: Seconds that one pattern may take on all addresses of one listing together; then nothing fits any more.
SECONDS_IN_ALL = 1.0

_REGEX = "re:"


class Pattern:
    """A glob (`*` any letters, `?` one letter) or `re:` and a regular expression, over a whole address.

    A glob fits the address as a whole, an expression wherever it is found in it; case does not count. `broke_off`
    counts the addresses for which it had no time left: they do not fit. One object is for one listing. Raises BadInput
    when it cannot be used.
    """

    def __init__(self, text: str) -> None:
        if not text.strip() or len(text) > LONGEST_PATTERN:
            raise BadInput(f"A pattern has between 1 and {LONGEST_PATTERN} characters.")
        self.text = text.strip()
        self.broke_off = 0
        self._spent = 0.0
        try:
            self._found = regex.compile(self._expression(), regex.IGNORECASE | regex.VERSION0)
        except (regex.error, RecursionError, OverflowError, ValueError) as error:
            raise BadInput(f'The pattern "{self.text}" is no regular expression: {error}.') from None

    def _expression(self) -> str:
        if self.text.startswith(_REGEX):
            return self.text.removeprefix(_REGEX)
        # Runs of stars are one star: each would multiply the work.
        glob = regex.sub(r"\*+", "*", self.text)
        return r"\A" + "".join({"*": ".*", "?": "."}.get(c) or regex.escape(c) for c in glob) + r"\Z"

    def fits(self, address: str) -> bool:
        """Whether an address fits; False when that takes longer than SECONDS, or all together SECONDS_IN_ALL."""
        began = time.perf_counter()
        try:
            if self._spent > SECONDS_IN_ALL:
                raise TimeoutError
            return self._found.search(address, timeout=SECONDS) is not None
        except TimeoutError:
            self.broke_off += 1
            return False
        finally:
            self._spent += time.perf_counter() - began
