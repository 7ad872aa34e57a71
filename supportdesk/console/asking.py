"""What a question to the store is, and which thread answers it. The questions themselves stand beside this module."""

from enum import Enum
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from supportdesk.store.reading import Reading

Answer = TypeVar("Answer")


class Line(Enum):
    """The thread that answers: quick ones never stand behind a count of a million tickets."""

    QUICK = "read"
    SLOW = "count"


class Question(Generic[Answer]):
    """Something that the store can tell."""

    line = Line.QUICK

    def answer(self, reading: "Reading") -> Answer:
        """The answer at this moment of the desk."""
        raise TypeError(f"{type(self).__name__} cannot be asked at {reading.now}")
