-- SPDX-License-Identifier: Apache-2.0 OR MIT
-- A tour of the Lua kernel. A line that starts with "-- %%" begins a cell; editors that know such cells can send them
-- to a kernel one by one, and the same cells are in tour.ipynb. Names without "local" live on from cell to cell.

-- %% Printing, and the value of a cell
print("Hello from", _VERSION)
io.write("io.write adds no line end", " of its own\n")
string.format("the last expression of a cell is its value: %d", 6 * 7)

-- %% Several values at once
string.find("abracadabra", "cad")

-- %% Tables are shown whole
spells = {
  { name = "glimmer", power = 3, needs = { "lamp", "patience" } },
  { name = "gust", power = 5, needs = {} },
  { name = "echo", power = 8, needs = { "valley" } },
}

function strongest(list)
  table.sort(list, function(a, b)
    return a.power > b.power
  end)
  return list
end

strongest(spells)

-- %% A documented function: inspect "cast" with Shift+Tab
--- Casts a spell and tells what came of it.
--- @param name string which spell
--- @param power integer from 1 to 10
--- @return string what an observer sees
function cast(name, power)
  return ("%-8s %s"):format(name, ("*"):rep(power))
end

for _, spell in ipairs(spells) do
  print(cast(spell.name, spell.power))
end

-- %% Closures keep their state
function counter(step)
  local count = 0
  return function()
    count = count + step
    return count
  end
end

by_three = counter(3)
print(by_three(), by_three())
by_three()

-- %% A coroutine as a generator
function fibonacci(limit)
  return coroutine.wrap(function()
    local a, b = 0, 1
    while a <= limit do
      coroutine.yield(a)
      a, b = b, a + b
    end
  end)
end

local numbers = {}
for number in fibonacci(100) do
  numbers[#numbers + 1] = number
end
table.concat(numbers, " ")

-- %% Patterns, formats and Unicode
local verse = "the moon, the tide, the long way home"
local words = {}
for word in verse:gmatch("%a+") do
  words[word] = (words[word] or 0) + 1
end
print(("%q has %d times %q"):format(verse, words["the"], "the"))
print(verse:gsub("the (%a+)", "a %1"))
utf8.len("żółw 🌙")

-- %% HTML, Markdown and JSON
display.html("<b style='color: #5b3df5'>A spark</b> in <i>HTML</i>")
display.markdown("**Markdown** with a list:\n\n- one\n- two")
display.json({ spell = "echo", power = 8, needs = { "valley" } })

-- %% A picture drawn by the script
local points = {}
for i = 0, 12 do
  points[#points + 1] = ("%d,%.0f"):format(i * 25, 40 - 30 * math.sin(i))
end
display.svg(([[<svg xmlns="http://www.w3.org/2000/svg" width="300" height="80">
  <polyline points="%s" fill="none" stroke="#5b3df5" stroke-width="3"/>
</svg>]]):format(table.concat(points, " ")))

-- %% A display that is updated in place
local bar = display.text("waiting")
for done = 1, 5 do
  bar:update(("%s%s %d %%"):format(("█"):rep(done * 4), ("░"):rep(20 - done * 4), done * 20))
end

-- %% Output that is cleared
print("a front end removes this line")
clear_output(true)
print("and shows this one in its place")

-- %% Errors are values to a script that catches them
local ok, message = pcall(function()
  local nothing
  return nothing.field
end)
print("caught:", ok, message)
io.stderr:write("standard error is a stream of its own\n")
select(2, pcall(error, { code = "moonless", retry = true }))
