// SPDX-License-Identifier: Apache-2.0 OR MIT
// What a kernel that was killed leaves behind, and its removal.

import { basename, dirname, join, sep } from "node:path";
import { acquirePidFile } from "../../lib/daemon/mod.ts";
import { KernelError } from "../../lib/errors.ts";
import { removeDrafts, removeEmptyFolder } from "../../lib/store/mod.ts";
import { type KernelRecord, parseKernelRecord, sessionFolder } from "../kernel_record.ts";
import { type FoundKernel, processLives } from "./discovery.ts";

/**
 * Files of a kernel that may outlive it: connection file, sockets, record and PID file. Those in places that others
 * chose, such as a connection file that a front end wrote, are not among them.
 */
export function leftoverPaths({ record, path }: Pick<FoundKernel, "record" | "path">): string[] {
  const { id, connectionFile, transport, ip, ports, http, home, pidFile } = record;
  const own = [join(home, "kernels"), join(home, "run"), dirname(path)];
  const sockets = transport === "ipc" ? Object.values(ports).map((port) => `${ip}-${port}`) : [];
  if (http?.startsWith("unix:")) sockets.push(http.slice("unix:".length));
  const sessions = sessionFolder(home, id);
  const chosen = [
    ...filesIn(sessions).map((name) => join(sessions, name)),
    ...(connectionFile === join(home, "kernels", `kernel-${id}.json`) ? [connectionFile] : []),
    ...sockets.filter((socket) => own.some((folder) => socket.startsWith(folder + sep))),
  ];
  return [...chosen, path, pidFile].filter(isOwnFile);
}

/**
 * Removes what a kernel that has ended left behind. The kernel's PID file is held meanwhile, so that none of that id
 * starts; one that starts already, or runs, is left alone.
 *
 * @param kernel one of this user's own
 * @returns the paths removed
 * @throws {KernelError} when a folder does not let us
 */
export function removeLeftovers(kernel: Pick<FoundKernel, "record" | "path">): string[] {
  if (processLives(kernel.record)) return [];
  const paths = leftoverPaths(kernel);
  if (paths.length === 0) return [];
  try {
    using _held = acquirePidFile({ path: kernel.record.pidFile, pid: Deno.pid });
    if (isReplaced(kernel)) return [];
    // The PID file goes with the lock.
    const removed = paths.filter((path) => path === kernel.record.pidFile || removeFile(path));
    removeEmptyFolder(sessionFolder(kernel.record.home, kernel.record.id));
    return [...removed, ...removeKernelDrafts(kernel)];
  } catch (error) {
    if (error instanceof KernelError && error.code === "pid.locked") return [];
    throw error;
  }
}

/** Removes what the kernel was writing when it was killed. */
function removeKernelDrafts({ record, path }: Pick<FoundKernel, "record" | "path">): string[] {
  const { id, home } = record;
  return [
    ...removeDrafts(dirname(path), basename(path)),
    ...removeDrafts(join(home, "kernels"), `kernel-${id}.json`),
    ...removeDrafts(join(home, "state", `kernel-${id}`)),
  ];
}

/** Whether a later kernel of the same id has written its own record meanwhile. */
function isReplaced(
  { record, path }: { readonly record: KernelRecord; readonly path: string },
): boolean {
  try {
    const now = parseKernelRecord(Deno.readTextFileSync(path));
    return now.pid !== record.pid || now.processStartMs !== record.processStartMs;
  } catch {
    return false;
  }
}

/** A regular file or a socket of this user. */
function isOwnFile(path: string): boolean {
  try {
    const info = Deno.lstatSync(path);
    return info.uid === Deno.uid() && (info.isFile || info.isSocket === true);
  } catch {
    return false;
  }
}

function filesIn(folder: string): string[] {
  try {
    return [...Deno.readDirSync(folder)].map(({ name }) => name);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

function removeFile(path: string): boolean {
  try {
    Deno.removeSync(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
