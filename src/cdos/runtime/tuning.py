"""What the embedded server is told about the machine it runs on."""

import os

PORT = 5432  # only the name of the socket's file; nothing listens on the network


def memory_mb() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20


def embedded_settings(throwaway: bool) -> dict[str, str]:
    """Fit for one machine shared with web and worker: an eighth of the memory, at most 2 GB, for shared buffers."""
    values = {
        "listen_addresses": "",
        "port": str(PORT),
        "max_connections": "100",
        "shared_buffers": f"{min(2048, max(64, memory_mb() // 8))}MB",
        "effective_cache_size": f"{max(256, memory_mb() // 2)}MB",
        "maintenance_work_mem": f"{min(512, max(64, memory_mb() // 32))}MB",
        "work_mem": "16MB",
        "jit": "off",
        "max_wal_size": "4GB",
        "checkpoint_completion_target": "0.9",
        "wal_compression": "on",
        "random_page_cost": "1.1",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "log_min_duration_statement": "1000",
        # What people write travels as values beside the statements, and stays out of the log.
        "log_parameter_max_length": "0",
        "log_parameter_max_length_on_error": "0",
        "log_error_verbosity": "terse",
    }
    if throwaway:
        values |= {
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "shared_buffers": "64MB",
        }
        values |= {"log_min_duration_statement": "-1"}
    return values
