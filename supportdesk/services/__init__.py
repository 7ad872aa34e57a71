"""Every write, as plain functions over an open change. They never open or commit one, so they compose."""
