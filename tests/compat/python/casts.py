"""What django-environ makes of the text of a variable."""

import math

from environ import Env
from lines import answer

READERS = {
    "bool": Env.bool,
    "int": Env.int,
    "float": Env.float,
    "str": Env.str,
    "list": Env.list,
    "list of int": lambda env, name: env.list(name, cast=int),
    "dict": Env.dict,
    "json list": Env.json,
    "json table": Env.json,
    "json struct": Env.json,
}


class World(Env):
    """An environment of its own."""

    ENVIRON = {"WORLD": "7"}


def read(of: str, value: bytes) -> object:
    World.ENVIRON["X"] = value.decode()
    return plain(READERS[of](World(), "X"))


def plain(value: object) -> object:
    """JSON has no number beyond 64 bits, and nothing that is none."""
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        return str(value)
    return value


if __name__ == "__main__":
    answer(read)
