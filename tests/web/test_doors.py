"""The doors: who may write, how one signs in and out, and what no other site can make a browser do."""

import stat
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from storage import access
from storage.database import Database
from tests.newsroom import NOW
from tests.web.conftest import BASE, T1
from tracker.settings import Settings
from web.app import create_app
from web.sessions import COOKIE, secret

SAME = {"origin": BASE, "sec-fetch-site": "same-origin"}


@pytest.fixture
def key(database: Database) -> str:
    """The secret of a fresh sign-in link."""
    return access.new_signin(database, now=NOW)


@pytest.fixture
def signed_in(client: TestClient, key: str) -> TestClient:
    """A browser that has signed in."""
    assert client.post("/signin", data={"key": key}, headers=SAME).status_code == 303
    return client


def form_token(client: TestClient) -> str:
    """The token in the form that signs out."""
    return client.get("/").text.split('name="token" value="')[1].split('"')[0]


def test_looking_at_a_signin_link_does_not_use_it_up(client: TestClient, key: str) -> None:
    for _ in range(3):
        assert "Sign in as operator" in client.get(f"/signin?key={key}").text
    assert client.post("/signin", data={"key": key}, headers=SAME).status_code == 303


def test_a_signin_link_works_once(client: TestClient, key: str) -> None:
    assert client.post("/signin", data={"key": key}).status_code == 303
    assert client.post("/signin", data={"key": key}).status_code == 403


def test_a_signin_link_is_over_after_ten_minutes(settings: Settings, database: Database, key: str) -> None:
    late = create_app(settings, database, clock=lambda: NOW + timedelta(minutes=10))
    with TestClient(late, base_url=BASE) as client:
        assert client.post("/signin", data={"key": key}).status_code == 403


def test_a_made_up_signin_link_opens_nothing(client: TestClient) -> None:
    response = client.post("/signin", data={"key": "made up"})
    assert response.status_code == 403
    assert "set-cookie" not in response.headers


def test_the_cookie_cannot_be_read_by_scripts_or_sent_by_other_sites(client: TestClient, key: str) -> None:
    cookie = client.post("/signin", data={"key": key}).headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "secure" not in cookie


def test_the_cookie_is_secure_where_the_public_address_is(tmp_path: Path, database: Database, key: str) -> None:
    chosen = Settings(data_folder=tmp_path, public_url="https://changes.example.org", _env_file=None)
    with TestClient(create_app(chosen, database, clock=lambda: NOW), base_url=chosen.public_url) as client:
        response = client.post("/signin", data={"key": key}, follow_redirects=False)
    assert "secure" in response.headers["set-cookie"].lower()


def test_a_signed_in_page_stays_out_of_caches(signed_in: TestClient) -> None:
    page = signed_in.get("/")
    assert "Signed in as operator" in page.text
    assert page.headers["cache-control"] == "private, no-store"


def test_a_readers_page_may_be_kept_but_is_asked_for_again(client: TestClient) -> None:
    page = client.get("/")
    assert page.headers["cache-control"] == "no-cache"
    assert "cookie" in page.headers["vary"]


def test_signing_out_ends_the_session_wherever_its_cookie_is(signed_in: TestClient, app: FastAPI) -> None:
    copied = signed_in.cookies[COOKIE]
    assert signed_in.post("/signout", data={"token": form_token(signed_in)}, headers=SAME).status_code == 303
    assert "Signed in" not in signed_in.get("/").text
    with TestClient(app, base_url=BASE, cookies={COOKIE: copied}) as thief:
        assert "Signed in" not in thief.get("/").text


def test_signing_out_needs_the_forms_token(signed_in: TestClient) -> None:
    assert signed_in.post("/signout", data={"token": "x"}, headers=SAME).status_code == 403
    assert "Signed in" in signed_in.get("/").text


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": BASE, "sec-fetch-site": "cross-site"},
    ],
)
def test_no_other_site_can_send_our_forms(signed_in: TestClient, headers: dict[str, str]) -> None:
    token = form_token(signed_in)
    assert signed_in.post("/signout", data={"token": token}, headers=headers).status_code == 403
    assert signed_in.post("/signin", data={"key": "x"}, headers=headers).status_code == 403
    assert "Signed in" in signed_in.get("/").text


def test_a_session_is_over_after_its_time(signed_in: TestClient, settings: Settings, database: Database) -> None:
    late = create_app(settings, database, clock=lambda: NOW + access.SESSION)
    with TestClient(late, base_url=BASE, cookies={COOKIE: signed_in.cookies[COOKIE]}) as client:
        assert "Signed in" not in client.get("/").text


def test_a_forged_cookie_opens_nothing(client: TestClient, key: str) -> None:
    client.cookies.set(COOKIE, f'"{access.digest(key)}".forged')
    assert "Signed in" not in client.get("/").text


def test_the_secret_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    first = secret(tmp_path / "new" / "folder")
    assert secret(tmp_path / "new" / "folder") == first
    assert stat.S_IMODE((tmp_path / "new" / "folder" / "secret").stat().st_mode) == 0o600
    assert [file.name for file in (tmp_path / "new" / "folder").iterdir()] == ["secret"]


def test_writing_needs_an_operator(client: TestClient) -> None:
    response = client.post("/api/v1/captures", content=b"", headers={"content-type": "application/x-ndjson"})
    assert response.status_code == 401
    assert response.headers["www-authenticate"].startswith("Bearer")
    assert response.json()["error"]["code"] == "not_signed_in"


def test_a_token_that_is_revoked_stops_working_even_for_reading(operator: TestClient, database: Database) -> None:
    assert operator.get("/api/v1/export").status_code == 200
    access.revoke_token(database, "desk", now=NOW)
    assert operator.get("/api/v1/export").status_code == 401
    assert operator.get("/api/v1/stories").status_code == 401


def test_a_browser_session_may_write_only_from_our_own_page(signed_in: TestClient) -> None:
    ours = {"content-type": "application/x-ndjson"}
    assert signed_in.post("/api/v1/captures", content=b"", headers=ours).status_code == 403
    assert signed_in.post("/api/v1/captures", content=b"", headers=ours | SAME).status_code == 200


@pytest.mark.parametrize("path", [f"/stories/1@{T1}/raw", "/api/v1/export"])
def test_raw_bytes_and_exports_are_for_operators(client: TestClient, fire: int, path: str) -> None:
    assert client.get(path).status_code == 401


def test_raw_bytes_come_as_a_sandboxed_attachment(operator: TestClient, fire: int) -> None:
    response = operator.get(f"/stories/1@{T1}/raw")
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/octet-stream"
    assert response.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in response.headers["content-security-policy"]
    assert response.headers["x-content-type-options"] == "nosniff"
    assert b'"paragraphs"' in response.content
