// SPDX-License-Identifier: Apache-2.0 OR MIT
// Host functions that start programs.

import type { Config } from "../../lib/config/mod.ts";
import { textAt } from "./arguments.ts";
import { hostDenied, hostFailed } from "./errors.ts";
import type { HostFunctions } from "./mod.ts";

/** How a program ended, with what it wrote. */
export interface ProgramResult {
  readonly code: number;
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
}

/** The function `process.run`: a program and its arguments, without a shell and without input. */
export function processFunctions({ run }: Config["policy"]): HostFunctions {
  return {
    "process.run": async (args): Promise<ProgramResult> => {
      const [program, ...words] = args.map((_, index) => textAt(args, index, "process.run"));
      const name = program ?? textAt(args, 0, "process.run");
      if (run !== true && !(run || []).includes(name)) throw hostDenied("run", name, "allow-run");
      try {
        const command = new Deno.Command(name, { args: words, stdin: "null" });
        const { code, stdout, stderr } = await command.output();
        return { code, stdout, stderr };
      } catch (error) {
        throw hostFailed("run", name, error);
      }
    },
  };
}
