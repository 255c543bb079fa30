// SPDX-License-Identifier: Apache-2.0 OR MIT
// Stops a service and removes its file; on request what it has kept as well.

import { serviceForeign, serviceMissing, serviceUnwritable } from "./errors.ts";
import { textOf } from "./install_service.ts";
import type { ServiceManager } from "./service_manager.ts";
import { type ServiceScope, systemFolderName } from "./service_spec.ts";
import { serviceMark } from "./systemd_unit.ts";

/** Which service, and how much of it. */
export interface UninstallOptions {
  readonly manager: ServiceManager;
  readonly name: string;
  readonly scope: ServiceScope;
  /** Remove the folders of a system service as well: state, cache, logs. */
  readonly purge: boolean;
  /** Where the machine's own folders begin: `/` but in tests. */
  readonly root: string;
}

/** What was removed. */
export interface Removal {
  /** Path of the service's file. */
  readonly path: string;
  /** Folders that went with it. */
  readonly purged: readonly string[];
}

/**
 * Removes a service that `installService` made.
 *
 * @throws {KernelError} `service.missing`, `service.foreign`, `service.unwritable` or `service.command`
 */
export async function uninstallService(options: UninstallOptions): Promise<Removal> {
  const { manager, name, scope, purge } = options;
  const path = manager.path(name, scope);
  const content = await textOf(path);
  if (content === undefined) throw serviceMissing(path);
  if (!content.includes(serviceMark)) throw serviceForeign(path);
  await manager.remove(name, scope);
  const purged: string[] = [];
  try {
    await Deno.remove(path);
    if (manager.id === "systemd") await manager.reload(name, scope);
    for (const folder of purge ? systemFolders(options) : []) {
      if (await removeFolder(folder)) purged.push(folder);
    }
  } catch (error) {
    if (error instanceof Deno.errors.PermissionDenied) throw serviceUnwritable(path, scope, error);
    throw error;
  }
  return { path, purged };
}

/** A user's kernels share one home, so only a system service has folders that are its own. */
function systemFolders({ manager, name, scope, root }: UninstallOptions): string[] {
  if (scope === "user") return [];
  const folder = systemFolderName(name);
  const base = root.replace(/\/$/, "");
  if (manager.id === "launchd") return [`${base}/usr/local/var/${folder}`];
  // DynamicUser keeps the folders below "private", with links beside it.
  return ["/var/lib", "/var/cache", "/var/log"].flatMap((parent) => [
    `${base}${parent}/private/${folder}`,
    `${base}${parent}/${folder}`,
  ]);
}

async function removeFolder(path: string): Promise<boolean> {
  try {
    await Deno.remove(path, { recursive: true });
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
