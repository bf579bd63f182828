"""Unpacks a body that was sent compressed, a little at a time, so that a few bytes can never become gigabytes."""

import sys
import zlib
from collections.abc import Callable, Iterator
from typing import Protocol

import brotli  # type: ignore[import-untyped]

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

#: What is asked for, in the order of preference.
ACCEPTED = "zstd, br, gzip"

#: Bytes that one step unpacks at most; what is held in memory between the layers. Range 16 KB-1 MB.
STEP = 65_536

#: Packings one over the other. Real servers use one, misconfigured ones two.
MOST_LAYERS = 3

#: Logarithm of the window that zstd may ask memory for: RFC 9659 allows 8 MB in HTTP.
_ZSTD_WINDOW = 23

#: Packings that exist and were not asked for. Any other unknown word ("utf-8", "none") is a mistake of the server's
#: and means nothing, as in browsers.
_FOREIGN = frozenset({"compress", "x-compress", "dcb", "dcz", "exi", "pack200-gzip", "lzma", "xz", "bzip2"})


class Garbled(Exception):
    """A body that cannot be unpacked; the message is a sentence."""


class TooLarge(Exception):
    """More came than the limit allows."""


class _Packing(Protocol):
    """One kind of packing, while it is taken off."""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """What these packed bytes give, in pieces of at most STEP bytes."""

    @property
    def finished(self) -> bool:
        """Whether the end that the packing itself marks was reached."""


class _Zlib:
    """gzip (RFC 1952, several members in a row), and deflate, which servers send with or without its header."""

    def __init__(self, bits: int) -> None:
        self.bits = bits
        self.packing: zlib._Decompress | None = None
        self.members = 0

    def _begin(self, data: bytes) -> "zlib._Decompress":
        # The header's first byte ends in 8; bare deflate would have to begin with padding that nobody writes.
        bare = self.bits == zlib.MAX_WBITS and data[0] & 0x0F != 8
        self.members += 1
        return zlib.decompressobj(-zlib.MAX_WBITS if bare else self.bits)

    def feed(self, data: bytes) -> Iterator[bytes]:
        out = b""
        while data or len(out) == STEP:
            if self.packing is None or self.packing.eof:
                if not data or not (data := data.lstrip(b"\0") if self.members else data):
                    return
                if self.members and not data.startswith(b"\x1f"):  # Rubbish behind the end, which all readers pass by.
                    return
                self.packing = self._begin(data)
            out = self.packing.decompress(data, STEP)
            if out:
                yield out
            data = self.packing.unconsumed_tail or self.packing.unused_data

    @property
    def finished(self) -> bool:
        return self.packing is not None and self.packing.eof


class _Brotli:
    """Brotli (RFC 7932)."""

    def __init__(self) -> None:
        self.packing = brotli.Decompressor()

    def feed(self, data: bytes) -> Iterator[bytes]:
        if self.finished:
            return
        out = self.packing.process(data, output_buffer_limit=STEP)
        yield out
        # It says that it can accept more also while it holds back output: a full piece means that there may be some.
        while len(out) >= STEP or not self.packing.can_accept_more_data():
            out = self.packing.process(b"", output_buffer_limit=STEP)
            yield out

    @property
    def finished(self) -> bool:
        return bool(self.packing.is_finished())


class _Zstd:
    """Zstandard (RFC 8878, several frames in a row), its window bounded."""

    def __init__(self) -> None:
        self.packing = self._begin()

    @staticmethod
    def _begin() -> "zstd.ZstdDecompressor":
        return zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: _ZSTD_WINDOW})

    def feed(self, data: bytes) -> Iterator[bytes]:
        while data or not (self.packing.needs_input or self.packing.eof):
            if self.packing.eof:
                self.packing = self._begin()
            yield self.packing.decompress(data, STEP)
            data = self.packing.unused_data if self.packing.eof else b""

    @property
    def finished(self) -> bool:
        return self.packing.eof


_PACKINGS: dict[str, Callable[[], _Packing]] = {
    "gzip": lambda: _Zlib(16 + zlib.MAX_WBITS),
    "x-gzip": lambda: _Zlib(16 + zlib.MAX_WBITS),
    "deflate": lambda: _Zlib(zlib.MAX_WBITS),
    "br": _Brotli,
    "zstd": _Zstd,
}
_ERRORS = (zlib.error, brotli.error, zstd.ZstdError, EOFError)


def _layer(chunks: Iterator[bytes], name: str, limit: int) -> Iterator[bytes]:
    """One packing taken off; each layer may give `limit` bytes, so that none works for ever on behalf of the next."""
    packing, came, gave = _PACKINGS[name](), False, 0
    try:
        for chunk in chunks:
            came = came or bool(chunk)
            for piece in packing.feed(chunk):
                gave += len(piece)
                if gave > limit:
                    raise TooLarge
                yield piece
    except _ERRORS:
        raise Garbled(f"The body cannot be unpacked; it is not what its {name} label says.") from None
    if came and not packing.finished:
        raise Garbled(f"The body breaks off before the end of its {name} packing.")


def unpacked(chunks: Iterator[bytes], encodings: str, limit: int) -> Iterator[bytes]:
    """The pieces of a body with the packings of its Content-Encoding header taken off, the last one first.

    Raises Garbled for what cannot be unpacked, breaks off or was packed in a way that was not asked for, and
    TooLarge as soon as any layer gives more than `limit` bytes. Memory: STEP bytes a layer and the window of each.
    """
    names = [name.strip().lower() for name in encodings.split(",")]
    if foreign := next((name for name in names if name in _FOREIGN), ""):
        raise Garbled(f"The body is packed in a way that was not asked for ({foreign}).")
    layers = [name for name in names if name in _PACKINGS]
    if len(layers) > MOST_LAYERS:
        raise Garbled(f"The body is packed {len(layers)} times over.")
    for name in reversed(layers):
        chunks = _layer(chunks, name, limit)
    return chunks
