-- SPDX-License-Identifier: Apache-2.0 OR MIT
-- A module: the table it returns is what `require "phases"` gives.

local phases = {}

local NAMES = { "new moon", "waxing crescent", "first quarter", "waxing gibbous", "full moon", "waning gibbous",
  "last quarter", "waning crescent" }

--- Names the phase of the moon at an age.
--- @param age number days since the new moon
--- @return string
function phases.name(age)
  local eighth = math.floor(age % 29.53 / 29.53 * 8 + 0.5) % 8
  return NAMES[eighth + 1]
end

return phases
