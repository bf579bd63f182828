"""Says in a sentence, and in one word, what went wrong between Rowback and a server."""

import ssl
from http.client import IncompleteRead, RemoteDisconnected
from urllib.parse import urlsplit

from urllib3.exceptions import (
    ConnectTimeoutError,
    NameResolutionError,
    NewConnectionError,
    ProxyError,
    SSLError,
)
from urllib3.exceptions import TimeoutError as Urllib3Timeout

from tracker.fetching.connecting import Forbidden, TooSlow
from tracker.fetching.outcomes import Why
from tracker.fetching.unpacking import Garbled, TooLarge

#: Characters of a library's own words that are passed on.
LONGEST_WORDS = 200


def _words(error: BaseException) -> str:
    """What the innermost cause says, on one line."""
    while True:
        inner = error.__cause__ or next((arg for arg in error.args if isinstance(arg, BaseException)), None)
        if inner is None or inner is error:
            break
        error = inner
    text = getattr(error, "verify_message", "") or getattr(error, "strerror", "") or str(error) or type(error).__name__
    return " ".join("".join(c if c.isprintable() else " " for c in str(text)).split())[:LONGEST_WORDS].rstrip(".")


def _root(error: BaseException) -> BaseException:
    """The cause that a ProtocolError ("Connection aborted.") wraps."""
    inner = next((arg for arg in error.args if isinstance(arg, BaseException)), None)
    return inner or error


def _unreachable(error: BaseException, host: str) -> str | None:
    """The sentence for a server that was never spoken to, None for other errors."""
    if isinstance(error, ProxyError):
        return f"The proxy did not connect to {host} ({_words(error)})."
    if isinstance(error, NameResolutionError):
        return f"The name {host} leads to no network address ({_words(error)})."
    if isinstance(error, NewConnectionError):
        return f"{host} does not take connections ({_words(error)})."
    if isinstance(error, ConnectTimeoutError):  # The class above is one of these.
        return f"{host} did not take the connection in time."
    if isinstance(error, (SSLError, ssl.SSLError)):
        return f"No safe connection to {host} (TLS: {_words(error)})."
    if isinstance(_root(error), (RemoteDisconnected, ConnectionError)):
        return f"{host} closed the connection without an answer."
    return None


def trouble_of(error: Exception, address: str) -> tuple[Why, str]:
    """The reason that an exception of a fetch amounts to, and the sentence that tells it."""
    host = urlsplit(address).hostname or "The host"
    if isinstance(error, Forbidden):
        return Why.FORBIDDEN, (
            f"{host} is in a private or otherwise special network, where Rowback does not go unless a setting says so."
        )
    if isinstance(error, TooLarge):
        return Why.TOO_LARGE, "The answer is larger than the limit."
    if isinstance(error, Garbled):
        return Why.GARBLED, str(error)
    if sentence := _unreachable(error, host):
        return Why.UNREACHABLE, sentence
    if isinstance(error, (TooSlow, Urllib3Timeout, TimeoutError)):
        return Why.TOO_SLOW, f"{host} did not finish its answer in time."
    if isinstance(_root(error), IncompleteRead):
        return Why.GARBLED, f"{host} broke off in the middle of its answer."
    if isinstance(error, OSError):
        return Why.UNREACHABLE, f"The connection to {host} failed ({_words(error)})."
    return Why.GARBLED, f"What {host} answered is no proper HTTP ({_words(error)})."
