"""One writer at a time, and which failures are worth another try.

A run takes the lock of the warehouse at its first step and holds it to its end, as
`yigai run` does. Only a lock that another process holds goes away by waiting: bad data,
a failing test or a full disk fail at once and are told.
"""

from collections.abc import Generator
from contextlib import ExitStack, contextmanager

import dagster as dg
from pydantic import PrivateAttr

from extracts.problems import BusyError
from orchestration import settings
from orchestration.progress import screen
from orchestration.writing import only_writer

# the one place in the pool belongs to the run that writes (see dagster.yaml)
POOL = "warehouse"
RETRIES = dg.RetryPolicy(
    max_retries=4,
    delay=2,
    backoff=dg.Backoff.EXPONENTIAL,
    jitter=dg.Jitter.PLUS_MINUS,
)
LOCKED = "could not set lock on file"


class Writer(dg.ConfigurableResource):
    """The right to write, for as long as a run lasts."""

    _held: ExitStack = PrivateAttr(default_factory=ExitStack)

    def teardown_after_execution(self, context: dg.InitResourceContext) -> None:
        self._held.close()

    @contextmanager
    def step(self, doing: str) -> Generator[None]:
        """Take the lock, do a step, and let Dagster try again where it may help."""
        try:
            self._held.enter_context(only_writer(settings.load(), doing))
            yield
        except BusyError as error:
            tell(error)
            raise
        except Exception as error:
            # also what says that it may be tried again, as a failed dbt does
            if LOCKED in str(error).lower():
                tell(error)
                raise BusyError(str(error)) from error
            raise dg.Failure(str(error), allow_retries=False) from error


def tell(error: Exception) -> None:
    screen.print(
        "[yellow]数据仓库正被占用，稍后重试[/yellow] "
        f"(the warehouse is in use; will be tried again) [dim]{type(error).__name__}"
        "[/dim]"
    )
