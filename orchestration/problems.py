"""What can go wrong in running, as people are told: each message says what to do."""


class Problem(Exception):
    """Something that the reader of the message can repair."""


class BuildFailedError(Problem):
    """dbt could not build, or a test on what was built failed."""


class RebuildError(Problem):
    """The publication cannot be built again; the message says why."""


class ReleaseError(Problem):
    """A release that cannot be made or found; the message says why."""


class RunFailedError(Problem):
    """The run did not publish; readers keep the last publication."""


class SourceLostError(Problem):
    """Files that a publication was made from are neither archived nor in the inbox."""


class UserError(Problem):
    """A mistake that the user can repair; the message says how."""
