-- SPDX-License-Identifier: Apache-2.0 OR MIT
local function sorted(count)
  local numbers, x = {}, 42
  for i = 1, count do
    x = x * 16807 % 2147483647
    numbers[i] = x
  end
  table.sort(numbers, function(a, b) return a < b end)
  local sum = 0
  for i = 1, count do sum = (sum * 31 + numbers[i]) % 1000003 end
  return sum
end
print(sorted(50000))
