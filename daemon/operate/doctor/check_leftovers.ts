// SPDX-License-Identifier: Apache-2.0 OR MIT
// What kernels that were killed have left behind.

import { join } from "node:path";
import { acquirePidFile, inspectPidFile, processAlive } from "../../../lib/daemon/mod.ts";
import { removeIfThere } from "../../../lib/store/mod.ts";
import { cacheCandidates, llmspellHome } from "../../paths.ts";
import { discoverKernels, type DiscoveryProblem, type FoundKernel } from "../discovery.ts";
import { removeLeftovers } from "../leftovers.ts";
import { findRunFolders } from "../run_folders.ts";
import type { DoctorContext, Finding } from "./finding.ts";

/** Younger files may be those of a kernel that starts right now. */
const restMs = 60_000;

const remedy = "llmspell doctor --fix removes it";

/** Looks for records, PID files, connection files, sockets and temporary files that nobody uses. */
export async function checkLeftovers(context: DoctorContext): Promise<Finding[]> {
  const { env, places } = context;
  const { kernels, problems } = await discoverKernels(env, places);
  const own = kernels.filter(({ owner }) => owner === "own");
  const used = new Set(own.flatMap(usedPaths));
  const findings = [
    ...own.filter(({ state }) => state === "stale").map(killed),
    ...problems.filter((problem) => problem.own).map(unusable),
    ...findRunFolders(env, places).flatMap((folder) => [
      ...filesIn(folder, /^kernel-.+\.pid$/).filter((path) => !used.has(path)).flatMap(pidFile),
      ...old(context, filesIn(folder, /^\.pid-\d+-|^\.probe-/)).filter(isAbandoned).map(temporary),
    ]),
    ...unusedIn(context, join(llmspellHome(env), "kernels"), used),
    ...drafts(context),
  ];
  if (findings.length > 0) return findings;
  return [{ check: "leftovers", status: "ok", text: "no killed kernel has left anything behind" }];
}

/** Files that a kernel uses while it runs, or that go with its record. */
function usedPaths({ record }: FoundKernel): string[] {
  const { pidFile, connectionFile, transport, ip, ports, http } = record;
  const sockets = transport === "ipc" ? Object.values(ports).map((port) => `${ip}-${port}`) : [];
  return [pidFile, connectionFile, ...sockets, ...(http === undefined ? [] : [http.slice(5)])];
}

function killed(kernel: FoundKernel): Finding {
  const { id, pid } = kernel.record;
  return {
    check: "leftovers",
    status: "warning",
    text: `kernel "${id}", process ${pid}, was killed and has left its files behind`,
    remedy,
    fix: () => `removed ${removeLeftovers(kernel).join(", ") || "nothing: it starts again"}`,
  };
}

function unusable({ path, problem }: DiscoveryProblem): Finding {
  return {
    check: "records",
    status: "warning",
    text: `"${path}" is no kernel's record: ${problem}`,
    remedy,
    fix: () => removed(path),
  };
}

/** A PID file without a record. */
function pidFile(path: string): Finding[] {
  if (!isOwn(path)) return [];
  const { state, pid, reason } = inspectPidFile(path);
  if (state === "absent") return [];
  if (state === "running") {
    return [{
      check: "pid files",
      status: "warning",
      text: `process ${
        pid ?? "unknown"
      } holds "${path}" and has no record: it starts, or its record was removed`,
      remedy: `llmspell kernel stop --pid-file "${path}"`,
    }];
  }
  return [{
    check: "pid files",
    status: "warning",
    text: `"${path}" is left over: ${reason}`,
    remedy,
    fix: () => {
      acquirePidFile({ path })[Symbol.dispose]();
      return `removed ${path}`;
    },
  }];
}

/** Connection files and sockets of kernels that are not there. */
function unusedIn(context: DoctorContext, folder: string, used: ReadonlySet<string>): Finding[] {
  const paths = filesIn(folder, /^kernel-.+(\.json|-\d+|\.sock|\.tmp)$/);
  return old(context, paths).filter((path) => !used.has(path)).map((path) => ({
    check: path.endsWith(".json")
      ? "connection files"
      : path.endsWith(".tmp")
      ? "temporary files"
      : "sockets",
    status: "warning",
    text: `"${path}" is left over: no kernel uses it`,
    remedy,
    fix: () => removed(path),
  }));
}

/** Files that a process was unpacking when it was killed. */
function drafts(context: DoctorContext): Finding[] {
  return cacheCandidates(context.env).map((cache) => join(cache, "assets")).flatMap((assets) =>
    filesIn(assets, /^[0-9a-f]{32}$/).flatMap((folder) =>
      old(context, filesIn(folder, /^\..+\.[0-9a-f-]{36}$/)).map(temporary)
    )
  );
}

function temporary(path: string): Finding {
  return {
    check: "temporary files",
    status: "warning",
    text: `"${path}" is left over from a process that was killed`,
    remedy,
    fix: () => removed(path),
  };
}

/** True unless the process that the file's name tells of still lives. */
function isAbandoned(path: string): boolean {
  const pid = /\.pid-(\d+)-/.exec(path)?.[1];
  return pid === undefined || processAlive(Number(pid)) === "gone";
}

function filesIn(folder: string, pattern: RegExp): string[] {
  try {
    return [...Deno.readDirSync(folder)].map(({ name }) => name).filter((name) =>
      pattern.test(name)
    )
      .sort().map((name) => join(folder, name));
  } catch {
    return []; // Not there, or closed to us.
  }
}

/** Those of this user that nobody has written to for a while. */
function old({ now }: DoctorContext, paths: readonly string[]): string[] {
  return paths.filter((path) => {
    const info = Deno.lstatSync(path);
    return info.uid === Deno.uid() && now() - (info.mtime?.getTime() ?? 0) > restMs;
  });
}

function isOwn(path: string): boolean {
  try {
    return Deno.lstatSync(path).uid === Deno.uid();
  } catch {
    return false;
  }
}

function removed(path: string): string {
  removeIfThere(path);
  return `removed ${path}`;
}
