#!/usr/bin/env llmspell
# SPDX-License-Identifier: Apache-2.0 OR MIT
# Greets by name, and counts in State, which all sessions of a kernel share: llmspell examples/hello.py Ada Grace

import sys

names = sys.argv[1:] or ["world"]

for name in names:
    count = (State.load("global", "greetings") or 0) + 1
    State.save("global", "greetings", count)
    print(f"{count}: hello, {name}!")
