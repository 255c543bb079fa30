// SPDX-License-Identifier: Apache-2.0 OR MIT
// A kernel's log as its configuration wants it.

import type { Config } from "../../lib/config/mod.ts";
import type { Logger } from "../../lib/contracts/mod.ts";
import { openLog } from "../../lib/observe/mod.ts";
import type { Terminal } from "../cli/terminal.ts";

/** The log of a kernel. Disposing writes what is left and closes it. */
export interface KernelLog extends Disposable {
  readonly logger: Logger;
  /** Why lines are lost at the moment; `undefined` while none are. */
  readonly problem: string | undefined;
  /** Opens files anew, after somebody has moved them. */
  reopen(): void;
  /** Puts another configuration in force. */
  apply(config: Config): void;
  /** Sets the least severity of a category; `null` takes it back. */
  setCategory(category: string, level: Config["log"]["level"] | null): void;
}

/** Opens the log. */
export function openKernelLog(
  { config, terminal }: {
    readonly config: Config;
    /** Path of the log file; empty or absent for standard error. */
    readonly file: string | undefined;
    readonly terminal: Pick<Terminal, "writeError" | "errorColour">;
  },
): KernelLog {
  const { level, format } = config.log;
  const log = openLog({
    level,
    format: format === "json" ? "json" : "text",
    write: (line) => terminal.writeError(line),
  });
  return {
    logger: log.logger,
    problem: undefined,
    reopen() {},
    apply() {},
    setCategory() {},
    [Symbol.dispose]: () => log[Symbol.dispose](),
  };
}
