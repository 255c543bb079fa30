// SPDX-License-Identifier: Apache-2.0 OR MIT

import { type FoundKernel, isOperable } from "./discovery.ts";
import {
  type Candidate,
  kernelAmbiguous,
  kernelForeign,
  kernelNotRunning,
  kernelUnknown,
  kernelUnnamed,
  noKernel,
} from "./errors.ts";

/**
 * The one kernel that a person means: by its id, the beginning of its id, or one of its ports. Without a selector it
 * is the only one that runs.
 *
 * @param kernels what discovery found, of all users and states
 * @returns a kernel that this user may operate; one that ended only when nothing that runs fits, one of another user
 *   only when nothing of this user's own does
 * @throws {KernelError} `kernel.none`, `kernel.unnamed`, `kernel.unknown`, `kernel.ambiguous` or `kernel.foreign`
 */
export function selectKernel(
  kernels: readonly FoundKernel[],
  selector: string | undefined,
): FoundKernel {
  const own = kernels.filter(({ owner }) => owner === "own");
  const running = own.filter(({ state }) => state === "running");
  if (selector === undefined) {
    const [first, ...others] = running;
    if (first === undefined) throw noKernel();
    if (others.length > 0) throw kernelUnnamed(running.map(candidate));
    return first;
  }
  const foreign = kernels.filter(({ owner }) => owner !== "own");
  for (const group of [running, own, foreign]) {
    const matches = matching(group, selector);
    const [first] = matches;
    if (first === undefined) continue;
    if (matches.length > 1) throw kernelAmbiguous(selector, matches.map(candidate));
    if (!isOperable(first)) throw kernelForeign(first.record.id, first.uid);
    return first;
  }
  throw kernelUnknown(selector, running.map(candidate));
}

/**
 * Like `selectKernel`, for commands that talk to the kernel.
 *
 * @throws {KernelError} `kernel.not_running` too, when the one meant has ended
 */
export function selectRunningKernel(
  kernels: readonly FoundKernel[],
  selector: string | undefined,
): FoundKernel {
  const kernel = selectKernel(kernels, selector);
  if (kernel.state === "stale") throw kernelNotRunning(kernel.record);
  return kernel;
}

/** Kernels of exactly that id; else those whose id begins so and those that listen on that port. */
function matching(kernels: readonly FoundKernel[], selector: string): FoundKernel[] {
  const exact = kernels.filter(({ record }) => record.id === selector);
  if (exact.length > 0) return exact;
  const port = /^\d{1,5}$/.test(selector) ? Number(selector) : undefined;
  return kernels.filter(({ record }) =>
    (selector !== "" && record.id.startsWith(selector)) ||
    (port !== undefined && listensOn(record, port))
  );
}

function listensOn({ transport, ports, http }: FoundKernel["record"], port: number): boolean {
  return (transport === "tcp" && Object.values(ports).includes(port)) ||
    http?.endsWith(`:${port}`) === true;
}

function candidate({ record: { id, pid } }: FoundKernel): Candidate {
  return { id, pid };
}
