// SPDX-License-Identifier: Apache-2.0 OR MIT
// A state dump: everything that helps to understand a kernel afterwards, in one file.

import { join } from "node:path";
import type { Config } from "../../lib/config/mod.ts";
import { maskSecrets } from "../../lib/config/mod.ts";
import type { HealthReport, KernelState } from "../../lib/contracts/mod.ts";
import { KernelError } from "../../lib/errors.ts";
import type { MetricSnapshot } from "../../lib/observe/mod.ts";
import { removeIfThere, writeFileAtomically } from "../../lib/store/mod.ts";

/** Dumps that are kept; older ones make way. */
const MAX_DUMPS = 20;

/** What a dump holds. */
export interface DumpContent {
  readonly state: KernelState;
  readonly health: HealthReport;
  readonly config: Config;
  readonly metrics: readonly MetricSnapshot[];
  /** When it is written. */
  readonly now: Date;
}

/**
 * Writes a dump, for its owner alone and whole or not at all, and removes all but the newest 20. Secrets of the
 * configuration are masked.
 *
 * @param folder made where it is missing
 * @returns path of the file, whose name holds the time
 * @throws {KernelError} `state.dump` when the folder does not take it
 */
export function writeDump(folder: string, content: DumpContent): string {
  const { state, health, config, metrics, now } = content;
  const path = join(folder, `dump-${now.toISOString().replaceAll(":", "-")}.json`);
  const dump = {
    format: 1,
    writtenAt: now.toISOString(),
    state,
    health,
    memory: Deno.memoryUsage(),
    handles: openHandles(),
    config: maskSecrets(config),
    metrics,
  };
  try {
    Deno.mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileAtomically(path, `${JSON.stringify(dump, null, 2)}\n`, 0o600);
    removeOldest(folder);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new KernelError(
      "state.dump",
      `Cannot write the state dump "${path}": ${reason}`,
      "free the disk, or set LLMSPELL_HOME to a folder you can write to",
      { cause },
    );
  }
  return path;
}

/** Names of dumps sort by their time. */
function removeOldest(folder: string): void {
  const dumps = [...Deno.readDirSync(folder)].map(({ name }) => name)
    .filter((name) => /^dump-.+\.json$/.test(name)).sort();
  for (const name of dumps.slice(0, -MAX_DUMPS)) removeIfThere(join(folder, name));
}

/** What each open descriptor of this process leads to; `undefined` where the system does not say. */
function openHandles(): Record<string, string> | undefined {
  const folder = "/proc/self/fd";
  try {
    const names = [...Deno.readDirSync(folder)].map(({ name }) => name);
    return Object.fromEntries(names.flatMap((name) => {
      const target = linkTarget(join(folder, name));
      return target === undefined ? [] : [[name, target]];
    }));
  } catch {
    return undefined;
  }
}

/** `undefined` for the descriptor that read the folder, which is gone by now. */
function linkTarget(path: string): string | undefined {
  try {
    return Deno.readLinkSync(path);
  } catch {
    return undefined;
  }
}
