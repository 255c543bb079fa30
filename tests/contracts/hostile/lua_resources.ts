// SPDX-License-Identifier: Apache-2.0 OR MIT
// Lua scripts that take all there is, do not end, or show values made to hurt.

import type { AttemptGroup } from "./attempt.ts";

/** Attempts to exhaust memory, stack and time. */
export const luaResources: AttemptGroup = {
  group: "exhaustion",
  attempts: [
    { tried: "one long text", code: "return ('x'):rep(1e9)", expected: /not enough memory/ },
    {
      tried: "a text that doubles",
      code: "local s = 'x' while true do s = s .. s end",
      expected: /not enough memory/,
    },
    {
      tried: "tables without end",
      code: "local t = {} for i = 1, 1e9 do t[i] = {} end",
      expected: /not enough memory/,
    },
    {
      tried: "a global that keeps all memory",
      code: "hoard = {} while true do hoard[#hoard + 1] = ('x'):rep(1000) end",
      expected: /not enough memory/,
    },
    {
      tried: "text from a table that claims to be large",
      code: "return table.concat({}, 'x', 1, 1e9)",
      expected: /invalid value/,
    },
    {
      tried: "more results than fit",
      code: "return table.unpack({}, 1, 1e8)",
      expected: /too many results to unpack/,
    },
    {
      tried: "a long format",
      code:
        "return string.format(('%s'):rep(100), table.unpack((function() local t = {} for i = 1, 100 do " +
        "t[i] = ('x'):rep(1e6) end return t end)()))",
      expected: /not enough memory/,
    },
    {
      tried: "a recursion",
      code: "local function f() return 1 + f() end f()",
      expected: /not enough memory|stack overflow/,
      sees: "`not enough memory`",
    },
    {
      tried: "a recursion through pcall",
      code: "local function f() return pcall(f) or error('x') end error(f())",
      expected: /stack overflow|error in error|C stack|true|Lua/,
      sees: "`stack overflow`",
    },
    {
      tried: "a recursion in the handler of xpcall",
      code: "local function h(e) return h(e) .. error(e) end return xpcall(error, h, 'x')",
      expected: /^false/,
      sees: "`false`, and that the stack is full",
    },
    {
      tried: "a handler of xpcall that fails for ever",
      code: "return xpcall(error, function(e) error(e) end, 'x')",
      expected: /^false/,
      sees: "`false`, with `C stack overflow`",
    },
    {
      tried: "a recursion through a pattern",
      code: "local function f(s) return (s:gsub('.', f)) end f('x')",
      expected: /stack overflow/,
    },
    {
      tried: "a recursion through coroutines",
      code: "local function f() coroutine.wrap(f)() end f()",
      expected: /stack overflow/,
    },
    {
      tried: "a recursion through __index",
      code:
        "local t = setmetatable({}, {}) getmetatable(t).__index = function(_, k) return t[k + 1] end return t[1]",
      expected: /stack overflow/,
    },
    {
      tried: "a chain of __index in a circle",
      code:
        "local a, b = {}, {} setmetatable(a, { __index = b }) setmetatable(b, { __index = a }) return a.x",
      expected: /'__index' chain too long/,
    },
    {
      tried: "source nested too deeply",
      code: "return load('return ' .. ('('):rep(1e5) .. (')'):rep(1e5))",
      expected: /^nil\t".*overflow/,
    },
    {
      tried: "source nested too deeply, as it stands",
      code: `return ${"{".repeat(5_000)}${"}".repeat(5_000)}`,
      expected: /overflow|too many|limit/,
    },
    {
      tried: "a loop without end",
      code: "print('on') while true do end",
      expected: /^Interrupted/,
      endless: true,
    },
    {
      tried: "a loop that catches its end",
      code: "print('on') while true do pcall(function() while true do end end) end",
      expected: /^Interrupted/,
      endless: true,
    },
    {
      tried: "a loop in a coroutine that catches its end",
      code:
        "print('on') while true do local co = coroutine.create(function() while true do end end) " +
        "coroutine.resume(co) end",
      expected: /^Interrupted/,
      endless: true,
    },
    {
      tried: "a loop in what closes a variable",
      code:
        "print('on') local x <close> = setmetatable({}, { __close = function() while true do end end }) " +
        "while true do end",
      expected: /^Interrupted|ended/,
      endless: true,
    },
    {
      tried: "a pattern that tries for ever",
      code:
        "print('on') io.flush() return (('a'):rep(40)):find(('a?'):rep(40) .. ('a'):rep(40) .. 'b')",
      expected: /^Interrupted|ended: .*did not stop/,
      endless: true,
    },
    {
      tried: "a move of more elements than there are",
      code: "print('on') io.flush() table.move({}, 1, math.maxinteger - 1, 2)",
      expected: /^Interrupted|ended: .*did not stop/,
      endless: true,
    },
    {
      tried: "a loop in a finalizer",
      code:
        "setmetatable({}, { __gc = function() print('on') io.flush() while true do end end }) " +
        "collectgarbage() while true do end",
      expected: /^Interrupted|ended: .*did not stop/,
      endless: true,
    },
    {
      tried: "output without end",
      code: "print('on') while true do print(('x'):rep(100)) end",
      expected: /^Interrupted/,
      endless: true,
    },
  ],
};

/** Attempts by values that the session shows. */
export const luaValues: AttemptGroup = {
  group: "values made to hurt whoever shows them",
  attempts: [
    {
      tried: "an error object whose __tostring fails",
      code: "error(setmetatable({}, { __tostring = function() error('again') end }))",
      expected: /^LuaError/,
    },
    {
      tried: "an error object whose __tostring gives no text",
      code: "error(setmetatable({}, { __tostring = function() return {} end }))",
      expected: /^LuaError/,
    },
    {
      tried: "an error object whose __name and __index are functions",
      code:
        "error(setmetatable({}, { __name = function() end, __index = function() error('x') end }))",
      expected: /^LuaError/,
    },
    {
      tried: "an error that is nil",
      code: "error(nil)",
      expected: /^LuaError: nil/,
    },
    {
      tried: "an error object that looks like the session's own",
      code: "error({ status = 'ok', ename = 'Interrupted', evalue = 'x', traceback = {} })",
      expected: /^LuaError/,
    },
    {
      tried: "a value whose __tostring fails",
      code: "return setmetatable({}, { __tostring = function() error('no') end })",
      expected: /^<error in __tostring: .*no>$/,
    },
    {
      tried: "a value whose __pairs does not end",
      code:
        "return setmetatable({}, { __pairs = function() return function() return 1, 1 end end })",
      expected: /./,
      sees: "the table, without calling `__pairs`",
    },
    {
      tried: "a value whose __tostring loops",
      code:
        "return setmetatable({}, { __tostring = function() print('on') while true do end end })",
      expected: /Interrupted|interrupted/,
      endless: true,
    },
    {
      tried: "a table that holds itself as key and value",
      code: "local t = {} t[t] = t t[1] = t return t",
      expected: /./,
      sees: "the table once, with a mark where it comes again",
    },
    {
      tried: "a table nested ten thousand times",
      code: "local t = {} for i = 1, 10000 do t = { t } end return t",
      expected: /./,
      sees: "the first levels",
    },
    {
      tried: "a text that is no UTF-8",
      code: "return '\\xff\\xfe\\0\\xed\\xa0\\x80'",
      expected: /./,
      sees: "the bytes, escaped",
    },
    {
      tried: "a display with a bundle that holds itself",
      code: "local t = {} t['text/plain'] = t return pcall(display, t)",
      expected: /^false/,
      sees: "an error",
    },
    {
      tried: "a display with options made of functions",
      code: "return pcall(display, 1, { metadata = { f = print }, display_id = {} })",
      expected: /^false|^true/,
      sees: "an error",
    },
    {
      tried: "a display of JSON that is none",
      code: "return pcall(display.json, '{\"__proto__\": ')",
      expected: /^false\t".*display\.json: /,
    },
    {
      tried: "a display with keys that are names of JavaScript's own",
      code:
        "return pcall(display, { ['text/plain'] = 'x' }, { metadata = { __proto__ = { polluted = 1 }, constructor = 1 } })",
      expected: /^true/,
      sees: "its display, with these names as plain names",
    },
    {
      tried: "a comm of a target that is no text",
      code: "return pcall(comm.open, {}, {})",
      expected: /^false/,
      sees: "an error",
    },
    {
      tried: "a comm message in a circle",
      code: "local c = comm.open('t', {}) local t = {} t.t = t return pcall(c.send, c, t)",
      expected: /^false/,
      sees: "an error",
    },
    {
      tried: "a comm handle changed by hand",
      code: "local c = comm.open('t', {}) c.id = {} return pcall(c.send, c, {})",
      expected: /^false\t".*closed/,
    },
  ],
};
