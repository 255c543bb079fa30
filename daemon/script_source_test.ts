// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { KernelError } from "../lib/errors.ts";
import { decodeScript, readScript } from "./script_source.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const empty = (): ReadableStream<Uint8Array> => ReadableStream.from([] as Uint8Array[]);

Deno.test("decodeScript() blanks a first line that begins with #! and keeps line numbers", () => {
  for (const end of ["\n", "\r\n"]) {
    assert.deepEqual(decodeScript("a", bytes(`#!/usr/bin/env llmspell${end}print(1)`)), {
      code: `${end}print(1)`,
      shebang: "#!/usr/bin/env llmspell",
    });
  }
  assert.deepEqual(decodeScript("a", bytes("#!x")), { code: "", shebang: "#!x" });
  assert.deepEqual(decodeScript("a", bytes("print(1)\n#!x")), { code: "print(1)\n#!x" });
});

Deno.test("decodeScript() drops a byte order mark", () => {
  assert.equal(decodeScript("a", bytes("\ufeffprint(1)")).code, "print(1)");
  assert.equal(decodeScript("a", bytes("\ufeff#!x\n1")).shebang, "#!x");
});

Deno.test("decodeScript() names the first line that is not UTF-8", () => {
  const script = new Uint8Array([...bytes("print(1)\nprint('"), 0xff, ...bytes("')\n")]);
  assert.throws(
    () => decodeScript("a.lua", script),
    (error) => error instanceof KernelError && /"a.lua": line 2 is not UTF-8/.test(error.message),
  );
});

Deno.test("readScript() reads standard input when the path is a dash", async () => {
  const input = ReadableStream.from([bytes("pri"), bytes("nt(1)")]) as ReadableStream<Uint8Array>;
  assert.deepEqual(await readScript("-", input), { code: "print(1)" });
});

Deno.test("readScript() says why a file cannot be read", async () => {
  await assert.rejects(readScript("no/such.lua", empty()), /"no\/such.lua": there is no such file/);
  const folder = await Deno.makeTempDir();
  try {
    await assert.rejects(readScript(folder, empty()), /it is a folder/);
  } finally {
    await Deno.remove(folder);
  }
});
