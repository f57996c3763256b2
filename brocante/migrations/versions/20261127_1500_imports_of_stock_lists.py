"""Imports of stock lists

Revision: 20261127_1500, after 20261124_1200
"""

import sqlalchemy as sa
from alembic import op

revision = "20261127_1500"
down_revision = "20261124_1200"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "stock_list_habit",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "company_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("signature", sa.String(length=40), nullable=False),
        sa.Column("choices", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"],
            ["company.id"],
            name=op.f("fk_stock_list_habit_company_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_list_habit")),
        sa.UniqueConstraint(
            "company_id", "signature", name=op.f("uq_stock_list_habit_company_id_signature")
        ),
    )
    op.create_table(
        "stock_list_import",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "participation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("origin", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("choices", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("found", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("refusal", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("is_publishing", sa.Boolean(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("upload_key", sa.String(length=80), nullable=True),
        sa.Column("photos_key", sa.String(length=80), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"],
            ["account.id"],
            name=op.f("fk_stock_list_import_author_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["participation_id"],
            ["participation.id"],
            name=op.f("fk_stock_list_import_participation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_list_import")),
    )
    with op.batch_alter_table("stock_list_import", schema=None) as batch_op:
        batch_op.create_index(
            "ix_stock_list_import_participation_id_id", ["participation_id", "id"], unique=False
        )
        batch_op.create_index("ix_stock_list_import_state_id", ["state", "id"], unique=False)

    op.create_table(
        "stock_list_photo",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "import_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("colour", sa.String(length=7), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["stock_list_import.id"],
            name=op.f("fk_stock_list_photo_import_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_list_photo")),
        sa.UniqueConstraint("import_id", "name", name=op.f("uq_stock_list_photo_import_id_name")),
    )
    op.create_table(
        "stock_list_source",
        sa.Column(
            "import_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("grid", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["stock_list_import.id"],
            name=op.f("fk_stock_list_source_import_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("import_id", name=op.f("pk_stock_list_source")),
    )
    op.create_table(
        "stock_list_line",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "import_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("sheet", sa.String(length=200), nullable=True),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("parsed", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("edited", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("is_confirmed", sa.Boolean(), nullable=False),
        sa.Column("is_out", sa.Boolean(), nullable=False),
        sa.Column("stand", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("match_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("is_same", sa.Boolean(), nullable=True),
        sa.Column(
            "listing_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("note", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["stock_list_import.id"],
            name=op.f("fk_stock_list_line_import_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["listing_id"],
            ["listing.id"],
            name=op.f("fk_stock_list_line_listing_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["match_id"],
            ["listing.id"],
            name=op.f("fk_stock_list_line_match_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_list_line")),
        sa.UniqueConstraint("import_id", "place", name=op.f("uq_stock_list_line_import_id_place")),
    )
    with op.batch_alter_table("stock_list_line", schema=None) as batch_op:
        batch_op.create_index(
            "ix_stock_list_line_import_id_stand_place",
            ["import_id", "stand", "place"],
            unique=False,
        )
        batch_op.create_index("ix_stock_list_line_listing_id", ["listing_id"], unique=False)
        batch_op.create_index("ix_stock_list_line_match_id", ["match_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("stock_list_line", schema=None) as batch_op:
        batch_op.drop_index("ix_stock_list_line_match_id")
        batch_op.drop_index("ix_stock_list_line_listing_id")
        batch_op.drop_index("ix_stock_list_line_import_id_stand_place")

    op.drop_table("stock_list_line")
    op.drop_table("stock_list_source")
    op.drop_table("stock_list_photo")
    with op.batch_alter_table("stock_list_import", schema=None) as batch_op:
        batch_op.drop_index("ix_stock_list_import_state_id")
        batch_op.drop_index("ix_stock_list_import_participation_id_id")

    op.drop_table("stock_list_import")
    op.drop_table("stock_list_habit")
