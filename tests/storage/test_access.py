"""Tokens, sign-in links and sessions: what is kept of a secret, and for how long it opens anything."""

from datetime import timedelta

import pytest
from sqlmodel import select

from storage import access
from storage.archive import Store
from storage.tables import Signin, Token
from tests.newsroom import NOW
from tracker.errors import BadInput, NotFound


def test_a_token_is_known_by_its_name_until_it_is_revoked(store: Store) -> None:
    secret = access.create_token(store.database, "desk", now=NOW)
    assert access.holder(store.database, secret, now=NOW) == "desk"
    access.revoke_token(store.database, "desk", now=NOW)
    assert access.holder(store.database, secret, now=NOW) is None


def test_of_a_secret_only_its_digest_is_kept(store: Store) -> None:
    token = access.create_token(store.database, "desk", now=NOW)
    link = access.new_signin(store.database, now=NOW)
    with store.database.read() as session:
        rows = [*session.exec(select(Token)).all(), *session.exec(select(Signin)).all()]
    kept = " ".join(str(row.model_dump()) for row in rows)
    assert token not in kept
    assert link not in kept
    assert access.digest(token) in kept


@pytest.mark.parametrize("secret", ["", "rowback_", "rowback_\ud800\x00", "Bearer x", "x" * 10_000])
def test_what_is_no_token_opens_nothing(store: Store, secret: str) -> None:
    access.create_token(store.database, "desk", now=NOW)
    assert access.holder(store.database, secret, now=NOW) is None


def test_when_a_token_was_used_is_noted_by_the_minute(store: Store) -> None:
    secret = access.create_token(store.database, "desk", now=NOW)
    for seconds in (0, 30, 90):
        access.holder(store.database, secret, now=NOW + timedelta(seconds=seconds))
    (token,) = access.tokens(store.database)
    assert token.used_at == NOW + timedelta(seconds=90)


@pytest.mark.parametrize("name", ["", "  ", "x" * 101, "a\nb"])
def test_a_token_needs_a_name_that_can_be_read(store: Store, name: str) -> None:
    with pytest.raises(BadInput):
        access.create_token(store.database, name, now=NOW)


def test_a_name_is_given_once_even_after_it_is_revoked(store: Store) -> None:
    access.create_token(store.database, "desk", now=NOW)
    access.revoke_token(store.database, "desk", now=NOW)
    with pytest.raises(BadInput):
        access.create_token(store.database, "desk", now=NOW)


def test_what_is_not_in_use_cannot_be_revoked(store: Store) -> None:
    with pytest.raises(NotFound):
        access.revoke_token(store.database, "desk", now=NOW)


def test_a_link_opens_one_session_which_ends_by_itself(store: Store) -> None:
    handle = access.redeem(store.database, access.new_signin(store.database, now=NOW), now=NOW)
    assert handle is not None
    with store.database.read() as session:
        assert access.stands(session, handle, now=NOW)
        assert not access.stands(session, handle, now=NOW + access.SESSION)


def test_a_link_works_once_and_for_ten_minutes(store: Store) -> None:
    secret = access.new_signin(store.database, now=NOW)
    assert access.redeem(store.database, secret, now=NOW + access.LINK) is None
    assert access.redeem(store.database, secret, now=NOW + timedelta(minutes=9)) is not None
    assert access.redeem(store.database, secret, now=NOW + timedelta(minutes=9)) is None


def test_a_link_not_redeemed_is_no_session(store: Store) -> None:
    secret = access.new_signin(store.database, now=NOW)
    with store.database.read() as session:
        assert not access.stands(session, access.digest(secret), now=NOW)


def test_a_session_ends_when_its_owner_says_so(store: Store) -> None:
    handle = access.redeem(store.database, access.new_signin(store.database, now=NOW), now=NOW) or ""
    access.end(store.database, handle)
    with store.database.read() as session:
        assert not access.stands(session, handle, now=NOW)


def test_rows_of_links_long_over_are_dropped_and_open_sessions_stay(store: Store) -> None:
    old = access.new_signin(store.database, now=NOW)
    later = NOW + access.SESSION
    handle = access.redeem(store.database, access.new_signin(store.database, now=later), now=later) or ""
    access.new_signin(store.database, now=later + access.LINK + timedelta(seconds=1))
    with store.database.read() as session:
        kept = set(session.exec(select(Signin.digest)).all())
    assert handle in kept
    assert access.digest(old) not in kept
