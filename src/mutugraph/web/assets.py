"""`/static/…`: the stylesheet, the script and the fonts of the package."""

from __future__ import annotations

from functools import lru_cache
from mimetypes import guess_type
from pathlib import Path

from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException

from mutugraph.pages.rendering import TEMPLATES
from mutugraph.web.responses import send

router = APIRouter()
_FOLDER = TEMPLATES.parent / "static"
_TYPES = {".woff2": "font/woff2", ".js": "text/javascript", ".toml": "text/plain"}


@router.get("/static/{path:path}", include_in_schema=False)
def static(request: Request, path: str) -> Response:
    """A file of the package; only those that are there can be named."""
    if path not in _files():
        raise HTTPException(404)
    found = _FOLDER / path
    media = _TYPES.get(found.suffix) or guess_type(found.name)[0] or "application/octet-stream"
    headers = {"Cache-Control": "public, max-age=3600"}
    return send(request, _read(found), media, headers=headers)


@lru_cache(maxsize=1)
def _files() -> frozenset[str]:
    found = (p for p in _FOLDER.rglob("*") if p.is_file())
    return frozenset(p.relative_to(_FOLDER).as_posix() for p in found)


@lru_cache(maxsize=64)
def _read(path: Path) -> bytes:
    return path.read_bytes()
