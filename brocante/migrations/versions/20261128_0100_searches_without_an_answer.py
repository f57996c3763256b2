"""Words that visitors searched for without an answer, counted by day

Revision: 20261128_0100, after 20261128_0030
"""

import sqlalchemy as sa
from alembic import op

revision = "20261128_0100"
down_revision = "20261128_0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "missed_search",
        sa.Column("edition_id", big, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("words", sa.String(length=80), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.CheckConstraint("count > 0", name=op.f("ck_missed_search_count")),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["edition.id"],
            name=op.f("fk_missed_search_edition_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("edition_id", "day", "words", name=op.f("pk_missed_search")),
    )


def downgrade() -> None:
    op.drop_table("missed_search")
