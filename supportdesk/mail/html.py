"""HTML mail as readable text."""

import html as _entities
import re


def to_text(markup: str) -> str:
    return _entities.unescape(re.sub(r"<[^<>]*>", " ", markup))
