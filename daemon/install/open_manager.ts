// SPDX-License-Identifier: Apache-2.0 OR MIT
// Chooses the manager of services that this system has.

import { userInfo } from "node:os";
import type { Env } from "../paths.ts";
import { serviceUnsupported } from "./errors.ts";
import { launchd } from "./launchd.ts";
import { runProgram } from "./run_program.ts";
import type { ServiceManager } from "./service_manager.ts";
import type { ManagerId, ServiceAccount } from "./service_spec.ts";
import { systemd } from "./systemd.ts";

/** Which manager is wanted, and for what. */
export interface OpenManagerOptions {
  readonly env: Env;
  /** The one asked for; that of this system when absent. */
  readonly wanted?: string | undefined;
  /** True when a file shall only be shown, which any system can do. */
  readonly dryRun?: boolean;
}

/** The manager of services that an operating system has. */
export function systemManager(os: string): ManagerId | undefined {
  return os === "darwin" ? "launchd" : os === "linux" ? "systemd" : undefined;
}

/**
 * The manager of services.
 *
 * @throws {KernelError} `service.unsupported` when this system has none, or not the one wanted
 */
export function openManager({ env, wanted, dryRun = false }: OpenManagerOptions): ServiceManager {
  const { os } = Deno.build;
  const own = systemManager(os);
  const id = wanted ?? own;
  if (id === undefined || (id !== own && !dryRun)) {
    throw serviceUnsupported(id ?? "systemd or launchd", os);
  }
  const parts = { env, run: runProgram, uid: Deno.uid(), user: userName(env), os, root: "/" };
  return id === "launchd" ? launchd(parts) : systemd(parts);
}

/** Name of the calling user; an id that has no entry is its own name. */
export function userName(env: Env): string {
  try {
    return userInfo().username;
  } catch {
    return env("USER") || String(Deno.uid() ?? "this user");
  }
}

/** The account that called sudo; `undefined` when nobody did. */
export function callingAccount(env: Env): ServiceAccount | undefined {
  const [name, uid, gid] = [env("SUDO_USER"), env("SUDO_UID"), env("SUDO_GID")];
  if (!name || !/^\d+$/.test(uid ?? "") || !/^\d+$/.test(gid ?? "")) return undefined;
  return { name, uid: Number(uid), gid: Number(gid) };
}
