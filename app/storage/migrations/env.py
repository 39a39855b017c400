"""Run by Alembic: migrates on the connection that it is handed, in the transaction open there."""

from alembic import context

from app.storage.tables import AssessmentRow

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=AssessmentRow.metadata,
    # SQLite can change a schema inside a transaction, but for Alembic's own opinion of it. The
    # transaction was begun explicitly, so a failed migration leaves nothing half done.
    transactional_ddl=True,
    render_as_batch=True,
)
context.run_migrations()
