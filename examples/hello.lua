#!/usr/bin/env llmspell
-- SPDX-License-Identifier: Apache-2.0 OR MIT
-- Greets by name, and counts in State, which all sessions of a kernel share: llmspell examples/hello.lua Ada Grace

local names = #ARGS > 0 and ARGS or { "world" }

for _, name in ipairs(names) do
  local count = (State.load("global", "greetings") or 0) + 1
  State.save("global", "greetings", count)
  print(("%d: hello, %s!"):format(count, name))
end
