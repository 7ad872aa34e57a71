"""How many there are of something, as English says it."""


def counted(number: int, noun: str) -> str:
    """`1 ticket`, `2 tickets`, `1,000 addresses`."""
    ending = "" if number == 1 else "es" if noun.endswith("s") else "s"
    return f"{number:,} {noun}{ending}"
