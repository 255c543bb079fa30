// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { join } from "node:path";
import { resolveConfig } from "../../lib/config/mod.ts";
import { KernelError } from "../../lib/errors.ts";
import { openKernelLog } from "./kernel_log.ts";

const env = () => undefined;
const config = resolveConfig({ env, flags: { log: { level: "info", format: "json" } } });

function terminal() {
  const lines: string[] = [];
  return { lines, writeError: (line: string) => void lines.push(line), errorColour: false };
}

Deno.test("openKernelLog() writes to the file, and to standard error where there is none", async () => {
  const folder = Deno.makeTempDirSync();
  const file = join(folder, "deep", "kernel.log");
  const beside = terminal();
  {
    await using log = openKernelLog({ config, file, terminal: beside, env });
    log.logger.info("hello");
  }
  assert.equal(JSON.parse(Deno.readTextFileSync(file)).message, "hello");
  assert.equal((Deno.statSync(file).mode ?? 0) & 0o777, 0o640);
  assert.deepEqual(beside.lines, []);
  {
    using log = openKernelLog({ config, file: undefined, terminal: beside, env });
    log.logger.info("hello");
  }
  assert.equal(beside.lines.length, 1);
  Deno.removeSync(folder, { recursive: true });
});

Deno.test("openKernelLog() throws log.unwritable and names the file when it cannot be written", () => {
  const folder = Deno.makeTempDirSync();
  assert.throws(
    () => openKernelLog({ config, file: folder, terminal: terminal(), env }),
    (error) =>
      error instanceof KernelError && error.code === "log.unwritable" &&
      error.message.includes(folder),
  );
  Deno.removeSync(folder);
});
