// SPDX-License-Identifier: Apache-2.0 OR MIT
// A daemon that cannot start: whoever starts it reads why, and nothing is left.

import assert from "node:assert/strict";
import { join } from "node:path";
import { waitForExit } from "../../../lib/daemon/mod.ts";
import { soon, whenChanged } from "./await.ts";
import { processesOf } from "./process_facts.ts";
import { freePorts } from "./ports.ts";
import { eachProgramAsRoot, eachProgramOnLinux } from "./register.ts";
import { ServiceHome } from "./service_home.ts";
import { mountFileSystem } from "./mounts.ts";

const words = ["kernel", "start", "--daemon", "--id=work"];

/** Starts, and expects the code, the text, and that nothing is left beside what was there. */
async function assertFails(
  home: ServiceHome,
  options: readonly string[],
  expected: { readonly code?: number; readonly stderr: RegExp; readonly files?: readonly string[] },
): Promise<void> {
  const { code, stdout, stderr } = await home.run([...words, ...options]);
  assert.match(stderr, expected.stderr);
  assert.deepEqual([code, stdout], [expected.code ?? 1, ""]);
  assert.deepEqual(home.files(), expected.files ?? []);
  assert.deepEqual(home.temporaryFiles(), []);
  assert.deepEqual(processesOf(home.path), []);
}

eachProgramOnLinux(
  "kernel start --daemon names file, line and setting of a configuration that is wrong",
  async (program) => {
    await using home = new ServiceHome(program);
    await Deno.mkdir(home.path);
    const path = home.file("kernel.toml");
    await Deno.writeTextFile(path, "[kernel]\nmaxClients = 4\nidleTimeoutSeconds = -1\n");
    await assertFails(home, ["--port=0"], {
      stderr: new RegExp(
        `^llmspell: Cannot use ${path}, line 3: kernel\\.idleTimeoutSeconds: -1 is not`,
      ),
      files: ["kernel.toml"],
    });
    await Deno.writeTextFile(path, "[kernel]\nmaxClients = \n");
    await assertFails(home, ["--port=0"], {
      stderr: new RegExp(`^llmspell: Cannot .*${path}, line 2`),
      files: ["kernel.toml"],
    });
  },
);

eachProgramOnLinux(
  "kernel start --daemon names the process that listens on its port, kernel or not",
  async (program) => {
    await using home = new ServiceHome(program);
    const port = freePorts(6);
    using _other = Deno.listen({ hostname: "127.0.0.1", port: port + 2 });
    await assertFails(home, [`--port=${port}`], {
      stderr: new RegExp(
        `127\\.0\\.0\\.1:${port + 2}": address already in use: process ${Deno.pid} `,
      ),
    });
  },
);

eachProgramOnLinux(
  "kernel start --daemon ends with 2 for an id that cannot name a file",
  async (program) => {
    await using home = new ServiceHome(program);
    for (const id of ["../up", "a b", "", ".hidden", "x".repeat(65)]) {
      await assertFails(home, [`--id=${id}`, "--port=0"], { code: 2, stderr: /Cannot use --id/ });
    }
  },
);

eachProgramOnLinux(
  "kernel start --daemon says what is wrong with its connection file, log and PID file",
  async (program) => {
    await using home = new ServiceHome(program);
    const file = join(home.folder, "connection.json");
    await Deno.writeTextFile(file, '{"shell_port": "x"}');
    await assertFails(home, [`--connection-file=${file}`], {
      stderr: new RegExp(`Cannot .*"${file}"`),
    });
    await assertFails(home, [`--connection-file=${home.folder}`], {
      stderr: new RegExp(`Cannot .*"${home.folder}"`),
    });
    await assertFails(home, ["--port=0", `--log-file=${file}/kernel.log`], {
      stderr: new RegExp(`Cannot write the log to "${file}/kernel.log": `),
    });
    await assertFails(home, ["--port=0", `--pid-file=${home.folder}`], {
      stderr: new RegExp(`Cannot use "${home.folder}" as PID file: it is a folder`),
    });
    assert.equal(await Deno.readTextFile(file), '{"shell_port": "x"}');
  },
);

eachProgramOnLinux(
  "kernel start --daemon says which folder of its home cannot be made",
  async (program) => {
    await using home = new ServiceHome(program);
    await Deno.writeTextFile(home.path, "in the way");
    const { code, stderr } = await home.run([...words, "--port=0"]);
    assert.equal(code, 1, stderr);
    assert.match(stderr, new RegExp(`Cannot .*${home.path}/`));
    assert.deepEqual(processesOf(home.path), []);
    assert.deepEqual(home.temporaryFiles(), []);
  },
);

/** Starts a kernel, and acts as soon as its PID file is there; the result is the exit code of the start. */
async function interruptStart(
  home: ServiceHome,
  options: readonly string[],
  act: (child: Deno.ChildProcess, pid: number) => void,
): Promise<number> {
  await Deno.mkdir(home.file("run"), { recursive: true });
  const child = home.command(["kernel", "start", "--id=work", "--port=0", ...options]).spawn();
  const path = home.file("run", "kernel-work.pid");
  const pid = await whenChanged("PID file", home.file("run"), () => pidIn(path));
  act(child, pid);
  const { code } = await soon("end of the start", child.output());
  await soon(`end of ${pid}`, waitForExit(pid));
  return code;
}

function pidIn(path: string): number | undefined {
  try {
    return Number(Deno.readTextFileSync(path)) || undefined;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

eachProgramOnLinux(
  "kernel start that is told to end before it is ready ends in order and leaves nothing",
  async (program) => {
    await using home = new ServiceHome(program);
    for (const signal of ["SIGHUP", "SIGUSR1", "SIGTERM"] as const) {
      const code = await interruptStart(home, [], (_, pid) => {
        Deno.kill(pid, signal);
        Deno.kill(pid, "SIGTERM");
      });
      assert.equal(code, 0, signal);
      assert.deepEqual(home.files(), []);
    }
  },
);

eachProgramOnLinux(
  "kernel start --daemon that is interrupted from the keyboard ends the kernel, which leaves nothing but logs",
  async (program) => {
    await using home = new ServiceHome(program);
    const code = await interruptStart(home, ["--daemon"], (child) => child.kill("SIGINT"));
    assert.equal(code, 130);
    assert.deepEqual(home.files().filter((path) => !path.startsWith("logs/")), []);
  },
);

eachProgramAsRoot("kernel start --daemon says that its home is read-only", async (program) => {
  await using home = new ServiceHome(program);
  await Deno.mkdir(home.path);
  await using _mounted = await mountFileSystem(home.path, "ro,size=1m");
  await assertFails(home, ["--port=0"], {
    stderr: new RegExp(`Cannot .*${home.path}/.*[Rr]ead-only`),
  });
});
