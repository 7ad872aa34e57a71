"""Runs the migrations on an open connection, inside its transaction."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection


def settings() -> Config:
    """Alembic's settings: the folder of this module, wherever the package is installed; no file, no logging."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def upgrade(connection: Connection, to: str = "head") -> None:
    """Run every migration that the store has not had yet; all or none, as the caller's transaction ends."""
    config = settings()
    config.attributes["connection"] = connection
    command.upgrade(config, to)
