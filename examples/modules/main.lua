-- SPDX-License-Identifier: Apache-2.0 OR MIT
-- Loads a module that lies beside this script: llmspell run examples/modules/main.lua

local phases = require("phases")

for _, age in ipairs({ 0, 7.4, 14.8, 22.1 }) do
  print(("day %4.1f: %s"):format(age, phases.name(age)))
end

-- A module runs once; later calls of require give the same table.
assert(require("phases") == phases)
