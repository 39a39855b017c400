"""The environment, read once into one frozen value; every name but DATABASE_URL begins with CIED_."""

import ipaddress
from pathlib import Path

from platformdirs import user_data_dir
from pydantic import Field, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

CLONE = Path(__file__).resolve().parents[1]
DATABASE = "cied.sqlite"
HTTP_PORT = 80
"""Which a browser leaves out of an address."""


def _usual_folder() -> Path:
    """Where the system keeps what a program writes for its user."""
    try:
        return Path(user_data_dir("cied", appauthor=False))
    except RuntimeError:  # without a home; the check of the path says so
        return Path("~")


class Settings(BaseSettings):
    """What the environment says. Raises pydantic's ValidationError, one sentence for each mistake.

    `data`: the folder that holds everything entered, never the clone. `database_url`: a PostgreSQL
    database in place of the SQLite file in that folder. `marking`: stands on every
    page where the State sets one. `public_port`: under which browsers reach it where that is another one
    than `port`, as with a container. `container`: set in the container alone, where the host is not
    loopback. An empty variable is as good as none.
    """

    model_config = SettingsConfigDict(
        env_prefix="CIED_", env_ignore_empty=True, frozen=True, validate_by_name=True
    )

    data: Path = Field(default_factory=_usual_folder)
    database_url: str | None = Field(default=None, validate_default=False, validation_alias="DATABASE_URL")
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    public_port: int | None = Field(default=None, ge=1, le=65535)
    questionnaires: Path = CLONE / "questionnaires"
    language: str = "en"
    container: bool = False
    marking: str = ""

    @property
    def is_on_sqlite(self) -> bool:
        """Whether the database is the file in the data folder."""
        return self.database_url is None

    @property
    def database(self) -> str | Path:
        """The address of a PostgreSQL database, or the SQLite file."""
        return self.database_url or self.data / DATABASE

    @property
    def address(self) -> str:
        """Where a browser finds it."""
        # In a container the host is every address, which nobody can open.
        host = "127.0.0.1" if self.container else self.host
        return f"http://{_with_port(host, self.public_port or self.port)}"

    @property
    def hosts(self) -> frozenset[str]:
        """The names by which it may be addressed, as a browser writes them: without port 80."""
        ports = {self.port, self.public_port or self.port}
        names = {"127.0.0.1", "localhost", "::1", self.host}
        with_ports = {_with_port(name, port) for name in names for port in ports}
        return frozenset(with_ports | {_bracketed(name) for name in names if HTTP_PORT in ports})

    @field_validator("data", "questionnaires")
    @classmethod
    def _whole_path(cls, path: Path) -> Path:
        try:
            return path.expanduser().resolve()
        except RuntimeError:
            raise ValueError(
                "There is no home folder here, so name another folder by this variable."
            ) from None

    @field_validator("host")
    @classmethod
    def _without_brackets(cls, host: str) -> str:
        return host.removeprefix("[").removesuffix("]")

    @field_validator("database_url")
    @classmethod
    def _is_postgresql(cls, url: str) -> str:
        scheme, separator, place = url.partition("://")
        if scheme not in {"postgresql", "postgres"} or not separator or "/" not in place:
            # The value is not told: it may hold a password.
            raise ValueError(
                "It has to look like postgresql://user:password@host/database. "
                "Without it, everything is in a SQLite file in the folder that CIED_DATA names."
            )
        return f"postgresql://{place}"

    @model_validator(mode="after")
    def _stays_on_this_machine(self) -> "Settings":
        if not self.container and not _is_loopback(self.host):
            raise ValueError(
                f"CIED_HOST is {self.host}, and there are no accounts yet: "
                "serve on 127.0.0.1 only, where nobody else can reach it."
            )
        return self


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _bracketed(host: str) -> str:
    """A host as it stands in an address: one of IPv6 is in brackets."""
    return f"[{host}]" if ":" in host else host


def _with_port(host: str, port: int) -> str:
    return f"{_bracketed(host)}:{port}"
