"""Raw bytes, kept once by digest and compressed: a page is mostly its own earlier self, so that is its dictionary."""

from collections.abc import Collection

import zstandard
from sqlmodel import Session, col, select

from storage.tables import Blob
from tracker.chain import digest
from tracker.errors import NotFound, StoreFailed

#: zstd level. Range 1 to 22; 3 is the library's default, and higher ones gain under a tenth on news pages.
LEVEL = 3

#: A raw is kept against its base while that takes less than this share of what it takes alone. Range 0 to 1.
WORTH = 0.5

#: No raw larger than this is kept, in bytes: a page, a pasted text or a line is far smaller.
LARGEST = 256 * 1024 * 1024

#: How many bytes of raws a session has at hand. Range 1 MB to what the machine has; a batch of 200 pages is 20 MB.
AT_HAND = 64 * 1024 * 1024


class Raws:
    """The raws of one session: what was put or taken lately is at hand, so that a batch reads nothing twice."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._blobs: dict[str, Blob] = {}
        self._raws: dict[str, bytes] = {}
        self._held = 0
        self._absent: set[str] = set()

    def put(self, raw: bytes, like: str | None) -> str:
        """Keep raw bytes unless they are kept already; `like` is the digest of bytes that may resemble them."""
        name = digest(raw)
        if self._find(name) is not None:
            return name
        if len(raw) > LARGEST:
            raise StoreFailed(f"{len(raw):,} bytes are more than Rowback keeps of one page ({LARGEST:,})")
        data, base = self._pack(raw, like)
        blob = Blob(digest=name, size=len(raw), base_digest=base, data=data)
        self._session.add(blob)
        self._blobs[name] = blob
        self._absent.discard(name)
        self._remember(name, raw)
        return name

    def look_up(self, names: Collection[str]) -> None:
        """Find out at once which of these digests are kept, before they are put. One query."""
        kept = self._session.exec(select(Blob.digest).where(col(Blob.digest).in_(names))).all()
        self._absent = set(names).difference(kept)

    def get(self, name: str) -> bytes:
        """The raw bytes of a digest. Raises NotFound, or StoreFailed where they are damaged."""
        if name in self._raws:
            return self._raws[name]
        blob = self._find(name)
        if blob is None:
            raise NotFound(f"no raw bytes are kept under {name[:12]}…")
        try:
            base = None if blob.base_digest is None else self._alone(blob.base_digest)
            raw = _unpack(blob.data, blob.size, base)
        except (zstandard.ZstdError, TypeError) as error:
            raise StoreFailed(f"the raw bytes {name[:12]}… are damaged ({error})") from error
        self._remember(name, raw)
        return raw

    def _find(self, name: str) -> Blob | None:
        if name in self._absent:
            return None
        blob = self._blobs.get(name) or self._session.get(Blob, name)
        if blob is not None:
            self._blobs[name] = blob
        return blob

    def _alone(self, name: str) -> bytes:
        """The raw of a blob that others are packed against; it stands by itself and is wanted again and again."""
        if name not in self._raws:
            blob = self._find(name)
            if blob is None or blob.base_digest is not None:
                raise StoreFailed(f"the bytes {name[:12]}… that others are packed against are missing")
            self._remember(name, _unpack(blob.data, blob.size, None))
        return self._raws[name]

    def _remember(self, name: str, raw: bytes) -> None:
        """Have raw bytes at hand; when that takes too much room, all earlier ones are forgotten."""
        self._held += len(raw)
        if self._held > AT_HAND:
            self._session.flush()
            self._raws.clear()
            self._blobs.clear()
            self._held = len(raw)
        self._raws[name] = raw

    def _pack(self, raw: bytes, like: str | None) -> tuple[bytes, str | None]:
        alone = zstandard.ZstdCompressor(level=LEVEL).compress(raw)
        near = self._find(like) if like else None
        if near is None:
            return alone, None
        base = near.base_digest or near.digest
        before = self._alone(base)
        settings = zstandard.ZstdCompressionParameters.from_level(LEVEL, source_size=len(raw), dict_size=len(before))
        against = zstandard.ZstdCompressor(dict_data=_dictionary(before), compression_params=settings).compress(raw)
        return (against, base) if len(against) < WORTH * len(alone) else (alone, None)


def _unpack(data: bytes, size: int, base: bytes | None) -> bytes:
    """Decompress; never more than the size that was written down, whatever the frame says of itself."""
    if size > LARGEST or zstandard.frame_content_size(data) not in (size, -1):
        raise zstandard.ZstdError("the size is not the one written down")
    dictionary = None if base is None else _dictionary(base)
    return zstandard.ZstdDecompressor(dict_data=dictionary).decompress(data, max_output_size=max(size, 1))


def _dictionary(raw: bytes) -> zstandard.ZstdCompressionDict:
    return zstandard.ZstdCompressionDict(raw, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
