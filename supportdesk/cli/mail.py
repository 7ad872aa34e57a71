"""`mail`: what comes in (`mail_in.py`) and what leaves (`mail_out.py`) under one noun."""

from supportdesk.cli import mail_in, mail_out
from supportdesk.cli.tree import Commands

records = Commands(help="Mail: taking it in, what became of it, quarantine, the outbox, and the worker for all of it.")

for part in (mail_in.records, mail_out.records):
    records.registered_commands += part.registered_commands
    records.registered_groups += part.registered_groups
