"""Where things lie. `YIGAI_DATA` moves the data folder; nothing else is set here."""

import os
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Settings:
    """The folders of one installation."""

    data: Path

    @property
    def inbox(self) -> Path:
        """Extract files as they arrive: `inbox/<extract>/<file>`."""
        return self.data / "inbox"

    @property
    def build(self) -> Path:
        """The private warehouse in which everything is built."""
        return self.data / "build" / "yigai.duckdb"

    @property
    def publications(self) -> Path:
        return self.data / "published"

    @property
    def published(self) -> Path:
        """The warehouse that readers open; a link to the current publication."""
        return self.publications / "yigai.duckdb"

    @property
    def dagster_home(self) -> Path:
        return self.data / "dagster"


def load() -> Settings:
    """Read the settings and pass them on to dbt and Dagster by their variables."""
    data = Path(os.environ.get("YIGAI_DATA", PROJECT / "data")).resolve()
    settings = Settings(data)
    os.environ["YIGAI_DATA"] = str(data)
    os.environ["YIGAI_BUILD"] = str(settings.build)
    os.environ["DAGSTER_HOME"] = str(settings.dagster_home)
    os.environ["DAGSTER_DISABLE_TELEMETRY"] = "yes"
    os.environ["DBT_SEND_ANONYMOUS_USAGE_STATS"] = "false"
    os.environ["DBT_PROFILES_DIR"] = str(PROJECT)
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    # without compiled modules every dbt call pays three seconds more
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    for folder in (settings.inbox, settings.build.parent, settings.dagster_home):
        folder.mkdir(parents=True, exist_ok=True)
    return settings
