"""The first mail address of a customer from the index alone: every line of a list shows one.

What is written here never changes again.
"""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Put an index that holds the addresses in the place of the one that only led to them."""
    op.create_index("address_of_customer", "address", ["customer_id", "kind", "id", "value"])
    op.drop_index("address_customer_id", table_name="address")
