-- SPDX-License-Identifier: Apache-2.0 OR MIT
-- Runs chunks from standard input, each behind a line with its number of bytes; a line of one zero byte ends its output.
for size in io.lines() do
  assert(load(io.read(tonumber(size))))()
  print("\0")
  io.flush()
end
