"""The trade itself, pure: no SQL, no I/O, no clock."""
