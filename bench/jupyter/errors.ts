// SPDX-License-Identifier: Apache-2.0 OR MIT
// What can go wrong with a benchmark run, in words for whoever started it.

/** A failure the reader can act on; shown as one line. */
export class BenchError extends Error {
  /** Always `"BenchError"`. */
  override readonly name = "BenchError";
}

/** A kernel was named that this benchmark does not know, or that is not built here. */
export function kernelUnavailable(name: string, available: readonly string[]): BenchError {
  return new BenchError(`Cannot measure kernel "${name}": available are ${available.join(", ")}`);
}

/** A step of the environment's preparation failed. */
export function environmentFailed(step: string, output: string): BenchError {
  return new BenchError(`Cannot prepare the Python environment: ${step}: ${output.trim()}`);
}

/** The client ended before it had written its findings. */
export function clientFailed(code: number): BenchError {
  return new BenchError(`Cannot read the client's findings: it ended with ${code}`);
}
