// SPDX-License-Identifier: Apache-2.0 OR MIT
// A system of a test's own: a folder as its root, and programs that answer as told.

import { join } from "node:path";
import type { ProgramResult } from "./run_program.ts";
import type { ManagerParts } from "./service_manager.ts";

/** A system in a folder. Disposing removes it. */
export interface TestSystem extends AsyncDisposable {
  readonly root: string;
  readonly parts: ManagerParts;
  /** Command lines that were run. */
  readonly commands: string[];
  /** Answers by the beginning of a command line; the rest succeeds silently. */
  readonly answers: Map<string, Partial<ProgramResult> | undefined>;
}

/** Makes a system, with a running systemd for the machine and its user unless told otherwise. */
export async function makeTestSystem(
  { running = true }: { readonly running?: boolean } = {},
): Promise<TestSystem> {
  const root = await Deno.makeTempDir();
  const commands: string[] = [];
  const answers: TestSystem["answers"] = new Map();
  if (running) {
    await Deno.mkdir(join(root, "run/systemd/system"), { recursive: true });
    await Deno.mkdir(join(root, "run/user/1000/systemd/private"), { recursive: true });
  }
  const variables: Record<string, string> = { HOME: join(root, "home/u") };
  return {
    root,
    commands,
    answers,
    parts: {
      env: (name) => variables[name],
      run: (command) => {
        const line = command.join(" ");
        commands.push(line);
        const key = [...answers.keys()].find((start) => line.startsWith(start));
        if (key !== undefined && answers.get(key) === undefined) return Promise.resolve(undefined);
        const answer = key === undefined ? {} : answers.get(key);
        return Promise.resolve({ code: 0, stdout: "", stderr: "", ...answer });
      },
      uid: 1000,
      user: "u",
      os: "linux",
      root,
    },
    [Symbol.asyncDispose]: () => Deno.remove(root, { recursive: true }),
  };
}
