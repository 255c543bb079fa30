// SPDX-License-Identifier: Apache-2.0 OR MIT

/** Tells which step is being done: on a terminal only, in one line that is overwritten. */
export interface Progress {
  step(text: string): void;
  /** Clears the line. */
  done(): void;
  /** A line that stays, on a terminal or not. */
  note(text: string): void;
}

/** Progress on standard error. */
export function openProgress(
  stderr: { writeSync(bytes: Uint8Array): number; isTerminal(): boolean },
): Progress {
  const write = (text: string) => void stderr.writeSync(new TextEncoder().encode(text));
  const clear = "\r\x1b[K";
  const live = stderr.isTerminal();
  return {
    step: (text) => live ? write(`${clear}${text} …`) : undefined,
    done: () => live ? write(clear) : undefined,
    note: (text) => write(`${live ? clear : ""}${text}\n`),
  };
}
