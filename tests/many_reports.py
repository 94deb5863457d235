"""Reports sent at a steady pace to a station, as many phones would: what was not accepted is sent again."""

from __future__ import annotations

import http.client
import json
import threading
import time
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue

SENDERS = 24


@dataclass
class Sent:
    """What became of the reports.

    Parameters
    ----------
    codes : dict of str to str
        Receipt by id, of the accepted ones.
    seconds : list of float
        From the moment a report was due to its acceptance at the first attempt.
    refused : dict of int to int
        How often each other status came; 0 stands for no answer.
    """

    codes: dict[str, str] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    refused: dict[int, int] = field(default_factory=dict)

    def percentile(self, share: float) -> float:
        """The time within which this share was accepted."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def send_many(port: int, key: str, *, count: int, per_second: float, prefix: str = "load") -> Sent:
    """Send reports, each when it is due whether or not earlier ones were answered; then again what had no answer."""
    sent, lock = Sent(), threading.Lock()
    due: SimpleQueue[tuple[float, str, bool]] = SimpleQueue()
    began = time.monotonic() + 0.2
    for i in range(count):
        due.put((began + i / per_second, f"{prefix}-{i}", True))

    def work() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        while True:
            try:
                at, name, is_first = due.get_nowait()
            except Empty:
                return
            time.sleep(max(0.0, at - time.monotonic()))
            status, code = _send(connection, key, name)
            with lock:
                if status in (200, 201):
                    sent.codes[name] = code
                    if is_first:
                        sent.seconds.append(time.monotonic() - at)
                    continue
                sent.refused[status] = sent.refused.get(status, 0) + 1
            due.put((time.monotonic() + 1.0, name, False))

    threads = [threading.Thread(target=work) for _ in range(SENDERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sent


def _send(connection: http.client.HTTPConnection, key: str, name: str) -> tuple[int, str]:
    report = {
        "id": name, "kind": "shooting", "text": "Shots near the canal", "place": "Bridge", "hurt": "no",
        "position": {"latitude": 45.01, "longitude": 10.25, "uncertainty_km": 1.0},
    }  # fmt: skip
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    try:
        connection.request("POST", "/api/v1/reports", json.dumps(report), headers)
        answer = connection.getresponse()
        content = answer.read()
        return answer.status, json.loads(content)["code"] if answer.status in (200, 201) else ""
    except (OSError, http.client.HTTPException, ValueError):
        connection.close()
        return 0, ""
