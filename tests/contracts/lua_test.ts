// SPDX-License-Identifier: Apache-2.0 OR MIT
import { createLuaEngine } from "../../lib/engines/lua/mod.ts";
import { testDebugger } from "./debugger_contract.ts";
import { testEngine } from "./engine_contract.ts";

testEngine(createLuaEngine(), {
  answer: "6 * 7",
  nothing: "local unused = 1",
  setX: "x = 7",
  getX: "x",
  mixedStreams: "print('a') io.stderr:write('b\\n') io.write('c', '\\n')",
  fails: "-- first\nerror('boom')",
  invalid: "x = = 1",
  incomplete: "for i = 1, 3 do",
  spins: "print('started') while true do end",
  spinsStubbornly: "print('started') while true do pcall(function() while true do end end) end",
  spinsUntilStop: "while not stop do end return 'stopped'",
  stop: "stop = true",
  readsLine: "io.read()",
  exits: "pcall(os.exit, 3) print('not reached')",
  showsHtml: "display.html('<b>hi</b>')",
  hoards: "local t = {} while true do t[#t + 1] = ('x'):rep(1e5) .. #t end",
  recurses: "local function f() return 1 + f() end f()",
  floods: "for i = 1, 200000 do print(i) end",
  registersEcho: `comm.register_target("echo", function(c)
    c:on_msg(function(message) c:send(message.data, nil, message.buffers) end)
  end)`,
  completes: ["tonum", "tonumber"],
  shownText: (text) => `"${text}"`,
});

testDebugger(createLuaEngine(), {
  adds: `function add(a, b)
  local sum = a + b
  return sum
end
first = add(1, 2)
second = add(first, 10)
print(second)
second`,
  prints: "print('before')\nx = 1\n\nx = 2",
  lists: "list = { 1, 2, 3 }\nlist[second]",
  inside: { "[1]": "1", "[2]": "2", "[3]": "3" },
  spins: "n = 0\nprint('started')\nwhile true do\n  n = n + 1\nend",
  failing: "missing.field",
  callsAdd: "add(20, 22)",
  assignsA: "a = 5",
});
