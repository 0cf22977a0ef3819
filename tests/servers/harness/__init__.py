"""What all servers share: installing, ports, processes, TLS, readiness, state. Python's standard library alone."""


class HarnessError(Exception):
    """Something that the person at the terminal can act on; shown without a traceback."""
