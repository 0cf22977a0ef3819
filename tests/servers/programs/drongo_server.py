"""drongo's emulators of Google's services, by the account of the servers. Needs drongo."""

import argparse
from http.server import ThreadingHTTPServer

from account import become
from drongo.server import DrongoHTTPRequestHandler, create_server


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--account", help="whom to become once everything is open")
    options = parser.parse_args()
    # Headers and body leave one after the other: without this, each answer is 40 ms late.
    DrongoHTTPRequestHandler.disable_nagle_algorithm = True
    # A test may open a hundred connections at once.
    ThreadingHTTPServer.request_queue_size = 128
    server = create_server("127.0.0.1", options.port)
    if options.account:
        become(options.account)
    server.serve_forever()


main()
