// SPDX-License-Identifier: Apache-2.0 OR MIT
// A kernel that is taken out of service and back, and one that is asked how it is meanwhile.

import assert from "node:assert/strict";
import { executeContent } from "../kernel_process.ts";
import { soon } from "./await.ts";
import { evaluate, execute } from "./clients.ts";
import { eachProgramOnLinux } from "./register.ts";
import { ServiceHome } from "./service_home.ts";

async function statusOf(url: string): Promise<number> {
  const response = await fetch(url);
  await response.body?.cancel();
  return response.status;
}

eachProgramOnLinux(
  "kernel drain refuses new code and lets what runs end; kernel resume takes it back",
  async (program) => {
    await using home = new ServiceHome(program);
    const record = await home.start("work");
    const client = await home.connect(record);
    const asked = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<string>();
    const content = { ...executeContent("kept = io.read() return kept"), allow_stdin: true };
    const running = client.request("shell", "execute_request", content, {
      onInput: () => {
        asked.resolve();
        return answer.promise;
      },
    });
    await soon("question", asked.promise);
    const urls = ["ready", "live", "startup"].map((name) => `${record.http}/health/${name}`);
    assert.deepEqual(await Promise.all(urls.map(statusOf)), [200, 200, 200]);

    const drained = await home.succeed(["kernel", "drain", "work"]);
    assert.match(drained, /^Kernel "work" takes no new work; 1 requests? run/);
    assert.deepEqual(await Promise.all(urls.map(statusOf)), [503, 200, 200]);
    assert.equal((await home.run(["health", "--id=work"])).code, 1);
    const other = await home.connect(record);
    const { reply } = await soon("reply", execute(other, "1"));
    const { status, evalue } = reply?.content ?? {};
    assert.equal(status, "error");
    assert.match(String(evalue), /drain/);

    const waiting = home.run(["kernel", "drain", "work", "--wait"]);
    answer.resolve("answer");
    assert.equal((await soon("reply", running)).reply?.content["status"], "ok");
    assert.match((await waiting).stdout, /nothing runs/);

    await home.succeed(["kernel", "resume", "work"]);
    assert.deepEqual(await Promise.all(urls.map(statusOf)), [200, 200, 200]);
    assert.equal((await home.run(["health", "--id=work"])).code, 0);
    assert.equal(await evaluate(other, "kept"), '"answer"');
  },
);
