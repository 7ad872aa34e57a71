"""What a mail address looks like. Who has one, and whether it is a machine's, is not settled here."""

import re

EMAIL = re.compile(r"[^@\s<>,;\"()]+@[^@\s<>,;\"()]+")
