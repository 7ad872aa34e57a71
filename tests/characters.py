"""Characters that tests by chance are made of."""

from hypothesis import strategies as st

WRITTEN = st.characters(exclude_categories=["Cs"])
"""All that can be written: what `st.text()` draws from. That encodes a million of them first, in each new clone."""
