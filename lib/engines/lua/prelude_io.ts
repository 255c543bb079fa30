// SPDX-License-Identifier: Apache-2.0 OR MIT

/** The io library: streams of the front end, and files over host functions. */
export const preludeIo = String.raw`
local host = ...
local error, type, select, setmetatable, tostring, tonumber = error, type, select, setmetatable, tostring, tonumber
local find, sub, match, concat = string.find, string.sub, string.match, table.concat
local math_type, unpack, max, min = math.type, table.unpack, math.max, math.min

local states = setmetatable({}, { __mode = "k" })
local methods = {}
local metatable = { __index = methods, __name = "FILE*", __metatable = false }
function metatable.__tostring(file)
  local state = states[file]
  if state and state.closed then return "file (closed)" end
  return "file (" .. (state and state.path or "?") .. ")"
end

local function new_file(state, kind)
  local file = setmetatable({}, kind or metatable)
  state.data, state.pos = state.data or "", 1
  states[file] = state
  return file
end
local function state_of(file, callee)
  local state = states[file]
  if not state then error("bad argument #1 to '" .. callee .. "' (FILE* expected, got " .. type(file) .. ")", 3) end
  if state.closed then error("attempt to use a closed file", 3) end
  return state
end

-- What was written and not yet joined to the content.
local function settle(state)
  local parts = state.parts
  if parts and #parts > 0 then
    local text = concat(parts)
    state.parts = {}
    local head = sub(state.data, 1, state.pos - 1)
    state.data = head .. text .. sub(state.data, state.pos + #text)
    state.pos = state.pos + #text
  end
end
local function save(state)
  settle(state)
  if not state.dirty or state.unsaved then return true end
  local text = state.append and sub(state.data, state.saved + 1) or state.data
  local ok, message = host.try("fs.write", state.path, text, state.append or false)
  if message then return nil, message, 1 end
  state.dirty, state.saved = false, #state.data
  return true
end

-- More characters for a reader, where the source is a person.
local function more(state)
  if not state.ask then return false end
  local line = host.input("", false)
  if line == nil then return false end
  state.data = sub(state.data, state.pos) .. line .. "\n"
  state.pos = 1
  return true
end
local function read_line(state, keep_end)
  while true do
    local at = find(state.data, "\n", state.pos, true)
    if at then
      local line = sub(state.data, state.pos, keep_end and at or at - 1)
      state.pos = at + 1
      return line
    end
    if not more(state) then break end
  end
  if state.pos > #state.data then return nil end
  local line = sub(state.data, state.pos)
  state.pos = #state.data + 1
  return line
end
local numerals = {
  "^[+-]?0[xX]%x*%.?%x*[pP][+-]?%d+", "^[+-]?0[xX]%x+%.?%x*", "^[+-]?0[xX]%.%x+",
  "^[+-]?%d+%.?%d*[eE][+-]?%d+", "^[+-]?%.%d+[eE][+-]?%d+", "^[+-]?%d+%.?%d*", "^[+-]?%.%d+",
}
local function read_number(state)
  while true do
    local at = find(state.data, "%S", state.pos)
    if at then state.pos = at break end
    state.pos = #state.data + 1
    if not more(state) then return nil end
  end
  local text = sub(state.data, state.pos, state.pos + 199)
  for i = 1, #numerals do
    local numeral = match(text, numerals[i])
    if numeral then
      state.pos = state.pos + #numeral
      return tonumber(numeral)
    end
  end
  return nil
end
local function read_bytes(state, count)
  if state.pos > #state.data and not more(state) then return nil end
  if count == 0 then return "" end
  local text = sub(state.data, state.pos, state.pos + count - 1)
  state.pos = state.pos + #text
  return text
end
local function read_all(state)
  local text = sub(state.data, state.pos)
  if state.ask then text = text .. (host.input("", false, true) or "") end
  state.pos = #state.data + 1
  return text
end
local function read_format(state, what)
  if type(what) == "number" then return read_bytes(state, what) end
  local letter = type(what) == "string" and sub(what, 1, 1) == "*" and sub(what, 2, 2)
    or type(what) == "string" and sub(what, 1, 1)
  if letter == "l" then return read_line(state, false) end
  if letter == "L" then return read_line(state, true) end
  if letter == "n" then return read_number(state) end
  if letter == "a" then return read_all(state) end
  error("bad argument #1 to 'read' (invalid format)", 3)
end
local function read(state, ...)
  settle(state)
  local count = select("#", ...)
  if count == 0 then return read_line(state, false) end
  local values = {}
  for i = 1, count do
    values[i] = read_format(state, (select(i, ...)))
    if values[i] == nil then return unpack(values, 1, i) end
  end
  return unpack(values, 1, count)
end

function methods.read(file, ...)
  local state = state_of(file, "read")
  if not state.readable then return nil, "Bad file descriptor", 9 end
  return read(state, ...)
end
function methods.write(file, ...)
  local state = state_of(file, "write")
  if state.stream then
    state.stream(...)
    return file
  end
  if not state.writable then return nil, "Bad file descriptor", 9 end
  if state.append then settle(state) state.pos = #state.data + 1 end
  for i = 1, select("#", ...) do
    local value = select(i, ...)
    if type(value) ~= "string" and type(value) ~= "number" then
      error("bad argument #" .. i .. " to 'write' (string expected, got " .. type(value) .. ")", 2)
    end
    state.parts[#state.parts + 1] = tostring(value)
  end
  state.dirty = true
  return file
end
function methods.lines(file, ...)
  local state, formats, count = state_of(file, "lines"), { ... }, select("#", ...)
  return function()
    if state.closed then error("file is already closed", 2) end
    return read(state, unpack(formats, 1, count))
  end
end
function methods.seek(file, whence, offset)
  local state = state_of(file, "seek")
  if state.stream or state.ask then return nil, "Illegal seek", 29 end
  settle(state)
  local base = whence == "set" and 0 or whence == "end" and #state.data or state.pos - 1
  if whence ~= nil and whence ~= "set" and whence ~= "end" and whence ~= "cur" then
    error("bad argument #1 to 'seek' (invalid option '" .. tostring(whence) .. "')", 2)
  end
  local target = base + (offset or 0)
  if target < 0 then return nil, "Invalid argument", 22 end
  if target > #state.data and state.writable then state.data = state.data .. ("\0"):rep(target - #state.data) end
  state.pos = target + 1
  return target
end
function methods.flush(file)
  local state = state_of(file, "flush")
  if state.stream then host.flush() return file end
  local ok, message, code = save(state)
  if ok then return file end
  return nil, message, code
end
function methods.setvbuf(file)
  state_of(file, "setvbuf")
  return true
end
function methods.close(file)
  local state = state_of(file, "close")
  if state.stream or state.ask then return nil, "standard streams stay open" end
  local ok, message, code = save(state)
  state.closed = true
  if not ok then return nil, message, code end
  if state.finish then return state.finish(state) end
  return true
end
metatable.__close = function(file) if not states[file].closed then methods.close(file) end end

-- Not shown as a result: io.write gives its file back, which is no news to anyone.
local standard = { __shown = true }
for key, value in pairs(metatable) do standard[key] = value end
local stdin = new_file({ path = "stdin", readable = true, ask = true }, standard)
local stdout = new_file({ path = "stdout", stream = host.write_stdout }, standard)
local stderr = new_file({ path = "stderr", stream = host.write_stderr }, standard)
local default_in, default_out = stdin, stdout

io = { stdin = stdin, stdout = stdout, stderr = stderr }
package.loaded.io = io

function io.open(path, mode)
  mode = mode or "r"
  if not match(mode, "^[rwa]%+?b?$") then error("bad argument #2 to 'open' (invalid mode)", 2) end
  local kind, both = sub(mode, 1, 1), find(mode, "+", 1, true) ~= nil
  local state = {
    path = path, readable = kind == "r" or both, writable = kind ~= "r" or both, append = kind == "a",
    parts = {}, saved = 0,
  }
  if kind == "w" then
    local ok, message = host.try("fs.write", path, "", false)
    if message then return nil, message, 13 end
  elseif kind == "a" then
    local ok, message = host.try("fs.write", path, "", true)
    if message then return nil, message, 13 end
    if both then state.data = host.try("fs.read", path) end
    state.saved = #(state.data or "")
  else
    local data, message = host.try("fs.read", path)
    if not data then return nil, message, 2 end
    state.data = data
    if both then
      local ok, denied = host.try("fs.write", path, "", true)
      if denied then return nil, denied, 13 end
    end
  end
  return new_file(state)
end
function io.popen(command, mode)
  mode = mode or "r"
  if mode ~= "r" and mode ~= "w" then error("bad argument #2 to 'popen' (invalid mode)", 2) end
  local function run(text)
    local done, message = host.try("process.run", command, text)
    if not done then return nil, message, 1 end
    host.write_stderr(done.stderr)
    return done
  end
  local function ended(done)
    if done.code == 0 then return true, "exit", 0 end
    return nil, "exit", done.code
  end
  if mode == "r" then
    local done, message, code = run("")
    if not done then return nil, message, code end
    return new_file({ path = command, readable = true, data = done.stdout, finish = function() return ended(done) end })
  end
  local allowed, message = host.try("process.available", command)
  if not allowed then return nil, message or "not allowed", 13 end
  local state = { path = command, writable = true, parts = {}, unsaved = true }
  state.finish = function()
    local done, problem, code = run(state.data)
    if not done then return nil, problem, code end
    host.write_stdout(done.stdout)
    return ended(done)
  end
  local file = new_file(state)
  return file
end
function io.tmpfile()
  return new_file({ path = "temporary", readable = true, writable = true, parts = {}, unsaved = true })
end
function io.type(value)
  local state = states[value]
  if not state then return nil end
  return state.closed and "closed file" or "file"
end
function io.write(...) return methods.write(default_out, ...) end
function io.read(...) return methods.read(default_in, ...) end
function io.flush() return methods.flush(default_out) end
function io.close(file) return methods.close(file or default_out) end
local function open_or_fail(file, mode)
  if type(file) ~= "string" then state_of(file, mode == "r" and "input" or "output") return file end
  local opened, message = io.open(file, mode)
  if not opened then error(message, 3) end
  return opened
end
function io.input(file)
  if file ~= nil then default_in = open_or_fail(file, "r") end
  return default_in
end
function io.output(file)
  if file ~= nil then default_out = open_or_fail(file, "w") end
  return default_out
end
function io.lines(path, ...)
  if path == nil then return methods.lines(default_in, ...) end
  local file, message = io.open(path, "r")
  if not file then error(message, 2) end
  local next_line = methods.lines(file, ...)
  return function()
    local line = next_line()
    if line == nil then methods.close(file) end
    return line
  end, nil, nil, file
end
`;
