// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import fc from "fast-check";
import { evaluate, openRuntime } from "./testing.ts";

Deno.test("os.date formats UTC times as C does", async () => {
  const lua = await openRuntime();
  const cases: [code: string, expected: string][] = [
    ["os.date('!%Y-%m-%d %H:%M:%S', 0)", "1970-01-01 00:00:00"],
    ["os.date('!%c', 951782400)", "Tue Feb 29 00:00:00 2000"],
    ["os.date('!%a %A %b %B %d %e %j %p %I', 1)", "Thu Thursday Jan January 01  1 001 AM 12"],
    ["os.date('!%V %G %u %w', 1609459200)", "53 2020 5 5"],
    [
      "os.date('!%x %X %D %F %T %R', 86399)",
      "01/01/70 23:59:59 01/01/70 1970-01-01 23:59:59 23:59",
    ],
    ["os.date('!*t', 3600).hour", "1"],
    ["os.date('!%y%%%n%t', 0)", "70%\n\t"],
  ];
  for (const [code, expected] of cases) {
    evaluate(lua, `return ${code}`);
    assert.equal(lua.toText(lua.main, -1), expected, code);
    lua.pop(lua.main, 1);
  }
});

Deno.test("os.time gives back what os.date took apart", async () => {
  const lua = await openRuntime();
  fc.assert(fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), (seconds) => {
    evaluate(lua, `local t = os.date("*t", ${seconds}) t.isdst = nil return os.time(t)`);
    assert.equal(lua.toText(lua.main, -1), String(seconds));
    lua.pop(lua.main, 1);
  }));
});
