"""Every setting, with its default and the sentence that explains it; read once, from the environment or `.env`."""

import os
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from tracker.errors import BadSetting
from tracker.model import Show

PREFIX = "ROWBACK_"


def _default_folder() -> Path:
    """The user's data folder (XDG Base Directory Specification), so that cron and a shell find the same store."""
    home = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(home) / "rowback"


class Settings(BaseSettings):
    """The settings of one Rowback. Each is an environment variable: `data_folder` is `ROWBACK_DATA_FOLDER`."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", extra="ignore", frozen=True)

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
    max_body_mb: int = Field(
        default=64, ge=1, le=4096, description="Largest request body that the API takes, in megabytes."
    )

    @field_validator("allowed_hosts", mode="before")
    @classmethod
    def _parted(cls, value: object) -> object:
        return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if value and not value.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://", "postgres://")):
            raise ValueError("must begin with sqlite:/// or postgresql://")
        return value

    @field_validator("public_url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and (parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment):
            raise ValueError("must be a plain web address such as https://changes.example.org")
        return value.rstrip("/")

    @property
    def database(self) -> str:
        """The SQLAlchemy address of the database, the driver named."""
        if not self.database_url:
            return f"sqlite:///{self.data_folder / 'rowback.sqlite'}"
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


def load(**overrides: Any) -> Settings:
    """The settings as they stand now. Raises BadSetting, naming each setting that cannot be used and why."""
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    for name in os.environ:
        if name.startswith(PREFIX) and not name.startswith(f"{PREFIX}TEST_") and name not in known:
            raise BadSetting(f"{name}: there is no such setting; the README lists those that there are")
    try:
        return Settings(**overrides)
    except ValidationError as error:
        said = [
            f"{PREFIX}{'_'.join(str(step) for step in fault['loc'][:1]).upper()}: {_reason(fault['msg'])}"
            for fault in error.errors()
        ]
        raise BadSetting("; ".join(said)) from error


def _reason(message: str) -> str:
    return message.removeprefix("Value error, ").removesuffix(".")
