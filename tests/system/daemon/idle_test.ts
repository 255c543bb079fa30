// SPDX-License-Identifier: Apache-2.0 OR MIT
// Kernels that nobody uses, and kernels that too many want to use.

import assert from "node:assert/strict";
import { soon } from "./await.ts";
import { evaluate, execute } from "./clients.ts";
import { eachProgramOnLinux } from "./register.ts";
import { ServiceHome } from "./service_home.ts";

/** Code that runs for some time. */
function busy(seconds: number): string {
  return `local e = os.clock() + ${seconds} while os.clock() < e do end return os.clock() >= e`;
}

eachProgramOnLinux(
  "a kernel ends like on SIGTERM when it went unused for --idle-timeout",
  async (program) => {
    await using home = new ServiceHome(program);
    await using kernel = await home.foreground("work", ["--idle-timeout=1"]);
    assert.equal((await soon("end", kernel.status)).code, 0);
    const log = (await kernel.log.end()).join("\n");
    assert.match(log, /The kernel stops, asked by idle timeout/);
    assert.match(log, /Phase Complete/);
    assert.deepEqual(home.files(), []);
  },
);

eachProgramOnLinux(
  "--idle-timeout counts neither the time in which code runs nor that between uses",
  async (program) => {
    await using home = new ServiceHome(program);
    await using kernel = await home.foreground("work", ["--idle-timeout=2"]);
    const client = await home.connect(kernel.record);
    assert.equal(await evaluate(client, busy(2.5)), "true");
    for (let use = 0; use < 15; use++) assert.equal(await evaluate(client, busy(0.15)), "true");
    assert.equal((await soon("end", kernel.status)).code, 0);
    const log = (await kernel.log.end()).join("\n");
    assert.match(log, /The kernel stops, asked by idle timeout/);
  },
);

eachProgramOnLinux("--max-clients refuses one client more, and says why", async (program) => {
  await using home = new ServiceHome(program);
  const record = await home.start("work", "--max-clients=2");
  const [first, second] = [await home.connect(record), await home.connect(record)];
  assert.equal(await evaluate(first, "1"), "1");
  assert.equal(await evaluate(second, "2"), "2");
  const third = await home.connect(record);
  const { reply } = await soon("reply", execute(third, "3"));
  const { status, ename, evalue } = reply?.content ?? {};
  assert.deepEqual([status, ename], ["error", "ClientLimitError"]);
  assert.match(String(evalue), /2 are connected, the limit/);
  assert.equal(await evaluate(first, "1"), "1");
});
