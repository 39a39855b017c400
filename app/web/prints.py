"""What is printed, as an address shows it: what a file is comes from its label, never from the address."""

from fastapi import HTTPException, Request
from fastapi.responses import FileResponse, Response

from app.http.dependencies import Parts
from app.services.printing import Made, PrintState


def state_of(parts: Parts, request: Request, folder: str, key: str) -> PrintState | None:
    """Where the file under that key stands; 404 where the address says that it is another than it is."""
    state = parts.press.state(folder, key)
    stated = request.query_params.multi_items()
    if state and not all(state.label.agrees(name, value) for name, value in stated):
        raise HTTPException(404)
    return state


def made_file(parts: Parts, request: Request, folder: str, key: str) -> Response:
    """The file under its own name; 404 where it is not made."""
    state = state_of(parts, request, folder, key)
    if not isinstance(state, Made):
        raise HTTPException(404)
    return FileResponse(state.path, media_type="application/pdf", filename=state.label.name)


def download(content: bytes | str, media_type: str, name: str) -> Response:
    """What is made at once, as a file under that name (core.file_name)."""
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)
