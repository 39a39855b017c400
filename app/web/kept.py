"""What a form sent, so that a page can give it back."""

from dataclasses import dataclass

from fastapi import Request

from app.web.frame import MOST_FIELDS

SHORT = 40
"""Characters; longer ones were typed, and are shown as they were."""


@dataclass(frozen=True, kw_only=True)
class KeptField:
    """One field of the form that was sent."""

    name: str
    value: str

    @property
    def is_text(self) -> bool:
        """Whether it is worth showing, rather than a choice or a number of the form."""
        is_mark = self.name.partition("-")[0] in {"mutation", "base", "was"}
        return not is_mark and (len(self.value) > SHORT or " " in self.value)


async def kept(request: Request) -> tuple[KeptField, ...]:
    """The fields of the form of a request; none where a file was sent, which a page cannot give back."""
    form = await request.form(max_files=1, max_fields=MOST_FIELDS)
    fields = form.multi_items()
    if not all(isinstance(value, str) for _, value in fields):
        return ()
    return tuple(KeptField(name=name, value=str(value)) for name, value in fields)


def address_of(request: Request) -> str:
    """Where the form was sent to."""
    return f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path
