// SPDX-License-Identifier: Apache-2.0 OR MIT
// The globals of an engine as JSON, taken out and put back.

import type { SavedSession, ScriptEngine } from "../contracts/mod.ts";

/** The engine's globals: those with a JSON form by name, and the names of the others. */
export async function saveVariables(
  engine: ScriptEngine,
): Promise<Pick<SavedSession, "variables" | "skipped">> {
  const variables: Record<string, unknown> = {};
  const skipped: string[] = [];
  for (const { name } of await engine.listVariables()) {
    const value = await engine.getVariable(name);
    if (value === undefined) skipped.push(name);
    else variables[name] = value;
  }
  return { variables, skipped };
}

/** Sets globals of the engine. @returns the names of those it refused */
export async function restoreVariables(
  engine: ScriptEngine,
  variables: SavedSession["variables"],
): Promise<string[]> {
  const refused: string[] = [];
  for (const [name, value] of Object.entries(variables)) {
    await engine.setVariable(name, value).catch(() => refused.push(name));
  }
  return refused;
}
