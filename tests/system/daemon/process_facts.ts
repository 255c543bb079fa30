// SPDX-License-Identifier: Apache-2.0 OR MIT
// What Linux tells of processes in /proc.

import { join } from "node:path";

/** What a daemon is judged by. */
export interface ProcessFacts {
  readonly parent: number;
  /** Process that leads its session. */
  readonly session: number;
  /** Device number of its controlling terminal; 0 without one. */
  readonly terminal: number;
  readonly folder: string;
  /** Octal. */
  readonly umask: string;
  /** What each open descriptor leads to. */
  readonly descriptors: Readonly<Record<string, string>>;
  /** Environment that its program was started with. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Facts of a process that runs. */
export function processFacts(pid: number): ProcessFacts {
  const proc = `/proc/${pid}`;
  // The name of the program is in parentheses and may hold any character.
  const stat = Deno.readTextFileSync(join(proc, "stat")).replace(/^.*\) /s, "").split(" ");
  const status = Deno.readTextFileSync(join(proc, "status"));
  return {
    parent: Number(stat[1]),
    session: Number(stat[3]),
    terminal: Number(stat[4]),
    folder: Deno.readLinkSync(join(proc, "cwd")),
    umask: /^Umask:\s*(\d+)$/m.exec(status)?.[1] ?? "",
    descriptors: descriptorsOf(pid),
    environment: environmentOf(pid) ?? {},
  };
}

/** What each open descriptor of a process leads to. */
export function descriptorsOf(pid: number): Record<string, string> {
  const folder = `/proc/${pid}/fd`;
  return Object.fromEntries([...Deno.readDirSync(folder)].flatMap(({ name }) => {
    try {
      return [[name, Deno.readLinkSync(join(folder, name))]];
    } catch {
      return []; // Closed meanwhile.
    }
  }));
}

/** Processes, other than this one, that were started with this `LLMSPELL_HOME`. Zombies have no environment. */
export function processesOf(home: string): number[] {
  return [...Deno.readDirSync("/proc")].map(({ name }) => Number(name))
    .filter((pid) => pid > 0 && pid !== Deno.pid)
    .filter((pid) => environmentOf(pid)?.["LLMSPELL_HOME"] === home);
}

/** Local addresses on which a TCP port of this machine is listened on, in the system's hexadecimal form. */
export function listenersOn(port: number): string[] {
  const wanted = port.toString(16).toUpperCase().padStart(4, "0");
  return ["/proc/net/tcp", "/proc/net/tcp6"].flatMap((path) =>
    Deno.readTextFileSync(path).split("\n").slice(1).map((line) => line.trim().split(/\s+/))
      .filter(([, local, , state]) => local?.endsWith(`:${wanted}`) && state === "0A")
      .map(([, local]) => local!)
  );
}

function environmentOf(pid: number): Record<string, string> | undefined {
  try {
    const text = Deno.readTextFileSync(`/proc/${pid}/environ`);
    return Object.fromEntries(
      text.split("\0").filter((entry) => entry !== "").map((entry) => {
        const at = entry.indexOf("=");
        return [entry.slice(0, at), entry.slice(at + 1)];
      }),
    );
  } catch {
    return undefined; // It ended, or belongs to somebody else.
  }
}
