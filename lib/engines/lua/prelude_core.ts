// SPDX-License-Identifier: Apache-2.0 OR MIT

/** Basic functions, `package`, `os`, `debug` and `input` of a session. */
export const preludeCore = String.raw`
local host = ...
local error, type, select, setmetatable, tostring, pcall = error, type, select, setmetatable, tostring, pcall
local find, gsub, format, concat = string.find, string.gsub, string.format, table.concat

local load_chunk = load
function load(chunk, name, mode, ...)
  if mode ~= nil and not find(mode, "t", 1, true) then
    return nil, "attempt to load a text chunk (mode is '" .. mode .. "')"
  end
  return load_chunk(chunk, name, "t", ...)
end
loadstring = load
function string.dump() error("unable to dump given function", 2) end

-- As Lua does with a file: a first line that begins with a hash is no code. Lines keep their numbers.
local function without_hash_line(text) return (gsub(text, "^#[^\n]*", "")) end

local function read_chunk(path)
  if path == nil then error("bad argument #1 to 'loadfile' (standard input cannot be loaded)", 3) end
  local text, message = host.try("fs.read", path)
  if not text then return nil, message end
  host.add_source(path, text)
  return without_hash_line(text)
end
function loadfile(path, mode, ...)
  local text, message = read_chunk(path)
  if not text then return nil, message end
  return load(text, "@" .. path, mode, ...)
end
function dofile(path)
  local text, message = read_chunk(path)
  if not text then error(message, 2) end
  local chunk, problem = load_chunk(text, "@" .. path, "t")
  if not chunk then error(problem, 0) end
  return chunk()
end

local warnings = true
function warn(...)
  local text = concat({...})
  if text == "@on" then warnings = true
  elseif text == "@off" then warnings = false
  elseif warnings then host.write_stderr("Lua warning: ", text, "\n") end
end

local loaded, preload = package.loaded, package.preload
local function preload_searcher(name)
  local loader = preload[name]
  if loader then return loader, ":preload:" end
  return "no field package.preload['" .. name .. "']"
end
local function module_searcher(name)
  local module, message = host.try("module.read", name, package.path)
  if not module then return message end
  host.add_source(module.path, module.text)
  local chunk, problem = load_chunk(without_hash_line(module.text), "@" .. module.path, "t")
  if not chunk then
    error("error loading module '" .. name .. "' from file '" .. module.path .. "':\n\t" .. problem, 0)
  end
  return chunk, module.path
end
package = {
  loaded = loaded, preload = preload, path = "?.lua;?/init.lua", cpath = "", config = package.config,
  searchers = { preload_searcher, module_searcher },
}
loaded.package = package
function package.searchpath(name, path, separator, replacement)
  local tried = {}
  name = gsub(name, "%" .. (separator or "."), (replacement or "/"))
  for template in string.gmatch(path, "[^;]+") do
    local file = gsub(template, "%?", (gsub(name, "%%", "%%%%")))
    if host.try("fs.exists", file) then return file end
    tried[#tried + 1] = "no file '" .. file .. "'"
  end
  return nil, concat(tried, "\n\t")
end
function require(name)
  if type(name) == "number" then name = tostring(name) end
  if type(name) ~= "string" then
    error("bad argument #1 to 'require' (string expected, got " .. type(name) .. ")", 2)
  end
  local module = loaded[name]
  if module then return module end
  local tried = {}
  for _, searcher in ipairs(package.searchers) do
    local loader, extra = searcher(name)
    if type(loader) == "function" then
      local value = loader(name, extra)
      if value ~= nil then loaded[name] = value
      elseif loaded[name] == nil then loaded[name] = true end
      return loaded[name], extra
    elseif type(loader) == "string" then tried[#tried + 1] = "\n\t" .. loader end
  end
  error("module '" .. name .. "' not found:" .. concat(tried), 2)
end

local lua_os = os
os = {
  time = lua_os.time, date = lua_os.date, difftime = lua_os.difftime, setlocale = lua_os.setlocale,
  clock = host.clock, exit = host.exit,
}
loaded.os = os
local function result(ok, message)
  if message ~= nil or ok == nil then return nil, message, 1 end
  return true
end
function os.getenv(name) return (host.try("env.get", name)) end
function os.remove(path) return result(host.try("fs.remove", path)) end
function os.rename(from, to) return result(host.try("fs.rename", from, to)) end
function os.tmpname()
  local name, message = host.try("fs.temporaryName")
  if not name then error(message, 2) end
  return name
end
function os.execute(command)
  if command == nil then return host.try("process.available") == true end
  local done, message = host.try("process.run", command)
  if not done then return nil, message, 1 end
  host.write_stdout(done.stdout)
  host.write_stderr(done.stderr)
  if done.code == 0 then return true, "exit", 0 end
  return nil, "exit", done.code
end

local lua_debug = debug
debug = { traceback = lua_debug.traceback, getinfo = lua_debug.getinfo }
loaded.debug = debug

local co = coroutine
co.yield, co.running, co.isyieldable = host.yield, host.running, host.isyieldable

input = setmetatable({
  password = function(prompt) return host.input(prompt == nil and "" or tostring(prompt), true) end,
}, {
  __name = "input",
  __call = function(_, prompt) return host.input(prompt == nil and "" or tostring(prompt), false) end,
})
`;
