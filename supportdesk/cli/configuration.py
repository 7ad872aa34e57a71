"""`config`: the settings in force, and the file that holds them."""

from typing import Annotated

import typer

from supportdesk.cli import call as calls
from supportdesk.cli.kinds import Kind
from supportdesk.cli.output import Form, emit, only_help
from supportdesk.cli.texts import open_editor
from supportdesk.cli.tree import Commands
from supportdesk.config import Setting, chosen, config_path
from supportdesk.config_file import write

records = Commands(help="The settings in force, and the file that holds them.")


@records.verb("show")
def show(
    context: typer.Context,
    *,
    origin: Annotated[bool, typer.Option("--origin", help="tell where each value comes from")] = False,
    form: Form = Form(),  # noqa: B008 - frozen
) -> None:
    """Show the settings in force; passwords are never among them.

    Example: supportdesk config show --origin
    """
    from supportdesk.keymap import read_keymap

    call = calls.of(context)
    read_keymap(call.settings.keys)
    columns = ("name", "value", "origin") if origin else ("name", "value")
    kind = Kind(Setting, columns, "name")
    if only_help(call, kind, form):
        return
    emit(call, kind, call.settings.listed(), form)


@records.verb("set")
def set_(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="which setting")],
    value: Annotated[str, typer.Argument(metavar="VALUE", help="its new value")],
) -> None:
    """Write a setting into the config file, or into the table of the profile in force.

    Example: supportdesk config set theme light
    Example: supportdesk config set store postgresql://desk.example/desk
    """
    call = calls.of(context)
    place, profile = config_path(call.environment), call.settings.profile
    write(place, name, chosen(name, value), profile=profile)
    call.say(f"set {name} in {place}" + (f", profile {profile}" if profile else ""))


@records.verb("path")
def path(context: typer.Context) -> None:
    """Print where the config file is, or would be.

    Example: supportdesk config path
    """
    call = calls.of(context)
    call.streams.write(f"{config_path(call.environment)}\n")


@records.verb("edit")
def edit(context: typer.Context) -> None:
    """Open the config file in your editor; its folder is made if need be.

    Example: supportdesk config edit
    """
    call = calls.of(context)
    place = config_path(call.environment)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    open_editor(call, place)
