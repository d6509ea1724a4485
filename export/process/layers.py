"""The layers of the sandbox on this machine (namespaces, Landlock, seccomp), and what they close."""

from dataclasses import asdict, dataclass
from typing import Any, Final

# Each of them: a root folder of its own, no network, no process but its own.
_WHOLE: Final = frozenset({"mnt", "net", "pid"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Layers:
    """`landlock` is the version of its interface, 0 for none (landlock(7))."""

    namespaces: tuple[str, ...] = ()
    landlock: int = 0
    seccomp: bool = False

    @classmethod
    def read(cls, told: dict[str, Any]) -> "Layers":
        """From what `told` gave, through JSON."""
        return cls(**{**told, "namespaces": tuple(told["namespaces"])})

    def told(self) -> dict[str, Any]:
        return asdict(self)

    def __str__(self) -> str:
        """`namespaces+landlock+seccomp`; namespaces are named when some are missing; or `none`."""
        names = []
        if self.namespaces:
            is_whole = set(self.namespaces) >= _WHOLE
            names.append("namespaces" if is_whole else f"namespaces({','.join(self.namespaces)})")
        if self.landlock:
            names.append("landlock")
        if self.seccomp:
            names.append("seccomp")
        return "+".join(names) or "none"

    @property
    def open(self) -> tuple[str, ...]:
        """Left open by every layer: `files`, `network`, `processes`, `kernel`. Empty when the sandbox holds.

        Landlock alone leaves rights and times of files open, a network namespace sockets that have a path.
        """
        has = self.namespaces
        closed = {
            "files": "mnt" in has or (self.landlock > 0 and self.seccomp),
            "network": self.seccomp or {"net", "mnt"} <= set(has),
            "processes": self.seccomp or "pid" in has,
            "kernel": self.seccomp,
        }
        return tuple(name for name, is_closed in closed.items() if not is_closed)
