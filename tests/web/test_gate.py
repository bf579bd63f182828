"""The gate: hosts, sizes, headers, and errors that say enough and never too much."""

import re
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from storage import queries
from storage.database import Database
from tests.newsroom import NOW
from tests.web.conftest import BASE, T1, T2
from tracker.settings import Settings
from web.app import create_app

#: The one form in which a page may have a script: a file of this server, named by its digest.
MODULE = r'<script type="module" src="/static/\w+\.js\?v=\w{12}"></script>'

PATHS = ["/", "/about", "/nowhere", "/stories/1", "/stories/x", "/feed.atom", "/api/v1/stories", "/static/rowback.css"]
PATHS += ["/follows", "/health"]


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_carries_the_headers_that_protect_readers(client: TestClient, fire: int, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-robots-tag"] == "noindex, nofollow"


def test_pages_may_be_indexed_only_where_a_setting_says_so(tmp_path: Path, database: Database) -> None:
    chosen = Settings(data_folder=tmp_path, index=True, _env_file=None)
    with TestClient(create_app(chosen, database), base_url=BASE) as client:
        page = client.get("/")
    assert "x-robots-tag" not in page.headers
    assert "noindex" not in page.text


def test_no_page_has_a_script_or_a_style_of_its_own_or_asks_a_third_party(client: TestClient, fire: int) -> None:
    for path in ("/", "/stories/1", f"/stories/1@{T1}", f"/stories/1/{T1}..{T2}", "/about", "/signin?key=x"):
        page = client.get(path).text
        assert page.count("<script") == len(re.findall(MODULE, page))
        assert "<style" not in page
        assert " style=" not in page
        assert ' src="http' not in page


def test_a_static_file_is_kept_for_ever_only_under_an_address_that_names_its_digest(client: TestClient) -> None:
    assert "immutable" in client.get("/static/rowback.css?v=0123456789ab").headers["cache-control"]
    assert client.get("/static/rowback.css").headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("host", ["evil.example", "", "localhost.evil.example", "a b", "localhost@evil.example", "[::"])
def test_an_unknown_host_is_turned_away(client: TestClient, host: str) -> None:
    response = client.get("/", headers={"host": host})
    assert response.status_code == 400
    assert "ROWBACK_ALLOWED_HOSTS" in response.text


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8000", "LOCALHOST:1"])
def test_a_known_host_is_answered_at_any_port(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 200


def test_a_body_too_large_is_refused_before_it_is_read(tmp_path: Path, database: Database, token: str) -> None:
    chosen = Settings(data_folder=tmp_path, max_body_mb=1, _env_file=None)
    headers = {"authorization": f"Bearer {token}", "content-type": "application/x-ndjson"}
    with TestClient(create_app(chosen, database, clock=lambda: NOW), base_url=BASE, headers=headers) as client:
        told = client.post("/api/v1/captures", content=b"x" * (2**20 + 1))
        streamed = client.post("/api/v1/captures", content=(b"x" * 2**18 for _ in range(5)))
    for response in (told, streamed):
        assert response.status_code == 413
        assert response.json()["error"]["code"] == "too_large"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nowhere", 404),
        ("/stories/0", 404),
        ("/stories/2", 404),
        ("/stories/-1", 404),
        ("/stories/1e3", 404),
        ("/stories/٣", 404),
        (f"/stories/{'9' * 30}", 404),
        (f"/stories/{'9' * 5000}", 404),
        ("/stories/1%00", 404),
        ("/stories/1@now", 400),
        ("/stories/1@20261302T080000.000Z", 400),
        ("/stories/1@00000101T000000.000Z", 400),
        ("/stories/1@00010101T000000.000Z", 404),
        ("/stories/1@99991231T235959.999Z", 400),
        ("/stories/1@20261102T080000.000Z.999999999", 404),
        ("/stories/1@%00", 400),
        ("/stories/1@%ED%A0%80", 400),
        ("/stories/1/..", 200),
        (f"/stories/1/{T1}", 400),
        (f"/stories/1/{T1}..", 400),
        (f"/stories/1/{T1}..{T1}..{T1}", 400),
        (f"/stories/1/{T1}..{T1}?view=upside-down", 422),
        ("/?cursor=x", 400),
        ("/stories?cursor=2026-11-02T08:00:00~1", 200),
        ("/?order=newest&cursor=2026-11-02T08:00:00~1", 200),
        ("/?cursor=20769.5~1", 200),
        ("/?cursor=nan~1", 400),
        ("/?kind=nothing", 422),
        ("/?cursor=0001-01-01T00:00:00%2B14:00~1", 400),
        (f"/?cursor=2026-11-02T08:00:00%2B00:00~{'9' * 60}", 400),
        ("/?q=%00", 200),
        ("/?q=%ED%A0%80%F0%9F%94%A5%E2%80%AE", 200),
        ("/?q=%25_%5C'%22", 200),
        (f"/?q={'x' * 201}", 422),
    ],
)
def test_odd_addresses_are_answered_calmly(client: TestClient, fire: int, path: str, status: int) -> None:
    response = client.get(path)
    assert response.status_code == status, response.text
    assert response.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/api/v1/nowhere", 404, "not_found"),
        ("/api/v1/stories/99", 404, "not_found"),
        ("/api/v1/stories/1/versions/now", 400, "bad_input"),
        ("/api/v1/stories/1/diff/a..b", 400, "bad_input"),
        ("/api/v1/stories?limit=0", 422, "invalid"),
        ("/api/v1/captures", 405, "wrong_method"),
        ("/stories/99.json", 404, "not_found"),
        ("/stories/99.atom", 404, "not_found"),
    ],
)
def test_programs_get_every_error_in_one_shape(
    client: TestClient, fire: int, path: str, status: int, code: str
) -> None:
    response = client.get(path)
    assert response.status_code == status
    assert set(response.json()) == {"error"}
    assert response.json()["error"]["code"] == code
    assert response.json()["error"]["message"]


def test_a_failure_shows_no_trace_and_keeps_the_headers(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("a secret detail")

    monkeypatch.setattr(queries, "stories", fail)
    with TestClient(app, base_url=BASE) as client:
        page, answer = client.get("/stories"), client.get("/api/v1/stories")
    assert page.status_code == answer.status_code == 500
    assert "Something went wrong" in page.text
    assert answer.json()["error"]["code"] == "failed"
    assert "secret detail" not in page.text + answer.text
    assert "content-security-policy" in page.headers


def test_behind_a_path_every_link_carries_the_path(tmp_path: Path, database: Database) -> None:
    chosen = Settings(data_folder=tmp_path, public_url="https://example.org/changes", _env_file=None)
    with TestClient(create_app(chosen, database), base_url="https://example.org") as client:
        page = client.get("/").text
        sheet = page.split('rel="stylesheet" href="')[1].split('"')[0]
        assert sheet.startswith("/changes/static/")
        assert client.get(sheet).status_code == 200
        assert client.get(sheet.removeprefix("/changes")).status_code == 200
    assert 'href="/about"' not in page
