"""Log lines are gathered: all of them come, in order, and nobody who serves a request writes or waits."""

import io
from threading import Event, Thread, get_ident

from api import lines
from api.lines import Lines


class Recording(io.StringIO):
    """Remembers who wrote."""

    def __init__(self) -> None:
        super().__init__()
        self.writers: list[int] = []
        self.flushed = Event()

    def write(self, text: str) -> int:
        self.writers.append(get_ident())
        return super().write(text)

    def flush(self) -> None:
        self.flushed.set()


def test_a_line_is_written_soon_by_a_thread_of_its_own() -> None:
    file = Recording()
    gathered = Lines(file)
    gathered.write("satu\n")
    gathered.flush()
    assert file.flushed.wait(timeout=10)
    assert file.getvalue() == "satu\n"
    assert get_ident() not in file.writers


def test_of_many_threads_no_line_is_lost_doubled_or_broken() -> None:
    file = Recording()
    gathered = Lines(file)

    def write(number: int) -> None:
        for line in range(200):
            gathered.write(f"{number} {line}\n")

    threads = [Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    gathered.write_out()
    written = [line.split() for line in file.getvalue().splitlines()]
    for number in range(8):
        assert [int(line) for who, line in written if int(who) == number] == list(range(200))


def test_when_too_many_wait_whoever_comes_writes(monkeypatch) -> None:
    monkeypatch.setattr(lines, "_MOST", 0)
    file = Recording()
    Lines(file).write("satu\n")
    assert file.writers == [get_ident()]


def test_a_file_nobody_reads_stops_no_one() -> None:
    file = Recording()
    file.close()
    gathered = Lines(file)
    gathered.write("satu\n")
    gathered.write_out()
    gathered.write_out()


def test_a_line_that_is_no_proper_text_still_comes() -> None:
    assert "\\udc80" in lines._dumps({"event": "command", "correlation": "\udc80"})
    assert lines._dumps({"position": 2**70}) == '{"position": 1180591620717411303424}'
