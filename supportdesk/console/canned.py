"""What the console asks while a canned response is written: how it would go out, or in which line it is wrong."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from supportdesk.console.asking import Question

if TYPE_CHECKING:
    from supportdesk.store.reading import Reading


@dataclass(frozen=True, slots=True)
class Previewed(Question[str]):
    """A text as it would go out on a ticket; without one the text itself, checked. UsageError names the line."""

    body: str
    ticket: int | None

    def answer(self, reading: "Reading") -> str:
        from supportdesk.console.loading import load_services
        from supportdesk.domain import template

        load_services()
        from supportdesk.services import templating

        if self.ticket is None:
            template.check(self.body)
            return self.body
        return templating.render_text(reading, self.body, self.ticket)
