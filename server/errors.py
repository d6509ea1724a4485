"""Why Pochette does not start, and why a request is refused: few named errors."""

from collections.abc import Iterator
from contextlib import contextmanager


class StartError(Exception):
    """The program cannot start; the message is one sentence for the operator."""


class RefusedError(Exception):
    """A request that is answered with a reason: its words are at `errors.<code>` of the words files.

    `retry_s` says after how many seconds the same request may pass, where it may.
    """

    status = 400
    retry_s: int | None = None

    def __init__(self, code: str, /, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class BadInputError(RefusedError):
    """What came is not what the address takes."""


class ForbiddenError(RefusedError):
    """The visitor is known and may not."""

    status = 403


class NotFoundError(RefusedError):
    """There is nothing here, or nothing any more; never says which."""

    status = 404


class GoneError(RefusedError):
    """It existed; told only to a holder of the right address."""

    status = 410


class ConflictError(RefusedError):
    """Conflicts with the current state."""

    status = 409


class TooLargeError(RefusedError):
    """More than the address takes."""

    status = 413


class UnreadableBodyError(RefusedError):
    """The body is encoded in a way that is not read here."""

    status = 415


class InstanceFullError(RefusedError):
    """The instance holds as much as it is allowed to."""

    status = 507


class MisdirectedError(RefusedError):
    """The request names a host that is not this server's."""

    status = 421


class BusyError(RefusedError):
    """Not now; the same request may pass later."""

    status = 503
    retry_s = 5


class PreparingError(BusyError):
    """It is on its way; a page that is shown meanwhile asks again by itself."""

    retry_s = 1

    def __init__(self) -> None:
        super().__init__("preparing")


class TooOftenError(RefusedError):
    """Rate limit exceeded."""

    status = 429

    def __init__(self, code: str, /, *, retry_s: int, **params: object) -> None:
        super().__init__(code, **params)
        self.retry_s = retry_s


class ReloadingError(Exception):
    """The room was dropped and will be loaded anew; what was not on disk comes again from the browsers."""


@contextmanager
def inside(name: str | int) -> Iterator[None]:
    """Errors raised in this block point to the field or item `name` (RFC 6901); blocks nest."""
    try:
        yield
    except BadInputError as error:
        error.params["pointer"] = f"/{escaped(str(name))}{error.params.get('pointer', '')}"
        raise


def escaped(name: str) -> str:
    """A name in a pointer. Source: RFC 6901, section 3."""
    return name.replace("~", "~0").replace("/", "~1")
