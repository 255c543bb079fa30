// SPDX-License-Identifier: Apache-2.0 OR MIT
// Errors of engines in Workers, one constructor per situation.

import { KernelError } from "../../errors.ts";

/** The Worker of an engine is gone; whatever it was asked will not be answered. */
export function engineExited(reason: string): KernelError {
  return new KernelError(
    "engine.exited",
    `Cannot reach the script engine: ${reason}`,
    "Restart the kernel to get a new engine; variables of the old one are lost",
  );
}

/** The Worker of an engine, or an asset it needs, cannot be loaded. */
export function engineStart(language: string, reason: string, cause?: unknown): KernelError {
  return new KernelError(
    "engine.start",
    `Cannot start the ${language} engine: ${reason}`,
    "Check the installation: the program's own files may be missing or damaged",
    { cause },
  );
}
