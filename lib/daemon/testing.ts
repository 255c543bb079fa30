// SPDX-License-Identifier: Apache-2.0 OR MIT
// For the tests of this room: programs of their own, in a folder of their own.

import { join } from "node:path";

/** A folder that disposal removes. */
export interface TestFolder extends Disposable {
  readonly path: string;
  /** Path of a file in it. */
  file(name: string): string;
  /**
   * Writes a program, in which `daemon` is this room.
   *
   * @returns the command that runs it, arguments are added at the end
   */
  program(source: string): [string, ...string[]];
}

/** Makes an empty temporary folder. */
export function testFolder(): TestFolder {
  const path = Deno.realPathSync(Deno.makeTempDirSync({ prefix: "daemon-" }));
  const file = (name: string) => join(path, name);
  let programs = 0;
  return {
    path,
    file,
    program(source) {
      const script = file(`program-${++programs}.ts`);
      const room = JSON.stringify(import.meta.resolve("./mod.ts"));
      Deno.writeTextFileSync(script, `import * as daemon from ${room};\n${source}`);
      return [Deno.execPath(), "run", "-A", "--no-lock", "--quiet", script];
    },
    [Symbol.dispose]: () => Deno.removeSync(path, { recursive: true }),
  };
}

/** A program of a test, talked to by lines. */
export interface TestProcess extends AsyncDisposable {
  readonly pid: number;
  readonly status: Promise<Deno.CommandStatus>;
  /** The next line it writes to standard output; `undefined` at its end. */
  line(): Promise<string | undefined>;
  /** Writes a line to its standard input. */
  tell(text: string): Promise<void>;
}

/** Starts a program. Disposal kills it if it still runs. Its standard error goes to the test's. */
export function startProcess(
  [program, ...args]: readonly [string, ...string[]],
  env: Record<string, string> = {},
): TestProcess {
  const options = { args, env, stdin: "piped", stdout: "piped", stderr: "inherit" } as const;
  const child = new Deno.Command(program, options).spawn();
  const writer = child.stdin.getWriter();
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let buffered = "";
  return {
    pid: child.pid,
    status: child.status,
    async line() {
      while (!buffered.includes("\n")) {
        const { done, value } = await reader.read();
        if (done) return buffered === "" ? undefined : buffered;
        buffered += value;
      }
      const end = buffered.indexOf("\n");
      const line = buffered.slice(0, end);
      buffered = buffered.slice(end + 1);
      return line;
    },
    tell: (text) => writer.write(new TextEncoder().encode(`${text}\n`)),
    async [Symbol.asyncDispose]() {
      try {
        child.kill("SIGKILL");
      } catch {
        // It has ended.
      }
      await child.status;
      await reader.cancel();
      await writer.close().catch(() => {});
    },
  };
}
