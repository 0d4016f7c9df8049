"""`cdos restart`: ask the supervisor of a running city to replace its parts, and wait until it has."""

import os
import signal
import time

from rich.console import Console

from cdos.runtime.data_folder import DataFolder

WITHIN_S = 300


def restart_running(folder: DataFolder, console: Console) -> int:
    """0 when every part is new, 1 when something stayed as it was (said in one sentence)."""
    facts = folder.running()
    if not folder.is_held() or "url" not in facts or facts.get("what") != "up":
        console.print(f"No city runs on {folder.path}; start it with ./cdos up", highlight=False)
        return 1
    began = time.time()
    try:
        os.kill(int(facts["pid"]), signal.SIGUSR2)
    except (ProcessLookupError, PermissionError):
        console.print(f"The city on {folder.path} cannot be reached; is it still running?", highlight=False)
        return 1
    while time.time() < began + WITHIN_S:
        found = folder.running()
        if found.get("restarted_at", 0) >= began:
            stayed = found.get("stayed", [])
            console.print(
                f"Not restarted: {', '.join(stayed)}" if stayed else "Restarted.",
                highlight=False,
                markup=False,
            )
            return 1 if stayed else 0
        time.sleep(0.2)
    console.print(f"No answer within {WITHIN_S} s; see the logs in {folder.path}/logs", highlight=False)
    return 1
