"""Workbooks of long ledgers, made in the worker

Revision: 20261128_0110, after 20261128_0100
"""

import sqlalchemy as sa
from alembic import op

revision = "20261128_0110"
down_revision = "20261128_0100"
branch_labels = None
depends_on = None


def upgrade() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "workbook_job",
        sa.Column("id", big, nullable=False),
        sa.Column("edition_id", big, nullable=False),
        sa.Column("account_id", big, nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_workbook_job_account_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["edition.id"],
            name=op.f("fk_workbook_job_edition_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workbook_job")),
    )
    with op.batch_alter_table("workbook_job") as batch_op:
        batch_op.create_index(batch_op.f("ix_workbook_job_edition_id"), ["edition_id"])


def downgrade() -> None:
    with op.batch_alter_table("workbook_job") as batch_op:
        batch_op.drop_index(batch_op.f("ix_workbook_job_edition_id"))
    op.drop_table("workbook_job")
