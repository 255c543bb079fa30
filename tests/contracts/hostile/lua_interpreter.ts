// SPDX-License-Identifier: Apache-2.0 OR MIT
// Lua scripts that attack the interpreter or the prelude of their session.

import type { AttemptGroup } from "./attempt.ts";

/** Attempts by bytecode, debug, metatables, coroutines and finalizers. */
export const luaInterpreter: AttemptGroup = {
  group: "attempts on the interpreter",
  attempts: [
    {
      tried: "load bytecode",
      code: "return load('\\27Lua\\x54\\0\\x19\\x93\\r\\n\\x1a\\n')",
      expected: /^nil\t"attempt to load a binary chunk/,
    },
    {
      tried: "load bytecode with a mode that allows it",
      code: "return load('\\27Lua', 'x', 'b')",
      expected: /^nil\t"attempt to load a text chunk/,
    },
    {
      tried: "load bytecode with a mode that allows both",
      code: "return load('\\27Lua', 'x', 'bt')",
      expected: /^nil\t"attempt to load a binary chunk/,
    },
    {
      tried: "load bytecode piece by piece",
      code: "local n = 0 return load(function() n = n + 1 return ('\\27Lua'):sub(n, n) end)",
      expected: /^nil\t"attempt to load a binary chunk/,
    },
    {
      tried: "load bytecode by a mode whose text changes under the check",
      code:
        "return pcall(load, '\\27Lua', 'x', setmetatable({}, { __tostring = function() return 'b' end }))",
      expected: /^false\t".*string expected/,
    },
    {
      tried: "write bytecode",
      code: "return pcall(string.dump, function() end)",
      expected: /^false\t".*unable to dump/,
    },
    {
      tried: "get at registry, upvalues, locals and hooks by debug",
      code: "return debug.getregistry, debug.getupvalue, debug.setupvalue, debug.upvaluejoin, " +
        "debug.sethook, debug.setlocal, debug.getlocal, debug.setmetatable, debug.setuservalue, 1",
      expected: /^(nil\t){9}1$/,
      sees: "`nil`: there is no such function",
    },
    {
      tried: "get functions of the prelude by debug.getinfo",
      code: "local found = {} for level = 0, 50 do local info = debug.getinfo(level, 'fS') " +
        "if info and info.source:find('prelude') then found[#found + 1] = info.func end end return #found",
      expected: /^0$/,
    },
    {
      tried: "ask debug.getinfo for what it must not be asked",
      code:
        "return pcall(debug.getinfo, 1, '>f'), pcall(debug.getinfo, 1, 'X'), pcall(debug.getinfo, -1)",
      expected: /^false\tfalse/,
      sees: "errors",
    },
    {
      tried: "get the original libraries by package.loaded",
      code: "return package.loaded.os.exit == os.exit, package.loaded.debug.sethook, " +
        "package.loaded.io.popen == io.popen, package.loaded._G == _G",
      expected: /^true\tnil\ttrue\ttrue$/,
      sees: "the same closed libraries",
    },
    {
      tried: "put a searcher in place that gives what it likes",
      code:
        "table.insert(package.searchers, 1, function() return 'x', {} end) return pcall(require, 'os2')",
      expected: /^false\t".*not found/,
    },
    {
      tried: "preload a module that replaces a library",
      code: "package.preload.evil = function() return { 666 } end package.loaded.string = nil " +
        "return require('evil')[1]",
      expected: /^666$/,
      sees: "its own module: `666`, in its own session",
    },
    {
      tried: "change what all texts inherit",
      code: "getmetatable('').__index = function() return function() error('caught') end end " +
        "getmetatable('').__name = 5 return 1",
      expected: /^1$/,
      sees: "`1`; texts of other sessions stay as they are",
    },
    {
      tried: "give texts metamethods that run when the session compares and joins",
      code:
        "local m = getmetatable('') m.__concat = error m.__eq = error m.__lt = error m.__len = error " +
        "m.__call = error m.__tostring = error return 2",
      expected: /^2$|error/,
      sees: "`2`",
    },
    {
      tried: "take the language's functions away from the prelude",
      code: "for name in pairs(_G) do if name ~= '_G' then _G[name] = nil end end return 3",
      expected: /^3$|nil value/,
      sees: "`3`",
    },
    {
      tried: "put a metatable on the globals that fails",
      code:
        "setmetatable(_G, { __index = function() error('no') end, __newindex = function() error('no') end, " +
        "__pairs = error, __metatable = false, __mode = 'kv' }) return 4",
      expected: /^4$/,
    },
    {
      tried: "change the functions of the libraries",
      code: "for _, lib in ipairs({ string, table, math, coroutine, os, io, debug, utf8 }) do " +
        "for name in pairs(lib) do lib[name] = function() error('mine') end end end return 5",
      expected: /^5$/,
      sees: "`5`; its own session is shown as before",
    },
    {
      tried: "resume, close or kill the coroutine that runs it",
      code:
        "local co = coroutine.running() return pcall(coroutine.close, co), coroutine.resume(co), " +
        "coroutine.isyieldable(co)",
      expected: /^true\tfalse/,
      sees: "a coroutine that is dead",
    },
    {
      tried: "yield to the scheduler",
      code: "return pcall(coroutine.yield, 'x')",
      expected: /^false\t".*outside a coroutine/,
    },
    {
      tried: "close a coroutine whose pending variable fails to close",
      code:
        "local co = coroutine.create(function() local x <close> = setmetatable({}, { __close = function() " +
        "error('in close') end }) coroutine.yield() end) coroutine.resume(co) return coroutine.close(co)",
      expected: /^false\t".*in close/,
    },
    {
      tried: "yield while closing",
      code:
        "local co = coroutine.wrap(function() local x <close> = setmetatable({}, { __close = function() " +
        "coroutine.yield(7) end }) end) return co()",
      expected: /^7$/,
    },
    {
      tried: "yield across a sort, a pattern and a metamethod",
      code:
        "local co = coroutine.wrap(function() table.sort({ 3, 2, 1 }, function() coroutine.yield() end) end) " +
        "return pcall(co)",
      expected: /^false\t".*C-call boundary/,
    },
    {
      tried: "yield from a reader of load",
      code:
        "local co = coroutine.wrap(function() return load(function() coroutine.yield('part') end) end) " +
        "return co()",
      expected: /C-call boundary/,
    },
    {
      tried: "wrap a coroutine in itself",
      code: "local co co = coroutine.wrap(function() return co() end) return pcall(co)",
      expected: /^false\t".*non-suspended coroutine/,
    },
    {
      tried: "throw out of a finalizer",
      code: "setmetatable({}, { __gc = function() error('in gc') end }) collectgarbage() return 6",
      expected: /^6$/,
    },
    {
      tried: "end the session from a finalizer",
      code: "setmetatable({}, { __gc = function() os.exit(3) end }) collectgarbage() return 7",
      expected: /./,
      sees: "that its run is over; the session goes on",
    },
    {
      tried: "revive what is collected, again and again",
      code:
        "local m = {} m.__gc = function(o) kept = setmetatable({}, m) end setmetatable({}, m) " +
        "for i = 1, 20 do collectgarbage() end return 8",
      expected: /^8$/,
    },
    {
      tried: "turn the collector off or drive it mad",
      code:
        "collectgarbage('stop') collectgarbage('setpause', -1) collectgarbage('setstepmul', -1) " +
        "collectgarbage('step', 1 << 62) return pcall(collectgarbage, 'mine')",
      expected: /^false\t".*invalid option/,
    },
    {
      tried: "wait for the collector inside of it",
      code:
        "setmetatable({}, { __gc = function() collectgarbage() end }) collectgarbage() return 9",
      expected: /^9$/,
    },
    {
      tried: "run a format with more than there is",
      code: "return pcall(string.format, '%99999d', 1), pcall(string.format, '%s%s', 1), " +
        "pcall(string.format, '%q', {}), pcall(string.format, ('%s'):rep(300), table.unpack({}, 1, 299))",
      expected: /^false\tfalse\tfalse\tfalse/,
      sees: "errors",
    },
    {
      tried: "count past the end of integers",
      code:
        "return ('x'):rep(0, 'y'), pcall(string.rep, 'x', math.maxinteger), pcall(string.rep, 'x', -5), " +
        "('abc'):sub(math.mininteger, math.maxinteger), pcall(string.byte, ('x'):rep(1e6), 1, -1)",
      expected: /^""\tfalse\ttrue\t"abc"\tfalse/,
      sees: "an empty text, `resulting string too large`, `abc`, `string slice too long`",
    },
    {
      tried: "unpack formats that do not fit",
      code: "return pcall(string.unpack, 's8', '\\255\\255\\255\\255\\255\\255\\255\\127'), " +
        "pcall(string.pack, '!17 i4', 1), pcall(string.unpack, 'i16', ('x'):rep(16)), pcall(string.packsize, ('i8'):rep(1 << 20))",
      expected: /^false\tfalse\tfalse/,
      sees: "errors",
    },
    {
      tried: "ask utf8 beyond all characters",
      code:
        "return pcall(utf8.char, -1), pcall(utf8.char, 1 << 40), pcall(utf8.codepoint, 'x', 1, 1 << 40), " +
        "pcall(utf8.len, 'x', 1 << 40), pcall(utf8.offset, 'x', math.mininteger)",
      expected: /^false\tfalse\tfalse\tfalse/,
      sees: "errors",
    },
    {
      tried: "sort by an order that is none",
      code:
        "local t = {} for i = 1, 500 do t[i] = i end return pcall(table.sort, t, function() return true end)",
      expected: /^false\t".*invalid order function|^true/,
      sees: "`invalid order function for sorting`",
    },
    {
      tried: "iterate over a table that changes",
      code:
        "local t = { a = 1, b = 2 } return pcall(function() for k in next, t do t[k] = nil t[k .. k] = 1 " +
        "collectgarbage() end end)",
      expected: /^false\t".*invalid key to 'next'|^true|not enough memory/,
      sees: "`invalid key to 'next'`, or nothing",
    },
    {
      tried: "jump into a block",
      code: "return load('goto inside do ::inside:: end')",
      expected: /^nil\t".*no visible label/,
    },
    {
      tried: "declare more variables and upvalues than a function may have",
      code: "return load('local ' .. ('a,'):rep(250) .. 'a')",
      expected: /^nil\t".*too many local variables/,
    },
  ],
};
