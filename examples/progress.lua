-- SPDX-License-Identifier: Apache-2.0 OR MIT
-- A progress bar that redraws one display instead of printing line after line.

--- Makes a progress bar.
--- @param label string what is being done
--- @param total integer how many steps there are
--- @return function advances the bar by one step
local function progress(label, total)
  local function draw(done)
    local share = math.floor(done / total * 30)
    return ("%s %s%s %d/%d"):format(label, ("█"):rep(share), ("░"):rep(30 - share), done, total)
  end
  local done, bar = 0, display.text(draw(0))
  return function()
    done = done + 1
    bar:update(draw(done))
  end
end

local primes = {}
local step = progress("sieving", 10)
for block = 0, 9 do
  for candidate = math.max(2, block * 100), block * 100 + 99 do
    local divisor = 2
    while divisor * divisor <= candidate and candidate % divisor ~= 0 do
      divisor = divisor + 1
    end
    if divisor * divisor > candidate then
      primes[#primes + 1] = candidate
    end
  end
  step()
end

print(#primes .. " primes below 1000, the last is " .. primes[#primes])
