// SPDX-License-Identifier: Apache-2.0 OR MIT
// Why the program cannot be compiled: one named constructor for each situation.

/** A reason that is told in one line, with a hint. */
export class CompileError extends Error {
  /** Always `"CompileError"`. */
  override readonly name = "CompileError";

  /** @param hint what to do about it */
  constructor(message: string, readonly hint: string, more?: ErrorOptions) {
    super(message, more);
  }
}

/** A program that was started failed. */
export function commandFailed(what: string, output: string): CompileError {
  const last = output.trim().split("\n").filter((line) => line.trim() !== "").slice(-8).join(
    "\n  ",
  );
  return new CompileError(`Cannot ${what}: the command failed\n  ${last}`, "see its output above");
}

/** There is neither a denort to download nor a way to make one. */
export function denortUnavailable(os: string, arch: string): CompileError {
  return new CompileError(
    `Cannot compile on ${os} ${arch}: denort cannot be downloaded, and a substitute exists for linux x86_64 only`,
    "set DENORT_BIN to the denort of this Deno's version",
  );
}

/** There is no Python with pip to download the substitute with. */
export function pipUnavailable(cause: unknown): CompileError {
  return new CompileError(
    "Cannot download a substitute for denort: python3 with pip is not there",
    "install Python with pip, or set DENORT_BIN",
    { cause },
  );
}

/** The compiled program does not work. */
export function binaryBroken(path: string, output: string): CompileError {
  return new CompileError(
    `Cannot use "${path}": llmspell --version answered "${output.trim()}"`,
    "compile again with DENORT_BIN set to the denort of the Deno that compiles",
  );
}

/** An asset of this platform is missing. */
export function assetMissing(name: string, path: string, cause: unknown): CompileError {
  return new CompileError(
    `Cannot embed ${name}: "${path}" cannot be read`,
    "deno install",
    { cause },
  );
}
