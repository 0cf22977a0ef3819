"""JSON lines: a question in, an answer out."""

import json
import sys
import warnings
from collections.abc import Callable


def answer(reader: Callable[[str, bytes], object]) -> None:
    """Answers every question. What `reader` raises is an answer too: the name of the exception."""
    # A warning is no answer, and would only fill the test's output.
    warnings.simplefilter("ignore")
    for line in sys.stdin:
        question = json.loads(line)
        try:
            said = {"is": reader(question["of"], bytes.fromhex(question["hex"]))}
        except Exception as error:  # whatever it is, it is what an application would get
            said = {"error": type(error).__name__}
        print(json.dumps(said, default=repr))
