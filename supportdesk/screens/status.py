"""The status line: what was just done or refused at its left; where the agent is at its right."""

from supportdesk.domain.safe import shown_line
from supportdesk.widgets.in_force import keymap_of
from supportdesk.widgets.ink import Ground, Ink, Line, Span
from supportdesk.widgets.lines import Bar
from supportdesk.widgets.marks import Marks


class Status(Bar):
    """One line, and the banner of a store that does not answer."""

    def __init__(self) -> None:
        super().__init__(ground=Ground.BAR, id="status")
        self._told: Line = ()
        self._desk = ""
        self._where = ""
        self._marked = ""
        self._lost = ""
        self._undone: list[str] = []

    def desk(self, login: str, place: str) -> None:
        """Who works at which desk."""
        self._desk = f"{shown_line(login)} @ {shown_line(place.rpartition('/')[2] or place)}"
        self._say()

    def tell(self, text: str, *, bad: bool = False) -> None:
        """What was done, or was not for a fault; one line, safe to show, that stands until the next."""
        self._tell(("✗ ", Ink.BAD) if bad else ("✓ ", Ink.GOOD), text, Ink.BAD if bad else Ink.TEXT)

    def remark(self, text: str) -> None:
        """What is to be known where nothing was done: no tick stands before it."""
        self._tell(("· ", Ink.DIM), text, Ink.TEXT)

    def _tell(self, sign: Span, text: str, ink: Ink) -> None:
        self._told = ((" ", Ink.TEXT), sign, (text, ink)) if text else ()
        if not self._lost:
            self._undone = []
        self._say()

    @property
    def told(self) -> str:
        """What was told last."""
        return self._told[-1][0] if self._told else ""

    def where(self, cursor: int, total: int | None, marks: Marks) -> None:
        """The cursor's place in the list, and how many tickets are marked."""
        self._where = f"{cursor + 1:,}/{total:,}" if total else ""
        back = keymap_of(self).shown("back")
        self._marked = f"✓ {len(marks):,} marked · {back} unmarks  " if marks else ""
        self._say()

    def lose(self, why: str) -> None:
        """Say that the store does not answer, for as long as it does not; keys are answered there meanwhile."""
        self._lost, self._told = shown_line(why), ()
        self._say()

    def owe(self, what: str) -> None:
        """Something was asked for and not done as the store did not answer: that is told once it does."""
        if what not in self._undone:
            self._undone.append(what)

    def find(self) -> None:
        """The store answers again; what was not done meanwhile is named until something newer is told."""
        self._lost, undone = "", self._undone
        said = f"the desk is back · not done: {', '.join(undone)}" if undone else "the desk is back"
        self.tell(said, bad=bool(undone))
        self._undone = undone

    def _say(self) -> None:
        right: Line = ((self._marked, Ink.MARK), (f"{self._desk}  {self._where}".rstrip() + " ", Ink.FAINT))
        if self._lost:
            said = self.told or f"drafts are kept, trying again · {self._lost}"
            left: Line = ((f" ▲ the desk does not answer · {said}", Ink.STRONG),)
            self.say(left, right, ground=Ground.ALERT)
        else:
            self.say(self._told, right, ground=Ground.BAR)
