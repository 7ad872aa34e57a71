"""What the agent of the hour does with tickets, each chore in keys: how an agent works through a list in a terminal.

A chore begins with the cursor on a ticket of the list and ends anywhere; `Shift.back` goes to the list from there.
"""

from bench.seat import Ended, Lost
from bench.shift import CANNED, SEND_PEND, SEND_SOLVE, Shift

MOST_LOST = 20
"""Keys; a console that loses more is not worth the rest of the hour."""


def reply(shift: Shift, number: int) -> None:
    """Read, answer, go on."""
    shift.open()
    shift.begin("r", number, shift.words())
    shift.send(number)


def reply_from_the_list(shift: Shift, number: int) -> None:
    """Answer without opening, the letters typed ahead of the composer."""
    shift.begin("r", number, shift.words(), ahead=True)
    shift.send(number, key=SEND_PEND)


def canned(shift: Shift, number: int) -> None:
    """Answer with a canned response, some words, and solve."""
    seat = shift.seat
    shift.open()
    before = shift.ledger.drafts.get((number, False))
    seat.press("m", lambda: seat.sees("canned response for #"), "the canned responses")
    if not seat.sees(f"canned response for #{number} "):
        seat.right(None, number, "m")
    filled = CANNED.replace("{{ ticket.number }}", str(number))
    seat.press("hour", lambda: seat.sees(filled), "the canned response filled in")
    seat.press("\r", lambda: seat.composing is not None, "the composer")
    seat.right(seat.composing, number, "m")
    shift.ledger.drafts[number, False] = f"{before.rstrip()}\n\n{filled}" if before else filled
    shift.more(number)
    shift.send(number, key=SEND_SOLVE)


def note(shift: Shift, number: int) -> None:
    """Leave a note."""
    shift.open()
    shift.begin("n", number, shift.words(), ahead=shift.chance.random() < 0.5)
    shift.send(number, verb="note", key="\x13")


def take(shift: Shift, number: int) -> None:
    """Take it, name it, weigh it, in its pane."""
    shift.open()
    shift.act("a", "assign", "assigned", number)
    shift.choose("t", "tag", "tagged", number, f"+hour{number}")
    shift.choose("p", "priority", "prioritised", number, shift.chance.choice(["low", "high", "urgent"]))


def snooze(shift: Shift, number: int) -> None:
    """Put it off, from the list."""
    shift.choose("z", "snooze", "snoozed", number, "3d")


def solve(shift: Shift, number: int) -> None:
    """Solve, think better of it, and solve after all."""
    shift.open()
    if shift.act("e", "solve", "solved", number) and shift.undo(number):
        shift.act("e", "solve", "solved", number)


def solve_in_the_list(shift: Shift, number: int) -> None:
    """Solve from the list, and take the next when that has come under the cursor."""
    if shift.act("e", "solve", "solved", number):
        shift.seat.until(lambda: shift.seat.under_cursor != number, "the ticket that follows")
        if shift.seat.under_cursor is not None:
            shift.act("a", "assign", "assigned", shift.seat.aim())


def several(shift: Shift, _number: int) -> None:
    """Mark three and tag them."""
    numbers = shift.mark(3)
    seat = shift.seat
    seat.press("t", lambda: seat.sees(f"│ tag {len(numbers)} tickets"), "tags for the marked")
    seat.press(f"+batch{numbers[0]}", lambda: seat.sees(f"+batch{numbers[0]}"), "the tag typed")
    shift.done(seat.report("\r", "tagged"), "tag", "tagged", *numbers)


def answer_several(shift: Shift, _number: int) -> None:
    """The same answer to marked tickets."""
    numbers, seat, text = shift.mark(2), shift.seat, shift.words()
    if len(numbers) < 2 or any((number, False) in shift.ledger.drafts for number in numbers):
        return
    seat.press("r", lambda: seat.composing is not None, "a composer for the marked")
    seat.press(text, lambda: seat.sees(text.split()[-1]), "the answer typed")
    first = min(numbers)
    shift.ledger.drafts[first, False] = text
    shift.send_several(numbers, text)


def draft(shift: Shift, number: int) -> None:
    """Begin an answer, leave it as a draft, do something else, and come back to it."""
    shift.open()
    text = shift.begin("r", number, shift.words())
    shift.leave(number)
    shift.back()
    take(shift, shift.fresh())
    shift.back()
    shift.filter(f"number:{number}")
    if shift.seat.under_cursor is None:
        return
    shift.seat.right(shift.seat.aim(), number, "filter")
    shift.begin("r", number, shift.words())
    if not shift.seat.sees(text.split()[0]):
        shift.ledger.lost.append(f"the draft of #{number} is not in its composer")
    shift.send(number)


def draft_for_later(shift: Shift, number: int) -> None:
    """Begin an answer or a note, and leave it for another day."""
    key = shift.chance.choice("rn")
    shift.begin(key, number, shift.words(), ahead=True)
    shift.leave(number)


def take_next(shift: Shift, _number: int) -> None:
    """Take the most pressing ticket that nobody has, and answer it."""
    seat = shift.seat
    told = seat.report("T", "took")
    if "took" not in told:
        return
    number = int(told.partition("#")[2].split()[0])
    seat.did("next", number)
    shift.ledger.triaged.add(number)
    seat.until(lambda: seat.heading == number and seat.under_cursor is None, f"#{number} opened")
    seat.aim()
    shift.begin("r", number, shift.words())
    shift.send(number)


def repeat(shift: Shift, number: int) -> None:
    """Weigh one, and the next the same."""
    if not shift.choose("p", "priority", "prioritised", number, "low"):
        return
    shift.seat.calm()
    following = shift.fresh_other(number)
    shift.act(".", "priority", "prioritised", following)


def overtaken(shift: Shift, number: int) -> None:
    """The customer writes while the answer is being written."""
    shift.open()
    shift.begin("r", number, shift.words())
    shift.write(number)
    if shift.chance.random() < 0.5:
        shift.seat.until(lambda: shift.seat.sees("wrote meanwhile"), "that somebody wrote meanwhile")
    shift.send(number)


def following(shift: Shift, number: int) -> None:
    """Read on from ticket to ticket, and note on the last."""
    seat = shift.seat
    shift.open()
    for _ in range(3):
        if shift.at_end():
            break
        before = seat.heading
        seat.press("]", lambda before=before: seat.heading not in (before, None), "the next ticket")
    number = seat.aim()
    shift.ledger.triaged.add(number)
    shift.begin("n", number, shift.words())
    shift.send(number, verb="note")


def filtered(shift: Shift, _number: int) -> None:
    """Narrow the list, and take what it shows first."""
    shift.filter(shift.chance.choice(["status:new", "priority>=high", "assignee:none"]))
    if shift.seat.under_cursor is not None:
        number = shift.seat.aim()
        shift.ledger.triaged.add(number)
        shift.act("a", "assign", "assigned", number)


def command(shift: Shift, number: int) -> None:
    """The same by the command line of the console."""
    seat, line = shift.seat, f"tag +typed{number}"
    seat.press(":", lambda: not shift.hints("enter open"), "the command line")
    seat.press(line, lambda: seat.sees(line), "the command typed")
    shift.done(seat.report("\r", "tagged", wanted=number), "tag", "tagged", number)


def taken_back(shift: Shift, number: int) -> None:
    """Send an answer, take it back, and send it after all."""
    shift.open()
    shift.begin("r", number, shift.words())
    if not shift.send(number):
        return
    text = shift.ledger.deeds[-1].text
    told = shift.seat.report("u", "taken back", wanted=None)
    if "taken back" not in told:
        return
    shift.seat.did("undo", number)
    shift.ledger.deeds[-2].text = ""
    shift.ledger.drafts[number, False] = text
    shift.seat.calm()
    shift.begin("r", number, shift.words())
    shift.send(number)


def status(shift: Shift, number: int) -> None:
    """Leave it to the customer."""
    shift.open()
    shift.choose("s", "status", "moved", number, "pending")


def promised(shift: Shift, number: int) -> None:
    """Promise an attachment that is not there: the console stops, and the agent knows better."""
    shift.begin("r", number, f"Please find attached the invoice. {shift.words()}")
    shift.send(number)


def hurried(shift: Shift, number: int) -> None:
    """Two verbs in one breath, in the ticket's pane."""
    shift.open()
    shift.seat.did("assign", number, may=True)
    told = shift.seat.report("ae", "✓ solved", wanted=number, nothing="solve: nothing to change")
    shift.done(told, "solve", "solved", number)


def closed(shift: Shift, number: int) -> None:
    """Close for good, from the pane, and go to the next."""
    shift.open()
    shift.act("c", "close", "closed", number)


CHORES = (
    take,
    overtaken,
    draft,
    canned,
    hurried,
    several,
    take_next,
    note,
    solve,
    reply,
    reply_from_the_list,
    draft_for_later,
    taken_back,
    filtered,
    following,
    answer_several,
    repeat,
    promised,
    status,
    command,
    solve_in_the_list,
    snooze,
    closed,
)
"""In this order, so that a short run has some of each kind."""


def work(shift: Shift, tickets: int) -> None:
    """Go through so many tickets; a key that is lost ends its chore, not the hour."""
    place = 0
    while len(shift.ledger.triaged) < tickets:
        chore = CHORES[place % len(CHORES)]
        place += 1
        try:
            shift.back()
            number = shift.fresh()
            shift.ledger.triaged.add(number)
            shift.seat.note(f"{len(shift.ledger.triaged)}: {chore.__name__} #{number}")
            chore(shift, number)
        except Lost as lost:
            shift.ledger.lost.append(f"{chore.__name__}: {lost}")
            shift.seat.note(f"! {shift.ledger.lost[-1]}", *shift.seat.screen.lines)
            if len(shift.ledger.lost) > MOST_LOST:
                return
        except Ended as ended:
            shift.ledger.errors.append(str(ended))
            return
