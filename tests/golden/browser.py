"""A browser at a server of any version: its cookies, and what it is answered."""

import json
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

DESK: Final = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36"
)
PHONE: Final = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari"
)
JSON: Final = "application/json"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came, with the path that it leads to, if any."""

    status: int
    body: bytes
    leads_to: str

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(slots=True)
class Browser:
    """Asks as a page of ours does: it was led here, and may be a phone."""

    port: int
    agent: str = DESK
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, accept: str = "text/html") -> Answer:
        return self._ask("GET", path, None, {"Accept": accept})

    def post(self, path: str, body: object, method: str = "POST") -> Answer:
        """JSON, as a script sends it."""
        return self._ask(method, path, json.dumps(body).encode(), {"Accept": JSON, "Content-Type": JSON})

    def form(self, path: str, **fields: object) -> Answer:
        """As a page without script sends it."""
        kind = "application/x-www-form-urlencoded"
        body = urlencode(fields, doseq=True).encode()
        return self._ask("POST", path, body, {"Accept": "text/html", "Content-Type": kind})

    def file(self, path: str, content: bytes, kind: str) -> Answer:
        return self._ask("POST", path, content, {"Accept": JSON, "Content-Type": kind})

    def _ask(self, method: str, path: str, body: bytes | None, more: dict[str, str]) -> Answer:
        headers = {
            "User-Agent": self.agent,
            "Accept-Language": "fr",
            "Sec-Fetch-Site": "same-origin",
            "Origin": f"http://127.0.0.1:{self.port}",
            **more,
        }
        if method == "GET":
            del headers["Origin"]
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        connection = HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            content = answer.read()
            for set_cookie in answer.headers.get_all("Set-Cookie") or ():
                name, _, rest = set_cookie.partition("=")
                self.cookies[name] = rest.partition(";")[0]
            to = urlsplit(answer.headers.get("Location", ""))
            return Answer(answer.status, content, to.path + (f"?{to.query}" if to.query else ""))
        finally:
            connection.close()
