"""URL fetcher of a page: the pictures made for it, and nothing else."""

from collections.abc import Mapping

from weasyprint.urls import URLFetcher, URLFetcherResponse

from export.note.pictures import kind_of

SCHEME = "pochette:"


class Bundle(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """A fetcher that knows no network and no disk."""

    def __init__(self, pictures: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self._pictures = pictures

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:  # noqa: ARG002
        picture = self._pictures.get(url.removeprefix(SCHEME)) if url.startswith(SCHEME) else None
        if picture is None:
            raise ValueError("expected one of the page's own pictures")
        # An upload can never name itself a drawing: its ID has no dot.
        kind = "image/svg+xml" if url.endswith(".svg") else kind_of(picture)
        return URLFetcherResponse(url, picture, {"Content-Type": kind})
