-- SPDX-License-Identifier: Apache-2.0 OR MIT
local function build(count)
  local parts = {}
  for i = 1, count do parts[i] = "item " .. i .. ";" end
  local text = ""
  for i = 1, 1000 do text = text .. parts[i] end
  return #table.concat(parts) + #text
end
print(build(200000))
