-- SPDX-License-Identifier: Apache-2.0 OR MIT
-- Reads its arguments and sets its exit code: llmspell run examples/args.lua -- 3 4 5

if #ARGS == 0 then
  io.stderr:write("usage: llmspell run examples/args.lua -- NUMBER...\n")
  os.exit(2)
end

local sum = 0
for position, text in ipairs(ARGS) do
  local number = tonumber(text)
  if number == nil then
    io.stderr:write(("Cannot add argument %d: %q is no number\n"):format(position, text))
    os.exit(1)
  end
  sum = sum + number
end

print(("%s adds %d numbers to %g"):format(arg[0], #ARGS, sum))
