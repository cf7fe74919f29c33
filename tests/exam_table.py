"""The marks of an exam as a table for people."""

from collections import Counter
from collections.abc import Iterable

from exam import Exam


def table(exam: Exam) -> Iterable[str]:
    """Recall and precision by kind of fault, then the false alarms."""
    injected = Counter(f.kind for f in exam.faults)
    found = Counter(f.kind for f in exam.faults if exam.is_found(f))
    yield (f"{'fault':<28}{'injected':>9}{'found':>7}{'recall':>8}"
           f"{'alarms':>8}{'right':>7}{'precision':>11}")  # fmt: skip
    for kind, count in sorted(injected.items()):
        right, alarms = exam.precision(kind)
        precise = f"{right / alarms:.2f}" if alarms else "-"
        yield (f"{kind:<28}{count:>9}{found[kind]:>7}{found[kind] / count:>8.2f}"
               f"{alarms:>8}{right:>7}{precise:>11}")  # fmt: skip
    wrong = Counter(r.check for r in exam.false_results)
    yield (f"recall {exam.recall:.3f}; false results {len(exam.false_results)} of "
           f"{exam.judged} {dict(wrong)}; false cells {len(exam.false_cells)} of "
           f"{exam.cells} ({exam.false_alarm_rate:.3%})")  # fmt: skip
