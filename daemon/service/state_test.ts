// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { join } from "node:path";
import type { SavedSession } from "../../lib/contracts/mod.ts";
import { type RestoreOptions, restoreState, saveState, type StateOptions } from "./state.ts";
import { readStateFile } from "./state_file.ts";
import { recordingLog } from "./testing.ts";

const session = (id: string, executionCount: number): SavedSession => ({
  id,
  language: "lua",
  executionCount,
  variables: { n: 1 },
  skipped: ["f"],
});

function open(folder: string, more: Partial<StateOptions["kernel"]> = {}) {
  const { log, lines } = recordingLog();
  const restored: SavedSession[] = [];
  const reopened: string[] = [];
  const options: RestoreOptions = {
    reopen: ({ id, language }) => {
      reopened.push(`${id} ${language}`);
      return id === "bad" ? Promise.reject(new Error("no engine")) : Promise.resolve();
    },
    kernel: {
      sessions: ["main"],
      touchedSessions: ["main"],
      save: (id) => Promise.resolve(session(id, 3)),
      restore: (saved) => {
        restored.push(saved);
        return Promise.resolve(["f"]);
      },
      ...more,
    },
    id: "work",
    path: join(folder, "deep", "kernel_state.json"),
    log,
  };
  return { options, lines, restored, reopened };
}

Deno.test("saveState() keeps the sessions in which something ran, and restoreState() gives them back", async () => {
  const folder = Deno.makeTempDirSync();
  const { options, lines, restored } = open(folder);
  await saveState(options, ["main", "fresh"]);
  assert.deepEqual(readStateFile(options.path)?.sessions, [session("main", 3)]);
  await restoreState(options);
  assert.deepEqual(restored, [session("main", 3)]);
  assert.ok(lines.some((line) => line.startsWith("warn: Cannot restore")));
  Deno.removeSync(folder, { recursive: true });
});

Deno.test("restoreState() opens sessions again that were open beside the main one", async () => {
  const folder = Deno.makeTempDirSync();
  const touchedSessions = ["main", "bad", "py"];
  const { options, lines, restored, reopened } = open(folder, { touchedSessions });
  await saveState(options, touchedSessions);
  await restoreState(options);
  assert.deepEqual(reopened, ["bad lua", "py lua"]);
  assert.deepEqual(restored.map(({ id }) => id), ["main", "py"]);
  assert.ok(lines.some((line) => line.startsWith("error: Cannot open a session again")));
  Deno.removeSync(folder, { recursive: true });
});

Deno.test("saveState() leaves an earlier state alone when there is nothing to save", async () => {
  const folder = Deno.makeTempDirSync();
  const { options, lines } = open(folder);
  await saveState(options, ["main"]);
  const before = Deno.readTextFileSync(options.path);
  await saveState(options, ["fresh"]);
  await saveState({
    ...options,
    kernel: { ...options.kernel, save: () => Promise.reject(new Error()) },
  }, [
    "main",
  ]);
  assert.equal(Deno.readTextFileSync(options.path), before);
  assert.ok(lines.some((line) => line.startsWith("warn: Cannot save")));
  Deno.removeSync(folder, { recursive: true });
});

Deno.test("restoreState() says when there is nothing to restore", async () => {
  const { options, lines, restored } = open("/nowhere");
  await restoreState(options);
  assert.deepEqual(restored, []);
  assert.match(lines.join(), /no state to restore/);
});

Deno.test("restoreState() sets a damaged file aside and says so", async () => {
  const folder = Deno.makeTempDirSync();
  const { options, lines, restored } = open(folder);
  const path = join(folder, "kernel_state.json");
  Deno.writeTextFileSync(path, "{");
  await restoreState({ ...options, path });
  assert.deepEqual(restored, []);
  assert.match(lines.join(), /error: .*kept as/);
  assert.equal(Deno.readTextFileSync(`${path}.damaged`), "{");
  Deno.removeSync(folder, { recursive: true });
});
