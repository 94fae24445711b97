"""The real server in a process group of its own, so that all of it can be killed at once."""

import os
import re
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread

from rig.places import free_port


@dataclass
class Server:
    """gunicorn as in production: several processes, several threads each."""

    process: "subprocess.Popen[str]"
    port: int
    workers: list[int]
    said: list[str] = field(default_factory=list)
    _listening: Thread | None = None

    @classmethod
    def started(cls, instance: Path, database_url: str, workers: int = 2) -> "Server":
        """Started, and answering."""
        port = free_port()
        own = {k: v for k, v in os.environ.items() if not k.startswith("TRAININGTRACKER_")}
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn", "trainingtracker.app:create_app()"),
                *("--bind", f"127.0.0.1:{port}", "--no-control-socket"),
                *("--workers", str(workers), "--worker-class", "gthread", "--threads", "8"),
            ],
            env=own
            | {"TRAININGTRACKER_INSTANCE": str(instance)}
            | {"TRAININGTRACKER_DATABASE_URL": database_url},
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        server = cls(process, port, [])
        server._read_workers(workers)
        connection = HTTPConnection("127.0.0.1", port)
        connection.request("GET", "/healthz")
        answer = connection.getresponse()
        assert (answer.status, answer.read()) == (200, b"ok\n")
        connection.close()
        return server

    def _read_workers(self, number: int) -> None:
        """Which processes serve; the server says so when it starts them."""
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.said.append(line)
            if found := re.search(r"Booting worker with pid: (\d+)", line):
                self.workers.append(int(found[1]))
            if len(self.workers) == number:
                # A server that nobody listens to any more stops when the pipe is full.
                self._listening = Thread(target=self.said.extend, args=[self.process.stderr])
                self._listening.start()
                return
        raise AssertionError("the server ended: " + "".join(self.said))

    def kill(self) -> None:
        """No process of it has the time for anything more."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self._see_it_end()

    def stop(self) -> None:
        self.process.terminate()
        self._see_it_end()

    def _see_it_end(self) -> None:
        self.process.wait(timeout=30)
        assert self._listening is not None
        assert self.process.stderr is not None
        self._listening.join()
        self.process.stderr.close()

    def limit_files(self, size: int) -> None:
        """No file of it may grow beyond this; what writes more is refused by the system."""
        for pid in self.workers:
            _, most = resource.prlimit(pid, resource.RLIMIT_FSIZE)
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, most))


@contextmanager
def serving(instance: Path, database_url: str, workers: int = 2) -> Iterator[Server]:
    """A server that is stopped afterwards, unless it was killed."""
    server = Server.started(instance, database_url, workers)
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.stop()
