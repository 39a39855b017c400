"""The environment, read once into one frozen value; every name begins with CIED_."""

import ipaddress
from pathlib import Path

from platformdirs import user_data_dir
from pydantic import Field, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

CLONE = Path(__file__).resolve().parents[1]
DATABASE = "cied.sqlite"


class Settings(BaseSettings):
    """What the environment says. Raises pydantic's ValidationError, one sentence for each mistake.

    `data`: the folder that holds everything entered, never the clone. `marking`: stands on every
    page where the State sets one. `container`: set in the container alone, where the host is not
    loopback.
    """

    model_config = SettingsConfigDict(env_prefix="CIED_", frozen=True)

    data: Path = Field(default_factory=lambda: Path(user_data_dir("cied", appauthor=False)))
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    questionnaires: Path = CLONE / "questionnaires"
    language: str = "en"
    container: bool = False
    marking: str = ""

    @property
    def database_url(self) -> str:
        """Where the database lies, for the storage."""
        return f"sqlite:///{self.data / DATABASE}"

    @field_validator("data", "questionnaires")
    @classmethod
    def _whole_path(cls, path: Path) -> Path:
        return path.expanduser().resolve()

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
