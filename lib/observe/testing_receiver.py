# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Receives datagrams on a local socket, whose path is the first argument, and prints each as a line of hexadecimal
digits. Says "ready" first, and ends when standard input does. With "deaf" as second argument it receives nothing.
"""

import os
import select
import socket
import sys

path = sys.argv[1]
receiver = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
receiver.bind("\0" + path[1:] if path.startswith("@") else path)
print("ready", flush=True)
if sys.argv[2:] == ["deaf"]:
    sys.stdin.read()
    sys.exit()
while True:
    readable, _, _ = select.select([receiver, sys.stdin], [], [])
    if receiver in readable:
        print(receiver.recv(1 << 20).hex(), flush=True)
    elif os.read(sys.stdin.fileno(), 1) == b"":
        break
