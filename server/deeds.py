"""What a rule has done: its result for who asked, and its line for the audit log."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Done(Generic[T_co]):
    """`what` is the name of the deed in the audit log. Its `details` hold no words of people and no token.

    A detail `subject` stands in place of the target of the address.
    """

    what: str
    result: T_co
    details: Mapping[str, object] = field(default_factory=dict)
