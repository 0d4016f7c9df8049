"""What a process has loaded when it begins its work stays to its end."""

import gc


def keep() -> None:
    """Looking through what is loaded again and again would take a tenth of each page's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
