// SPDX-License-Identifier: Apache-2.0 OR MIT
// The daemon's end of the pipe by which it tells whoever started it how the start went.

import { KernelError } from "../errors.ts";
import { closeOnExec } from "./descriptors.ts";
import { EINTR, openLibc } from "./libc.ts";
import { restoreIgnoredSignals } from "./restore_signals.ts";

/** Environment variable that tells a detached process the descriptor of its readiness pipe. */
export const readyFdVariable = "LLMSPELL_READY_FD";

/** One line of the readiness pipe, in JSON. The last is `ready` or `failed`. */
export type ReadinessMessage =
  | { readonly type: "spawned"; readonly pid: number }
  | { readonly type: "progress"; readonly text: string }
  | { readonly type: "ready"; readonly pid: number; readonly info: unknown }
  | {
    readonly type: "failed";
    readonly code: string;
    readonly message: string;
    readonly hint: string;
  };

/** Tells the starter how the start goes. Once it is told the end, or has gone, every call does nothing. */
export interface Readiness extends Disposable {
  /** What happens at the moment, for a person. Cut off after 1,000 characters. */
  progress(text: string): void;
  /** The daemon takes work. `info` reaches the starter as it is, at most about 60 KB of JSON. */
  ready(info: unknown): void;
  /** The daemon ends because of `error`, whose code and hint reach the starter. */
  failed(error: unknown): void;
}

const symbols = {
  write: { parameters: ["i32", "buffer", "usize"], result: "isize" },
  close: { parameters: ["i32"], result: "i32" },
} as const satisfies Deno.ForeignLibraryInterface;

/**
 * Takes over the write end of the readiness pipe, which no program started from here on inherits. A starter that
 * has gone does no harm: Deno ignores SIGPIPE.
 *
 * @param fd open descriptor, 3 or more
 */
export function openReadiness(fd: number): Readiness {
  closeOnExec(fd);
  let open = true;
  const close = () => {
    if (!open) return;
    open = false;
    using libc = openLibc(symbols);
    libc.symbols.close(fd);
  };
  const send = (message: ReadinessMessage) => {
    if (open && !writeAll(fd, `${JSON.stringify(message)}\n`)) close();
  };
  return {
    progress: (text) => send({ type: "progress", text: text.slice(0, 1_000) }),
    ready(info) {
      send({ type: "ready", pid: Deno.pid, info });
      close();
    },
    failed(error) {
      send({ type: "failed", ...describe(error) });
      close();
    },
    [Symbol.dispose]: close,
  };
}

/**
 * The readiness pipe of a process that `detach` started, or `undefined` in any other process. Also undoes what the
 * shell in between did to its signals, so call it before listening to any. The variable is removed from `env`.
 */
export function readinessOf(env: Pick<typeof Deno.env, "get" | "delete">): Readiness | undefined {
  const fd = Number(env.get(readyFdVariable) || Number.NaN);
  env.delete(readyFdVariable);
  if (!Number.isInteger(fd) || fd < 3) return undefined;
  restoreIgnoredSignals();
  return openReadiness(fd);
}

/** False when nobody reads any more. */
function writeAll(fd: number, text: string): boolean {
  using libc = openLibc(symbols);
  let rest = new TextEncoder().encode(text);
  while (rest.length > 0) {
    const written = Number(libc.symbols.write(fd, rest, BigInt(rest.length)));
    if (written < 0 && libc.errno() !== EINTR) return false;
    rest = rest.subarray(Math.max(written, 0));
  }
  return true;
}

function describe(error: unknown): { code: string; message: string; hint: string } {
  if (error instanceof KernelError) {
    return { code: error.code, message: error.message, hint: error.hint };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { code: "internal", message, hint: "the log has more" };
}
