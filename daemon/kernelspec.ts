// SPDX-License-Identifier: Apache-2.0 OR MIT
// The kernelspec: how Jupyter finds this program and starts it.

import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Assets } from "../lib/contracts/mod.ts";
import {
  kernelspecForeign,
  kernelspecMissing,
  kernelspecName,
  kernelspecUnwritable,
  prefixUnknown,
} from "./kernelspec_errors.ts";
import { type Env, homeDirectory } from "./paths.ts";
import { v8Flags } from "./v8_flags.ts";

/** Content of `kernel.json`. @see jupyter_client, "Kernel specs" */
export interface KernelSpec {
  readonly argv: readonly string[];
  readonly display_name: string;
  readonly language: string;
  readonly interrupt_mode: "message";
  readonly kernel_protocol_version: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly env: Readonly<Record<string, string>>;
}

/** Where a kernelspec goes: the user's own folder, or a prefix such as a Python environment. */
export type KernelspecPlace =
  | { readonly kind: "user" }
  | { readonly kind: "prefix"; readonly prefix: string }
  | { readonly kind: "sys-prefix" };

const logos = ["logo-32x32.png", "logo-64x64.png", "logo-svg.svg"];

/** Command line that starts this very program: the binary, or Deno with the checkout's main module. */
export function programCommand(
  { standalone, execPath, mainModule }: {
    readonly standalone: boolean;
    readonly execPath: string;
    readonly mainModule: string;
  },
): string[] {
  return standalone
    ? [execPath]
    : [execPath, "run", "--quiet", "-A", `--v8-flags=${v8Flags}`, fileURLToPath(mainModule)];
}

/** The kernelspec for a command line that starts the program. */
export function makeKernelspec(
  { command, language, displayName, env }: {
    readonly command: readonly string[];
    /** Language of the kernel's sessions. */
    readonly language: string;
    readonly displayName: string;
    readonly env: Readonly<Record<string, string>>;
  },
): KernelSpec {
  return {
    argv: [
      ...command,
      ...["kernel", "start", "--connection-file", "{connection_file}"],
      ...(language === "lua" ? [] : ["--language", language]),
    ],
    display_name: displayName,
    language,
    interrupt_mode: "message",
    kernel_protocol_version: "5.6",
    metadata: { debugger: false, supported_encryption: "curve" },
    env,
  };
}

/**
 * Folder that holds a user's Jupyter data.
 *
 * @see jupyter_core, `jupyter_data_dir`
 */
export function jupyterDataDirectory(env: Env, os: string): string {
  const own = env("JUPYTER_DATA_DIR");
  if (own) return resolve(own);
  const home = homeDirectory(env) ?? homedir();
  if (os === "darwin") return join(home, "Library", "Jupyter");
  return join(env("XDG_DATA_HOME") || join(home, ".local", "share"), "jupyter");
}

/**
 * Folder of the kernelspec called `name`.
 *
 * @throws {KernelError} `kernelspec.name` when Jupyter would not accept the name
 * @throws {KernelError} `kernelspec.prefix` when no Python is there to ask for its prefix
 */
export async function kernelspecDirectory(
  place: KernelspecPlace,
  name: string,
  env: Env,
): Promise<string> {
  if (!/^[a-z0-9._-]+$/i.test(name) || /^\.+$/.test(name)) throw kernelspecName(name);
  const data = place.kind === "user" ? jupyterDataDirectory(env, Deno.build.os) : join(
    resolve(place.kind === "prefix" ? place.prefix : await systemPrefix(env)),
    "share",
    "jupyter",
  );
  return join(data, "kernels", name.toLowerCase());
}

/** Prefix of the Python environment in use. */
async function systemPrefix(env: Env): Promise<string> {
  const active = env("VIRTUAL_ENV") || env("CONDA_PREFIX");
  if (active) return active;
  try {
    const { success, stdout } = await new Deno.Command("python3", {
      args: ["-c", "import sys; print(sys.prefix)"],
      stderr: "null",
    }).output();
    const prefix = new TextDecoder().decode(stdout).trim();
    if (success && prefix !== "") return prefix;
  } catch (error) {
    throw prefixUnknown(error);
  }
  throw prefixUnknown(undefined);
}

/**
 * Writes a kernelspec with its logos; one of the same name that llmspell made is replaced.
 *
 * @throws {KernelError} `kernelspec.foreign` when the folder holds some other kernel
 * @throws {KernelError} `kernelspec.unwritable`
 */
export async function writeKernelspec(
  directory: string,
  spec: KernelSpec,
  assets: Assets,
): Promise<void> {
  try {
    if (await readsAsForeign(directory)) throw kernelspecForeign(directory);
    await Deno.mkdir(directory, { recursive: true });
    for (const logo of logos) await replace(join(directory, logo), await assets.bytes(logo));
    const json = JSON.stringify(spec, undefined, 2) + "\n";
    await replace(join(directory, "kernel.json"), new TextEncoder().encode(json));
  } catch (error) {
    if (
      error instanceof Deno.errors.PermissionDenied || error instanceof Deno.errors.NotADirectory
    ) {
      throw kernelspecUnwritable(directory, error);
    }
    throw error;
  }
}

/**
 * Removes a kernelspec that llmspell made.
 *
 * @throws {KernelError} `kernelspec.missing` or `kernelspec.foreign`
 */
export async function removeKernelspec(directory: string): Promise<void> {
  if (await readsAsForeign(directory)) throw kernelspecForeign(directory);
  try {
    for (const file of ["kernel.json", ...logos]) await Deno.remove(join(directory, file));
    await Deno.remove(directory);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) throw kernelspecMissing(directory);
    if (error instanceof Deno.errors.PermissionDenied) throw kernelspecUnwritable(directory, error);
    throw error;
  }
}

/** True when the folder holds a kernelspec that does not start `kernel start` of ours. */
async function readsAsForeign(directory: string): Promise<boolean> {
  let text: string;
  try {
    text = await Deno.readTextFile(join(directory, "kernel.json"));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
  try {
    const spec: unknown = JSON.parse(text);
    const argv = (spec as Partial<KernelSpec> | null)?.argv;
    return !(Array.isArray(argv) && argv.includes("kernel") && argv.includes("start"));
  } catch (error) {
    if (error instanceof SyntaxError) return true;
    throw error;
  }
}

/** Writes a file beside its place and renames it, so that no reader sees half of it. */
async function replace(path: string, content: Uint8Array): Promise<void> {
  const draft = `${path}.${crypto.randomUUID()}`;
  await Deno.writeFile(draft, content, { createNew: true, mode: 0o644 });
  await Deno.rename(draft, path);
}
