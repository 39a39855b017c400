"""The environment, read once into one frozen value; every name but DATABASE_URL begins with CIED_."""

import ipaddress
from pathlib import Path

from platformdirs import user_data_dir
from pydantic import Field, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

CLONE = Path(__file__).resolve().parents[1]
DATABASE = "cied.sqlite"


class Settings(BaseSettings):
    """What the environment says. Raises pydantic's ValidationError, one sentence for each mistake.

    `data`: the folder that holds everything entered, never the clone. `database_url`: a PostgreSQL
    database in place of the SQLite file in that folder. `marking`: stands on every
    page where the State sets one. `container`: set in the container alone, where the host is not
    loopback.
    """

    model_config = SettingsConfigDict(env_prefix="CIED_", frozen=True, validate_by_name=True)

    data: Path = Field(default_factory=lambda: Path(user_data_dir("cied", appauthor=False)))
    database_url: str = Field(
        default_factory=lambda known: f"sqlite:///{known['data'] / DATABASE}",
        validate_default=False,
        validation_alias="DATABASE_URL",
    )
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    questionnaires: Path = CLONE / "questionnaires"
    language: str = "en"
    container: bool = False
    marking: str = ""

    @property
    def is_on_sqlite(self) -> bool:
        """Whether the database is the file in the data folder."""
        return self.database_url.startswith("sqlite:")

    @field_validator("data", "questionnaires")
    @classmethod
    def _whole_path(cls, path: Path) -> Path:
        return path.expanduser().resolve()

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
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"
