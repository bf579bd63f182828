"""Who may write: tokens for programs, sign-in links for people, and the sessions that a link opens.

Of every secret only its SHA-256 is kept. The secrets are 256 random bits, so that no slow hash is needed.
"""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from storage.database import Database
from storage.tables import Signin, Token
from tracker.errors import BadInput, NotFound
from tracker.fetching.read import mended

#: What every token begins with, so that a leaked one is known for what it is by those who scan for secrets.
PREFIX = "rowback_"

#: How long a sign-in link works. Range: a minute to an hour; it is printed on a terminal and used at once.
LINK = timedelta(minutes=10)

#: How long a browser stays signed in. Range: an hour to a month; a working day and its evening.
SESSION = timedelta(hours=16)

#: How stale `used_at` of a token may be. Range: a second to an hour; each refresh costs a write.
USED = timedelta(minutes=1)

#: The longest name of a token, in characters.
LONGEST = 100


def digest(secret: str) -> str:
    """SHA-256 of a secret, in hex."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def create_token(database: Database, name: str, *, now: datetime) -> str:
    """Make a token and give it back: the only time that it is seen. Raises BadInput for a name taken or unusable."""
    name = name.strip()
    if not name or len(name) > LONGEST or not name.isprintable():
        raise BadInput(f"a token needs a name of 1 to {LONGEST} printable characters")
    secret = PREFIX + secrets.token_urlsafe(32)
    with database.write() as session:
        if session.exec(select(Token.id).where(Token.name == name)).first() is not None:
            raise BadInput(f"there is, or was, a token {name}; choose another name")
        session.add(Token(name=name, digest=digest(secret), created_at=now))
    return secret


def tokens(database: Database) -> Sequence[Token]:
    """Every token ever made, oldest first, the revoked ones too."""
    with database.read() as session:
        return session.exec(select(Token).order_by(col(Token.id))).all()


def revoke_token(database: Database, name: str, *, now: datetime) -> None:
    """Make a token stop working. Raises NotFound where none of that name works."""
    with database.write() as session:
        token = session.exec(
            select(Token).where(Token.name == mended(name).strip(), col(Token.revoked_at).is_(None))
        ).first()
        if token is None:
            raise NotFound(f"no token {name} is in use; `rowback token list` names those that are")
        token.revoked_at = now


def holder(database: Database, secret: str, *, now: datetime) -> str | None:
    """The name of the token that a program shows; None when it is none of ours or revoked. Notes when it was used."""
    if not secret.startswith(PREFIX):
        return None
    wanted = digest(secret)
    with database.read() as session:
        query = select(Token).where(Token.digest == wanted, col(Token.revoked_at).is_(None))
        token = session.exec(query).first()
    if token is None or not hmac.compare_digest(token.digest, wanted):
        return None
    if token.used_at is None or now - token.used_at >= USED:
        with database.write() as session:
            session.execute(update(Token).where(col(Token.id) == token.id).values(used_at=now))
    return token.name


def new_signin(database: Database, *, now: datetime) -> str:
    """Make the secret of a sign-in link, good once within LINK; rows of links and sessions long over are dropped."""
    secret = secrets.token_urlsafe(32)
    with database.write() as session:
        session.execute(delete(Signin).where(col(Signin.expires_at) < now - SESSION))
        session.add(Signin(digest=digest(secret), expires_at=now + LINK))
    return secret


def redeem(database: Database, secret: str, *, now: datetime) -> str | None:
    """Use up a sign-in link and open a session: its handle, or None when the link is used, over or none of ours."""
    wanted = digest(secret)
    with database.write() as session:
        link = session.get(Signin, wanted)
        if link is None or link.used_at is not None or link.expires_at <= now:
            return None
        link.used_at = now
    return wanted


def stands(session: Session, handle: str, *, now: datetime) -> bool:
    """Whether the session of this handle is still open."""
    link = session.get(Signin, handle)
    return link is not None and link.used_at is not None and now - link.used_at < SESSION


def end(database: Database, handle: str) -> None:
    """Close a session, so that its cookie opens nothing any more, wherever a copy of it may be."""
    with database.write() as session:
        session.execute(delete(Signin).where(col(Signin.digest) == handle))
