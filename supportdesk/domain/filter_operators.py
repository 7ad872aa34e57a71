"""How a key of a filter stands to its value, and the words that mean no value in particular."""

from enum import Enum, StrEnum


class Operator(StrEnum):
    """A relation between a key and its value; `=` is another way to write `:`."""

    IS = ":"
    IS_NOT = "!="
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="

    @classmethod
    def written(cls, sign: str) -> "Operator":
        """The relation that a sign stands for."""
        return cls.IS if sign == "=" else cls(sign)


class Mark(Enum):
    """A word that stands for no value in particular; in quotes it is an ordinary value."""

    NONE = "none"
    ANY = "any"
    ME = "me"


EQUALITY = (Operator.IS, Operator.IS_NOT)
COMPARISON = (*EQUALITY, Operator.LESS, Operator.AT_MOST, Operator.MORE, Operator.AT_LEAST)
