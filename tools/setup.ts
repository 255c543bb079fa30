// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Prepares what the tests need beside Deno: a Python environment with real Jupyter clients, Chromium, and what
 * checks services and manual pages.
 * `deno run -A tools/setup.ts` prepares all of it; tests call the functions and get paths. What is already
 * there is not touched, so that a second call takes no time.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { KernelError } from "../lib/errors.ts";

const root = fileURLToPath(new URL("../", import.meta.url));
const requirements = join(root, "tests/clients/requirements.txt");

/** Folder of what is made once and kept: `.cache` of the checkout. */
export const cacheFolder: string = join(root, ".cache");

/** Programs of the Python environment. */
export interface PythonEnvironment {
  /** The environment's folder. */
  readonly folder: string;
  /** Its interpreter. */
  readonly python: string;
}

/**
 * Makes `.cache/venv` with the packages of `tests/clients/requirements.txt`, unless it has them. Test files
 * that run at the same time wait for one another.
 *
 * @throws {KernelError} `setup.python` or `setup.packages`
 */
export async function ensurePython(): Promise<PythonEnvironment> {
  const folder = join(cacheFolder, "venv");
  const environment = { folder, python: join(folder, "bin/python") };
  const stamp = join(folder, "requirements.sha256");
  const wanted = await digest(requirements);
  if (await textOf(stamp) === wanted) return environment;
  using _lock = await lock(join(cacheFolder, "venv.lock"));
  if (await textOf(stamp) === wanted) return environment;
  progress(`making ${folder}`);
  await makeVenv(folder);
  progress("installing Jupyter clients");
  await run(
    [
      environment.python,
      "-m",
      "pip",
      "install",
      "--disable-pip-version-check",
      "-q",
      "-r",
      requirements,
    ],
    packagesMissing,
  );
  await Deno.writeTextFile(stamp, wanted);
  return environment;
}

/**
 * Path of a Chromium or Chrome. On Debian as root the package is installed when none is there.
 *
 * @throws {KernelError} `setup.chromium` when there is none and none can be installed
 */
export async function ensureChromium(): Promise<string> {
  const found = await findChromium();
  if (found !== undefined) return found;
  using _lock = await lock(join(cacheFolder, "apt.lock"));
  if (await findChromium() === undefined) await installPackages(["chromium", "fonts-dejavu-core"]);
  const installed = await findChromium();
  if (installed === undefined) throw chromiumMissing();
  return installed;
}

/**
 * Sees to it that systemd's own checks of units, and groff for manual pages, are there. On Debian as root the packages
 * are installed where they are missing.
 */
export async function ensureServiceTools(): Promise<void> {
  if (Deno.build.os !== "linux" || await hasServiceTools()) return;
  using _lock = await lock(join(cacheFolder, "apt.lock"));
  if (!await hasServiceTools()) await installPackages(["systemd", "groff-base"]);
}

/**
 * Path of Lua 5.4, the peer of benchmarks. On Debian as root the package is installed when none is there; `LUA` names
 * another one.
 *
 * @returns `undefined` when there is none and none can be installed
 */
export async function ensureLua(): Promise<string | undefined> {
  const found = await findLua();
  if (found !== undefined || Deno.build.os !== "linux") return found;
  using _lock = await lock(join(cacheFolder, "apt.lock"));
  if (await findLua() === undefined) await installPackages(["lua5.4"]).catch(ignoreUnavailable);
  return await findLua();
}

async function findLua(): Promise<string | undefined> {
  const candidates = [
    Deno.env.get("LUA") ?? "",
    "/usr/bin/lua5.4",
    "/usr/local/bin/lua5.4",
    "/opt/homebrew/bin/lua5.4",
  ];
  for (const path of candidates) {
    if (path !== "" && await isFile(path)) return path;
  }
  return undefined;
}

async function hasServiceTools(): Promise<boolean> {
  return await isFile("/usr/bin/systemd-analyze") && await isFile("/usr/bin/groff");
}

async function findChromium(): Promise<string | undefined> {
  const candidates = [
    Deno.env.get("CHROMIUM") ?? "",
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
  ];
  for (const path of candidates) {
    if (path !== "" && await isFile(path)) return path;
  }
  return undefined;
}

async function makeVenv(folder: string): Promise<void> {
  await Deno.remove(folder, { recursive: true }).catch(ignoreMissing);
  const command = ["python3", "-m", "venv", folder];
  try {
    await run(command, pythonMissing);
  } catch (error) {
    if (!await canInstallPackages()) throw error;
    await installPackages(["python3", "python3-venv"]);
    await run(command, pythonMissing);
  }
}

async function canInstallPackages(): Promise<boolean> {
  return Deno.uid() === 0 && await isFile("/usr/bin/apt-get");
}

async function installPackages(names: readonly string[]): Promise<void> {
  if (!await canInstallPackages()) return;
  progress(`installing Debian packages ${names.join(", ")}`);
  await run(["apt-get", "update", "-q"], () => packagesUnavailable(names));
  await run(
    ["apt-get", "install", "-q", "-y", "--no-install-recommends", ...names],
    () => packagesUnavailable(names),
  );
}

async function run(
  command: readonly string[],
  failure: (detail: string) => KernelError,
): Promise<void> {
  const [program, ...args] = command;
  let output: Deno.CommandOutput;
  try {
    const env = { DEBIAN_FRONTEND: "noninteractive" };
    output = await new Deno.Command(program!, { args, env, stdin: "null" }).output();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) throw failure(`no program "${program}"`);
    throw error;
  }
  if (output.success) return;
  const text = new TextDecoder();
  throw failure(`${text.decode(output.stdout)}${text.decode(output.stderr)}`.trim().slice(-2000));
}

/** Holds a lock file until disposed. */
async function lock(path: string): Promise<Disposable> {
  await Deno.mkdir(cacheFolder, { recursive: true });
  const file = await Deno.open(path, { create: true, write: true });
  await file.lock(true);
  return { [Symbol.dispose]: () => file.close() };
}

async function digest(path: string): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", await Deno.readFile(path));
  return new Uint8Array(hash).toHex();
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    ignoreMissing(error);
    return undefined;
  }
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isFile;
  } catch (error) {
    ignoreMissing(error);
    return false;
  }
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory)) {
    throw error;
  }
}

function ignoreUnavailable(error: unknown): void {
  if (!(error instanceof KernelError)) throw error;
}

/** Says what is going on, on a terminal only. */
function progress(text: string): void {
  if (Deno.stderr.isTerminal()) Deno.stderr.writeSync(new TextEncoder().encode(`setup: ${text}\n`));
}

function pythonMissing(detail: string): KernelError {
  const hint = "install Python 3.11 or later with its venv module (Debian: python3-venv)";
  return new KernelError("setup.python", `Cannot make a Python environment: ${detail}`, hint);
}

function packagesMissing(detail: string): KernelError {
  const hint = "see what pip says; the index must be reachable";
  return new KernelError("setup.packages", `Cannot install the Jupyter clients: ${detail}`, hint);
}

function packagesUnavailable(names: readonly string[]): KernelError {
  const hint = `install ${names.join(" and ")} by hand`;
  return new KernelError("setup.apt", `Cannot install ${names.join(", ")}: apt-get failed`, hint);
}

function chromiumMissing(): KernelError {
  const hint = "install Chromium (Debian: chromium), or name one in CHROMIUM";
  return new KernelError("setup.chromium", "Cannot find a browser: no Chromium or Chrome", hint);
}

if (import.meta.main) {
  await ensurePython();
  await ensureChromium();
  await ensureServiceTools();
  await ensureLua();
}
