// SPDX-License-Identifier: Apache-2.0 OR MIT
// Sessions to the state file and back.

import { dirname } from "node:path";
import type { Logger, SavedSession } from "../../lib/contracts/mod.ts";
import { type Kernel, within } from "../../lib/kernel/mod.ts";
import { programVersion } from "../version.ts";
import { readStateFile, type SavedState, writeStateFile } from "./state_file.ts";

/** How long a session may take to hand out its globals when the kernel ends. */
const SAVE_MS = 2_000;

/** Whose state, and where it is kept. */
export interface StateOptions {
  readonly kernel: Pick<Kernel, "save" | "restore" | "sessions" | "touchedSessions">;
  readonly id: string;
  /** Path of the state file. */
  readonly path: string;
  readonly log: Logger;
}

/** What restoring needs beside it. */
export interface RestoreOptions extends StateOptions {
  /** Opens a session that was open beside the main one. */
  readonly reopen: (session: SavedSession) => Promise<unknown>;
}

/**
 * Saves the sessions named. Those that do not answer, or in which nothing has run, are left out; without any the file
 * of an earlier kernel stays.
 *
 * @throws {KernelError} `state.unwritable`
 */
export async function saveState(
  { kernel, id, path, log }: StateOptions,
  sessions: readonly string[],
): Promise<void> {
  const saved: SavedSession[] = [];
  for (const session of sessions.filter((id) => kernel.touchedSessions.includes(id))) {
    const state = await within(SAVE_MS, kernel.save(session));
    if (state === undefined) log.warn("Cannot save {session}: no answer", { session });
    else saved.push(state);
  }
  if (saved.length === 0) return;
  Deno.mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const savedAt = new Date().toISOString();
  writeStateFile(path, {
    format: 1,
    kernel: id,
    version: programVersion,
    savedAt,
    sessions: saved,
  });
  const skipped = saved.flatMap((session) => session.skipped);
  log.info("The state is saved in {path}; without form in JSON, and lost: {skipped}", {
    path,
    skipped: skipped.length === 0 ? "nothing" : skipped.join(", "),
  });
}

/**
 * Gives the kernel's sessions what an earlier kernel of its id saved. A file that is no state is set aside, and the
 * kernel starts without: a service must not fail for it again and again.
 */
export async function restoreState(
  { kernel, path, log, reopen }: RestoreOptions,
): Promise<void> {
  const state = readOrSetAside(path, log);
  const opened = (opening: Promise<unknown>): Promise<boolean> =>
    opening.then(() => true, (error: unknown) => {
      log.error("Cannot open a session again: {error}", { error });
      return false;
    });
  if (state === undefined) {
    log.info("There is no state to restore in {path}", { path });
    return;
  }
  for (const session of state.sessions) {
    if (!kernel.sessions.includes(session.id) && !await opened(reopen(session))) continue;
    const refused = await kernel.restore(session);
    if (refused.length > 0) log.warn("Cannot restore {names}", { names: refused.join(", ") });
  }
  log.info("The state of {savedAt} is restored", { savedAt: state.savedAt });
}

function readOrSetAside(path: string, log: Logger): SavedState | undefined {
  try {
    return readStateFile(path);
  } catch (error) {
    const aside = `${path}.damaged`;
    log.error("{error}; the file is kept as {aside}", { error, aside });
    Deno.renameSync(path, aside);
    return undefined;
  }
}
