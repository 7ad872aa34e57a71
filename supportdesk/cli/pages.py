"""Long answers: through the pager where somebody reads them on a terminal, straight through elsewhere."""

from supportdesk.cli.call import Call
from supportdesk.console.editor import words_of


def show_long(call: Call, text: str) -> None:
    """Write text, through the pager if it is longer than the terminal; a pager closed early has done its work."""
    streams = call.streams
    if not streams.out_terminal or text.count("\n") < streams.height or not (words := _pager(call)):
        streams.write(text)
        return
    streams.flush()
    if streams.launch(words, text.encode(streams.encoding, "replace")) == 127:
        streams.write(text)


def _pager(call: Call) -> list[str]:
    """The pager's words: the setting, then `$PAGER`, then less; `cat` or nothing means none."""
    setting = call.settings.pager or call.environment.get("PAGER", "less -FRX")
    words = words_of(setting)
    return [] if words[:1] in ([], ["cat"]) else words
