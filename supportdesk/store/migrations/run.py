"""Runs the migrations on an open connection, inside its transaction."""

from pathlib import Path

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection


def script() -> ScriptDirectory:
    """The folder of versions as Alembic reads it."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    return ScriptDirectory.from_config(config)


def upgrade(connection: Connection, to: str = "head") -> None:
    """Run every migration that the store has not had yet; all or none."""
    directory = script()

    def steps(revision: object, _context: object) -> object:
        return directory._upgrade_revs(to, revision)  # type: ignore[arg-type]

    with EnvironmentContext(directory.config if hasattr(directory, "config") else Config(), directory, fn=steps) as environment:  # type: ignore[arg-type]
        environment.configure(connection=connection, transactional_ddl=True, transaction_per_migration=False)
        environment.run_migrations()
