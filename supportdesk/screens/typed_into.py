"""What the fields of the main screen tell: composer, filter bar, command line and search are typed into here."""

from typing import TYPE_CHECKING

from textual.reactive import Reactive
from textual.screen import Screen
from textual.widget import Widget

from supportdesk.actions import Scope

if TYPE_CHECKING:
    from supportdesk.screens.commanding import Commanding
    from supportdesk.screens.searching import Searching
    from supportdesk.screens.viewing import Viewing
    from supportdesk.screens.writing import Writing
    from supportdesk.widgets.command_bar import CommandBar
    from supportdesk.widgets.composer import Composer
    from supportdesk.widgets.filter_bar import FilterBar


class TypedInto(Screen[None]):
    """A screen with fields, each with somebody who knows what to do with what is typed."""

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """Who has the keys draws so by itself; of the rest of the screen nothing changes, and nothing is drawn anew."""

    commanding: "Commanding"
    searching: "Searching"
    viewing: "Viewing"
    writing: "Writing"

    def typed_into(self) -> Scope | None:
        """Whose keys are heard where text is typed now; None where it is not."""
        fields = (
            (self.commanding.bar, Scope.COMMAND),
            (self.searching.bar, Scope.COMMAND),
            (self.viewing.bar, Scope.FILTER),
            (self.writing.composer, Scope.COMPOSER),
        )
        return next((scope for field, scope in fields if field is not None and field.has_focus_within), None)

    def on_composer_asked(self, event: "Composer.Asked") -> None:
        """A key of the composer."""
        self.writing.asked(event.action)

    def on_composer_edited(self, _event: "Composer.Edited") -> None:
        """Words of a reply or a note."""
        self.writing.edited()

    async def on_command_bar_entered(self, event: "CommandBar.Entered") -> None:
        """A command is to be done, or a search to be kept."""
        if event.bar is self.commanding.bar:
            await self.commanding.entered(event.text)
        else:
            self.searching.entered(event.text)

    def on_command_bar_edited(self, event: "CommandBar.Edited") -> None:
        """A search finds while it is typed."""
        if event.bar is self.searching.bar:
            self.searching.edited(event.text)

    def on_command_bar_left(self, event: "CommandBar.Left") -> None:
        """Nothing is to be done."""
        if event.bar is self.commanding.bar:
            self.commanding.close()
        else:
            self.searching.left()

    def on_thread_view_found(self) -> None:
        """Say which of the places is looked at."""
        self.searching.say()

    def on_filter_bar_edited(self, event: "FilterBar.Edited") -> None:
        """The filter follows what is typed."""
        self.viewing.edited(event.text)

    def on_filter_bar_likely(self, event: "FilterBar.Likely") -> None:
        """The filter may be wanted next."""
        self.viewing.likely(event.text)

    def on_filter_bar_applied(self, event: "FilterBar.Applied") -> None:
        """The filter stays."""
        self.viewing.applied(event.text)

    def on_filter_bar_abandoned(self) -> None:
        """The filter is what it was before."""
        self.viewing.abandoned()
