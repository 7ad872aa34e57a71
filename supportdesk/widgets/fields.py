"""Fields that agents type into. What is typed, pasted or put in is made safe to show before it is in the field."""

from textual.events import Paste
from textual.geometry import Offset, Region, Size
from textual.reactive import Reactive
from textual.strip import Strip
from textual.widgets import Input, TextArea
from textual.widgets.text_area import Edit, EditResult

from supportdesk.domain.safe import shown, shown_line


class Field(Input):
    """One line."""

    DEFAULT_CSS = """
    Field { height: 1; width: 1fr; border: none; padding: 0; background: transparent; }
    Field:focus { border: none; background-tint: transparent; }
    """

    virtual_size: Reactive[Size] = Reactive(Size(0, 0), layout=False)
    """How long the text is: it scrolls within its line, and nothing around it is laid out anew for a letter."""

    def __init__(self, value: str = "", *, placeholder: str = "", id: str | None = None) -> None:
        super().__init__(shown_line(value), placeholder=placeholder, id=id, compact=True, select_on_focus=False)
        self.cursor_blink = False

    def watch_has_focus(self, has_focus: bool) -> None:
        """It looks the same with the keys and without but for the cursor, so that no rule is matched anew for it."""

    def _on_paste(self, event: Paste) -> None:
        """Lines stand one behind the other, and none of them is lost."""
        event.prevent_default()
        event.stop()
        self.replace(" ".join(line.strip() for line in event.text.splitlines() if line.strip()), *self.selection)

    def replace(self, text: str, start: int, end: int) -> None:
        """Every insertion comes through here."""
        super().replace(shown(text).replace("\n", " "), start, end)


class Page(TextArea):
    """Several lines."""

    def __init__(self, text: str = "", *, placeholder: str = "", id: str | None = None) -> None:
        super().__init__(
            shown(text), soft_wrap=True, compact=True, placeholder=placeholder, id=id, highlight_cursor_line=False
        )
        self.cursor_blink = False

    def render_lines(self, crop: Region) -> list[Strip]:
        """Nothing once it has gone: a screen may be painted before it is laid out without it."""
        if not self.is_attached:
            return [Strip.blank(crop.width) for _ in range(crop.height)]
        return super().render_lines(crop)

    def edit(self, edit: Edit) -> EditResult:
        """Every insertion comes through here."""
        edit.text = shown(edit.text)
        return super().edit(edit)

    def scroll_cursor_visible(self, center: bool = False, animate: bool = False) -> Offset:
        """Nowhere while the cursor stands behind the text: what is taken back goes before the cursor does, and the
        scrollbar that goes with it asks for the cursor in between.
        """
        if self.cursor_location > self.document.end:
            return Offset(0, 0)
        return super().scroll_cursor_visible(center, animate)
