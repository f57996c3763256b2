"""Counters with links of their own, and what they note

Revision: 20261127_2100, after 20261127_1500
"""

import sqlalchemy as sa
from alembic import op

revision = "20261127_2100"
down_revision = "20261127_1500"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "counter_access",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("site_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_counter_access_account_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["site_id"], ["site.id"], name=op.f("fk_counter_access_site_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counter_access")),
        sa.UniqueConstraint("token", name=op.f("uq_counter_access_token")),
    )
    with op.batch_alter_table("counter_access") as batch_op:
        batch_op.create_index(op.f("ix_counter_access_site_id"), ["site_id"], unique=False)

    op.create_table(
        "counter_phone",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "access_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_contact_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("unsent", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rehearsed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rehearsal", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["access_id"],
            ["counter_access.id"],
            name=op.f("fk_counter_phone_access_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counter_phone")),
    )
    with op.batch_alter_table("counter_phone") as batch_op:
        batch_op.create_index(op.f("ix_counter_phone_access_id"), ["access_id"], unique=False)

    op.create_table(
        "journal_entry",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("site_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("phone_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("staff", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("flags", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("note", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("pickup_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "listing_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("undoes_key", sa.String(length=64), nullable=True),
        sa.Column("phone_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_error_s", sa.Integer(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "settled_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_journal_entry_account_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_journal_entry_listing_id")
        ),
        sa.ForeignKeyConstraint(
            ["phone_id"],
            ["counter_phone.id"],
            name=op.f("fk_journal_entry_phone_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["pickup_id"], ["pickup.id"], name=op.f("fk_journal_entry_pickup_id")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by"],
            ["account.id"],
            name=op.f("fk_journal_entry_settled_by"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_journal_entry_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_entry")),
        sa.UniqueConstraint("key", name=op.f("uq_journal_entry_key")),
    )
    with op.batch_alter_table("journal_entry") as batch_op:
        batch_op.create_index(op.f("ix_journal_entry_listing_id"), ["listing_id"], unique=False)
        batch_op.create_index(op.f("ix_journal_entry_phone_id"), ["phone_id"], unique=False)
        batch_op.create_index(op.f("ix_journal_entry_pickup_id"), ["pickup_id"], unique=False)
        batch_op.create_index(
            "ix_journal_entry_site_id_received_at", ["site_id", "received_at"], unique=False
        )
        batch_op.create_index("ix_journal_entry_site_id_state", ["site_id", "state"], unique=False)
        batch_op.create_index(op.f("ix_journal_entry_undoes_key"), ["undoes_key"], unique=False)

    with op.batch_alter_table("handover") as batch_op:
        batch_op.add_column(
            sa.Column(
                "journal_entry_id",
                sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
                nullable=True,
            )
        )
        batch_op.create_index(
            op.f("ix_handover_journal_entry_id"), ["journal_entry_id"], unique=False
        )
        batch_op.create_foreign_key(
            op.f("fk_handover_journal_entry_id"), "journal_entry", ["journal_entry_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("handover") as batch_op:
        batch_op.drop_constraint(op.f("fk_handover_journal_entry_id"), type_="foreignkey")
        batch_op.drop_index(op.f("ix_handover_journal_entry_id"))
        batch_op.drop_column("journal_entry_id")

    with op.batch_alter_table("journal_entry") as batch_op:
        batch_op.drop_index(op.f("ix_journal_entry_undoes_key"))
        batch_op.drop_index("ix_journal_entry_site_id_state")
        batch_op.drop_index("ix_journal_entry_site_id_received_at")
        batch_op.drop_index(op.f("ix_journal_entry_pickup_id"))
        batch_op.drop_index(op.f("ix_journal_entry_phone_id"))
        batch_op.drop_index(op.f("ix_journal_entry_listing_id"))

    op.drop_table("journal_entry")
    with op.batch_alter_table("counter_phone") as batch_op:
        batch_op.drop_index(op.f("ix_counter_phone_access_id"))

    op.drop_table("counter_phone")
    with op.batch_alter_table("counter_access") as batch_op:
        batch_op.drop_index(op.f("ix_counter_access_site_id"))

    op.drop_table("counter_access")
