"""What python-dotenv makes of a file."""

import logging
import tempfile
from pathlib import Path

from dotenv import dotenv_values
from lines import answer


def read(of: str, content: bytes) -> dict:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / ".env"
        file.write_bytes(content)
        return dotenv_values(file, interpolate=True)


if __name__ == "__main__":
    # A line that it cannot read is a warning, and then it goes on.
    logging.disable()
    answer(read)
