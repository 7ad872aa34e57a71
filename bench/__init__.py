"""Measurements: what the desk costs beside the bare driver that does the same work, and beside its peers.

    python -m bench                                     100,000 tickets, SQLite and an embedded PostgreSQL
    python -m bench --tickets 100000 --tickets 1000000  both sizes of the README
    python -m bench --only page,search                  some of it
    python -m bench --quick                             10,000 tickets, few rounds: does it run?
    python -m bench mail --corpora DIR                  how well mail is read: see bench/mail

Every figure is a race: the desk and its reference take turns in one run on one store, and medians are compared, so
that a busy machine slows both. The references stand beside what they are references of, in plain SQL and plain
Python; what each leaves out is said there. `figures.py` holds the targets.

`python -m bench.robustness` kills commands and lets many agents write at once; `python -m bench.hour` lets one work for
an hour by keys alone while others write. Both prove that nothing was lost, doubled or done elsewhere.
"""
