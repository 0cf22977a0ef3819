"""Says whose a service account's token is, as the API server of a Kubernetes cluster does: TokenReview, and no more."""

import argparse
import base64
import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from account import become

_PATH = "/apis/authentication.k8s.io/v1/tokenreviews"


class Reviewer(ThreadingHTTPServer):
    """Knows one token, and the one who may ask."""

    def __init__(self, port: int, accepted: str, asker: str):
        super().__init__(("127.0.0.1", port), Answers)
        self.accepted = accepted
        self.asker = asker

    def server_bind(self) -> None:
        # Its parent looks up the name of this machine, which may take seconds.
        self.socket.bind(self.server_address)
        self.server_name, self.server_port = self.server_address[:2]

    def review(self, spec: dict) -> dict:
        if spec["token"] != self.accepted:
            return {"authenticated": False, "error": "the token is of no service account"}
        account = claims_of(self.accepted)["kubernetes.io"]
        name = f"system:serviceaccount:{account['namespace']}:{account['serviceaccount']['name']}"
        user = {"username": name, "uid": account["serviceaccount"]["uid"], "groups": ["system:serviceaccounts"]}
        # Whoever asks for an audience wants to read that the token is meant for it.
        return {"authenticated": True, "user": user, "audiences": spec.get("audiences", [])}


class Answers(BaseHTTPRequestHandler):
    server: Reviewer

    def do_POST(self) -> None:
        review = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path != _PATH:
            self._answer(404, {"kind": "Status", "code": 404})
        elif self.headers["Authorization"] != f"Bearer {self.server.asker}":
            self._answer(401, {"kind": "Status", "code": 401})
        else:
            self._answer(201, review | {"status": self.server.review(review["spec"])})

    def _answer(self, status: int, answer: dict) -> None:
        content = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def claims_of(token: str) -> dict:
    middle = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--accepted", type=Path, required=True, metavar="FILE", help="the token that it knows")
    parser.add_argument("--asker", required=True, metavar="TOKEN", help="what whoever asks has to show")
    parser.add_argument("--account", help="whom to become once everything is open")
    options = parser.parse_args()
    reviewer = Reviewer(options.port, options.accepted.read_text(), options.asker)
    if options.account:
        become(options.account)
    reviewer.serve_forever()


main()
