"""Packed bodies come out whole or not at all, and never larger than they may."""

import contextlib
import gzip
import tracemalloc
import zlib
from collections.abc import Callable, Iterator

import brotli  # type: ignore[import-untyped]
import pytest
from backports import zstd
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.fetching.unpacking import STEP, Garbled, TooLarge, unpacked


def bare(body: bytes) -> bytes:
    """Deflate without its header, as some servers send it."""
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(body) + packer.flush()


PACKERS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "gzip": ("gzip", gzip.compress),
    "x-gzip": ("x-gzip", gzip.compress),
    "deflate": ("deflate", zlib.compress),
    "bare deflate": ("deflate", bare),
    "brotli": ("br", brotli.compress),
    "zstd": ("zstd", zstd.compress),
    "brotli in gzip": ("br, gzip", lambda body: gzip.compress(brotli.compress(body))),
    "gzip twice": ("gzip, gzip", lambda body: gzip.compress(gzip.compress(body))),
}
each_packing = pytest.mark.parametrize("packing", PACKERS)


def run(packed: bytes, label: str, size: int = 1_000, limit: int = 10_000_000) -> bytes:
    """A body unpacked that came in chunks of so many bytes."""
    return b"".join(unpacked((packed[i : i + size] for i in range(0, len(packed), size)), label, limit))


@each_packing
@settings(deadline=None)
@given(body=st.binary() | st.integers(0, 5 * STEP).map(bytes), size=st.integers(1, 3_000))
def test_what_was_packed_comes_out_whole(packing: str, body: bytes, size: int) -> None:
    label, pack = PACKERS[packing]
    assert run(pack(body), label, size) == body


@each_packing
@settings(deadline=None)
@given(body=st.binary(), data=st.data())
def test_a_body_that_breaks_off_is_no_body(packing: str, body: bytes, data: st.DataObject) -> None:
    label, pack = PACKERS[packing]
    packed = pack(body)
    cut = data.draw(st.integers(1, len(packed) - 1)) if len(packed) > 1 else 0
    if cut:
        with pytest.raises(Garbled):
            run(packed[:cut], label)


@each_packing
@settings(deadline=None)
@given(junk=st.binary(min_size=1))
def test_rubbish_never_crashes(packing: str, junk: bytes) -> None:
    label, _ = PACKERS[packing]
    with contextlib.suppress(Garbled, TooLarge):
        assert len(run(junk, label, limit=1_000)) <= 1_000


@pytest.mark.parametrize("label", ["gzip", "zstd"])
def test_several_members_in_a_row_are_one_body(label: str) -> None:
    _, pack = PACKERS[label]
    assert run(pack(b"one, ") + pack(b"two"), label, 7) == b"one, two"


@pytest.mark.parametrize("rest", [b"\0" * 512, b"junk", b"\0\0junk"])
def test_rubbish_behind_the_end_of_gzip_is_passed_by(rest: bytes) -> None:
    assert run(gzip.compress(b"text") + rest, "gzip", 3) == b"text"


@pytest.mark.parametrize("label", ["", "identity", "utf-8", "none", "none, "])
def test_a_label_that_means_nothing_means_nothing(label: str) -> None:
    assert run(b"<p>plain</p>", label) == b"<p>plain</p>"


@pytest.mark.parametrize("label", ["compress", "dcb", "gzip, gzip, gzip, gzip"])
def test_packings_that_were_not_asked_for_are_refused(label: str) -> None:
    with pytest.raises(Garbled):
        run(b"anything", label)


def test_an_empty_body_needs_no_packing() -> None:
    assert run(b"", "gzip") == b""


def bomb(label: str, megabytes: int) -> bytes:
    """So many megabytes of nothing, packed."""
    nothing = bytes(1_000_000)
    if label == "gzip":
        packer = zlib.compressobj(wbits=31)
        return b"".join(packer.compress(nothing) for _ in range(megabytes)) + packer.flush()
    if label == "zstd":
        frame = zstd.ZstdCompressor()
        return b"".join(frame.compress(nothing) for _ in range(megabytes)) + frame.flush()
    if label == "br":
        stream = brotli.Compressor(quality=3)
        return b"".join(stream.process(nothing) for _ in range(megabytes)) + bytes(stream.finish())
    return gzip.compress(bomb("gzip", megabytes))


@pytest.mark.parametrize("label", ["gzip", "zstd", "br", "gzip, gzip"])
def test_a_bomb_is_put_out_at_the_limit_and_in_little_memory(label: str) -> None:
    packed = bomb(label, 60)

    def chunks() -> Iterator[bytes]:
        for start in range(0, len(packed), STEP):
            yield packed[start : start + STEP]

    tracemalloc.start()
    try:
        with pytest.raises(TooLarge):
            for _ in unpacked(chunks(), label, 5_000_000):
                pass
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()


def test_a_window_larger_than_http_allows_is_refused() -> None:
    options: dict[int, int] = {zstd.CompressionParameter.window_log: 27}
    packer = zstd.ZstdCompressor(options=options)
    with pytest.raises(Garbled):
        run(packer.compress(b"x" * 100_000) + packer.flush(), "zstd")
