// SPDX-License-Identifier: Apache-2.0 OR MIT
// Standard input, output and error of the process, as commands use them.

import { KernelError } from "../../lib/errors.ts";

/** Where a command's output goes. Writes are complete when they return, so output and exit keep their order. */
export interface Terminal {
  /**
   * Writes to standard output.
   *
   * @throws {BrokenOutput} when the reader has gone away
   * @throws {KernelError} `output.failed` when it cannot be written for another reason
   */
  write(text: string): void;
  /** Writes to standard error; what cannot be written there is dropped: there is nowhere left to tell. */
  writeError(text: string): void;
  /** Bytes of standard input; ends when it does. */
  readonly input: ReadableStream<Uint8Array>;
  /**
   * Does the work while what is typed stays invisible.
   *
   * @param work told whether standard input is a terminal, which then hands on every key
   */
  hidden<T>(work: (raw: boolean) => Promise<T>): Promise<T>;
  /** True when standard output is a terminal and colour is wanted. */
  readonly colour: boolean;
  /** True when standard error is a terminal and colour is wanted. */
  readonly errorColour: boolean;
}

/** Whoever read our standard output has gone away; there is nothing to say about it. */
export class BrokenOutput extends Error {
  /** Always `"BrokenOutput"`. */
  override readonly name = "BrokenOutput";
}

/** Standard output does not take what is written: a full disk, mostly. */
function outputFailed(cause: unknown): KernelError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new KernelError(
    "output.failed",
    `Cannot write to standard output: ${reason.replace(/ \(os error \d+\)$/, "")}`,
    "see where the output goes",
    { cause },
  );
}

/** The part of `Deno.stdout` that is needed. */
export interface SyncWriter {
  /** Writes as much as goes at once; the result is the count of bytes. */
  writeSync(bytes: Uint8Array): number;
  /** Whether it leads to a terminal. */
  isTerminal(): boolean;
}

/** The part of `Deno.stdin` that is needed. */
export interface TerminalInput {
  /** Bytes of standard input. */
  readonly readable: ReadableStream<Uint8Array>;
  /** Whether it comes from a terminal. */
  isTerminal(): boolean;
  /** Whether the terminal hands on every key and shows none. */
  setRaw(mode: boolean, options?: { readonly cbreak: boolean }): void;
}

/** The standard streams of a process: `Deno` has them. */
export interface TerminalStreams {
  /** Standard output. */
  readonly stdout: SyncWriter;
  /** Standard error. */
  readonly stderr: SyncWriter;
  /** Standard input. */
  readonly stdin: TerminalInput;
}

/**
 * The terminal over a process's standard streams. Colour goes to a terminal only, and never with `NO_COLOR`.
 *
 * @see https://no-color.org
 */
export function createTerminal(
  streams: TerminalStreams,
  env: (name: string) => string | undefined,
): Terminal {
  const encoder = new TextEncoder();
  const plain = (env("NO_COLOR") ?? "") !== "" || env("TERM") === "dumb";
  return {
    write(text) {
      try {
        writeAll(streams.stdout, encoder.encode(text));
      } catch (error) {
        if (error instanceof Deno.errors.BrokenPipe) throw new BrokenOutput();
        throw outputFailed(error);
      }
    },
    writeError(text) {
      try {
        writeAll(streams.stderr, encoder.encode(text));
      } catch {
        // Nowhere left to tell.
      }
    },
    get input() {
      return streams.stdin.readable;
    },
    async hidden(work) {
      if (!streams.stdin.isTerminal()) return await work(false);
      streams.stdin.setRaw(true, { cbreak: true });
      try {
        return await work(true);
      } finally {
        streams.stdin.setRaw(false);
        this.write("\n");
      }
    },
    get colour() {
      return !plain && streams.stdout.isTerminal();
    },
    get errorColour() {
      return !plain && streams.stderr.isTerminal();
    },
  };
}

/** Writes every byte; a pipe may take them in parts. */
function writeAll(writer: SyncWriter, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += writer.writeSync(bytes.subarray(at));
}
