"""Web addresses: which ones Rowback keeps, and how one address is always written the same way."""

import ipaddress
import re
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

from tracker.errors import BadAddress

#: Characters in an address. Servers and databases differ above 2,000; no real story was seen beyond 500.
LONGEST = 2_000

_DEFAULT_PORTS = {"http": 80, "https": 443}
_UNPRINTABLE = re.compile(r"[\x00-\x20\x7f-\x9f\s\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff\\]")
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
#: What may stand unquoted in a path or a query (RFC 3986), and "%" for what is quoted already.
_PLAIN = "/:@!$&'()*+,;=-._~%?[]"


def _ascii_host(host: str) -> str:
    """The host in lower-case ASCII (IDN to punycode, RFC 3490); raises BadAddress when it is no host."""
    if ":" in host:
        try:
            return f"[{ipaddress.IPv6Address(host)}]"
        except ValueError:
            raise BadAddress("The address has a host that is not a valid IPv6 address; check it.") from None
    try:
        name = host.encode("idna").decode("ascii").lower().removesuffix(".")
    except UnicodeError:
        name = ""
    if not name or len(name) > 253 or not all(_LABEL.fullmatch(label) for label in name.split(".")):
        raise BadAddress("The address has no valid host name; write it like https://example.org/story.")
    return name


def _split(text: str) -> SplitResult:
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        raise BadAddress("The address cannot be read; check its host and port.") from None
    if parts.scheme not in _DEFAULT_PORTS:
        raise BadAddress("Only web addresses are kept; write it with http:// or https:// in front.")
    if parts.username is not None or parts.password is not None:
        raise BadAddress("The address holds a user name or password; leave out what stands before the @.")
    if not parts.hostname:
        raise BadAddress("The address has no host; write it like https://example.org/story.")
    return parts


def address(text: str) -> str:
    """An http(s) address written the one way in which Rowback keeps it.

    Scheme and host in lower case, IDN hosts in punycode, no fragment, no default port, "/" for an empty path;
    letters outside ASCII in path and query are percent-encoded as UTF-8. The query stands as it is: which of its
    parameters are only for tracking is another question. Raises BadAddress with a sentence that says what to do.
    """
    text = text.strip()
    if not text:
        raise BadAddress("The address is empty; write it like https://example.org/story.")
    if len(text) > LONGEST:
        raise BadAddress(f"The address is longer than {LONGEST:,} characters; use the story's own, shorter one.")
    if _UNPRINTABLE.search(text):
        raise BadAddress("The address holds white space, a backslash or an invisible character; take it out.")
    parts = _split(text)
    host = _ascii_host(parts.hostname or "")
    if parts.port is not None and parts.port != _DEFAULT_PORTS[parts.scheme]:
        host = f"{host}:{parts.port}"
    kept = urlunsplit((parts.scheme, host, quote(parts.path, _PLAIN) or "/", quote(parts.query, _PLAIN), ""))
    if len(kept) > LONGEST:
        raise BadAddress(f"The address is longer than {LONGEST:,} characters; use the story's own, shorter one.")
    return kept


def host(address: str) -> str:
    """The host of an address that `address()` gave, without a leading "www.": what an Outlet is known by."""
    return (urlsplit(address).hostname or "").removeprefix("www.")
