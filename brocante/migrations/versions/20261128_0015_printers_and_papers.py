"""Printers with their offset, labels as last printed, papers made in the worker

Revision: 20261128_0015, after 20261128_0000
"""

import sqlalchemy as sa
from alembic import op

revision = "20261128_0015"
down_revision = "20261128_0000"
branch_labels = None
depends_on = None


def _identifier() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "printer",
        sa.Column("id", _identifier(), nullable=False),
        sa.Column("account_id", _identifier(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("right_tenths", sa.Integer(), nullable=False),
        sa.Column("down_tenths", sa.Integer(), nullable=False),
        sa.CheckConstraint("down_tenths BETWEEN -100 AND 100", name=op.f("ck_printer_down")),
        sa.CheckConstraint("right_tenths BETWEEN -100 AND 100", name=op.f("ck_printer_right")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_printer_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_printer")),
        sa.UniqueConstraint("account_id", "name", name=op.f("uq_printer_account_id_name")),
    )
    op.create_table(
        "label_print",
        sa.Column("listing_id", _identifier(), autoincrement=False, nullable=False),
        sa.Column("fingerprint", sa.String(length=32), nullable=False),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"],
            ["listing.id"],
            name=op.f("fk_label_print_listing_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("listing_id", name=op.f("pk_label_print")),
    )
    op.create_table(
        "paper_job",
        sa.Column("id", _identifier(), nullable=False),
        sa.Column("edition_id", _identifier(), nullable=False),
        sa.Column("company_id", _identifier(), nullable=True),
        sa.Column("account_id", _identifier(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("plan", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.String(length=300), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_paper_job_account_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["company_id"],
            ["company.id"],
            name=op.f("fk_paper_job_company_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["edition.id"],
            name=op.f("fk_paper_job_edition_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_job")),
    )
    with op.batch_alter_table("paper_job") as batch_op:
        batch_op.create_index(
            "ix_paper_job_edition_id_company_id", ["edition_id", "company_id"], unique=False
        )
    op.create_table(
        "paper_file",
        sa.Column("id", _identifier(), nullable=False),
        sa.Column("job_id", _identifier(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["job_id"], ["paper_job.id"], name=op.f("fk_paper_file_job_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_file")),
        sa.UniqueConstraint("job_id", "position", name=op.f("uq_paper_file_job_id_position")),
    )


def downgrade() -> None:
    op.drop_table("paper_file")
    with op.batch_alter_table("paper_job") as batch_op:
        batch_op.drop_index("ix_paper_job_edition_id_company_id")
    op.drop_table("paper_job")
    op.drop_table("label_print")
    op.drop_table("printer")
