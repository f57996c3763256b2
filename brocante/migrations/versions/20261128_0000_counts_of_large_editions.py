"""Counts of listings kept for editions too large to be counted for each page

Revision: 20261128_0000, after 20261127_2100
"""

import sqlalchemy as sa
from alembic import op

revision = "20261128_0000"
down_revision = "20261127_2100"
branch_labels = None
depends_on = None


def upgrade() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "listing_tally",
        sa.Column("id", big, nullable=False),
        sa.Column("edition_id", big, nullable=False),
        sa.Column("site_id", big, nullable=True),
        sa.Column("family", sa.String(length=40), nullable=True),
        sa.Column("condition", sa.String(length=32), nullable=True),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["edition.id"],
            name=op.f("fk_listing_tally_edition_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["site_id"], ["site.id"], name=op.f("fk_listing_tally_site_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing_tally")),
    )
    op.create_index("ix_listing_tally_edition", "listing_tally", ["edition_id", "site_id"])


def downgrade() -> None:
    op.drop_index("ix_listing_tally_edition", table_name="listing_tally")
    op.drop_table("listing_tally")
