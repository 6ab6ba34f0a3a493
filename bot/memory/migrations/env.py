"""Alembic's environment: runs migrations on the connection, and in the transaction, that ``revisions`` gives it."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
context.run_migrations()
