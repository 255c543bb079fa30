// SPDX-License-Identifier: Apache-2.0 OR MIT
// Several sessions in one kernel, each reached by its own connection file.

import assert from "node:assert/strict";
import { operate } from "../../../protocols/jupyter/mod.ts";
import { soon, whenChanged } from "./await.ts";
import { begin, evaluate, execute, published, spin } from "./clients.ts";
import { eachProgramOnLinux } from "./register.ts";
import { killIfThere, ServiceHome } from "./service_home.ts";

eachProgramOnLinux(
  "sessions of three languages run in one kernel and share values by State alone",
  async (program) => {
    await using home = new ServiceHome(program);
    const lua = await home.connect(await home.start("work"));
    const js = await home.connect(await home.createSession("--language", "javascript"));
    const python = await home.connect(await home.createSession("-l", "python", "--name", "py"));
    await evaluate(lua, "secret = 'lua' State.save('global', 'numbers', {1, 2, 3})");
    await evaluate(js, "globalThis.secret = 'js'; State.save('global', 'who', { name: 'Ada' });");
    await evaluate(python, "secret = 'python'; State.save('user:1', 'flag', True)");
    assert.equal(await evaluate(python, "sum(State.load('global', 'numbers'))"), "6");
    assert.equal(await evaluate(lua, "State.load('global', 'who').name"), '"Ada"');
    assert.equal(await evaluate(js, "State.load('user:1', 'flag')"), "true");
    assert.equal(await evaluate(lua, "secret"), '"lua"');
    assert.equal(await evaluate(js, "secret"), "'js'");
    assert.equal(await evaluate(python, "secret"), "'python'");
    const rows = JSON.parse(await home.succeed(["session", "list", "--format", "json"]));
    assert.deepEqual(
      rows.map(({ session, language }: Record<string, string>) => `${session} ${language}`),
      ["main lua", "javascript javascript", "py python"],
    );
    await home.succeed(["kernel", "stop"]);
    assert.deepEqual(home.files().filter((path) => path.startsWith("kernels")), []);
  },
);

eachProgramOnLinux("a spinning session does not hold up the others", async (program) => {
  await using home = new ServiceHome(program);
  const main = await home.connect(await home.start("work"));
  const other = await home.connect(await home.createSession());
  const spinning = await begin(other, spin);
  assert.equal(await evaluate(main, "6 * 7"), "42");
  const mine = await begin(main, spin);
  await main.request("control", "interrupt_request", {});
  assert.equal((await soon("reply", mine.ended)).reply?.content["status"], "error");
  assert.match(await home.succeed(["health"]), /Healthy/);
  await other.request("control", "interrupt_request", {});
  assert.equal((await soon("reply", spinning.ended)).reply?.content["status"], "error");
});

eachProgramOnLinux("session close ends one session with what runs in it", async (program) => {
  await using home = new ServiceHome(program);
  const main = await home.connect(await home.start("work"));
  await evaluate(main, "kept = 1");
  const { session, connectionFile } = await home.createSession();
  assert.equal(session, "lua");
  const other = await home.connect({ connectionFile });
  const { ended } = await begin(other, spin);
  const farewell = published(other, "shutdown_reply");
  assert.match(await home.succeed(["session", "close", "lua"]), /^Closed session "lua"/);
  assert.equal((await soon("reply", ended)).reply?.content["status"], "error");
  assert.equal((await farewell).content["restart"], false);
  assert.equal(await evaluate(main, "kept"), "1");
  await assert.rejects(Deno.stat(connectionFile), Deno.errors.NotFound);
  const again = await home.run(["session", "close", "lua"]);
  assert.deepEqual([again.code, again.stdout], [1, ""]);
  assert.match(again.stderr, /Cannot find session "lua".*\n.*session list/);
  const first = await home.run(["session", "close", "main"]);
  assert.match(first.stderr, /Cannot close session "main": it lives as long as its kernel/);
});

eachProgramOnLinux(
  "a client's shutdown_request ends or restarts its own session, and not the kernel",
  async (program) => {
    await using home = new ServiceHome(program);
    const main = await home.connect(await home.start("work"));
    const { connectionFile } = await home.createSession("--language=javascript");
    const other = await home.connect({ connectionFile });
    await evaluate(other, "globalThis.x = 1; x");
    const restarted = published(other, "shutdown_reply");
    await other.request("control", "shutdown_request", { restart: true });
    assert.equal((await restarted).content["restart"], true);
    assert.equal(await evaluate(other, "typeof x"), "'undefined'");
    const reply = await other.request("control", "shutdown_request", { restart: false });
    assert.equal(reply.reply?.content["status"], "ok");
    await whenChanged("end of the session", home.file("kernels"), () => {
      try {
        Deno.statSync(connectionFile);
      } catch {
        return true;
      }
    });
    assert.equal(await evaluate(main, "6 * 7"), "42");
  },
);

eachProgramOnLinux("the key of a session does not open the kernel", async (program) => {
  await using home = new ServiceHome(program);
  const record = await home.start("work");
  const main = await home.connect(record);
  const { connectionFile } = await home.createSession();
  const other = await home.connect({ connectionFile });
  const keys = [record.connectionFile, connectionFile].map((path) => {
    assert.equal(Deno.statSync(path).mode! & 0o777, 0o600);
    return JSON.parse(Deno.readTextFileSync(path)).key;
  });
  assert.notEqual(keys[0], keys[1]);
  for (const operation of ["kernel.drain", "session.list", "kernel.state"] as const) {
    await assert.rejects(operate(other, operation, {}), { code: "operation.denied" });
  }
  assert.equal((await operate(main, "session.list", {})).sessions.length, 2);
});

eachProgramOnLinux("session create refuses what cannot be, and says why", async (program) => {
  await using home = new ServiceHome(program);
  const options = { env: { LLMSPELL_LIMITS_MAX_SESSIONS: "2" } };
  await home.succeed(["kernel", "start", "--daemon", "--id", "work", "--port=0"], options);
  const refused = async (words: string[], code: number, text: RegExp) => {
    const { code: found, stdout, stderr } = await home.run(["session", "create", ...words]);
    assert.deepEqual([found, stdout], [code, ""]);
    assert.match(stderr, text);
  };
  await refused(["--language=cobol"], 2, /"cobol" is no valid value\n.*lua, javascript, python/);
  await refused(["--name=main"], 1, /Cannot open session "main": it is open already/);
  await refused(["--name=a/b"], 1, /session\.create: session: not letters, digits/);
  await home.createSession("--name=second");
  await refused([], 1, /the kernel has 2, its limit\n.*limits\.maxSessions/);
});

eachProgramOnLinux(
  "kernel restart opens the sessions again with their globals",
  async (program) => {
    await using home = new ServiceHome(program);
    await home.start("work");
    const { connectionFile } = await home.createSession("--name=notes");
    await evaluate(await home.connect({ connectionFile }), "kept = {1, 2}");
    await home.succeed(["kernel", "restart"]);
    const client = await home.connect({ connectionFile });
    assert.equal(await evaluate(client, "#kept"), "2");
    const { reply } = await execute(client, "1");
    assert.equal(reply?.content["execution_count"], 3);
  },
);

eachProgramOnLinux(
  "a kernel that was killed leaves no session's files for good",
  async (program) => {
    await using home = new ServiceHome(program);
    const { pid } = await home.start("work");
    await home.createSession();
    killIfThere(pid);
    await home.succeed(["kernel", "list"]);
    assert.deepEqual(home.files().filter((path) => path.startsWith("kernels")), []);
  },
);

eachProgramOnLinux("a language's engine is kept warm where that is wanted", async (program) => {
  await using home = new ServiceHome(program);
  const env = { LLMSPELL_KERNEL_WARM_ENGINES: "lua, js" };
  await home.succeed(["kernel", "start", "--daemon", "--id", "work", "--port=0"], { env });
  for (const language of ["lua", "javascript", "lua"]) {
    const client = await home.connect(await home.createSession("--language", language));
    assert.equal(await evaluate(client, "6 * 7"), "42");
  }
  await home.succeed(["kernel", "stop"]);
  const wrong = { env: { LLMSPELL_KERNEL_WARM_ENGINES: "cobol" } };
  const { code, stderr } = await home.run(["kernel", "start", "--daemon", "--port=0"], wrong);
  assert.equal(code, 1);
  assert.match(stderr, /Cannot run scripts in "cobol"/);
});
