# SPDX-License-Identifier: Apache-2.0 OR MIT
"""A process that sends back what it receives: the least that any kernel could cost this client."""

from __future__ import annotations

import zmq


def main() -> None:
    """Prints its port, then echoes until it is killed."""
    with zmq.Context() as context, context.socket(zmq.ROUTER) as router:
        port = router.bind_to_random_port("tcp://127.0.0.1")
        print(port, flush=True)
        while True:
            router.send_multipart(router.recv_multipart())


if __name__ == "__main__":
    main()
