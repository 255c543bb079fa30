// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { keepInspectorClosed, opensInspector } from "./inspector.ts";
import { startProcess, testFolder } from "./testing.ts";

Deno.test("opensInspector() tells the deno command from 2.9.2 on from all else", () => {
  const opens = (version: string, standalone = false) => opensInspector({ version, standalone });
  for (const version of ["2.9.2", "2.9.6", "2.10.0", "3.0.0", "2.9.2-rc.1"]) {
    assert.equal(opens(version), true, version);
    assert.equal(opens(version, true), false, version);
  }
  for (const version of ["2.6.10", "2.9.1", "1.46.3"]) assert.equal(opens(version), false, version);
});

Deno.test("keepInspectorClosed() has nothing to do in a compiled program", () => {
  assert.equal(keepInspectorClosed({ version: "2.9.6", standalone: true }), false);
});

/**
 * Calls what the test wants, waits until the deno command itself listens to SIGUSR1, as it does half a second after
 * its start, and tells after two signals how many sockets of this process listen. When the second signal has come, the
 * first has had its effect.
 */
const listener = `
const darwin = Deno.build.os === "darwin";
const { symbols: libc } = Deno.dlopen(darwin ? "libSystem.B.dylib" : "libc.so.6", {
  sigaction: { parameters: ["i32", "pointer", "buffer"], result: "i32" },
  getsockopt: { parameters: ["i32", "i32", "i32", "buffer", "buffer"], result: "i32" },
});
function isCaught() {
  const action = new BigUint64Array(32);
  libc.sigaction(darwin ? 30 : 10, null, action);
  return action[0] !== 0n;
}
function isListening({ name }) {
  const yes = new Int32Array(1);
  const [level, option] = darwin ? [0xffff, 2] : [1, 30];
  libc.getsockopt(Number(name), level, option, yes, new Uint32Array([4]));
  return yes[0] !== 0;
}
const waits = JSON.parse(Deno.args[0]);
if (waits) daemon.keepInspectorClosed();
while (waits && !isCaught()) await new Promise((done) => setTimeout(done, 20));
let next = Promise.withResolvers();
using _signals = daemon.listenSignals({ SIGUSR1: () => next.resolve() });
for (let round = 0; round < 2; round++) {
  console.log("ready");
  await next.promise;
  next = Promise.withResolvers();
}
console.log([...Deno.readDirSync("/dev/fd")].filter(isListening).length);
Deno.exit(0);
`;

Deno.test("keepInspectorClosed() has nothing listen after SIGUSR1", async () => {
  using folder = testFolder();
  const waits = opensInspector({ version: Deno.version.deno, standalone: false });
  await using process = startProcess([...folder.program(listener), JSON.stringify(waits)]);
  for (let round = 0; round < 2; round++) {
    assert.equal(await process.line(), "ready");
    Deno.kill(process.pid, "SIGUSR1");
  }
  assert.equal(await process.line(), "0");
});
