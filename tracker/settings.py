"""Every setting, with its default and the sentence that explains it; read once, from the environment or `.env`."""

import io
import os
from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import SplitResult, quote, urlsplit

from dotenv.parser import parse_stream
from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from tracker.errors import BadSetting
from tracker.model import Show

PREFIX = "ROWBACK_"

#: The file in the working folder that may hold settings. Some editors begin a file with a mark that it is UTF-8.
_FILE, _ENCODING = Path(".env"), "utf-8-sig"


def _default_folder() -> Path:
    """The user's data folder (XDG Base Directory Specification), so that cron and a shell find the same store."""
    if home := os.environ.get("XDG_DATA_HOME"):
        return Path(home) / "rowback"
    try:
        return Path.home() / ".local" / "share" / "rowback"
    except RuntimeError as error:
        raise BadSetting(
            f"{PREFIX}DATA_FOLDER: this user has no home folder; name the folder to keep data in"
        ) from error


class Settings(BaseSettings):
    """The settings of one Rowback. Each is an environment variable: `data_folder` is `ROWBACK_DATA_FOLDER`."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=_FILE, env_file_encoding=_ENCODING, extra="ignore", frozen=True
    )

    data_folder: Path = Field(
        default_factory=_default_folder,
        description="Folder for the SQLite file, its backups and the secret that signs sessions.",
    )
    database_url: str = Field(
        default="",
        description="Where the record is kept: sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME; "
        "by default a SQLite file in the data folder.",
    )
    host: str = Field(default="127.0.0.1", description="Address that the server listens on.")
    port: int = Field(default=8000, ge=0, le=65535, description="Port that the server listens on.")
    public_url: str = Field(
        default="",
        description="Address under which readers reach the pages, for feeds and sign-in links; "
        "by default http://HOST:PORT.",
    )
    allowed_hosts: Annotated[list[str], NoDecode] = Field(
        default_factory=list,
        description="Host names the server answers to, parted by commas; the public address, 127.0.0.1 and "
        "localhost always count.",
    )
    show: Show = Field(
        default=Show.CHANGES,
        description="How much of a new outlet's text readers see: full, changes or operators.",
    )
    index: bool = Field(default=False, description="Whether search engines may list the pages.")
    language: Literal["en", "de"] = Field(
        default="en", description="Language of pages and feeds for who asks for none that there is: en or de."
    )
    max_body_mb: int = Field(
        default=64, ge=1, le=4096, description="Largest request body that the API takes, in megabytes."
    )

    contact: str = Field(
        default="",
        description="Address or page at which publishers reach you; it stands in the User-Agent of every request.",
    )
    poll: bool = Field(default=True, description="Whether `rowback serve` also looks at what is followed.")
    fetch_threads: int = Field(default=8, ge=1, le=256, description="How many pages are fetched at a time.")
    fetch_interval: float = Field(
        default=2.0, ge=0, le=3600, description="Seconds between two requests to one host; robots.txt may ask for more."
    )
    fetch_seconds: float = Field(default=30.0, gt=0, le=600, description="Seconds that one fetch may take in all.")
    fetch_max_mb: int = Field(default=10, ge=1, le=256, description="Largest page that is fetched, in megabytes.")
    proxy: str = Field(
        default="",
        description="HTTP proxy that every fetch goes through; then the proxy must refuse private addresses.",
    )
    allowed_networks: Annotated[list[str], NoDecode] = Field(
        default_factory=list,
        description="Private networks that may be fetched from after all, parted by commas, such as 10.1.0.0/16.",
    )
    check_shortest_minutes: float = Field(
        default=5.0, ge=0.5, le=1440, description="A story is never looked at more often than this."
    )
    check_longest_days: float = Field(
        default=30.0,
        ge=0.01,
        le=366,
        description="A story that is still watched is never looked at more seldom than this.",
    )
    check_effort: float = Field(
        default=1.0,
        gt=0,
        le=20,
        description="How much to fetch: 2 is about twice as many looks as 1, spent where they help.",
    )
    let_go_days: float = Field(
        default=360.0, ge=1, le=3650, description="A story without an edit for so many days is let go."
    )

    weights: str = Field(
        default="",
        description='How much kinds of change matter, such as "figure=60, silent=40"; then `rowback rebuild`.',
    )
    burst_minutes: float = Field(
        default=20.0,
        ge=0,
        le=1440,
        description="Edits within so many minutes of each other read as one entry.",
    )

    @field_validator("allowed_hosts", "allowed_networks", mode="before")
    @classmethod
    def _parted(cls, value: object) -> object:
        return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value

    @field_validator("data_folder", "host", mode="before")
    @classmethod
    def _not_empty(cls, value: object) -> object:
        if isinstance(value, str) and not value.strip():
            raise ValueError("is empty; give it a value or leave it out")
        return value

    @field_validator("data_folder")
    @classmethod
    def _a_folder(cls, value: Path) -> Path:
        if not str(value).isprintable():
            raise ValueError("holds a character that no folder's name should have")
        try:
            return value.expanduser()
        except RuntimeError as error:
            raise ValueError("begins with ~, but there is no such home folder") from error

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if value and not value.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://", "postgres://")):
            raise ValueError("must begin with sqlite:/// or postgresql://")
        name, _, options = value.removeprefix("sqlite:///").partition("?")
        if value.startswith("sqlite") and (not name or ":memory:" in name or "mode=memory" in options):
            raise ValueError("must name a file; a database in memory is forgotten when the command ends")
        if not value.startswith("sqlite"):
            _check_port(value)
        return value

    @field_validator("allowed_networks")
    @classmethod
    def _networks(cls, value: list[str]) -> list[str]:
        for text in value:
            try:
                ip_network(text)
            except ValueError as error:
                raise ValueError(f"{text} is no network; write it like 127.0.0.0/8 or fd00::/8") from error
        return value

    @field_validator("proxy")
    @classmethod
    def _a_proxy(cls, value: str) -> str:
        parts = _check_port(value)
        if value and (parts.scheme != "http" or not parts.hostname):
            raise ValueError("must be the address of an HTTP proxy, such as http://127.0.0.1:3128")
        return value

    @field_validator("public_url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        parts = _check_port(value)
        if value and (parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment):
            raise ValueError("must be a plain web address such as https://changes.example.org")
        return value.rstrip("/")

    @property
    def database(self) -> str:
        """The SQLAlchemy address of the database, the driver named."""
        if not self.database_url:
            return f"sqlite:///{quote(str(self.data_folder / 'rowback.sqlite'))}"
        _, _, rest = self.database_url.partition("://")
        return self.database_url if self.database_url.startswith("sqlite") else f"postgresql+psycopg://{rest}"

    @property
    def base_url(self) -> str:
        """The address under which readers reach the pages, without a slash at the end."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.public_url or f"http://{host}:{self.port}"

    @property
    def hosts(self) -> list[str]:
        """Every host name that the server answers to."""
        public = urlsplit(self.base_url).hostname or self.host
        return sorted({*self.allowed_hosts, public, self.host, "127.0.0.1", "localhost"})


def _check_port(address: str) -> SplitResult:
    """The parts of an address; ValueError where its host or port is none."""
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError as error:
        raise ValueError("its host or port cannot be read; a port is a number from 0 to 65535") from error
    return parts


def load(**overrides: Any) -> Settings:
    """The settings as they stand now. Raises BadSetting, naming each setting that cannot be used and why."""
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    for name in [*os.environ, *_names_in_file()]:
        upper = name.upper()
        if upper.startswith(PREFIX) and not upper.startswith(f"{PREFIX}TEST_") and upper not in known:
            raise BadSetting(f"{name}: there is no such setting; the README lists those that there are")
    try:
        return Settings(**overrides)
    except ValidationError as error:
        said = [
            f"{PREFIX}{'_'.join(str(step) for step in fault['loc'][:1]).upper()}: {_reason(fault['msg'])}"
            for fault in error.errors()
        ]
        raise BadSetting("; ".join(said)) from error


def _names_in_file() -> Iterator[str]:
    """Every name that `.env` sets, if there is one. Raises BadSetting where it cannot be read."""
    try:
        text = _FILE.read_text(_ENCODING) if _FILE.is_file() else ""
    except UnicodeDecodeError as error:
        raise BadSetting(f"{_FILE}: it is not UTF-8") from error
    except OSError as error:
        raise BadSetting(f"{_FILE}: it cannot be read ({error.strerror or error})") from error
    for line in parse_stream(io.StringIO(text)):
        ours = (line.key or "").upper().startswith(PREFIX)
        if line.error or (ours and line.value is None):
            number = line.original.line + line.original.string.removesuffix("\n").count("\n")
            raise BadSetting(f"{_FILE}:{number}: this is no line of the form NAME=value")
        if line.key:
            yield line.key


def _reason(message: str) -> str:
    return message.removeprefix("Value error, ").removesuffix(".")
