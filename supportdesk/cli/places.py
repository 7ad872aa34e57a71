"""Folders that the program may make: its own default one, private to its user, and no other."""

from collections.abc import Mapping

from supportdesk.config import Settings, data_path
from supportdesk.errors import Refused


def make_folder(settings: Settings, environment: Mapping[str, str]) -> None:
    """Make the folder of the default store where it is missing; a store named by the user must have its folder."""
    default = data_path(environment)
    if settings.store != str(default):
        return
    try:
        if default.parent.is_dir():
            return
        default.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(f"cannot make {default.parent}: {error.strerror}", hint="supportdesk --store PATH …") from error
