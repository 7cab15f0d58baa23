"""Files to a summary and what is written of each proposal: in one process or several, in the order of the files.

A run of any length holds only a few proposals at a time. What is written of each goes into a spool; a row is kept.
"""

from __future__ import annotations

import signal
import sys
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Final, NamedTuple

from mcred_check.folders import read_file, why_passed_over
from mcred_check.model import CouldNotCheckError, Row, Summary, Tally
from mcred_check.reporting.verdict import row_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from multiprocessing.connection import Connection

    from mcred_check.checking import Checker
    from mcred_check.folders import File
    from mcred_check.loading import Proposal
    from mcred_check.model import Json, Result, Run, Standing

PARALLEL_FROM: Final = 64
"""How many files there have to be before another process is worth its start."""
_BATCH: Final = 16
_IN_MEMORY: Final = 4_000_000
_START: Final = "fork" if sys.platform == "linux" else "spawn"
"""How a process is started; a fork starts at once, and is safe where no threads run."""


class Task(NamedTuple):
    """What is to be done with each file.

    `checkers` give a result each. `parts` write what a report says of one result, one for each report; where all of
    them are `quiet`, they say nothing of a proposal that is ready, if it is one of `several`.
    """

    checkers: tuple[Checker, ...]
    parts: tuple[Callable[[Result, Run], str], ...]
    quiet: bool = False
    several: bool = False


class Batch(NamedTuple):
    """What came of some files: a row and the texts of each result, and the files passed over with why."""

    rows: list[Row]
    texts: list[tuple[str, ...]]
    passed_over: list[tuple[str, str]]


class Spool:
    """Texts, kept in memory while they are few and in a temporary file beyond; read in the order they were added."""

    def __init__(self) -> None:
        self._kept: list[str] = []
        self._sizes: list[int] = []
        self._file: IO[bytes] | None = None
        self._room = _IN_MEMORY

    def add(self, text: str) -> None:
        """Add a text."""
        self._room -= len(text)
        if self._room >= 0:
            self._kept.append(text)
            return
        if self._file is None:
            from tempfile import TemporaryFile  # noqa: PLC0415 -- most reports are short

            self._file = TemporaryFile()  # noqa: SIM115 -- whoever made the spool closes it
        data = text.encode("utf-8", "surrogatepass")
        self._file.write(data)
        self._sizes.append(len(data))

    def __iter__(self) -> Iterator[str]:
        """Yield every text, from the beginning."""
        yield from self._kept
        if self._file is not None:
            self._file.seek(0)
            for size in self._sizes:
                yield self._file.read(size).decode("utf-8", "surrogatepass")

    def close(self) -> None:
        """Let go of the texts."""
        if self._file is not None:
            self._file.close()


def run(
    task: Task, files: Sequence[File], spools: Sequence[Spool], *, jobs: int, watched: Callable[[int], object]
) -> Summary:
    """Check files and fill a spool for each of the task's parts; `watched` hears how many files are done.

    The same for any number of `jobs`. Raises CouldNotCheckError when a process is lost.
    """
    rows: list[Row] = []
    passed_over: list[tuple[str, str]] = []
    known: dict[Standing, Standing] = {}
    ahead = _read_ahead(files, task.checkers[0].shape)
    task = task._replace(several=sum(len(proposals) for proposals in ahead.values()) > 1)
    chunks = [files[start : start + _BATCH] for start in range(0, len(files), _BATCH)]
    for chunk, batch in zip(chunks, _batches(task, chunks, ahead, jobs=jobs), strict=True):
        names = {file.name: file.name for file in chunk}
        for name, document, title, standing in batch.rows:  # what rows have in common they share, for the sake of room
            rows.append(Row(names[name], document, title, known.setdefault(standing, standing)))
        passed_over += batch.passed_over
        for texts in batch.texts:
            for spool, text in zip(spools, texts, strict=True):
                spool.add(text)
        watched(_BATCH)
    return Summary(task.checkers[0].run, tuple(rows), tuple(passed_over))


def _read_ahead(files: Sequence[File], shape: Json) -> dict[File, list[Proposal]]:
    """Read files until there are two proposals, so that the first is laid out as one of several."""
    ahead: dict[File, list[Proposal]] = {}
    for file in files:
        proposals = read_file(file, shape)
        if not why_passed_over(file, proposals):
            ahead[file] = proposals
        if sum(map(len, ahead.values())) > 1:
            break
    return ahead


def _batches(
    task: Task, chunks: Sequence[Sequence[File]], ahead: dict[File, list[Proposal]], *, jobs: int
) -> Iterator[Batch]:
    """Give what comes of each chunk of the files, in their order."""
    if jobs == 1 or len(chunks) * _BATCH < PARALLEL_FROM:
        yield from (work(task, chunk, ahead) for chunk in chunks)
    else:
        yield from _in_processes(task, chunks, jobs=min(jobs, len(chunks)))


def work(task: Task, files: Iterable[File], ahead: dict[File, list[Proposal]] | None = None) -> Batch:
    """Check some files, and write what each report says of them; `ahead` holds what was read of them already."""
    batch = Batch([], [], [])
    ahead = ahead or {}
    for file in files:
        proposals = ahead.pop(file, None) or read_file(file, task.checkers[0].shape)
        reason = why_passed_over(file, proposals)
        if reason:
            batch.passed_over.append((file.name, reason))
            continue
        for proposal in proposals:
            for checker in task.checkers:
                row, texts = _told(task, checker, proposal, file)
                batch.rows.append(row)
                batch.texts.append(texts)
    return batch


def _told(task: Task, checker: Checker, proposal: Proposal, file: File) -> tuple[Row, tuple[str, ...]]:
    """Check a proposal; give its row and what each report says of it."""
    run = checker.run._replace(several=task.several)
    seen = checker.glance(proposal, file.staged) if task.quiet and task.several else None
    if seen:
        result, open_ones = seen
        return row_of(result, run, Tally(judge=open_ones)), ("",) * len(task.parts)
    result = checker.check(proposal, file.staged)
    if file.waivers:
        from mcred_check.waiving import waived  # noqa: PLC0415 -- only a configuration has waivers

        result = waived(result, file.waivers, run)
    return row_of(result, run), tuple([part(result, run) for part in task.parts])


def _in_processes(task: Task, chunks: Sequence[Sequence[File]], *, jobs: int) -> Iterator[Batch]:
    """Deal the chunks out to processes in turn, and take what comes of them back in the same turn.

    A process that is ahead of the others waits until its pipe is read, so that memory stays bounded.
    """
    from multiprocessing import get_context  # noqa: PLC0415 -- one file needs no processes

    context = get_context(_START)
    pipes: list[Connection] = []
    workers = []
    try:
        for number in range(jobs):
            ours, theirs = context.Pipe(duplex=False)
            pipes.append(ours)
            inherited = tuple(pipes) if _START == "fork" else ()
            args = (theirs, task, chunks[number::jobs], inherited)
            worker = context.Process(target=_serve, args=args, daemon=True)  # type: ignore[attr-defined]
            with _deaf_to_ctrl_c():
                worker.start()
            theirs.close()
            workers.append(worker)
        for number in range(len(chunks)):
            yield _received(pipes[number % jobs])
    finally:
        for worker in workers:
            worker.terminate()


@contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """Let Ctrl-C wait, where that can be done; a process that is started meanwhile stays deaf from its first moment."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _received(pipe: Connection) -> Batch:
    try:
        found: Batch | Exception = pipe.recv()
    except (EOFError, OSError) as error:
        message = (
            "A process of this check was ended from outside, perhaps for want of memory; nothing is said of what was "
            "checked. Try again with --jobs 1."
        )
        raise CouldNotCheckError(message) from error
    if isinstance(found, Exception):
        raise found
    return found


def _serve(
    pipe: Connection, task: Task, chunks: Sequence[Sequence[File]], inherited: Sequence[Connection] = ()
) -> None:
    """Send back what comes of each chunk, or the error that ended the work.

    `inherited` are the other ends of pipes, which a fork takes along: while it held them open, it could not tell that
    nobody reads any more.
    """
    for other in inherited:
        other.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that was started, which ends this one
    try:
        for chunk in chunks:
            pipe.send(work(task, chunk))
    except BrokenPipeError:
        return  # nobody reads any more
    except Exception as error:  # noqa: BLE001 -- the process that was started says what went wrong
        pipe.send(error)
