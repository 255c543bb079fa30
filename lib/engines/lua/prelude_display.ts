// SPDX-License-Identifier: Apache-2.0 OR MIT

/** `display`, `clear_output` and `comm` of a session. */
export const preludeDisplay = String.raw`
local host = ...
local error, type, setmetatable, tostring, pairs, ipairs = error, type, setmetatable, tostring, pairs, ipairs

local handle = { __name = "display", __shown = true }
handle.__index = handle
function handle.__tostring(self) return "display " .. self.display_id end
function handle.update(self, value, options)
  local changed = { display_id = self.display_id, update = true }
  for key, item in pairs(options or {}) do
    if changed[key] == nil then changed[key] = item end
  end
  host.display(value, self.mime, changed)
  return self
end
local function show(value, mime, options)
  if options ~= nil and type(options) ~= "table" then error("display options must be a table", 3) end
  return setmetatable({ display_id = host.display(value, mime, options), mime = mime }, handle)
end
local kinds = {
  html = "text/html", markdown = "text/markdown", svg = "image/svg+xml", png = "image/png", jpeg = "image/jpeg",
  json = "application/json", latex = "text/latex", text = "text/plain",
}
local functions = {}
for name, mime in pairs(kinds) do
  functions[name] = function(value, options) return show(value, mime, options) end
end
function functions.image(bytes, mime, options)
  if type(mime) == "table" then mime, options = nil, mime end
  return show(bytes, mime or host.image_type(bytes), options)
end
display = setmetatable(functions, {
  __name = "display",
  __call = function(_, value, options) return show(value, nil, options) end,
})
function clear_output(wait) host.clear_output(wait) end

local comms, targets = {}, {}
local methods = {}
local metatable = { __index = methods, __name = "comm" }
function metatable.__tostring(self) return "comm " .. tostring(self.target) .. " " .. self.id end
local function new_comm(id, target)
  local self = setmetatable({ id = id, target = target }, metatable)
  comms[id] = self
  return self
end
local function check_open(self)
  if comms[self.id] ~= self then error("the comm is closed", 3) end
end
function methods.send(self, data, metadata, buffers)
  check_open(self)
  host.comm_send("msg", self.id, nil, data, metadata, buffers)
end
function methods.close(self, data, metadata, buffers)
  if comms[self.id] ~= self then return end
  comms[self.id] = nil
  host.comm_send("close", self.id, nil, data, metadata, buffers)
end
function methods.on_msg(self, fn) self.message_handler = fn return self end
function methods.on_close(self, fn) self.close_handler = fn return self end

comm = {}
function comm.open(target, data, metadata, buffers)
  local id = host.new_id()
  host.comm_send("open", id, target, data, metadata, buffers)
  return new_comm(id, target)
end
function comm.register_target(name, fn)
  if type(name) ~= "string" then error("bad argument #1 to 'register_target' (string expected)", 2) end
  targets[name] = fn
end
function comm.unregister_target(name) targets[name] = nil end

function host.on_comm(action, id, target, message)
  if action == "open" then
    local accept = targets[target]
    if not accept then
      host.comm_send("close", id, nil, nil, nil, nil)
      return
    end
    local opened = new_comm(id, target)
    host.comm_opened(id, target)
    return accept(opened, message)
  end
  local self = comms[id]
  if not self then return end
  if action == "close" then
    comms[id] = nil
    host.comm_closed(id)
    if self.close_handler then return self.close_handler(message) end
  elseif self.message_handler then return self.message_handler(message) end
end
`;
