"""Those who carry out what leaves the main screen as it is: copies, files, mail, and the rooms beside it."""

from typing import TYPE_CHECKING

from supportdesk.console.access import Access
from supportdesk.screens.aid import Aid
from supportdesk.screens.copying import Copying
from supportdesk.screens.files import Files

if TYPE_CHECKING:
    from supportdesk.screens.desk import DeskScreen


def further(access: Access, screen: "DeskScreen") -> tuple[Aid, ...]:
    """In the order in which they are asked."""
    return Copying(access, screen), Files(access, screen), screen.rooms, screen.mailing
