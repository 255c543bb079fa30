// SPDX-License-Identifier: Apache-2.0 OR MIT
// The program under test, in the two forms that users run: from a checkout and as one compiled binary.

import { fileURLToPath } from "node:url";
import { join } from "node:path";

import { v8Flags } from "../../daemon/v8_flags.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** One form of the program. */
export interface Program {
  readonly form: "checkout" | "binary";
  /** Command line before the program's own arguments. */
  readonly argv: readonly string[];
}

/**
 * Both forms; tests run over each. `LLMSPELL_BIN` names another binary than `dist/llmspell`, and
 * `LLMSPELL_FORMS=checkout` leaves the other form out while one works on the sources.
 *
 * @throws {Error} when the binary is wanted and not there
 */
export function programs(): readonly Program[] {
  const wanted = (Deno.env.get("LLMSPELL_FORMS") ?? "checkout,binary").split(",");
  const all: Program[] = [
    {
      form: "checkout",
      argv: [
        Deno.execPath(),
        "run",
        "--quiet",
        "-A",
        `--v8-flags=${v8Flags}`,
        join(root, "main.ts"),
      ],
    },
    { form: "binary", argv: [Deno.env.get("LLMSPELL_BIN") ?? join(root, "dist/llmspell")] },
  ];
  return all.filter(({ form }) => wanted.includes(form));
}

/** Command line of a kernel of this program; `{connection_file}` stands for the file. */
export function kernelCommand(program: Program): string[] {
  return [...program.argv, "kernel", "start", "--connection-file", "{connection_file}"];
}

/** Registers one test for each form of the program, named after it. */
export function eachProgram(name: string, body: (program: Program) => Promise<void>): void {
  for (const program of programs()) {
    Deno.test(`${name} (${program.form})`, () => body(program));
  }
}
