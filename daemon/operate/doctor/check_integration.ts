// SPDX-License-Identifier: Apache-2.0 OR MIT
// Whether Jupyter and the system's service manager can start kernels.

import { join } from "node:path";
import { userInfo } from "node:os";
import { jupyterDataDirectory } from "../../kernelspec.ts";
import type { Env } from "../../paths.ts";
import type { DoctorContext, Finding } from "./finding.ts";

/** Looks at the kernelspecs of Jupyter that start this program, and whether the program is where they say. */
export function checkJupyter({ env }: DoctorContext): Finding[] {
  const check = "jupyter";
  const specs = kernelspecFolders(env).flatMap(kernelspecsIn);
  if (specs.length === 0) {
    const text = "Jupyter does not know the kernel";
    return [{ check, status: "warning", text, remedy: "llmspell kernel install --user" }];
  }
  return specs.map(({ folder, argv }) => {
    const lost = argv.slice(0, argv.indexOf("kernel"))
      .find((word) => word.startsWith("/") && !isFile(word));
    if (lost === undefined) return { check, status: "ok", text: `"${folder}" starts ${argv[0]}` };
    return {
      check,
      status: "problem",
      text: `"${folder}" starts "${lost}", which is not there`,
      remedy: "llmspell kernel install --user, or llmspell kernel uninstall",
    };
  });
}

/** A kernelspec of this program. */
interface Spec {
  readonly folder: string;
  readonly argv: readonly string[];
}

/** Folders in which Jupyter looks for kernelspecs. @see jupyter_core, `jupyter_path` */
function kernelspecFolders(env: Env): string[] {
  const prefixes = [env("VIRTUAL_ENV"), env("CONDA_PREFIX"), "/usr/local", "/usr"];
  const data = [
    ...(env("JUPYTER_PATH") ?? "").split(":"),
    jupyterDataDirectory(env, Deno.build.os),
    ...prefixes.map((prefix) => prefix ? join(prefix, "share", "jupyter") : ""),
  ];
  return [...new Set(data.filter((path) => path !== "").map((path) => join(path, "kernels")))];
}

function kernelspecsIn(parent: string): Spec[] {
  try {
    return [...Deno.readDirSync(parent)].map(({ name }) => join(parent, name)).flatMap(readSpec);
  } catch {
    return []; // Jupyter has no such folder.
  }
}

function readSpec(folder: string): Spec[] {
  try {
    const { argv } = JSON.parse(Deno.readTextFileSync(join(folder, "kernel.json")));
    const ours = Array.isArray(argv) && argv.every((word) => typeof word === "string") &&
      argv[argv.indexOf("kernel") + 1] === "start" && argv.includes("--connection-file");
    return ours ? [{ folder, argv }] : [];
  } catch {
    return []; // Whatever it is, it does not start this program.
  }
}

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

/** Looks whether systemd can run kernels of this user, and whether they outlive a logout. */
export async function checkSystemd({ run }: DoctorContext): Promise<Finding[]> {
  const check = "systemd";
  if (Deno.build.os !== "linux") return [];
  const state = await run("systemctl", ["--user", "is-system-running"]);
  if (state === undefined) {
    const text = "there is no systemd; llmspell kernel start --daemon needs none";
    return [{ check, status: "ok", text }];
  }
  const name = userInfo().username;
  const remedy = `sudo loginctl enable-linger ${name}`;
  if (!/^(running|degraded|starting|initializing)$/.test(state.stdout)) {
    const text =
      "systemd has no instance for this user; llmspell kernel install-service --user needs one";
    return [{ check, status: "warning", text, remedy }];
  }
  const linger = await run("loginctl", ["show-user", name, "--property=Linger", "--value"]);
  if (linger?.stdout === "yes") {
    return [{ check, status: "ok", text: "systemd runs services of this user, logged in or not" }];
  }
  const text = "systemd ends services of this user at logout";
  return [{ check, status: "warning", text, remedy }];
}
