"""`mailbox`: the desk's addresses, where their mail comes from and how it leaves."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from supportdesk.cli import call as calls
from supportdesk.cli.completions import mailbox_names, team_names, template_names
from supportdesk.cli.kinds import MAILBOXES
from supportdesk.cli.output import DryRun, Form
from supportdesk.cli.recording import change_record, list_records, named, show_record
from supportdesk.cli.tree import Commands
from supportdesk.errors import DeskError, UsageError
from supportdesk.homes import at_home

if TYPE_CHECKING:
    from supportdesk.services.mailboxes import Wanted

records = Commands(help="Mailboxes: the desk's addresses, where their mail comes from and how it leaves.")

MailboxName = Annotated[str, typer.Argument(metavar="NAME", help="the mailbox's name", autocompletion=mailbox_names)]
Text = str | None


@dataclass(frozen=True)
class Settings:
    """The options that say what a mailbox is."""

    address: Annotated[Text, typer.Option("--address", metavar="EMAIL", help="the address, on one mailbox only")] = None
    sender: Annotated[Text, typer.Option("--sender", metavar="NAME", help="the name that letters bear")] = None
    imap: Annotated[
        Text, typer.Option("--imap", metavar="URL", help="imaps://user@host/INBOX, or imap://… with STARTTLS")
    ] = None
    maildir: Annotated[Text, typer.Option("--maildir", metavar="DIR", help="mail comes into this maildir")] = None
    mbox: Annotated[Text, typer.Option("--mbox", metavar="FILE", help="mail comes into this mbox file")] = None
    smtp: Annotated[
        Text, typer.Option("--smtp", metavar="URL", help="smtps://user@host, or smtp://… with STARTTLS")
    ] = None
    sendmail: Annotated[Text, typer.Option("--sendmail", metavar="PATH", help="letters are handed to this program")] = (
        None
    )
    without_tls: Annotated[
        bool, typer.Option("--without-tls", help="let passwords and mail travel in the clear to imap:// and smtp://")
    ] = False
    password_command: Annotated[
        Text, typer.Option("--password-command", metavar="CMD", help="a program that prints the password")
    ] = None
    password_file: Annotated[
        Text, typer.Option("--password-file", metavar="FILE", help="a file whose first line is the password")
    ] = None
    token_command: Annotated[
        Text, typer.Option("--token-command", metavar="CMD", help="a program that prints an OAuth2 token (XOAUTH2)")
    ] = None
    team: Annotated[
        Text, typer.Option("--team", metavar="NAME", help="whose its new tickets are", autocompletion=team_names)
    ] = None
    signature: Annotated[Text, typer.Option("--signature", metavar="TEXT", help="what letters end with")] = None
    auto_reply: Annotated[
        Text,
        typer.Option(
            "--auto-reply",
            metavar="TEMPLATE",
            help="the canned response that acknowledges new tickets (NAME-ru in Russian and the like), or none",
            autocompletion=template_names,
        ),
    ] = None
    authserv_id: Annotated[
        Text,
        typer.Option(
            "--authserv-id", metavar="NAME", help="the server whose Authentication-Results are believed, or none"
        ),
    ] = None
    html: Annotated[bool | None, typer.Option("--html/--text", help="letters in HTML too, or as text alone")] = None
    active: Annotated[bool | None, typer.Option("--active/--paused", help="whether its mail is fetched and sent")] = (
        None
    )

    def wanted(self) -> "Wanted":
        """The same as the service takes it; UsageError for two sources or two targets."""
        from supportdesk.services.mailboxes import Wanted

        return Wanted(
            address=self.address,
            sender=self.sender,
            source=_one({"--imap": self.imap, "--maildir": self.maildir, "--mbox": self.mbox}),
            target=_one({"--smtp": self.smtp, "--sendmail": self.sendmail}),
            team=self.team,
            password_command=self.password_command,
            password_file=_path(self.password_file),
            token_command=self.token_command,
            signature=self.signature,
            auto_reply=self.auto_reply,
            authserv_id=self.authserv_id,
            html=self.html,
            active=self.active,
            without_tls=self.without_tls,
        )


def _one(given: dict[str, Text]) -> Text:
    """The one place that is given; `none` takes it away, a path is made whole."""
    named = {option: value for option, value in given.items() if value is not None}
    if len(named) > 1:
        raise UsageError(f"give one of {' and '.join(named)}")
    for option, value in named.items():
        assert value is not None
        if value == "none":
            return ""
        if option in ("--imap", "--smtp"):
            return value
        return f"{option.removeprefix('--')}:{_path(value)}"
    return None


def _path(given: Text) -> Text:
    return str(at_home(given).absolute()) if given else given


@records.verb("list")
def list_mailboxes(context: typer.Context, *, form: Form = Form()) -> None:  # noqa: B008 - frozen
    """List the mailboxes.

    Example: supportdesk mailbox list
    """
    from supportdesk.store import mailboxes

    list_records(context, MAILBOXES, mailboxes.mailboxes, form)


@records.verb("show")
def show(context: typer.Context, *, name: MailboxName, form: Form = Form()) -> None:  # noqa: B008 - frozen
    """Show one mailbox; a password is nowhere in it, only the way to it.

    Example: supportdesk mailbox show support
    """
    from supportdesk.store import mailboxes

    show_record(context, MAILBOXES, mailboxes.mailboxes, name, form, noun="mailbox")


@records.verb("add")
def add(
    context: typer.Context,
    *,
    name: Annotated[str, typer.Argument(metavar="NAME", help="one word")],
    settings: Settings = Settings(),
    dry_run: DryRun = False,
) -> None:
    """Write down a mailbox; an admin's to do. Passwords come from a program or a file, and never into the store.

    Example: supportdesk mailbox add support --address support@acme.example --imap imaps://support@mail.acme.example/INBOX --smtp smtps://support@mail.acme.example --password-command 'pass mail/support'
    Example: supportdesk mailbox add billing --address billing@acme.example --maildir /var/mail/billing --sendmail /usr/sbin/sendmail
    """  # noqa: E501 - an example is one line
    from supportdesk.services import mailboxes

    change_record(
        context,
        "mailbox add",
        lambda change: mailboxes.add_mailbox(change, name=name, wanted=settings.wanted()),
        said=f"added mailbox {name}",
        dry_run=dry_run,
    )


@records.verb("edit")
def edit(
    context: typer.Context,
    *,
    name: MailboxName,
    new_name: Annotated[str | None, typer.Option("--name", metavar="NAME", help="its new name")] = None,
    settings: Settings = Settings(),
    dry_run: DryRun = False,
) -> None:
    """Change a mailbox; an admin's to do. The word none takes a source, a target, a team or an auto-reply away.

    Example: supportdesk mailbox edit support --team first-line --auto-reply received
    Example: supportdesk mailbox edit support --authserv-id mx.acme.example
    Example: supportdesk mailbox edit support --paused
    """
    from supportdesk.services import mailboxes

    change_record(
        context,
        "mailbox edit",
        lambda change: mailboxes.edit_mailbox(change, name, new_name=new_name, wanted=settings.wanted()),
        said=f"edited mailbox {name}",
        dry_run=dry_run,
    )


@records.verb("remove")
def remove(context: typer.Context, *, name: MailboxName, dry_run: DryRun = False) -> None:
    """Forget a mailbox; what arrived there stays.

    Example: supportdesk mailbox remove billing
    """
    from supportdesk.services import mailboxes

    change_record(
        context,
        "mailbox remove",
        lambda change: mailboxes.remove_mailbox(change, name),
        said=f"removed mailbox {name}",
        dry_run=dry_run,
    )


@records.verb("test")
def test(context: typer.Context, *, name: MailboxName) -> None:
    """Say what of a mailbox works: its password, its source, its target; nothing is fetched or sent.

    Example: supportdesk mailbox test support
    """
    from supportdesk.mail.trying import tried
    from supportdesk.store import mailboxes

    call = calls.of(context)
    with call.desk.read() as reading:
        row = named(MAILBOXES, mailboxes.mailboxes(reading), name, noun="mailbox")
    found = tried(row)
    from supportdesk.domain.safe import told_line

    for one in found:
        call.streams.write(f"{told_line(one.what)}\t{'works' if one.works else 'fails'}\t{told_line(one.said)}\n")
    if not all(one.works for one in found):
        raise DeskError(f"mailbox {row.name} does not work as it should")
