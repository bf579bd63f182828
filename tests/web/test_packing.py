"""What goes over the line packed, and what must not."""

import gzip

from fastapi.testclient import TestClient

from storage import access
from storage.database import Database
from tests.newsroom import NOW

PACKED = {"accept-encoding": "gzip"}


def test_a_readers_page_is_packed_and_says_so(client: TestClient, fire: int) -> None:
    plain = client.get("/stories/1", headers={"accept-encoding": "identity"})
    with client.stream("GET", "/stories/1", headers=PACKED) as packed:
        raw = b"".join(packed.iter_raw())
    assert packed.headers["content-encoding"] == "gzip"
    assert "accept-encoding" in packed.headers["vary"].lower()
    assert "accept-language" in packed.headers["vary"]
    assert gzip.decompress(raw) == plain.content
    assert len(raw) < len(plain.content) / 3
    assert "content-encoding" not in plain.headers


def test_a_packed_page_that_the_reader_has_is_not_sent_again(client: TestClient, fire: int) -> None:
    tag = client.get("/stories/1", headers=PACKED).headers["etag"]
    assert tag.startswith('W/"')
    assert client.get("/stories/1", headers={**PACKED, "if-none-match": tag}).status_code == 304


def test_what_an_operator_sees_is_never_packed(client: TestClient, database: Database, fire: int) -> None:
    token = access.create_token(database, "cms", now=NOW)
    for headers in ({"authorization": f"Bearer {token}"}, {"cookie": "session=x"}):
        assert "content-encoding" not in client.get("/stories/1", headers={**PACKED, **headers}).headers


def test_the_style_sheet_is_packed_too(client: TestClient) -> None:
    assert client.get("/static/rowback.css", headers=PACKED).headers["content-encoding"] == "gzip"
