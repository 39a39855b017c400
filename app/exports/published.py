"""What several published shapes hold. A shape is filled from what the core calls by the same names."""

from fractions import Fraction
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from app.core.exact import exact


class Published(BaseModel):
    """What is not named here is not published."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)

    @classmethod
    def of(cls, value: object, **otherwise: object) -> Self:
        """The shape of a value: what is not given `otherwise` is what the value calls by the field's name."""
        own = (name for name in cls.model_fields if name not in otherwise)
        return cls.model_validate({name: getattr(value, name) for name in own} | otherwise)


class ExactNumber(BaseModel):
    """A score (0 to 100) or a share (0 to 1): exact, and rounded half-even to one decimal as text."""

    numerator: int = Field(examples=[125])
    denominator: int = Field(examples=[3])
    rounded: str = Field(examples=["41.7"])

    @model_validator(mode="before")
    @classmethod
    def _of_fraction(cls, value: object) -> object:
        return exact(value) if isinstance(value, Fraction) else value


class CountryShape(BaseModel):
    """ISO 3166-1 alpha-2 code, user-assigned ones too, and the name that the State uses."""

    model_config = ConfigDict(from_attributes=True)

    code: str = Field(examples=["XA"])
    name: str = Field(examples=["Xandoria"])
