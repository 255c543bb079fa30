// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import fc from "fast-check";
import { engineOfShebang } from "./shebang.ts";

Deno.test("engineOfShebang() gives what --engine names behind llmspell, the last one where there are several", () => {
  for (
    const line of [
      "#!/usr/bin/env -S llmspell run --engine js",
      "#!/usr/bin/env -Sllmspell run --engine=js",
      "#! /opt/bin/llmspell run --engine lua --allow-read --engine js",
      "#!/usr/bin/env -S NAME=1 llmspell run --engine js  ",
    ]
  ) assert.equal(engineOfShebang(line), "js", line);
  assert.equal(engineOfShebang("#!/usr/bin/env -S llmspell run --engine cobol"), "cobol");
});

Deno.test("engineOfShebang() goes by the program that the line names", () => {
  const lines = {
    lua: ["#!/usr/bin/lua", "#!/usr/bin/env lua5.4", "#!/usr/bin/env luajit"],
    javascript: ["#!/usr/bin/env node", "#!/usr/bin/env -S deno run -A", "#!/usr/bin/qjs"],
    python: ["#!/usr/bin/env python3", "#!/usr/bin/python", "#!/usr/bin/env -S python3.14 -u"],
  };
  for (const [engine, each] of Object.entries(lines)) {
    for (const line of each) assert.equal(engineOfShebang(line), engine, line);
  }
});

Deno.test("engineOfShebang() says nothing where the line says nothing of a language", () => {
  for (
    const line of [
      "#!",
      "#!/bin/sh",
      "#!/usr/bin/env llmspell",
      "#!/usr/bin/env -S llmspell run --engine",
      "#!/opt/python/bin/tool",
    ]
  ) assert.equal(engineOfShebang(line), undefined, line);
});

Deno.test("engineOfShebang() answers for any line", () => {
  fc.assert(fc.property(fc.string(), (text) => void engineOfShebang(`#!${text}`)));
});
