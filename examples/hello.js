#!/usr/bin/env llmspell
// SPDX-License-Identifier: Apache-2.0 OR MIT
// Greets by name, and counts in State, which all sessions of a kernel share: llmspell examples/hello.js Ada Grace

const names = ARGS.length > 0 ? ARGS : ["world"];

for (const name of names) {
  const count = (State.load("global", "greetings") ?? 0) + 1;
  State.save("global", "greetings", count);
  console.log(`${count}: hello, ${name}!`);
}
