"""`help keys`: the console's actions with their keys, straight from their table, and how to give them other ones."""

from supportdesk.keymap import Keymap, key_lines

HOW = """\
Keys

What the console can do, by the name that the config file knows it by, with the keys in force. In the console, ? shows
those of the screen that you are on, f1 where letters are text. On a Russian layout the letter on the same key does the
same.

Other keys stand in the config file (`supportdesk config edit`), under [keys]:

  [keys]
  assign = "w"                  # another key instead of those in the list
  solve = ["e", "ctrl+e"]       # several; the first one is shown
  close = "none"                # no key at all
  go_mine = "g y"               # two keys, one after the other
  go_view = ["f2", "f3"]        # the first view, the second one …

A key is a letter or sign as it is typed (r, G, /), or enter, tab, space, esc, backspace, delete, insert, up, down,
left, right, home, end, pageup, pagedown, f1 to f24, with ctrl+ or shift+ where terminals send that. Two actions that
are heard in the same place cannot share a key; the console then says which line is in the way and does not open.

What comes after a ticket is answered, solved or closed stands there too: after = "stay", "list" or "next".
"""


def key_help(keymap: Keymap) -> str:
    """The page, with the keys in force."""
    return HOW + "\n".join(key_lines(keymap)) + "\n"
