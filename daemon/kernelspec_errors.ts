// SPDX-License-Identifier: Apache-2.0 OR MIT
// What can go wrong with a kernelspec: one named constructor for each situation.

import { KernelError } from "../lib/errors.ts";

/** Jupyter accepts no kernel of this name. */
export function kernelspecName(name: string): KernelError {
  return new KernelError(
    "kernelspec.name",
    `Cannot name the kernel "${name}": only letters, digits, ".", "_" and "-" are allowed`,
    "llmspell kernel install --name llmspell",
  );
}

/** There is no Python to ask for its prefix. */
export function prefixUnknown(cause: unknown): KernelError {
  return new KernelError(
    "kernelspec.prefix",
    "Cannot find the Python environment: neither VIRTUAL_ENV, CONDA_PREFIX nor python3 names one",
    "llmspell kernel install --prefix PATH",
    { cause },
  );
}

/** The folder holds a kernelspec that is not ours. */
export function kernelspecForeign(directory: string): KernelError {
  return new KernelError(
    "kernelspec.foreign",
    `Cannot change "${directory}": another program's kernel is there`,
    "choose another name with --name",
  );
}

/** There is no kernelspec to remove. */
export function kernelspecMissing(directory: string): KernelError {
  return new KernelError(
    "kernelspec.missing",
    `Cannot remove "${directory}": no kernel is there`,
    "jupyter kernelspec list",
  );
}

/** The folder cannot be written to. */
export function kernelspecUnwritable(directory: string, cause: Error): KernelError {
  return new KernelError(
    "kernelspec.unwritable",
    `Cannot write to "${directory}": ${cause.message}`,
    "llmspell kernel install --user",
    { cause },
  );
}
